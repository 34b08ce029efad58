import Fleet

/// What the network of the functions was read to be, and what that comes to.
struct NetworkExam {
  struct Subnet: Hashable {
    let id: String
    let zone: String?
    let freeAddresses: Int?
  }

  struct Route: Hashable {
    var cidr: String?
    var prefixList: String?
    /// A gateway, an address translation, a transit gateway, an appliance.
    var through: String?
    var isBroken = false
  }

  struct RouteTable: Hashable {
    let id: String
    let subnetIDs: [String]
    let isMain: Bool
    let routes: [Route]
  }

  struct Endpoint: Hashable {
    let id: String
    let service: String
    let isGateway: Bool
    var state: String?
    var hasPrivateNames = false
    var routeTableIDs: [String] = []
    var subnetIDs: [String] = []
    var groupIDs: [String] = []
    /// Nil: everything is allowed.
    var policy: PolicyDocument?
  }

  struct Rule: Hashable {
    let groupID: String
    let isEgress: Bool
    var networkProtocol: String? = "tcp"
    var fromPort: Int?
    var toPort: Int?
    /// An IPv4 range, a prefix list or another group.
    var peer: String?

    func covers(port: Int) -> Bool {
      if networkProtocol == "-1" { return true }
      guard networkProtocol == "tcp" || networkProtocol == "6", let fromPort, let toPort else { return false }
      return fromPort == -1 || (fromPort...max(fromPort, toPort)).contains(port)
    }
  }

  /// Where the functions are, as the configurator's configuration says.
  struct Place: Hashable {
    let vpc: String
    let subnetIDs: [String]
    let groupIDs: [String]
    let appliancePort: Int
  }

  var place: Fact<Place>
  var subnets: Fact<[Subnet]>
  /// Name support and host names of the VPC.
  var names: Fact<(isSupported: Bool?, givesHostNames: Bool?)>
  var routeTables: Fact<[RouteTable]>
  var endpoints: Fact<[Endpoint]>
  /// Rules of the functions' groups, of endpoints' and of the appliance's.
  var rules: Fact<[Rule]>
  /// Groups of the appliance's instance; nil where it is not found.
  var applianceGroups: Fact<[String]?>
  var region: String
  var partition: String
  /// Secrets that must be reached.
  var secretARNs: [String]

  static let httpsPort = 443

  var checks: [DoctorCheck] {
    let ways = both(both(place, routeTables), endpoints)
    return [
      DoctorCheck(.subnets, subnets, Self.judged(subnets:)),
      DoctorCheck(.nameResolution, names) { names in
        names.isSupported == true && names.givesHostNames == true
          ? .fine("the VPC resolves names and gives them")
          : .failing(
            "enableDnsSupport or enableDnsHostnames is off",
            mend: "switch both on: endpoints have private names"
          )
      },
      DoctorCheck(.responsePath, ways) { judged(responsesFrom: $0.0.0, tables: $0.0.1, endpoints: $0.1) },
      DoctorCheck(.secretsPath, ways) { judged(secretsFrom: $0.0.0, tables: $0.0.1, endpoints: $0.1) },
      DoctorCheck(.securityGroups, both(both(place, rules), endpoints)) {
        judged(rules: $0.0.1, at: $0.0.0, endpoints: $0.1)
      },
      DoctorCheck(
        .reachability,
        .notCheckable(
          "an analysis writes and costs money",
          mend: "the ping proves the way: it runs in the functions' network"
        )
      ),
    ]
  }

  private static func judged(subnets: [Subnet]) -> Judgement {
    let zones = Set(subnets.compactMap(\.zone)).sorted()
    if let full = subnets.first(where: { ($0.freeAddresses ?? .max) <= 10 }) {
      return .failing("\(full.id) has \(full.freeAddresses ?? 0) free addresses", mend: "deploy with a larger subnet")
    }
    guard zones.count > 1 else {
      return .warning("all in \(zones.first ?? "an unknown zone")", mend: "deploy with subnets in two zones")
    }
    return .fine("\(subnets.count) subnets in \(zones.joined(separator: ", ")), with free addresses")
  }

  // MARK: Ways

  /// The table of a subnet: its own, or the main one.
  private func table(of subnet: String, in tables: [RouteTable]) -> RouteTable? {
    tables.first { $0.subnetIDs.contains(subnet) } ?? tables.first(where: \.isMain)
  }

  /// Whether a subnet has a way out; an internet gateway is none, since a function has no public address.
  private func hasWayOut(_ table: RouteTable) -> Bool {
    table.routes.contains { route in
      guard route.cidr == "0.0.0.0/0", !route.isBroken, let through = route.through else { return false }
      return !through.hasPrefix("igw-")
    }
  }

  private func judged(responsesFrom place: Place, tables: [RouteTable], endpoints: [Endpoint]) -> Judgement {
    let gateways = endpoints.filter {
      $0.isGateway && $0.service.hasSuffix(".s3") && $0.state?.lowercased() == "available"
    }
    let bucket = "arn:\(partition):s3:::cloudformation-custom-resource-response-\(region.filter { $0 != "-" })/answer"
    for subnet in place.subnetIDs {
      guard let table = table(of: subnet, in: tables) else {
        return .notCheckable("the route table of \(subnet) is not known")
      }
      if let gateway = gateways.first(where: { $0.routeTableIDs.contains(table.id) }) {
        if let policy = gateway.policy, !policy.allows("s3:PutObject", on: bucket) {
          return .failing(
            "the policy of \(gateway.id) keeps answers from CloudFormation's bucket",
            mend: "allow s3:PutObject on \(bucket.dropLast("answer".count))*"
          )
        }
      } else if !hasWayOut(table) {
        return .failing(
          "\(subnet) has no way to S3: every custom resource would wait for an hour",
          mend: "give \(table.id) a gateway endpoint for S3, or a NAT gateway"
        )
      }
    }
    return .fine(
      "every subnet reaches S3\(gateways.isEmpty ? " by a NAT" : " by \(gateways.map(\.id).joined(separator: ", "))")"
    )
  }

  private func judged(secretsFrom place: Place, tables: [RouteTable], endpoints: [Endpoint]) -> Judgement {
    let own = endpoints.filter { !$0.isGateway && $0.service.hasSuffix(".secretsmanager") }
    guard let endpoint = own.first(where: \.hasPrivateNames) ?? own.first else {
      let lost = place.subnetIDs.first { table(of: $0, in: tables).map { !hasWayOut($0) } ?? false }
      guard let lost else { return .fine("every subnet reaches Secrets Manager by a NAT") }
      return .failing(
        "\(lost) has no way to Secrets Manager",
        mend: "deploy with CreateSecretsManagerEndpoint yes, or give it a NAT gateway"
      )
    }
    if endpoint.state?.lowercased() != "available" {
      return .failing(
        "\(endpoint.id) is \(endpoint.state ?? "in an unknown state")",
        mend: "look why it is not available"
      )
    }
    if !endpoint.hasPrivateNames {
      return .failing("\(endpoint.id) has no private names, so nobody finds it", mend: "switch private DNS on")
    }
    let action = "secretsmanager:GetSecretValue"
    if let policy = endpoint.policy, let secret = secretARNs.first(where: { !policy.allows(action, on: $0) }) {
      return .failing("the policy of \(endpoint.id) keeps the functions from \(secret)", mend: "allow \(action) on it")
    }
    return .fine("\(endpoint.id) is available, with private names")
  }

  // MARK: Security groups

  private func judged(rules: [Rule], at place: Place, endpoints: [Endpoint]) -> Judgement {
    let out = rules.filter { $0.isEgress && place.groupIDs.contains($0.groupID) }
    for port in [place.appliancePort, Self.httpsPort] where !out.contains(where: { $0.covers(port: port) }) {
      return .failing(
        "\(place.groupIDs.joined(separator: ", ")) let nothing out on port \(port)",
        mend: "add an outbound rule for TCP \(port)"
      )
    }
    for endpoint in endpoints where endpoint.service.hasSuffix(".secretsmanager") && !endpoint.groupIDs.isEmpty {
      guard !lets(rules, into: endpoint.groupIDs, on: Self.httpsPort, from: place) else { continue }
      return .failing(
        "\(endpoint.id) lets nobody of the functions in",
        mend: "add an inbound rule for TCP \(Self.httpsPort) from \(place.groupIDs.joined(separator: ", "))"
      )
    }
    guard case .success(let groups?) = applianceGroups else {
      return .fine("the functions may go out; the appliance's own group is not known")
    }
    guard lets(rules, into: groups, on: place.appliancePort, from: place) else {
      return .failing(
        "the appliance's group lets nobody of the functions in on port \(place.appliancePort)",
        mend: "add an inbound rule for TCP \(place.appliancePort) from \(place.groupIDs.joined(separator: ", "))"
      )
    }
    return .fine("functions may go out, and endpoint and appliance let them in")
  }

  /// Ranges are taken on trust: whether they hold the subnets is not worked out.
  private func lets(_ rules: [Rule], into groups: [String], on port: Int, from place: Place) -> Bool {
    rules.contains { rule in
      guard !rule.isEgress, groups.contains(rule.groupID), rule.covers(port: port) else { return false }
      return rule.peer.map { !$0.hasPrefix("sg-") || place.groupIDs.contains($0) } ?? false
    }
  }
}
