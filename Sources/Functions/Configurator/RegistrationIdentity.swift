import Crypto
import Fleet
import Veeam

/// Which registration is meant: the one that a stack made for a role and a purpose.
struct RegistrationIdentity: Hashable, Sendable {
  let stack: StackARN
  let account: AccountID
  /// With its path if it has one.
  let roleName: String
  let purpose: Purpose

  /// What the entry is called on the appliance.
  var name: String { "\(account)-\(purpose)" }

  /// What the registration's physical id proves.
  var fields: [String] { [stack.text, account.rawValue, roleName, purpose.rawValue] }

  /// The mark of entries that the stack owns.
  func mark(_ organization: String) -> RoleRegistration.Mark {
    let digest = SHA256.hash(data: Array(stack.text.utf8)).prefix(16)
    return RoleRegistration.Mark(organization: organization, stackDigest: digest.hexadecimal)
  }
}

/// What is to be registered.
struct WantedRegistration: Sendable {
  let identity: RegistrationIdentity
  let externalID: String
  /// In the appliance's words; empty: all.
  let permissions: [String]
}

extension WantedRegistration: CustomDebugStringConvertible, CustomReflectable {
  /// The identity; never the external id.
  var debugDescription: String { "\(identity)" }
  var customMirror: Mirror { Mirror(self, children: ["identity": identity]) }
}

extension Sequence<UInt8> {
  /// Two lower-case digits a byte.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
