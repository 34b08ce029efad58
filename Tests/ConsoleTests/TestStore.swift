import Fleet
import Terminal
import Testing

@testable import Console

/// A console under test that takes nothing for granted: each message has to change exactly what the test says, and ask
/// for exactly the effects that it names.
struct TestStore {
  private(set) var state: State

  init(_ state: State = Sample.state()) { self.state = state }

  /// Sends a message.
  ///
  /// - Parameters:
  ///   - message: What happened.
  ///   - effects: All effects that it has to give, in order.
  ///   - sourceLocation: Where a difference is reported.
  ///   - change: Makes of the state before what it has to be after; rows and cursors follow by themselves.
  mutating func send(
    _ message: Message,
    effects: [Effect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (inout State) -> Void = { _ in }
  ) {
    var expected = state
    let before = expected.picture?.revision
    change(&expected)
    expected.settle(isNewPicture: before != expected.picture?.revision)
    let given = update(&state, message)
    #expect(given == effects, sourceLocation: sourceLocation)
    for difference in Self.differences(between: expected, and: state) {
      Issue.record("\(message): \(difference)", sourceLocation: sourceLocation)
    }
  }

  /// Presses a key; see ``send(_:effects:sourceLocation:change:)``.
  mutating func press(
    _ key: Key,
    effects: [Effect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    change: (inout State) -> Void = { _ in }
  ) {
    send(.keyPressed(key), effects: effects, sourceLocation: sourceLocation, change: change)
  }

  /// Presses keys whose outcome the test does not look at one by one.
  mutating func type(_ keys: String) { state.type(keys) }

  private static func differences(between expected: State, and given: State) -> [String] {
    guard expected != given else { return [] }
    return zip(Mirror(reflecting: expected).children, Mirror(reflecting: given).children).compactMap { one, other in
      let (wanted, got) = ("\(one.value)", "\(other.value)")
      guard wanted != got else { return nil }
      return "\(one.label ?? "?"): expected \(wanted.prefix(300)), got \(got.prefix(300))"
    }
  }
}
