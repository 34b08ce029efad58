import Transport
import Yams

/// Changes to the text of a configuration at the places the parser marked, so that comments, order and layout survive.
///
/// The parser marks where a node begins, never where it ends; every change is therefore an insertion, or replaces one
/// scalar whose text is known. Whoever uses the result reads it again before writing it.
struct ConfigurationEdit {
  let text: String
  let reader: ConfigurationReader
  /// Marks count Unicode scalars.
  private let scalars: [Unicode.Scalar]

  init(text: String, reader: ConfigurationReader) {
    self.text = text
    self.reader = reader
    scalars = Array(text.unicodeScalars)
  }

  func settingCurrent(_ name: String) throws(ConfigurationError) -> String {
    let root = try mapping(try reader.parse(text))
    if let current = root["current"] { return try replacing(current, with: Self.quoted(name)) }
    return try inserting("current: \(Self.quoted(name))", into: .mapping(root))
  }

  func trusting(_ fingerprint: CertificateFingerprint, in context: String) throws(ConfigurationError) -> String {
    let quoted = "\"\(fingerprint)\""
    let whole = "{ sha256: [\(quoted)] }"
    let contexts = try mapping(try mapping(try reader.parse(text))["contexts"])
    guard let appliance = try mapping(contexts[context])["appliance"] else { throw refusal }
    switch try mapping(appliance)["trust"] {
    case nil: return try inserting("trust: \(whole)", into: appliance)
    case .scalar(let scalar)?: return try replacing(.scalar(scalar), with: whole)
    case .mapping(let trust)?:
      guard let pins = trust["sha256"] else { throw refusal }
      return try inserting(quoted, into: pins)
    case .sequence?, .alias?: throw refusal
    }
  }

  // MARK: Changing

  /// Puts an entry in front of the first one of a mapping or list, in flow style where the text is.
  private func inserting(_ entry: String, into node: Node) throws(ConfigurationError) -> String {
    let start = try offset(of: node.mark)
    switch scalars[start] {
    case "{": return replacing(start + 1..<start + 1, with: node.isEmpty ? " \(entry) " : " \(entry),")
    case "[": return replacing(start + 1..<start + 1, with: node.isEmpty ? entry : "\(entry), ")
    default:
      let lineStart = scalars[..<start].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      let indentation = scalars[lineStart..<start]
      guard indentation.allSatisfy({ $0 == " " }) else { throw refusal }
      let dash = scalars[start] == "-" ? "- " : ""
      let newline = scalars.contains("\r") ? "\r\n" : "\n"
      return replacing(start..<start, with: dash + entry + newline + String(repeating: " ", count: indentation.count))
    }
  }

  private func replacing(_ node: Node, with replacement: String) throws(ConfigurationError) -> String {
    guard case .scalar(let scalar) = node else { throw refusal }
    let start = try offset(of: node.mark)
    let quote = scalars[start]
    guard quote == "\"" || quote == "'" else {
      let value = Array(scalar.string.unicodeScalars)
      guard scalars[start...].starts(with: value), !value.isEmpty else { throw refusal }
      return replacing(start..<start + value.count, with: replacement)
    }
    // A name that needs escapes inside its quotes is not looked for: the change would be refused when read again.
    guard let end = scalars[(start + 1)...].firstIndex(of: quote) else { throw refusal }
    return replacing(start..<end + 1, with: replacement)
  }

  private func replacing(_ range: Range<Int>, with replacement: String) -> String {
    var result = String.UnicodeScalarView(scalars[..<range.lowerBound])
    result.append(contentsOf: replacement.unicodeScalars)
    result.append(contentsOf: scalars[range.upperBound...])
    return String(result)
  }

  // MARK: Finding

  private func mapping(_ node: Node?) throws(ConfigurationError) -> Node.Mapping {
    guard case .mapping(let mapping)? = node else { throw refusal }
    return mapping
  }

  private func offset(of mark: Mark?) throws(ConfigurationError) -> Int {
    guard let mark else { throw refusal }
    var line = 1
    var offset = 0
    while line < mark.line, offset < scalars.count {
      if scalars[offset] == "\n" { line += 1 }
      offset += 1
    }
    offset += mark.column - 1
    guard line == mark.line, offset < scalars.count else { throw refusal }
    return offset
  }

  private var refusal: ConfigurationError {
    ConfigurationError(file: reader.file, problem: "written in a form that cannot be changed safely; change it by hand")
  }

  /// The name plain where YAML reads it back as it is, else in double quotes.
  private static func quoted(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-_.".unicodeScalars.contains(scalar))
    }
    if isPlain, let first = name.unicodeScalars.first, first.properties.isAlphabetic { return name }
    return "\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}

extension Node {
  fileprivate var isEmpty: Bool {
    switch self {
    case .mapping(let mapping): mapping.isEmpty
    case .sequence(let sequence): sequence.isEmpty
    case .scalar, .alias: false
    }
  }
}
