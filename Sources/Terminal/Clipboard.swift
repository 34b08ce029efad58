/// The terminal's own clipboard, reached by an escape sequence (OSC 52) that travels through ssh.
package struct Clipboard: Hashable, Sendable {
  /// What stands between the program and the terminal, and needs the sequence wrapped.
  package enum Multiplexer: Hashable, Sendable {
    case none
    case tmux
    case screen

    /// The one that this process runs in.
    package static var current: Multiplexer {
      if environment("TMUX") != nil { return .tmux }
      return environment("STY") == nil ? .none : .screen
    }
  }

  /// Terminals cut or ignore longer texts; in bytes.
  package static let limit = 64 * 1024
  /// GNU screen takes device control strings of less than 768 bytes.
  private static let screenChunk = 512

  package let multiplexer: Multiplexer

  package init(multiplexer: Multiplexer) { self.multiplexer = multiplexer }

  /// The bytes to send so that the terminal copies `text`.
  ///
  /// - Parameter text: What to copy. Control characters are left out, so that a paste elsewhere runs nothing; line ends
  ///   and tabs stay.
  /// - Returns: Nil if it is too long.
  package func sequence(copying text: String) -> String? {
    let kept = text.unicodeScalars.filter { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
    let bytes = Array(String(String.UnicodeScalarView(kept)).utf8)
    guard bytes.count <= Self.limit else { return nil }
    let plain = "\u{1B}]52;c;" + Self.base64(bytes) + "\u{07}"
    switch multiplexer {
    case .none: return plain
    // The first is for tmux itself (set-clipboard on), the second for the terminal around it (allow-passthrough on).
    case .tmux: return plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\"
    case .screen: return Self.chunks(plain).map { "\u{1B}P" + $0 + "\u{1B}\\" }.joined()
    }
  }

  private static func chunks(_ text: String) -> [String] {
    var rest = text[...]
    var chunks: [String] = []
    while !rest.isEmpty {
      chunks.append(String(rest.prefix(screenChunk)))
      rest = rest.dropFirst(screenChunk)
    }
    return chunks
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// RFC 4648, section 4.
  private static func base64(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
