import FoundationEssentials

/// Code and settings of a function: `$LATEST`, or a published version, which never changes again.
struct FunctionVersion: Hashable, Sendable {
  static let latest = "$LATEST"

  let functionName: String
  /// Without a version.
  let functionARN: String
  /// `$LATEST`, or the count of the published version.
  var number = Self.latest
  var settings: FunctionSettings
  var code: FunctionCode
  var lastModified: Date
  var revisionID: String
  /// From then on it is Active; before, Pending.
  var activeAt: Date
  /// From then on its last change is Successful; before, InProgress.
  var updatedAt: Date
  var usedAt: Date

  var qualifiedARN: String { "\(functionARN):\(number)" }

  var logGroup: String { settings.logGroup ?? "/aws/lambda/\(functionName)" }

  enum State: String, Sendable {
    case pending = "Pending"
    case active = "Active"
    /// Lambda took its network interfaces back; a call fails and wakes it.
    case inactive = "Inactive"
  }

  func state(at now: Date, idleLimit: Duration) -> State {
    if now < activeAt { return .pending }
    let isIdle = now.timeIntervalSince(max(usedAt, activeAt)) >= idleLimit / .seconds(1)
    return isIdle && settings.network != nil ? .inactive : .active
  }

  /// How long Lambda takes to make or change a function; one in a VPC gets network interfaces first.
  static func preparation(of settings: FunctionSettings) -> TimeInterval { settings.network == nil ? 1 : 3 }
}
