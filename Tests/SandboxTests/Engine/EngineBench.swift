import Foundation
import Synchronization

@testable import Sandbox

/// An engine with resource types of a test's own, on virtual time.
struct EngineBench {
  static let account = "210987654321"
  static let region = "eu-west-1"

  let world: World
  let engine: StackEngine
  let ledger = ResourceLedger()

  init(kinds: [TestKind] = [TestKind("Test::Thing"), TestKind("Test::Other")]) {
    let clock = SandboxClock.virtual(from: Date(timeIntervalSince1970: 1_795_500_544))
    let options = SandboxOptions(scenario: .healthy, accounts: 3, clock: clock)
    let ledger = ledger
    world = World(
      WorldBuilder(options).build(),
      clock: clock,
      kinds: ResourceKinds(kinds.map { $0.writing(to: ledger) } + PlainKind.all)
    )
    engine = StackEngine(world)
  }

  // MARK: Operations

  static func order(
    _ template: String,
    name: String = "stack",
    parameters: [String: String] = [:],
    _ shape: (inout StackOrder) -> Void = { _ in }
  ) throws -> StackOrder {
    var order = StackOrder(name: name, account: account, region: region, template: try Template(template))
    order.parameters = parameters.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }
    shape(&order)
    return order
  }

  func create(
    _ template: String,
    name: String = "stack",
    parameters: [String: String] = [:],
    _ shape: (inout StackOrder) -> Void = { _ in }
  ) async throws -> StackOutcome {
    let order = try Self.order(template, name: name, parameters: parameters, shape)
    return try await world.clock.work { try await engine.create(order) }
  }

  func update(
    _ template: String,
    name: String = "stack",
    parameters: [String: String] = [:],
    _ shape: (inout StackOrder) -> Void = { _ in }
  ) async throws -> StackOutcome {
    let order = try Self.order(template, name: name, parameters: parameters, shape)
    return try await world.clock.work { try await engine.update(order) }
  }

  @discardableResult
  func delete(_ name: String = "stack", retaining: [String] = []) async throws -> StackOutcome? {
    let wanted = StackDeletion(stack: name, account: Self.account, region: Self.region, retaining: retaining)
    return try await world.clock.work { try await engine.delete(wanted) }
  }

  // MARK: Looking

  func stack(_ name: String = "stack") async -> StackRecord? {
    await world.perform { state, _ in
      state.stacks.all(account: Self.account, region: Self.region).last { $0.name == name }
    }
  }

  /// The events as `LogicalId STATUS reason`, oldest first.
  func events(_ name: String = "stack") async -> [String] {
    (await stack(name)?.events ?? []).map { "\($0.logicalID) \($0.status)" + ($0.reason.map { " \($0)" } ?? "") }
  }
}

/// What a test's resources were asked, in order, and how many were at work at once.
final class ResourceLedger: Sendable {
  private struct State {
    var lines: [String] = []
    var working = 0
    var most = 0
  }

  private let state = Mutex(State())

  var lines: [String] { state.withLock { $0.lines } }

  var mostAtOnce: Int { state.withLock { $0.most } }

  func write(_ line: String) { state.withLock { $0.lines.append(line) } }

  func begin() {
    state.withLock { state in
      state.working += 1
      state.most = max(state.most, state.working)
    }
  }

  func end() { state.withLock { $0.working -= 1 } }
}

/// A resource type whose properties say how it behaves.
///
/// `Seconds` is how long each request takes; `FailOn` lists the requests (`create`, `update`, `delete`) that fail, with
/// `Leaves` after creating something; a change of `Key` makes a new resource, one of `Fixed` is refused.
struct TestKind: ResourceKind {
  let type: String
  var schema = ResourceSchema(createOnly: ["Key"])
  var ledger: ResourceLedger?

  init(_ type: String) { self.type = type }

  func writing(to ledger: ResourceLedger) -> TestKind {
    var kind = self
    kind.ledger = ledger
    return kind
  }

  func change(from old: TemplateObject, to new: TemplateObject) -> ResourceChange {
    if old["Fixed"] != new["Fixed"] { return .refused("Fixed may not change.") }
    return old["Key"] != new["Key"] ? .replacement : .inPlace
  }

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let id = request.properties.text("Id") ?? request.generatedName()
    try await work("create", request, leaves: request.properties.boolean("Leaves") == true ? id : nil)
    return state(id, request)
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    try await work("update", request)
    return self.state(request.properties.text("NewId") ?? state.physicalID, request)
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await work("delete", request)
  }

  private func state(_ id: String, _ request: ResourceRequest) -> ResourceState {
    ResourceState(
      physicalID: id,
      attributes: ["Value": request.properties["Value"] ?? "", "Arn": .string("arn:\(id)")]
    )
  }

  private func work(
    _ verb: String,
    _ request: ResourceRequest,
    leaves: String? = nil
  ) async throws(ResourceFailure) {
    ledger?.begin()
    defer { ledger?.end() }
    do {
      try await request.clock.sleep(for: .seconds(request.properties.integer("Seconds") ?? 1))
    } catch {
      throw ResourceFailure(reason: "interrupted", physicalID: leaves)
    }
    ledger?.write("\(verb) \(request.logicalID)")
    guard request.properties.texts("FailOn").contains(verb) else { return }
    throw ResourceFailure(reason: "\(verb) of \(request.logicalID) refused", physicalID: leaves)
  }
}
