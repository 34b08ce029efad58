import Sandbox
import TestSupport
import Testing
import Veeam

@testable import Functions

/// Create and Update of a registration, against the simulated appliance.
@Suite struct RegistrationTests {
  private static let mark = Marks.own
  private static let made = "210987654321-ec2 | backup/Ec2 | \(Marks.own)"

  // MARK: Create

  @Test func `a role is registered with our mark, and an id that can be verified`() async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      #expect(id.hasPrefix("v1.\(ConfiguratorRig.firstKey)."))
      #expect(await rig.entries() == [Self.made])
      #expect(rig.steps == ["sign-in done", "look-up done", "sign-out done", "register done"])
    }
  }

  @Test func `a repeated Create changes nothing and answers the same id`() async throws {
    try await ConfiguratorRig.run { rig in
      let first = try await rig.create()
      let second = try await rig.create()
      #expect(first == second)
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test(arguments: [
    ("210987654321-ec2", "backup/Ec2", ""), ("210987654321-EC2", "backup/Ec2", ""),
    ("210987654321-ec2", "Other", "made by hand"), ("210987654321-ec2", "backup/Ec2", Marks.other),
    ("Prod 210987654321", "/backup/Ec2", ""), ("210987654321-ec2", "backup/Ec2", "rolecall/1 o-zzzzzzzzzz 0123"),
  ])
  func `an entry that is not ours is never overwritten`(name: String, role: String, description: String) async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add(name, role: role, description: description)
      let before = await rig.entries()
      let error = await #expect(throws: ForeignEntry.self) { try await rig.create() }
      #expect(error?.sentence.contains("rolecall register --take-over 210987654321") == true)
      #expect(await rig.entries() == before)
      #expect(rig.steps.last == "sign-out done")
    }
  }

  @Test func `a released entry may be taken over`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("210987654321-ec2", role: "Old", description: "\(Marks.other) released billed to Ann")
      try await rig.create()
      #expect(await rig.entries() == ["\(Self.made) billed to Ann"])
    }
  }

  @Test func `entries of other roles and purposes stay`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("210987654321-worker", role: "Worker", description: Marks.other)
      await rig.add("210987654321-rds", role: "backup/Ec2", description: Marks.own)
      try await rig.create()
      #expect(
        await rig.entries() == [
          Self.made, "210987654321-rds | backup/Ec2 | \(Marks.own)",
          "210987654321-worker | Worker | \(Marks.other)",
        ]
      )
    }
  }

  @Test func `a new entry is taken back when its answer is refused, an old one is not`() async throws {
    try await ConfiguratorRig.run { rig in
      let wanted = try ConfiguratorRig.properties().wanted(by: ConfiguratorRig.stackARN())
      let undo = try #require(try await rig.events.create(wanted))
      let second = try await rig.events.create(wanted)
      #expect(second == nil)
      try await undo()
      #expect(await rig.entries() == [])
    }
  }

  // MARK: Trust

  @Test(arguments: [0, 60, 400])
  func `a trust policy gets the time that AWS takes`(seconds: Int) async throws {
    var options = ApplianceOptions()
    options.trustDelay = .seconds(seconds)
    try await ConfiguratorRig.run(options) { rig in
      try await rig.create()
      #expect(await rig.entries() == [Self.made])
      #expect(rig.steps.contains { $0.hasPrefix("register retried: the appliance cannot assume") } == (seconds > 0))
    }
  }

  @Test func `a role that never can be assumed fails 20 seconds before the deadline`() async throws {
    var options = ApplianceOptions()
    options.unassumableRoles = [RoleAddress(account: ConfiguratorRig.account, roleName: "backup/Ec2")]
    try await ConfiguratorRig.run(options) { rig in
      let error = await #expect(throws: ApplianceError.self) { try await rig.create() }
      #expect(error?.sentence.hasPrefix("the appliance cannot assume the role") == true)
      #expect((550...580).contains(rig.clock.now.components.seconds))
      #expect(await rig.entries() == [])
    }
  }

  // MARK: Update

  @Test func `an Update that changes nothing signs in nowhere`() async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      let steps = rig.steps.count
      #expect(try await rig.update(id, ["OnDeleteInUse": "Retain"]) == id)
      #expect(Array(rig.steps.dropFirst(steps)) == ["register done"])
    }
  }

  @Test(arguments: [["Nonce": "2"], ["RoleExtId": "external-2"]])
  func `another nonce or external id registers again, and what is gone anew`(change: [String: String]) async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      let steps = rig.steps.count
      #expect(try await rig.update(id, change) == id)
      #expect(rig.steps.dropFirst(steps).first == "sign-in done")
      let entry = try #require(await rig.world.registrations().first { $0.account == ConfiguratorRig.account })
      await rig.world.removeRegistration(id: entry.id)
      #expect(try await rig.update(id, change) == id)
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test(arguments: [
    (["RoleName": "backup/New"], "210987654321-ec2 | backup/New"),
    (["Purpose": "worker"], "210987654321-worker | backup/Ec2"),
    (["Purpose": "worker", "RoleName": "New"], "210987654321-worker | New"),
  ])
  func `a changed role or purpose changes the entry in place, and the old id's Delete finds nothing`(
    change: [String: String],
    entry: String
  ) async throws {
    try await ConfiguratorRig.run { rig in
      let old = try await rig.create()
      let number = await rig.world.registrations().first { $0.account == ConfiguratorRig.account }?.id
      let new = try await rig.update(old, change)
      #expect(new != old)
      #expect(await rig.entries() == ["\(entry) | \(Self.mark)"])
      #expect(await rig.world.registrations().first { $0.account == ConfiguratorRig.account }?.id == number)
      try await rig.delete(old)
      #expect(await rig.entries() == ["\(entry) | \(Self.mark)"])
      try await rig.delete(new, change)
      #expect(await rig.entries() == [])
    }
  }

  @Test func `a rolled back Update gives the old id back, and the new id's Delete finds nothing`() async throws {
    try await ConfiguratorRig.run { rig in
      let old = try await rig.create()
      let new = try await rig.update(old, ["Purpose": "worker"])
      #expect(try await rig.update(new, [:], from: ["Purpose": "worker"]) == old)
      try await rig.delete(new, ["Purpose": "worker"])
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test func `the rollback of an Update that failed is taken with the id of before`() async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      #expect(try await rig.update(id, [:], from: ["RoleName": "backup/Never"]) == id)
      #expect(await rig.entries() == [Self.made])
    }
  }

  @Test func `an entry that people renamed keeps its name, but for another purpose`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("Prod 210987654321", role: "backup/Ec2", description: Self.mark)
      let id = try await rig.create()
      #expect(await rig.entries() == ["Prod 210987654321 | backup/Ec2 | \(Self.mark)"])
      try await rig.update(id, ["Purpose": "worker"])
      try await rig.delete(id)
      #expect(await rig.entries() == ["210987654321-worker | backup/Ec2 | \(Self.mark)"])
    }
  }

  @Test(arguments: [ConfiguratorRig.firstKey, ConfiguratorRig.secondKey])
  func `an Update with an id that cannot be verified is refused`(version: String) async throws {
    try await ConfiguratorRig.run { rig in
      try await rig.create()
      await #expect(throws: Refusal.self) {
        try await rig.update("v1.\(version).\(String(repeating: "0", count: 64))", ["RoleName": "Mine"])
      }
      #expect(await rig.entries() == [Self.made])
      #expect(rig.steps.last?.hasPrefix("admission refused: the physical id") == true)
    }
  }

  @Test func `an id holds with the version of the key that made it`() async throws {
    try await ConfiguratorRig.run { rig in
      let id = try await rig.create()
      rig.change {
        $0.keys[ConfiguratorRig.secondKey] = "another signing key, as long as the first one"
        $0.currentKey = ConfiguratorRig.secondKey
      }
      #expect(try await rig.update(id, ["Nonce": "2"]) == id)
      try await rig.delete(id)
      #expect(await rig.entries() == [])
    }
  }

  // MARK: Moving over from the reference

  @Test func `while moving over, an unmarked entry is marked and the id stays`() async throws {
    try await ConfiguratorRig.run(variables: ["MIGRATE_FROM_REFERENCE": "yes"]) { rig in
      await rig.add("210987654321-EC2", role: "backup/Ec2")
      let id = "2023/05/04/[$LATEST]0123456789abcdef"
      let answered = try await rig.update(id, ["OnDeleteInUse": "Fail"])
      #expect(answered == id)
      #expect(await rig.entries() == ["210987654321-EC2 | backup/Ec2 | \(Self.mark)"])
      await #expect(throws: ForeignEntry.self) { try await rig.create(stack: ConfiguratorRig.otherStack) }
    }
  }

  @Test func `without that, an unmarked entry stays as it is`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("210987654321-EC2", role: "backup/Ec2")
      await #expect(throws: ForeignEntry.self) { try await rig.update("2023/05/04", [:]) }
      #expect(await rig.entries() == ["210987654321-EC2 | backup/Ec2 | "])
    }
  }

  @Test func `after moving over, an Update gives the marked entry an id that can be verified`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("210987654321-EC2", role: "backup/Ec2", description: Self.mark)
      let id = try await rig.update("2023/05/04", ["Nonce": "2"])
      try await rig.delete("2023/05/04")
      #expect(await rig.entries().count == 1)
      try await rig.delete(id)
      #expect(await rig.entries() == [])
    }
  }
}
