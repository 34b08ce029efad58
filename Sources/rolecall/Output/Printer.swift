import Operations
import Terminal

/// Writes records to standard output in the format that was asked for.
struct Printer {
  let surroundings: Surroundings
  let options: GlobalOptions

  /// Writes a list of records.
  func write<Record: OutputRecord>(_ records: [Record], table: ([Record]) -> Table) throws {
    try write(records) { table(records).text(width: $0, isColored: $1) }
  }

  /// Writes a list of records; `sheet` is what people read, for lines of some width, with or without colours.
  func write<Record: OutputRecord>(
    _ records: [Record],
    sheet: (_ width: Int?, _ isColored: Bool) -> String
  ) throws {
    switch options.output {
    case .table:
      try surroundings.output.write(sheet(surroundings.output.columns, surroundings.isColored(options)))
    case .json: try JSONText.pieces(of: records.lazy.map(\.value)) { try surroundings.output.write($0) }
    case .yaml: try surroundings.output.write(YAMLText.of(.list(records.map(\.value))))
    case .csv: try write(csv: Record.columns, rows: records.map(\.cells))
    }
  }

  /// Writes one record as an object; `rows` are its lines as a table of values.
  func write<Record: OutputRecord>(_ record: Record, rows: [Record]? = nil, table: (Record) -> Table) throws {
    switch options.output {
    case .table: try write(table(record))
    case .json: try surroundings.output.write(JSONText.of(record.value))
    case .yaml: try surroundings.output.write(YAMLText.of(record.value))
    case .csv: try write(csv: Record.columns, rows: (rows ?? [record]).map(\.cells))
    }
  }

  /// Writes one record; for people as the text that `text` makes of it.
  func write<Record: OutputRecord, Row: OutputRecord>(
    _ record: Record,
    rows: [Row],
    text: (Record) -> String
  ) throws {
    switch options.output {
    case .table: try surroundings.output.write(text(record))
    case .json: try surroundings.output.write(JSONText.of(record.value))
    case .yaml: try surroundings.output.write(YAMLText.of(record.value))
    case .csv: try write(csv: Row.columns, rows: rows.map(\.cells))
    }
  }

  private func write(_ table: Table) throws {
    let text = table.text(width: surroundings.output.columns, isColored: surroundings.isColored(options))
    try surroundings.output.write(text)
  }

  /// CSV is exact text, but a terminal never gets what could move its cursor.
  private func write(csv columns: [String], rows: [[String]]) throws {
    let shown = surroundings.output.isTerminal ? rows.map { $0.map { SafeText.of($0) } } : rows
    try surroundings.output.write(CSVText.of(columns: columns, rows: shown))
  }
}
