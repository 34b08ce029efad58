import Sandbox
import Testing
import Veeam

@testable import Functions

/// Delete of a registration: what goes, and all that stays.
@Suite struct DeletionTests {
  private static let made = "210987654321-ec2 | backup/Ec2 | \(Marks.own)"
  private static let used: ApplianceOptions = {
    var options = ApplianceOptions()
    options.policies = [.init(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000009", name: "web", roleName: "210987654321-ec2")]
    return options
  }()

  @Test(arguments: [ApplianceOptions.FreeRole.emptyArray, .nothing], [ApplianceOptions.RemovedRole.ok, .noContent])
  func `a registration is removed, and once more without harm`(
    free: ApplianceOptions.FreeRole,
    removed: ApplianceOptions.RemovedRole
  ) async throws {
    var options = ApplianceOptions()
    options.freeRole = free
    options.removedRole = removed
    try await ConfiguratorRig.run(options) { rig in
      let id = try await rig.create()
      try await rig.delete(id)
      #expect(await rig.entries() == [])
      try await rig.delete(id)
    }
  }

  @Test func `a registration in use stays and its role with it, unless it is to be let go`() async throws {
    try await ConfiguratorRig.run(Self.used) { rig in
      let id = try await rig.create()
      let error = await #expect(throws: EntryInUse.self) { try await rig.delete(id) }
      #expect(error?.sentence.contains("policy 'web'") == true)
      #expect(await rig.entries() == [Self.made])
      try await rig.delete(id, ["OnDeleteInUse": "Retain"])
      #expect(await rig.entries() == ["\(Self.made) released"])
      try await rig.create(stack: ConfiguratorRig.otherStack)
      #expect(await rig.entries() == ["210987654321-ec2 | backup/Ec2 | \(Marks.other)"])
      try await rig.delete(id, ["OnDeleteInUse": "Retain"])
      #expect(await rig.entries() == ["210987654321-ec2 | backup/Ec2 | \(Marks.other)"])
    }
  }

  @Test(arguments: [("Fail", false), ("Retain", true)])
  func `an appliance that cannot be reached keeps the role alive, unless the entry may be left`(
    choice: String,
    succeeds: Bool
  ) async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      try await rig.server.set(.refused)
      if succeeds {
        try await rig.delete(id, ["OnDeleteInUse": choice])
        #expect(rig.steps.last?.hasPrefix("remove refused: no answer from the appliance") == true)
      } else {
        await #expect(throws: ApplianceError.self) { try await rig.delete(id, ["OnDeleteInUse": choice]) }
      }
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test(arguments: [("remove", []), ("mark", ["\(made) released"]), ("keep", [made])])
  func `the function's delete mode decides`(mode: String, left: [String]) async throws {
    try await ConfiguratorRig.run(variables: ["DELETE_MODE": mode]) { rig in
      let id = try await rig.create()
      try await rig.delete(id)
      #expect(await rig.entries() == left)
    }
  }

  @Test(arguments: [
    "", "2023/05/04/[$LATEST]0123456789abcdef", "v1", "x1.\(ConfiguratorRig.firstKey).\(zeros)",
    "v1.\(ConfiguratorRig.firstKey).\(zeros)", "v1.\(ConfiguratorRig.secondKey).\(zeros)", "v1..\(zeros)",
  ])
  func `a Delete whose id proves nothing succeeds and leaves the entry`(id: String) async throws {
    try await ConfiguratorRig.run { rig in
      try await rig.create()
      let steps = rig.steps.count
      try await rig.delete(id)
      #expect(await rig.entries() == [Self.made])
      #expect(
        Array(rig.steps.dropFirst(steps)) == ["admission refused: the physical id proves nothing; the entry is left"]
      )
    }
  }

  private static let zeros = String(repeating: "0", count: 64)

  @Test(arguments: [["RoleName": "Other"], ["Purpose": "worker"]])
  func `an id is good for its own role and purpose only`(change: [String: String]) async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      try await rig.delete(id, change)
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test func `a late Delete of an old stack leaves the new stack's entry`() async throws {
    try await ConfiguratorRig.run { rig in
      let old = try await rig.create()
      try await rig.delete(old)
      try await rig.create(stack: ConfiguratorRig.otherStack)
      try await rig.delete(old)
      #expect(await rig.entries() == ["210987654321-ec2 | backup/Ec2 | \(Marks.other)"])
    }
  }

  @Test(arguments: ["", "made by hand", Marks.other])
  func `an entry that lost our mark stays`(description: String) async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      let entry = try #require(await rig.world.registrations().first { $0.account == ConfiguratorRig.account })
      await rig.world.removeRegistration(id: entry.id)
      await rig.add("210987654321-ec2", role: "backup/Ec2", description: description)
      try await rig.delete(id)
      #expect(await rig.entries() == ["210987654321-ec2 | backup/Ec2 | \(description)"])
    }
  }
}
