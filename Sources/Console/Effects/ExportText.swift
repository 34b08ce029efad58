import Fleet
import Operations

/// The text of a file that holds what is shown: the same records as the command line prints.
enum ExportText {
  static func of(_ request: ExportRequest) -> String {
    switch request.rows {
    case .accounts(let indices):
      text(indices.map { AccountRecord($0, of: request.roster) }, request.format)
    case .registrations(let indices):
      text(indices.map { RoleRecord(request.roster.registrations[$0], of: request.roster) }, request.format)
    }
  }

  private static func text<Record: OutputRecord>(_ records: [Record], _ format: ExportRequest.Format) -> String {
    switch format {
    case .csv: CSVText.of(records)
    case .json: JSONText.of(.list(records.map(\.value)))
    }
  }
}
