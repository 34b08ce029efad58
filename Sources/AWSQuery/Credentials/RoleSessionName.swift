import AWS

/// The name under which a session of a role stands in CloudTrail.
struct RoleSessionName: Hashable, Sendable {
  let text: String

  /// Takes what the configuration says, or else a name that carries the Unix user.
  init(_ configured: String?, environment: ProcessEnvironment) throws(CredentialError) {
    if let configured {
      guard (2...64).contains(configured.utf8.count), configured.utf8.allSatisfy(Self.isAllowed) else {
        throw .misconfigured(
          "the role session name \(configured) is refused by AWS: 2 to 64 letters, digits or any of _+=,.@-"
        )
      }
      text = configured
      return
    }
    let user = (environment.userName ?? "unknown").utf8.map { Self.isAllowed($0) ? $0 : UInt8(ascii: "-") }
    text = String("rolecall-\(String(decoding: user, as: UTF8.self))".prefix(64))
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_+=,.@-".utf8.contains(byte)
    }
  }
}
