import Foundation
import Testing

@testable import Sandbox

/// Makes, changes and deletes single resources in the backup account of a small world.
struct KindProbe {
  let world: World
  let site: BackupSite
  let account: String
  let region = "eu-west-1"

  init(_ site: SiteOptions = SiteOptions()) async throws {
    var options = SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed)
    options.network = site
    world = World(options)
    account = world.backupAccount
    self.site = try #require(await world.site)
  }

  func request(_ type: String, _ properties: TemplateObject, name: String = "Thing") -> ResourceRequest {
    ResourceRequest(
      world: world,
      account: account,
      region: region,
      stackID: "arn:aws:cloudformation:\(region):\(account):stack/demo/1",
      stackName: "demo",
      logicalID: name,
      type: type,
      properties: properties,
      stackTags: [ResourceTag(key: "owner", value: "backup")],
      requestID: "request-\(name)"
    )
  }

  func create(_ type: String, _ properties: TemplateObject, name: String = "Thing") async throws -> ResourceState {
    try await kind(type).create(request(type, properties, name: name))
  }

  func update(
    _ resource: ResourceState,
    _ type: String,
    from old: TemplateObject,
    to new: TemplateObject
  ) async throws -> ResourceState {
    try await kind(type).update(resource, from: old, request(type, new))
  }

  func delete(_ resource: ResourceState, _ type: String, _ properties: TemplateObject = [:]) async throws {
    try await kind(type).delete(resource, request(type, properties))
  }

  /// Why a resource cannot be made.
  func refusal(_ type: String, _ properties: TemplateObject, name: String = "Thing") async throws -> String {
    let kind = try kind(type)
    let failure = await #expect(throws: ResourceFailure.self) {
      try await kind.create(request(type, properties, name: name))
    }
    return failure?.reason ?? ""
  }

  func kind(_ type: String) throws -> any ResourceKind { try #require(world.kinds[type]) }

  func look<Value: Sendable>(_ body: @Sendable (WorldState) -> Value) async -> Value {
    await world.perform { state, _ in body(state) }
  }
}
