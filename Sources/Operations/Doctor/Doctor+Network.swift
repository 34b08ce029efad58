import AWS
import AWSQuery
import Fleet
import Transport
import Veeam

extension Doctor {
  func networkExam(_ roots: Roots, _ functions: Fact<[FunctionFacts]>) async -> NetworkExam {
    let place = functions.flatMap { self.place(of: $0, roots) }
    async let subnets = fact {
      let filter = EC2.Filter("subnet-id", try place.get().subnetIDs)
      return try await Self.all(EC2(aws(.backup)).describeSubnets([filter])) {
        $0.items.map { .init(id: $0.subnetID, zone: $0.availabilityZone, freeAddresses: $0.availableIPAddressCount) }
      } as [NetworkExam.Subnet]
    }
    async let names = fact { () -> (isSupported: Bool?, givesHostNames: Bool?) in
      let (service, vpc) = (EC2(try aws(.backup)), try place.get().vpc)
      return (
        try await service.describeVpcAttribute(.enableDnsSupport, vpc: vpc),
        try await service.describeVpcAttribute(.enableDnsHostnames, vpc: vpc)
      )
    }
    async let tables = fact {
      let filter = EC2.Filter("vpc-id", [try place.get().vpc])
      return try await Self.all(EC2(aws(.backup)).describeRouteTables([filter])) {
        $0.items.map(NetworkExam.RouteTable.init)
      }
    }
    let endpoints = await fact {
      let filter = EC2.Filter("vpc-id", [try place.get().vpc])
      return try await Self.all(EC2(aws(.backup)).describeVpcEndpoints([filter])) {
        $0.items.map(NetworkExam.Endpoint.init)
      }
    }
    let applianceGroups = await fact { try await applianceInstance()?.groupIDs }
    async let rules = fact {
      let endpointGroups = (try? endpoints.get())?.flatMap(\.groupIDs) ?? []
      let groups = try place.get().groupIDs + endpointGroups + ((try? applianceGroups.get()).flatMap(\.self) ?? [])
      let filter = EC2.Filter("group-id", Set(groups).sorted())
      return try await Self.all(EC2(aws(.backup)).describeSecurityGroupRules([filter])) {
        $0.items.map(NetworkExam.Rule.init)
      }
    }
    let address = roots.configurator
    return await NetworkExam(
      place: place,
      subnets: subnets,
      names: names,
      routeTables: tables,
      endpoints: endpoints,
      rules: rules,
      applianceGroups: applianceGroups,
      region: address?.region ?? "",
      partition: address?.unqualified.split(separator: ":").dropFirst().first.map(String.init) ?? "aws",
      secretARNs: [roots.output("SecretArn"), roots.output("SigningSecretArn")].compactMap(\.self)
    )
  }

  private func place(of functions: [FunctionFacts], _ roots: Roots) -> Fact<NetworkExam.Place> {
    guard let configurator = functions.first(where: { $0.name == roots.configurator?.name }),
      let vpc = configurator.latest.vpcID
    else {
      return .failure(
        SourceProblem(kind: .notFound, sentence: "the configurator is in no VPC", nextStep: "rolecall deploy lambdas")
      )
    }
    return .success(
      NetworkExam.Place(
        vpc: vpc,
        subnetIDs: configurator.latest.subnetIDs,
        groupIDs: configurator.latest.securityGroupIDs,
        appliancePort: configurator.latest.variables["APPLIANCE_PORT"].flatMap { Int($0) } ?? 11_005
      )
    )
  }

  /// The instance that has the appliance's address, in the backup account.
  func applianceInstance() async throws -> EC2.Instance? {
    guard let settings = connections.context.appliance else {
      throw SourceProblem.notConfigured(.appliance, key: "appliance", context: connections.context.name)
    }
    let host = settings.address.origin.host
    let isAddress = host.allSatisfy { $0.isNumber || $0 == "." }
    let names = isAddress ? ["private-ip-address", "ip-address"] : ["private-dns-name", "dns-name"]
    let service = EC2(try aws(.backup))
    for name in names {
      for try await page in service.describeInstances([EC2.Filter(name, [host])]) {
        if let instance = page.items.first { return instance }
      }
    }
    return nil
  }
}

extension NetworkExam.RouteTable {
  init(_ table: EC2.RouteTable) {
    self.init(
      id: table.routeTableID,
      subnetIDs: table.subnetIDs,
      isMain: table.isMain,
      routes: table.routes.map { route in
        NetworkExam.Route(
          cidr: route.destinationCIDRBlock,
          prefixList: route.destinationPrefixListID,
          through: route.natGatewayID ?? route.transitGatewayID ?? route.networkInterfaceID ?? route.gatewayID,
          isBroken: route.state == "blackhole"
        )
      }
    )
  }
}

extension NetworkExam.Endpoint {
  init(_ endpoint: EC2.VpcEndpoint) {
    self.init(
      id: endpoint.vpcEndpointID,
      service: endpoint.serviceName ?? "",
      isGateway: endpoint.vpcEndpointType == "Gateway",
      state: endpoint.state,
      hasPrivateNames: endpoint.isPrivateDNSEnabled ?? false,
      routeTableIDs: endpoint.routeTableIDs,
      subnetIDs: endpoint.subnetIDs,
      groupIDs: endpoint.groupIDs,
      policy: endpoint.policyDocument.flatMap(PolicyDocument.init)
    )
  }
}

extension NetworkExam.Rule {
  init(_ rule: EC2.SecurityGroupRule) {
    self.init(
      groupID: rule.groupID,
      isEgress: rule.isEgress,
      networkProtocol: rule.ipProtocol,
      fromPort: rule.fromPort,
      toPort: rule.toPort,
      peer: rule.referencedGroupID ?? rule.prefixListID ?? rule.cidrIPv4
    )
  }
}
