import AWS
import AWSQuery
package import Fleet
import FoundationEssentials
import Transport

/// What a setup can find out by itself, so that a person confirms rather than types.
package struct SetupDiscovery: Sendable {
  /// A VPC that the functions may stand in.
  package struct Network: Hashable, Sendable {
    package let vpc: String
    package let name: String?
    package let subnets: [Subnet]
    /// Whether the VPC has an interface endpoint with private names for Secrets Manager already.
    package let hasSecretsEndpoint: Bool
    /// Route tables of the subnets that have no way to S3.
    package let routeTablesWithoutS3: [String]
    /// Network interfaces of others in the VPC: who else would use an endpoint made for us.
    package let otherInterfaces: Int
  }

  package struct Subnet: Hashable, Sendable {
    package let id: String
    package let zone: String
    package let freeAddresses: Int
  }

  /// The appliance's instance, found by its address.
  package struct Instance: Hashable, Sendable {
    package let id: String
    package let vpc: String
    package let subnet: String
    /// ARN of the role it runs with.
    package let role: String?
  }

  /// A unit that may be a target, or a root.
  package struct Unit: Hashable, Sendable {
    package let id: OrganizationalUnitID
    package let path: String
  }

  let connections: Connections

  package init(_ connections: Connections) { self.connections = connections }

  // MARK: Organization

  package func organizationID() async throws -> String {
    try await Organizations(connections.aws(.organization)).describeOrganization().id
  }

  /// Roots and the units right below them: what setups target; any other unit can be named by its id.
  package func units() async throws -> [Unit] {
    let service = Organizations(try connections.aws(.organization))
    var units: [Unit] = []
    for try await page in service.listRoots() {
      for root in page.roots {
        guard let id = OrganizationalUnitID(rawValue: root.id) else { continue }
        units.append(Unit(id: id, path: root.name ?? root.id))
        for try await children in service.listOrganizationalUnits(forParent: root.id) {
          for child in children.organizationalUnits {
            guard let id = OrganizationalUnitID(rawValue: child.id) else { continue }
            units.append(Unit(id: id, path: "\(root.name ?? root.id)/\(child.name ?? child.id)"))
          }
        }
      }
    }
    return units
  }

  // MARK: Backup account

  package func region() throws -> RegionName? {
    try connections.aws(.backup).settings.region.flatMap { RegionName(rawValue: $0) }
  }

  /// The instance with that private address or name; nil where none has it.
  package func instance(at host: String) async throws -> Instance? {
    let service = EC2(try connections.aws(.backup))
    for filter in ["private-ip-address", "private-dns-name", "ip-address", "dns-name"] {
      for try await page in service.describeInstances([.init(filter, [host])]) {
        guard let instance = page.items.first, let vpc = instance.vpcID, let subnet = instance.subnetID else {
          continue
        }
        let role = try await role(ofProfile: instance.iamInstanceProfileARN)
        return Instance(id: instance.instanceID, vpc: vpc, subnet: subnet, role: role)
      }
    }
    return nil
  }

  private func role(ofProfile arn: String?) async throws -> String? {
    guard let name = arn?.split(separator: "/").last.map(String.init) else { return nil }
    return try await IAM(connections.aws(.backup)).getInstanceProfile(name).roles.first?.arn
  }

  package func networks() async throws -> [Network] {
    let service = EC2(try connections.aws(.backup))
    async let vpcs = all(service.describeVpcs())
    async let subnets = all(service.describeSubnets([]))
    async let tables = all(service.describeRouteTables([]))
    async let endpoints = all(service.describeVpcEndpoints([]))
    async let interfaces = all(service.describeNetworkInterfaces([]))
    let (allSubnets, allTables, allEndpoints) = try await (subnets, tables, endpoints)
    let placed = try await interfaces.reduce(into: [String: Int]()) { $0[$1.subnetID ?? "", default: 0] += 1 }
    return try await vpcs.map { vpc in
      let own = allSubnets.filter { $0.vpcID == vpc.vpcID }
      let here = allEndpoints.filter { $0.vpcID == vpc.vpcID }
      let reached = Set(here.filter { $0.serviceName?.hasSuffix(".s3") == true }.flatMap(\.routeTableIDs))
      return Network(
        vpc: vpc.vpcID,
        name: vpc.name,
        subnets: own.map { subnet in
          Subnet(
            id: subnet.subnetID,
            zone: subnet.availabilityZone ?? "",
            freeAddresses: subnet.availableIPAddressCount ?? 0
          )
        },
        hasSecretsEndpoint: here.contains {
          $0.serviceName?.hasSuffix(".secretsmanager") == true && $0.isPrivateDNSEnabled == true
        },
        routeTablesWithoutS3: allTables.filter { table in
          table.vpcID == vpc.vpcID && !table.leadsOutside && !reached.contains(table.routeTableID)
        }.map(\.routeTableID),
        otherInterfaces: own.reduce(0) { $0 + (placed[$1.subnetID] ?? 0) }
      )
    }
  }

  /// Every item of a list.
  private func all<Item: Sendable>(_ pages: AWS.Pages<EC2.ListResponse<Item>>) async throws -> [Item] {
    var items: [Item] = []
    for try await page in pages { items += page.items }
    return items
  }

  /// Secrets that an earlier Lambdas stack of that name left behind when it was deleted, by the parameters that take them.
  ///
  /// None while the stack is there: then they are its own.
  package func retainedSecrets(stack name: String) async throws -> [String: String] {
    let site = SetupSite(connections: connections, timepiece: .system)
    guard try await site.stack(name) == nil else { return [:] }
    var found: [String: String] = [:]
    // The newest of several, should more than one stack have come and gone.
    var secrets: [SecretsManager.SecretListEntry] = []
    for try await page in try SecretsManager(connections.aws(.backup)).listSecrets(prefix: Self.secretPrefix) {
      secrets += page.secretList
    }
    for secret in secrets.sorted(by: { ($0.createdDate ?? .distantPast) < ($1.createdDate ?? .distantPast) }) {
      guard secret.deletedDate == nil else { continue }
      let parameter = secret.name.hasSuffix("-signing") ? "ExistingSigningSecretArn" : "ExistingSecretArn"
      found[parameter] = secret.arn
    }
    return found
  }

  /// The template's default for what the names of its secrets begin with.
  private static let secretPrefix = "rolecall/appliance-"
}

extension EC2.RouteTable {
  /// Whether anything but the VPC itself is reached: the internet, a NAT gateway or a transit gateway.
  fileprivate var leadsOutside: Bool {
    routes.contains { route in
      route.destinationCIDRBlock == "0.0.0.0/0" && route.state != "blackhole"
    }
  }
}
