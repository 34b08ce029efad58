/// A request as its bytes arrived.
package struct ReceivedRequest: Sendable, Hashable {
  /// The first line: method, target, version.
  package let line: String
  /// The header lines, in order.
  package let headers: [String]
  package let body: String

  package var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

  /// The value of the first header of that name.
  package subscript(name: String) -> String? {
    headers.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }?
      .drop { $0 != ":" }.dropFirst().trimmingPrefix(" ").description
  }

  /// Takes the first whole request out of `bytes`; nil when there is none yet.
  init?(takingFrom bytes: inout [UInt8]) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
    let length =
      lines.first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).trimmingPrefix(" ")) } ?? 0
    guard bytes.count >= end.upperBound + length else { return nil }
    line = lines.first ?? ""
    headers = Array(lines.dropFirst())
    body = String(decoding: bytes[end.upperBound..<end.upperBound + length], as: UTF8.self)
    bytes.removeFirst(end.upperBound + length)
  }
}
