import Crypto

@testable import Functions

/// The marks of the rig's two stacks.
enum Marks {
  static let own = mark(ConfiguratorRig.stack)
  static let other = mark(ConfiguratorRig.otherStack)

  private static func mark(_ stack: String) -> String {
    "rolecall/1 \(ConfiguratorRig.organization) \(SHA256.hash(data: Array(stack.utf8)).prefix(16).hexadecimal)"
  }
}
