import Foundation
import Testing

@testable import Sandbox

struct NetworkKindTests {
  private static let endpoint = "AWS::EC2::VPCEndpoint"
  private static let group = "AWS::EC2::SecurityGroup"

  private func secretsEndpoint(_ probe: KindProbe) -> TemplateObject {
    [
      "VpcId": .string(probe.site.vpc), "ServiceName": "com.amazonaws.eu-west-1.secretsmanager",
      "VpcEndpointType": "Interface", "PrivateDnsEnabled": true,
      "SubnetIds": .list(probe.site.subnets.map { .string($0) }),
      "SecurityGroupIds": [.string(probe.site.securityGroup)],
    ]
  }

  @Test func `a VPC takes one endpoint with private DNS for a service`() async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(Self.endpoint, secretsEndpoint(probe))
    #expect(made.physicalID.hasPrefix("vpce-0"))
    #expect(made.attributes["NetworkInterfaceIds"]?.list?.count == 2)
    let reason = try await probe.refusal(Self.endpoint, secretsEndpoint(probe), name: "Second")
    #expect(
      reason.contains(
        """
        private-dns-enabled cannot be set because there is already a conflicting DNS domain for \
        secretsmanager.eu-west-1.amazonaws.com in the VPC \(probe.site.vpc)
        """
      )
    )
    try await probe.delete(made, Self.endpoint)
    _ = try await probe.create(Self.endpoint, secretsEndpoint(probe), name: "Third")
  }

  @Test func `private DNS needs the VPC's DNS flags`() async throws {
    var site = SiteOptions()
    site.hasDNSHostnames = false
    let probe = try await KindProbe(site)
    let reason = try await probe.refusal(Self.endpoint, secretsEndpoint(probe))
    #expect(reason.contains("requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true"))
  }

  @Test func `a gateway endpoint routes its tables, which take one route for a service`() async throws {
    var site = SiteOptions()
    site.hasS3Gateway = false
    let probe = try await KindProbe(site)
    let properties: TemplateObject = [
      "VpcId": .string(probe.site.vpc), "ServiceName": "com.amazonaws.eu-west-1.s3", "VpcEndpointType": "Gateway",
      "RouteTableIds": .list(probe.site.routeTables.map { .string($0) }),
    ]
    let made = try await probe.create(Self.endpoint, properties)
    let routes = await probe.look { state in
      state.network.routeTables.filter { probe.site.routeTables.contains($0.id) }.flatMap(\.routes).map(\.target)
    }
    #expect(routes.contains(.endpoint(made.physicalID)))
    #expect(try await probe.refusal(Self.endpoint, properties).contains("already has a route with"))
    try await probe.delete(made, Self.endpoint)
    #expect(await probe.look { $0.network.routeTables.flatMap(\.routes).count } == 2)
  }

  @Test(
    arguments: [
      (["VpcId": "vpc-none", "ServiceName": "com.amazonaws.eu-west-1.s3"], "The Vpc Id vpc-none does not exist"),
      (
        ["VpcId": "vpc-none", "ServiceName": "com.amazonaws.eu-west-1.nope"],
        "The Vpc Endpoint Service 'com.amazonaws.eu-west-1.nope' does not exist"
      ),
    ] as [(TemplateObject, String)]
  )
  func `what is not there is named`(properties: TemplateObject, message: String) async throws {
    #expect(try await KindProbe().refusal(Self.endpoint, properties).contains(message))
  }

  private func groupProperties(_ probe: KindProbe, port: Int) -> TemplateObject {
    [
      "GroupDescription": "Functions", "VpcId": .string(probe.site.vpc),
      "SecurityGroupEgress": [
        [
          "IpProtocol": "tcp", "FromPort": .number("\(port)"), "ToPort": .number("\(port)"),
          "CidrIp": "10.20.0.0/16",
        ]
      ],
    ]
  }

  @Test func `rules of a group replace the one that lets everything out, and follow an update`() async throws {
    let probe = try await KindProbe()
    let (old, new) = (groupProperties(probe, port: 11_005), groupProperties(probe, port: 443))
    let made = try await probe.create(Self.group, old)
    #expect(made.attributes["GroupId"] == .string(made.physicalID))
    func ports() async -> [Int] {
      await probe.look { state in
        state.network.securityGroups.first { $0.id == made.physicalID }?.rules.map(\.fromPort) ?? []
      }
    }
    #expect(await ports() == [11_005])
    _ = try await probe.update(made, Self.group, from: old, to: new)
    #expect(await ports() == [443])
  }

  @Test func `a group that others name stays`() async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(Self.group, groupProperties(probe, port: 443))
    let ingress = "AWS::EC2::SecurityGroupIngress"
    let properties: TemplateObject = [
      "GroupId": .string(probe.site.securityGroup), "IpProtocol": "tcp", "FromPort": 11_005, "ToPort": 11_005,
      "SourceSecurityGroupId": .string(made.physicalID),
    ]
    let rule = try await probe.create(ingress, properties, name: "Rule")
    #expect(rule.physicalID.hasPrefix("sgr-0"))
    #expect(try await probe.refusal(ingress, properties, name: "Same").contains("already exists"))
    let failure = await #expect(throws: ResourceFailure.self) { try await probe.delete(made, Self.group) }
    #expect(failure?.reason.contains("has a dependent object") == true)
    try await probe.delete(rule, ingress)
    try await probe.delete(made, Self.group)
  }
}
