import Crypto
import FoundationEssentials
package import Templates

/// How a deployed template compares to what this release ships.
package enum ReleaseMatch: Hashable, Sendable {
  /// The same, byte for byte.
  case current
  /// The context's own file, whose digest the configuration names.
  case own
  /// Neither: somebody replaced it, or another release made it.
  case differs

  /// Compares a deployed template.
  ///
  /// - Parameters:
  ///   - body: The template as the service has it.
  ///   - shipped: What it should be.
  ///   - pinnedSHA256: Digest of the context's own file, in hex.
  package init(body: String, shipped: ShippedTemplate, pinnedSHA256: String? = nil) {
    if let pinnedSHA256, Self.digest(body) == pinnedSHA256.lowercased() {
      self = .own
    } else {
      self = body == shipped.body ? .current : .differs
    }
  }

  private static func digest(_ text: String) -> String { HexText.of(SHA256.hash(data: Data(text.utf8))) }

  func judged(_ what: String, deploy: String) -> Judgement {
    switch self {
    case .current: .fine("\(what) is the one that this release ships")
    case .own: .fine("\(what) is the context's own file")
    case .differs:
      .failing(
        "\(what) is not the one that this release ships",
        mend: "find out who changed it, then \(deploy); until then nothing is updated or registered from here"
      )
    }
  }
}
