/// Comma-separated values as RFC 4180 has them, with cells that a spreadsheet would run as a formula defused.
package enum CSVText {
  /// Header and rows, each ended by CR LF.
  package static func of<Record: OutputRecord>(_ records: some Sequence<Record>) -> String {
    var text = line(Record.columns)
    for record in records { text += line(record.cells) }
    return text
  }

  /// The same for rows that are not records: what a screen shows.
  package static func of(columns: [String], rows: some Sequence<[String]>) -> String {
    var text = line(columns)
    for row in rows { text += line(row) }
    return text
  }

  private static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// One cell: prefixed with `'` where it begins as a formula does, quoted where commas, quotes or line ends need it.
  ///
  /// Source: OWASP, "CSV Injection" (`=`, `+`, `-`, `@`, tab and carriage return at the beginning).
  static func cell(_ text: String) -> String {
    let defused = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } == true ? "'" + text : text
    let needsQuotes = defused.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"\(defused.replacing("\"", with: "\"\""))\"" : defused
  }
}
