/// A value of the machine-readable output: JSON's types, with keys in the order in which they were written.
package enum OutputValue: Hashable, Sendable {
  case null
  case flag(Bool)
  case number(Int)
  case text(String)
  case list([OutputValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: OutputValue

    package init(_ key: String, _ value: OutputValue) {
      self.key = key
      self.value = value
    }
  }
}

extension OutputValue {
  /// Text, or null where there is none.
  init(_ text: String?) { self = text.map(OutputValue.text) ?? .null }

  init(_ flag: Bool?) { self = flag.map(OutputValue.flag) ?? .null }

  init(_ number: Int?) { self = number.map(OutputValue.number) ?? .null }
}

/// What a command prints: one shape for machines, whose keys are a contract, and one row of cells for CSV.
package protocol OutputRecord: Hashable, Sendable {
  /// Every key is always there; what is not known is null. Keys are only ever added.
  var value: OutputValue { get }

  /// Column titles for CSV.
  static var columns: [String] { get }

  /// Exact text, one for each column.
  var cells: [String] { get }
}
