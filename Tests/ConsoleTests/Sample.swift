import Fleet
import FoundationEssentials
import Operations
import Store
import Terminal

@testable import Console

/// A small organization in which every readiness occurs, and a console that looks at it.
enum Sample {
  /// 24 November 2026, 06:00 UTC.
  static let now = Date(timeIntervalSince1970: 1_795_500_000)

  static let context = ConsoleContext(
    name: "prod",
    access: .readWrite,
    region: "eu-west-1",
    applianceAddress: "10.0.0.5:11005",
    expectations: Expectations(
      purposes: [.ec2, .worker],
      exclusions: [.init(account: account(9_009), reason: "sandbox", until: nil)]
    ),
    credentialMaxAgeDays: 90
  )

  static let other = ConsoleContext(name: "test", access: .readOnly, region: "us-east-1")

  static let options = ConsoleOptions(contexts: [context, other], current: "prod")

  static let identity = CallerIdentity(
    account: account(1111),
    arn: "arn:aws:sts::111122223333:assumed-role/org-read/admin"
  )

  /// Accounts are numbered; ids follow.
  static func account(_ number: Int) -> AccountID {
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    guard let id = AccountID(rawValue: "1111" + padded.suffix(8)) else { return account(0) }
    return id
  }

  static func unit(_ name: String) -> OrganizationalUnitID {
    guard let id = OrganizationalUnitID(rawValue: name) else { return unit("r-root") }
    return id
  }

  // MARK: World

  static let root = unit("r-root")
  static let workloads = unit("ou-root-workload0")
  static let prodUnit = unit("ou-root-prod00000")
  static let devUnit = unit("ou-root-dev000000")
  static let suspendedUnit = unit("ou-root-suspend00")

  /// How the stack instance and the roles of an account are.
  enum Fate { case ready, failed, pending, running, missing, halfRegistered }

  private static let prodAccounts: [(number: Int, name: String, fate: Fate)] = [
    (2001, "payments-prod", .ready), (2002, "payments-prod-eu", .ready), (2003, "ledger-prod", .failed),
    (2004, "ledger-batch", .halfRegistered), (2005, "risk-prod", .running), (2006, "risk-models", .ready),
    (2007, "treasury", .missing), (2008, "reporting", .pending), (2009, "\u{1B}[31mred\u{1B}[0m alert\n", .ready),
    (2010, "日本語のとても長い口座名でございますから切れます", .ready), (2011, "evil\u{202E}gnp.exe", .ready),
    (2012, "👨‍👩‍👧 family 🇨🇭", .failed),
  ]

  static func organization(without missing: Set<AccountID> = []) -> Organization {
    var organization = Organization(id: "o-sample", managementAccount: account(1001))
    let rootIndex = organization.place(path: [root])
    let prod = organization.place(path: [root, workloads, prodUnit])
    let dev = organization.place(path: [root, workloads, devUnit])
    let suspended = organization.place(path: [root, suspendedUnit])
    for (id, name) in [
      (root, "Root"), (workloads, "Workloads"), (prodUnit, "Prod"), (devUnit, "Dev"), (suspendedUnit, "Suspended"),
    ] { organization.setName(name, of: id) }
    var accounts = [made(1001, "management", unit: rootIndex)]
    accounts += prodAccounts.map { made($0.number, $0.name, unit: prod) }
    accounts += (3001...3012).map { made($0, "dev-\($0)", unit: dev) }
    accounts.append(made(9009, "playground", unit: dev))
    accounts.append(made(9010, "closed-long-ago", state: .suspended, unit: suspended))
    organization.append(accounts.filter { !missing.contains($0.id) })
    organization.isComplete = true
    return organization
  }

  private static func made(_ number: Int, _ name: String, state: AccountState = .active, unit: Int?) -> Account {
    Account(id: account(number), name: name, email: "aws+\(number)@example.com", state: state, unit: unit)
  }

  static let stackSet = StackSetName(rawValue: "rolecall-roles")

  static var stackSets: StackSetsReading {
    let live = StackSetOperation(
      id: "4f2a19c0-live",
      stackSet: stackSet,
      action: "UPDATE",
      status: "RUNNING",
      startedAt: now.addingTimeInterval(-600),
      endedAt: nil
    )
    let set = StackSet(
      name: stackSet,
      targets: [root],
      regions: [RegionName(rawValue: "eu-west-1")],
      liveOperations: [live]
    )
    let fates = prodAccounts.map { ($0.number, $0.fate) } + (3001...3012).map { ($0, Fate.ready) }
    return StackSetsReading(sets: [set], instances: fates.compactMap(instance))
  }

  private static func instance(number: Int, fate: Fate) -> StackInstance? {
    let (status, detailed): (StackInstance.Status, StackInstance.DetailedStatus) =
      switch fate {
      case .ready, .halfRegistered: (.current, .succeeded)
      case .failed: (.outdated, .failed)
      case .pending: (.outdated, .pending)
      case .running: (.outdated, .running)
      case .missing: (.inoperable, .inoperable)
      }
    if fate == .missing { return nil }
    return StackInstance(
      stackSet: stackSet,
      account: account(number),
      region: RegionName(rawValue: "eu-west-1"),
      status: status,
      detailedStatus: detailed,
      driftStatus: .inSync,
      statusReason: fate == .failed
        ? "ResourceLogicalId:VeeamAwsConfiguratorEc2Role, ResourceType:Custom::VeeamAwsConfigurator, "
          + "ResourceStatusReason:Received response status [FAILED] from custom resource. Message returned: the "
          + "appliance refuses the credential (401)." : nil,
      lastOperationID: fate == .ready ? "00000000-done" : "4f2a19c0-live",
      targetedUnit: root
    )
  }

  static var registrations: [RoleRegistration] {
    let registered = prodAccounts.filter { [.ready, .halfRegistered, .pending].contains($0.fate) }
    var roles = registered.flatMap { account -> [RoleRegistration] in
      let purposes: [Purpose] = account.fate == .halfRegistered ? [.ec2] : [.ec2, .worker]
      return purposes.map { role(account.number, $0) }
    }
    roles += (3001...3012).flatMap { number in [role(number, .ec2), role(number, .worker)] }
    roles.append(role(2001, .ec2, id: "duplicate", entry: "payments again"))
    roles.append(role(7777, .ec2, id: "orphan"))
    roles.append(role(8888, .ec2, id: "foreign", description: "made by hand"))
    return roles
  }

  private static func role(
    _ number: Int,
    _ purpose: Purpose,
    id: String? = nil,
    entry: String? = nil,
    description: String = "rolecall/1 o-sample 0123456789abcdef0123456789abcdef"
  ) -> RoleRegistration {
    RoleRegistration(
      id: id ?? "\(number)-\(purpose)",
      name: entry ?? "\(account(number))-\(purpose)",
      account: account(number),
      roleName: purpose == .ec2 ? "VeeamEc2Role" : "VeeamWorkerRole",
      purpose: purpose,
      description: description
    )
  }

  static var appliance: ApplianceReading {
    ApplianceReading(
      registrations: registrations,
      version: "9.1",
      revision: "1.7-rev0",
      certificateExpires: now.addingTimeInterval(210.5 * 86_400)
    )
  }

  static let secret = SecretSummary(
    name: "veeam-backup-aws-credentials",
    lastChanged: now.addingTimeInterval(-42 * 86_400),
    rotationEnabled: false,
    deletedAt: nil,
    stages: ["v1": ["AWSCURRENT"], "v2": ["AWSPENDING"]]
  )

  static var snapshot: Snapshot {
    var inventory = Inventory()
    inventory.organization = Reading(value: organization(), readAt: now.addingTimeInterval(-12))
    inventory.stackSets = Reading(value: stackSets, readAt: now.addingTimeInterval(-8))
    inventory.appliance = Reading(value: appliance, readAt: now.addingTimeInterval(-140))
    return Snapshot(
      inventory: inventory,
      identities: [.organization: identity],
      secret: Reading(value: secret, readAt: now)
    )
  }

  // MARK: Console

  /// A picture of `snapshot`, taken as the effect runner takes it.
  static func picture(of snapshot: Snapshot = Sample.snapshot) -> Picture {
    var feed = InventoryFeed(context: context, snapshot: snapshot, order: AccountOrder(.account))
    return feed.opening(at: now)
  }

  /// A console that has read the sample world.
  static func state(_ columns: Int = 80, _ rows: Int = 24, glyphs: Glyphs = .unicode) -> State {
    var state = State(options: options, size: Size(columns: columns, rows: rows), now: now, glyphs: glyphs)
    _ = update(&state, .started)
    _ = update(&state, .pictureTaken(picture(), generation: 1))
    _ = update(&state, .refreshReported(.finished, generation: 1))
    return state
  }
}

extension State {
  /// Presses keys as they are written on them: `jj/ready⏎`; `⏎` enter, `⎋` escape, `⇥` tab.
  mutating func type(_ keys: String) {
    for character in keys {
      let key: Key =
        switch character {
        case "⏎": .enter
        case "⎋": .escape
        case "⇥": .tab
        default: .character(character)
        }
      react(to: .keyPressed(key))
    }
  }

  /// Takes a message, and what its effects bring back at once: accounts in another order.
  mutating func react(to message: Message) {
    for effect in update(&self, message) {
      guard case .arrange(let order) = effect, var picture else { continue }
      picture.arrangement = Arrangement(order: order, roster: picture.roster)
      _ = update(&self, .pictureTaken(picture, generation: refresh.generation))
    }
  }
}
