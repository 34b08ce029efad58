/// The parts of a `multipart/form-data` body, by name (RFC 7578, the little of it that file uploads use).
struct MultipartForm: Sendable {
  private var parts: [String: [UInt8]] = [:]

  /// Reads `body`; nil when it is not multipart or its boundary is missing.
  init?(contentType: String, body: [UInt8]) {
    let fields = contentType.split(separator: ";").map { Self.trimmed($0) }
    guard fields.first?.lowercased() == "multipart/form-data",
      let boundary = fields.first(where: { $0.lowercased().hasPrefix("boundary=") })?.dropFirst(9)
    else { return nil }
    let delimiter = Array("--\(Self.unquoted(boundary))".utf8)
    guard delimiter.count > 2 else { return nil }
    for section in Self.split(body, by: delimiter).dropFirst() {
      guard let end = Self.firstIndex(of: Array("\r\n\r\n".utf8), in: section) else { continue }
      guard let name = Self.name(in: String(decoding: section[..<end], as: UTF8.self)) else { continue }
      var content = section[(end + 4)...]
      if content.suffix(2).elementsEqual("\r\n".utf8) { content = content.dropLast(2) }
      parts[name] = Array(content)
    }
  }

  subscript(name: String) -> [UInt8]? { parts[name] }

  /// The name in `Content-Disposition: form-data; name="…"`.
  private static func name(in head: String) -> String? {
    for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
      for field in line.split(separator: ";").map(trimmed) where field.lowercased().hasPrefix("name=") {
        return unquoted(field.dropFirst(5))
      }
    }
    return nil
  }

  private static func unquoted(_ text: some StringProtocol) -> String {
    text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1 ? String(text.dropFirst().dropLast()) : String(text)
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func split(_ body: [UInt8], by delimiter: [UInt8]) -> [ArraySlice<UInt8>] {
    var (sections, rest): ([ArraySlice<UInt8>], ArraySlice<UInt8>) = ([], body[...])
    while let start = firstIndex(of: delimiter, in: rest) {
      sections.append(rest[..<start])
      rest = rest[(start + delimiter.count)...]
    }
    return sections + [rest]
  }

  private static func firstIndex(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= pattern.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - pattern.count)).first { start in
      bytes[start..<start + pattern.count].elementsEqual(pattern)
    }
  }
}
