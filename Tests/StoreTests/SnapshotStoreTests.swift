import Fleet
import FoundationEssentials
import GRDB
import Testing

@testable import Store

struct SnapshotStoreTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)
  private static let key = SnapshotKey(context: "prod", origin: "a")

  /// A folder of its own for each test, removed afterwards.
  private func withDirectory<Value>(_ body: (StateDirectory) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.path + "/rolecall-store-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(StateDirectory(path: path))
  }

  private func parts() throws -> (organization: Organization, stackSets: StackSetsReading, appliance: ApplianceReading)
  {
    let root = try #require(OrganizationalUnitID(rawValue: "r-abcd"))
    let unit = try #require(OrganizationalUnitID(rawValue: "ou-abcd-12345678"))
    let account = try #require(AccountID(rawValue: "111122223333"))
    var organization = Organization(id: "o-x", managementAccount: account)
    organization.place(path: [root, unit])
    organization.setName("Root", of: root)
    organization.append([
      Account(id: account, name: "\u{1B}[2J\nname", email: "a@b", state: .active, unit: 1)
    ])
    organization.isComplete = true
    let set = StackSetName(rawValue: "roles")
    let region = RegionName(rawValue: "eu-west-1")
    let operation = StackSetOperation(
      id: "op",
      stackSet: set,
      action: "UPDATE",
      status: "RUNNING",
      startedAt: Self.now,
      endedAt: nil
    )
    let stackSets = StackSetsReading(
      sets: [
        StackSet(
          name: set,
          isServiceManaged: false,
          targets: [unit],
          regions: [region],
          purposes: [.ec2],
          liveOperations: [operation]
        )
      ],
      instances: [
        StackInstance(
          stackSet: set,
          account: account,
          region: region,
          status: .outdated,
          detailedStatus: .failed,
          driftStatus: .drifted,
          statusReason: "why",
          lastOperationID: "op",
          targetedUnit: unit,
          stackID: "arn:x"
        )
      ],
      notFound: [StackSetName(rawValue: "gone")]
    )
    let appliance = ApplianceReading(
      registrations: [
        RoleRegistration(
          id: "1",
          name: "n",
          account: account,
          roleName: "r",
          purpose: .worker,
          description: "d",
          permissions: ["p"]
        ),
        RoleRegistration(id: "2", name: "own", account: nil, roleName: "default", purpose: nil),
      ],
      version: "9.1",
      revision: "1.7-rev0",
      certificateExpires: Self.now,
      remarks: ["users not read"]
    )
    return (organization, stackSets, appliance)
  }

  @Test func `what was saved is loaded, whole`() throws {
    let parts = try parts()
    let account = try #require(AccountID(rawValue: "111122223333"))
    let identity = CallerIdentity(account: account, arn: "arn:aws:iam::111122223333:user/x")
    let secret = SecretSummary(
      name: "s",
      lastChanged: Self.now,
      rotationEnabled: false,
      deletedAt: nil,
      stages: ["v1": ["AWSCURRENT"], "v2": ["AWSPENDING"]]
    )
    try withDirectory { directory in
      let store = try SnapshotStore(directory: directory, now: Self.now)
      try store.save(.organization(parts.organization), readAt: Self.now, identity: identity, for: Self.key)
      try store.save(.stackSets(parts.stackSets), readAt: Self.now, identity: nil, for: Self.key)
      try store.save(.appliance(parts.appliance), readAt: Self.now, identity: nil, for: Self.key)
      try store.save(.secret(secret), readAt: Self.now, identity: nil, for: Self.key)
      let other = try SnapshotStore(directory: directory, now: Self.now)
      let snapshot = try #require(try other.load(Self.key))
      #expect(snapshot.inventory.organization == Reading(value: parts.organization, readAt: Self.now))
      #expect(snapshot.inventory.stackSets == Reading(value: parts.stackSets, readAt: Self.now))
      #expect(snapshot.inventory.appliance == Reading(value: parts.appliance, readAt: Self.now))
      #expect(snapshot.secret == Reading(value: secret, readAt: Self.now))
      #expect(snapshot.identities == [.organization: identity])
      #expect(other.remarks.isEmpty)
    }
  }

  @Test func `another context, or the same name with another origin, has no snapshot`() throws {
    let organization = try parts().organization
    try withDirectory { directory in
      let store = try SnapshotStore(directory: directory, now: Self.now)
      try store.save(.organization(organization), readAt: Self.now, identity: nil, for: Self.key)
      #expect(try store.load(SnapshotKey(context: "test", origin: "a")) == nil)
      #expect(try store.load(SnapshotKey(context: "prod", origin: "b")) == nil)
    }
  }

  @Test func `folder and files are the user's alone`() throws {
    let organization = try parts().organization
    try withDirectory { directory in
      let store = try SnapshotStore(directory: directory, now: Self.now)
      try store.save(.organization(organization), readAt: Self.now, identity: nil, for: Self.key)
      let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      #expect(files.contains("snapshots.sqlite"))
      for path in [directory.path] + files.map({ directory.path + "/" + $0 }) {
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode.map { $0 & 0o077 } == 0, "\(path)")
      }
    }
  }

  @Test func `a damaged file is set aside, said, and kept`() throws {
    let organization = try parts().organization
    try withDirectory { directory in
      try directory.create()
      let path = directory.path + "/snapshots.sqlite"
      let damage = Data(String(repeating: "not a database ", count: 100).utf8)
      try damage.write(to: URL(filePath: path))
      let store = try SnapshotStore(directory: directory, now: Self.now)
      #expect(store.remarks == ["\(path) is damaged; it is kept as \(path).set-aside-1795000000"])
      #expect(try Data(contentsOf: URL(filePath: path + ".set-aside-1795000000")) == damage)
      try store.save(.organization(organization), readAt: Self.now, identity: nil, for: Self.key)
      #expect(try store.load(Self.key) != nil)
    }
  }

  @Test func `a file of a newer release is set aside`() throws {
    try withDirectory { directory in
      _ = try SnapshotStore(directory: directory, now: Self.now)
      let queue = try DatabaseQueue(path: directory.path + "/snapshots.sqlite")
      try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
      try queue.close()
      let store = try SnapshotStore(directory: directory, now: Self.now)
      #expect(store.remarks.count == 1)
      #expect(store.remarks.first?.contains("was made by a newer release") == true)
    }
  }

  @Test func `a part in another format is left out, and the others are kept`() throws {
    let parts = try parts()
    try withDirectory { directory in
      let store = try SnapshotStore(directory: directory, now: Self.now)
      try store.save(.organization(parts.organization), readAt: Self.now, identity: nil, for: Self.key)
      try store.save(.stackSets(parts.stackSets), readAt: Self.now, identity: nil, for: Self.key)
      let queue = try DatabaseQueue(path: directory.path + "/snapshots.sqlite")
      try queue.write { try $0.execute(sql: "UPDATE snapshot SET payload = x'63' WHERE source = 'stackSets'") }
      try queue.close()
      let snapshot = try #require(try store.load(Self.key))
      #expect(snapshot.inventory.stackSets.value == nil)
      #expect(snapshot.inventory.organization.value == parts.organization)
    }
  }

  @Test(arguments: 0..<40)
  func `cut or changed bytes never trap`(_ seed: Int) throws {
    let parts = try parts()
    var random = SystemRandomNumberGenerator()
    var bytes = SnapshotCoding.bytes(of: .stackSets(parts.stackSets), identity: nil)
    bytes = Array(bytes.prefix(max(1, bytes.count * seed / 40)))
    for _ in 0..<3 {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    _ = try? SnapshotCoding.part(named: "stackSets", from: bytes)
  }

  @Test(arguments: [
    (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/rolecall"),
    (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/rolecall"),
    (["HOME": "/h"], "/h/.local/state/rolecall"),
  ])
  func `the folder is where XDG says`(_ environment: [String: String], path: String) {
    #expect(StateDirectory(environment: environment)?.path == path)
    #expect(StateDirectory(environment: [:]) == nil)
  }
}
