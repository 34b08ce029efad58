import Fleet
import Testing

@testable import Operations

/// The functions' network, as facts, and what the doctor says of it.
struct NetworkExamTests {
  private static let problem = SourceProblem(kind: .denied, sentence: "refused")
  private static let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rolecall/x-AbCdEf"
  private static let nat = NetworkExam.Route(cidr: "0.0.0.0/0", through: "nat-1")
  private static let gateway = NetworkExam.Endpoint(
    id: "vpce-s3",
    service: "com.amazonaws.eu-west-1.s3",
    isGateway: true,
    state: "available",
    routeTableIDs: ["rtb-1"]
  )
  private static let interface = NetworkExam.Endpoint(
    id: "vpce-sm",
    service: "com.amazonaws.eu-west-1.secretsmanager",
    isGateway: false,
    state: "available",
    hasPrivateNames: true,
    groupIDs: ["sg-endpoint"]
  )

  private static func exam(_ change: (inout NetworkExam) -> Void = { _ in }) -> NetworkExam {
    var exam = NetworkExam(
      place: .success(
        .init(vpc: "vpc-1", subnetIDs: ["subnet-1", "subnet-2"], groupIDs: ["sg-f"], appliancePort: 11_005)
      ),
      subnets: .success([
        .init(id: "subnet-1", zone: "eu-west-1a", freeAddresses: 200),
        .init(id: "subnet-2", zone: "eu-west-1b", freeAddresses: 200),
      ]),
      names: .success((true, true)),
      routeTables: .success([.init(id: "rtb-1", subnetIDs: [], isMain: true, routes: [])]),
      endpoints: .success([gateway, interface]),
      rules: .success([
        .init(groupID: "sg-f", isEgress: true, fromPort: 11_005, toPort: 11_005, peer: "0.0.0.0/0"),
        .init(groupID: "sg-f", isEgress: true, fromPort: 443, toPort: 443, peer: "0.0.0.0/0"),
        .init(groupID: "sg-endpoint", isEgress: false, fromPort: 443, toPort: 443, peer: "sg-f"),
        .init(groupID: "sg-appliance", isEgress: false, fromPort: 11_005, toPort: 11_005, peer: "sg-f"),
      ]),
      applianceGroups: .success(["sg-appliance"]),
      region: "eu-west-1",
      partition: "aws",
      secretARNs: [secret]
    )
    change(&exam)
    return exam
  }

  private func verdict(_ id: DoctorCheck.ID, _ change: (inout NetworkExam) -> Void) throws -> DoctorCheck.Verdict {
    try #require(Self.exam(change).checks.first { $0.id == id }).verdict
  }

  @Test func `a network in order is in order, but for what would cost money`() {
    #expect(Self.exam().checks.map(\.verdict) == [.fine, .fine, .fine, .fine, .fine, .notCheckable])
  }

  @Test(arguments: [
    ("eu-west-1a", 200, DoctorCheck.Verdict.warning), ("eu-west-1b", 10, .failing), ("eu-west-1b", 11, .fine),
  ])
  func `zones and free addresses are counted`(zone: String, free: Int, expected: DoctorCheck.Verdict) throws {
    let found = try verdict(.subnets) {
      $0.subnets = .success([
        .init(id: "subnet-1", zone: "eu-west-1a", freeAddresses: 200),
        .init(id: "subnet-2", zone: zone, freeAddresses: free),
      ])
    }
    #expect(found == expected)
  }

  @Test func `names must be given and resolved`() throws {
    #expect(try verdict(.nameResolution) { $0.names = .success((true, false)) } == .failing)
  }

  @Test(arguments: [
    (["nat-1"], DoctorCheck.Verdict.fine), (["tgw-1"], .fine), (["igw-1"], .failing), ([], .failing),
  ])
  func `without a gateway endpoint answers need another way out`(
    through: [String],
    expected: DoctorCheck.Verdict
  ) throws {
    let routes = through.map { NetworkExam.Route(cidr: "0.0.0.0/0", through: $0) }
    let found = try verdict(.responsePath) { exam in
      exam.endpoints = .success([Self.interface])
      exam.routeTables = .success([.init(id: "rtb-1", subnetIDs: [], isMain: true, routes: routes)])
    }
    #expect(found == expected)
  }

  @Test func `a subnet with a table of its own is looked at by itself`() throws {
    let tables: [NetworkExam.RouteTable] = [
      .init(id: "rtb-1", subnetIDs: [], isMain: true, routes: [Self.nat]),
      .init(id: "rtb-2", subnetIDs: ["subnet-2"], isMain: false, routes: []),
    ]
    #expect(try verdict(.responsePath) { $0.routeTables = .success(tables) } == .failing)
    var broken = Self.nat
    broken.isBroken = true
    let holes = [NetworkExam.RouteTable(id: "rtb-9", subnetIDs: [], isMain: true, routes: [broken])]
    #expect(try verdict(.responsePath) { $0.routeTables = .success(holes) } == .failing)
  }

  @Test(arguments: [
    ("arn:aws:s3:::cloudformation-custom-resource-response-euwest1/*", DoctorCheck.Verdict.fine), ("*", .fine),
    ("arn:aws:s3:::my-bucket/*", .failing),
  ])
  func `a gateway's policy must let answers through`(resource: String, expected: DoctorCheck.Verdict) throws {
    var endpoint = Self.gateway
    endpoint.policy = PolicyDocument(
      #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"\#(resource)"}]}"#
    )
    #expect(try verdict(.responsePath) { $0.endpoints = .success([endpoint, Self.interface]) } == expected)
  }

  @Test(arguments: ["pending", "no names", "policy", "none"])
  func `a way to the secrets that does not lead there fails`(fault: String) throws {
    var endpoint = Self.interface
    switch fault {
    case "pending": endpoint.state = "pending"
    case "no names": endpoint.hasPrivateNames = false
    default:
      endpoint.policy = PolicyDocument(
        #"{"Statement":{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:other"}}"#
      )
    }
    let endpoints = fault == "none" ? [Self.gateway] : [Self.gateway, endpoint]
    #expect(try verdict(.secretsPath) { $0.endpoints = .success(endpoints) } == .failing)
  }

  @Test func `without an endpoint a NAT leads to the secrets`() throws {
    let tables = [NetworkExam.RouteTable(id: "rtb-1", subnetIDs: [], isMain: true, routes: [Self.nat])]
    let found = try verdict(.secretsPath) { exam in
      exam.endpoints = .success([])
      exam.routeTables = .success(tables)
    }
    #expect(found == .fine)
  }

  @Test(arguments: [0, 1, 2, 3])
  func `each rule is needed`(missing: Int) throws {
    let found = try verdict(.securityGroups) { exam in
      exam.rules = exam.rules.map { rules in
        var rules = rules
        rules.remove(at: missing)
        return rules
      }
    }
    #expect(found == .failing)
  }

  @Test(arguments: [
    ("tcp", Int?.some(11_000), Int?.some(11_010), true), ("-1", nil, nil, true), ("udp", 11_005, 11_005, false),
    ("tcp", 443, 443, false),
    ("tcp", -1, -1, true), ("tcp", nil, nil, false),
  ])
  func `a rule covers ports`(word: String, from: Int?, to: Int?, covers: Bool) {
    let rule = NetworkExam.Rule(groupID: "sg", isEgress: true, networkProtocol: word, fromPort: from, toPort: to)
    #expect(rule.covers(port: 11_005) == covers)
  }

  @Test func `an appliance outside of the account is no fault`() throws {
    #expect(try verdict(.securityGroups) { $0.applianceGroups = .success(nil) } == .fine)
    #expect(try verdict(.securityGroups) { $0.applianceGroups = .failure(Self.problem) } == .fine)
  }
}
