package import Fleet

/// Rows to be written to a file: what is shown, in the order in which it is shown.
package struct ExportRequest: Hashable, Sendable {
  package enum Format: String, Hashable, Sendable, CaseIterable {
    case csv, json
  }

  package enum Rows: Hashable, Sendable {
    /// Indices of the roster's accounts.
    case accounts([Int])
    /// Indices of the roster's registrations.
    case registrations([Int])

    package var count: Int {
      switch self {
      case .accounts(let indices), .registrations(let indices): indices.count
      }
    }
  }

  package let format: Format
  package let path: String
  package let rows: Rows
  package let roster: Roster
  package var isOverwriting: Bool

  package init(format: Format, path: String, rows: Rows, roster: Roster, isOverwriting: Bool = false) {
    self.format = format
    self.path = path
    self.rows = rows
    self.roster = roster
    self.isOverwriting = isOverwriting
  }
}

/// Why a file was not written.
package enum ExportProblem: Error, Hashable, Sendable {
  case alreadyExists
  /// One sentence.
  case failed(String)
}
