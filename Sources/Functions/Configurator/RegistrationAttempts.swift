import Transport
import Veeam

/// How often registering is tried, and after how long.
struct RegistrationAttempts {
  /// A lost answer or a short outage behind the connection's own retries.
  private static let most = 3
  private static let longest = Duration.seconds(20)

  private(set) var count = 0
  private var open = 0

  /// The delay before the next attempt; nil where another would not help.
  mutating func delay(after failure: any Error) -> Duration? {
    count += 1
    if case .cannotAssume = failure as? ApplianceError { return min(Self.longest, .seconds(5) * count) }
    open += 1
    return Self.leavesOpen(failure) && open < Self.most ? .seconds(2) : nil
  }

  /// Whether nobody knows what became of a new entry, or somebody else may have made it meanwhile.
  static func leavesOpen(_ failure: any Error) -> Bool {
    switch failure as? ApplianceError {
    case .unreachable(let cause): cause.isTransient
    case .unavailable, .unexpected, .sessionRefused, .refused(400, _, _), .refused(409, _, _), .refused(500, _, _): true
    default: false
    }
  }
}

/// The entry that is in the way is not the stack's.
struct ForeignEntry: Explained, Equatable {
  /// The entry's name on the appliance.
  let name: String
  let identity: RegistrationIdentity

  var sentence: String {
    "the appliance has an entry \(name) that this stack did not make; it is left as it is. In the backup account, "
      + "rolecall register --take-over \(identity.account) makes it this stack's"
  }
}
