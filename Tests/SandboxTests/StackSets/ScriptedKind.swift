import Synchronization

@testable import Sandbox

/// A custom resource whose answers a test writes down; it remembers what it was asked.
final class ScriptedKind: ResourceKind {
  enum Wish: String, Sendable { case create, update, delete }

  struct Call: Hashable, Sendable {
    let wish: Wish
    let account: String
    let greeting: String
  }

  private struct Failing {
    let wishes: Set<Wish>
    let greeting: String?
  }

  private struct State {
    var calls: [Call] = []
    var working = 0
    var mostAtOnce = 0
    var failing: [String: Failing] = [:]
  }

  let type = ResourceKinds.customResource
  let schema = ResourceSchema()
  /// How long each call takes.
  private let duration: Duration
  private let state = Mutex(State())

  init(duration: Duration = .seconds(10)) { self.duration = duration }

  /// From now on `wishes` of `account` fail, and no others; with a greeting only those that bring it.
  func fail(_ account: String, _ wishes: Set<Wish>, greeting: String? = nil) {
    state.withLock { $0.failing[account] = Failing(wishes: wishes, greeting: greeting) }
  }

  var calls: [Call] { state.withLock { $0.calls } }

  /// The most calls that were worked on at one time.
  var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

  func accounts(_ wish: Wish) -> Set<String> { Set(calls.filter { $0.wish == wish }.map(\.account)) }

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    try await answer(.create, request)
    return ResourceState(physicalID: "probe-\(request.account)")
  }

  func update(
    _ old: ResourceState,
    from properties: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    try await answer(.update, request)
    return old
  }

  func delete(_ old: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await answer(.delete, request)
  }

  private func answer(_ wish: Wish, _ request: ResourceRequest) async throws(ResourceFailure) {
    let call = Call(
      wish: wish,
      account: request.account,
      greeting: request.properties["Greeting"]?.text ?? ""
    )
    let fails = state.withLock { state in
      state.calls.append(call)
      state.working += 1
      state.mostAtOnce = max(state.mostAtOnce, state.working)
      guard let failing = state.failing[call.account], failing.wishes.contains(wish) else { return false }
      return failing.greeting == nil || failing.greeting == call.greeting
    }
    // Cancelled only when the world stops.
    try? await request.clock.sleep(for: duration)
    state.withLock { $0.working -= 1 }
    if fails { throw ResourceFailure(reason: "\(wish.rawValue) refused by the script") }
  }
}
