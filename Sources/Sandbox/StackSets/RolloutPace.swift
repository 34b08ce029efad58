/// How fast an operation's stacks are made, for somebody who watches.
///
/// The first ones take no time of their own, so that a sandbox opens on an operation that is under way.
struct RolloutPace: Hashable, Sendable {
  /// How many are made at once without a pause.
  let head: Int
  /// The time of one stack after these, dispatch included.
  let stackTime: Duration

  /// The pause before the stack with this number, a little different for each.
  func pause(before number: Int) -> Duration? {
    number < head ? nil : stackTime * (60 + number * 37 % 41) / 100
  }
}
