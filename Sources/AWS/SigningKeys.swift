import Crypto
import FoundationEssentials
import Synchronization

/// Signing keys already derived: each costs four hashes and holds for a day, a region and a service.
package final class SigningKeys: Sendable {
  private struct Purpose: Hashable {
    let secret: String
    let day: String
    let region: String
    let service: String
  }

  private let kept = Mutex<[Purpose: SymmetricKey]>([:])
  /// Credentials rotate hourly at most, so more than this are leftovers.
  private static let limit = 64

  package init() {}

  func key(secret: String, day: String, region: String, service: String) -> SymmetricKey {
    let purpose = Purpose(secret: secret, day: day, region: region, service: service)
    return kept.withLock { keys in
      if let key = keys[purpose] { return key }
      if keys.count >= Self.limit { keys.removeAll() }
      let key = Self.derive(purpose)
      keys[purpose] = key
      return key
    }
  }

  private static func derive(_ purpose: Purpose) -> SymmetricKey {
    var key = SymmetricKey(data: Array("AWS4\(purpose.secret)".utf8))
    for part in [purpose.day, purpose.region, purpose.service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    return key
  }
}
