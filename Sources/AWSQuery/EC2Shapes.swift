import AWS

// Source: the service model of EC2 2016-11-15 (botocore 1.43.11), names on the wire. Words for states are kept as they come.
extension EC2 {
  /// One page of any of the lists.
  package struct ListResponse<Item: Sendable>: Page {
    package let items: [Item]
    package let nextToken: String?
  }

  package struct Vpc: Hashable, Sendable {
    package let vpcID: String
    package let cidrBlock: String?
    package let isDefault: Bool?
    package let name: String?

    init(_ element: AnswerElement) throws {
      vpcID = try element.require("vpcId")
      cidrBlock = element.string("cidrBlock")
      isDefault = element.flag("isDefault")
      name = element.nameTag
    }
  }

  package struct Subnet: Hashable, Sendable {
    package let subnetID: String
    package let vpcID: String?
    package let cidrBlock: String?
    package let availabilityZone: String?
    package let availableIPAddressCount: Int?
    package let name: String?

    init(_ element: AnswerElement) throws {
      subnetID = try element.require("subnetId")
      vpcID = element.string("vpcId")
      cidrBlock = element.string("cidrBlock")
      availabilityZone = element.string("availabilityZone")
      availableIPAddressCount = element.integer("availableIpAddressCount")
      name = element.nameTag
    }
  }

  package struct RouteTable: Hashable, Sendable {
    package let routeTableID: String
    package let vpcID: String?
    /// Subnets that name this table; those that name none use the main one.
    package let subnetIDs: [String]
    package let isMain: Bool
    package let routes: [Route]

    init(_ element: AnswerElement) throws {
      routeTableID = try element.require("routeTableId")
      vpcID = element.string("vpcId")
      let associations = element.list("associationSet")
      subnetIDs = associations.compactMap { $0.string("subnetId") }
      isMain = associations.contains { $0.flag("main") == true }
      routes = element.list("routeSet").map(Route.init)
    }
  }

  package struct Route: Hashable, Sendable {
    package let destinationCIDRBlock: String?
    package let destinationPrefixListID: String?
    /// An internet gateway, or a gateway endpoint.
    package let gatewayID: String?
    package let natGatewayID: String?
    package let transitGatewayID: String?
    package let networkInterfaceID: String?
    /// `active` or `blackhole`.
    package let state: String?

    init(_ element: AnswerElement) {
      destinationCIDRBlock = element.string("destinationCidrBlock")
      destinationPrefixListID = element.string("destinationPrefixListId")
      gatewayID = element.string("gatewayId")
      natGatewayID = element.string("natGatewayId")
      transitGatewayID = element.string("transitGatewayId")
      networkInterfaceID = element.string("networkInterfaceId")
      state = element.string("state")
    }
  }

  package struct VpcEndpoint: Hashable, Sendable {
    package let vpcEndpointID: String
    /// `Interface` or `Gateway`, among others.
    package let vpcEndpointType: String?
    package let vpcID: String?
    package let serviceName: String?
    package let state: String?
    package let policyDocument: String?
    package let isPrivateDNSEnabled: Bool?
    package let routeTableIDs: [String]
    package let subnetIDs: [String]
    package let groupIDs: [String]

    init(_ element: AnswerElement) throws {
      vpcEndpointID = try element.require("vpcEndpointId")
      vpcEndpointType = element.string("vpcEndpointType")
      vpcID = element.string("vpcId")
      serviceName = element.string("serviceName")
      state = element.string("state")
      policyDocument = element.string("policyDocument")
      isPrivateDNSEnabled = element.flag("privateDnsEnabled")
      routeTableIDs = element.list("routeTableIdSet").map(\.text)
      subnetIDs = element.list("subnetIdSet").map(\.text)
      groupIDs = element.list("groupSet").compactMap { $0.string("groupId") }
    }
  }

  package struct SecurityGroup: Hashable, Sendable {
    package let groupID: String
    package let groupName: String?
    package let vpcID: String?

    init(_ element: AnswerElement) throws {
      groupID = try element.require("groupId")
      groupName = element.string("groupName")
      vpcID = element.string("vpcId")
    }
  }

  package struct SecurityGroupRule: Hashable, Sendable {
    package let groupID: String
    package let isEgress: Bool
    /// `-1` is every protocol.
    package let ipProtocol: String?
    /// -1 is every port.
    package let fromPort: Int?
    package let toPort: Int?
    package let cidrIPv4: String?
    package let prefixListID: String?
    package let referencedGroupID: String?

    init(_ element: AnswerElement) throws {
      groupID = try element.require("groupId")
      isEgress = element.flag("isEgress") ?? false
      ipProtocol = element.string("ipProtocol")
      fromPort = element.integer("fromPort")
      toPort = element.integer("toPort")
      cidrIPv4 = element.string("cidrIpv4")
      prefixListID = element.string("prefixListId")
      referencedGroupID = element["referencedGroupInfo"]?.string("groupId")
    }
  }

  package struct NetworkInterface: Hashable, Sendable {
    package let networkInterfaceID: String
    package let subnetID: String?
    package let description: String?
    package let interfaceType: String?
    package let privateIPAddresses: [String]
    package let publicIPAddress: String?
    package let instanceID: String?
    package let groupIDs: [String]

    init(_ element: AnswerElement) throws {
      networkInterfaceID = try element.require("networkInterfaceId")
      subnetID = element.string("subnetId")
      description = element.string("description")
      interfaceType = element.string("interfaceType")
      let listed = element.list("privateIpAddressesSet").compactMap { $0.string("privateIpAddress") }
      privateIPAddresses = listed.isEmpty ? element.string("privateIpAddress").map { [$0] } ?? [] : listed
      publicIPAddress = element["association"]?.string("publicIp")
      instanceID = element["attachment"]?.string("instanceId")
      groupIDs = element.list("groupSet").compactMap { $0.string("groupId") }
    }
  }

  package struct Instance: Hashable, Sendable {
    package let instanceID: String
    package let privateIPAddress: String?
    package let privateDNSName: String?
    package let iamInstanceProfileARN: String?
    package let subnetID: String?
    package let vpcID: String?
    /// `running`, `stopped` and others.
    package let state: String?
    package let groupIDs: [String]
    package let name: String?

    init(_ element: AnswerElement) throws {
      instanceID = try element.require("instanceId")
      privateIPAddress = element.string("privateIpAddress")
      privateDNSName = element.string("privateDnsName")
      iamInstanceProfileARN = element["iamInstanceProfile"]?.string("arn")
      subnetID = element.string("subnetId")
      vpcID = element.string("vpcId")
      state = element["instanceState"]?.string("name")
      groupIDs = element.list("groupSet").compactMap { $0.string("groupId") }
      name = element.nameTag
    }
  }

  package struct Region: Hashable, Sendable {
    package let regionName: String
    /// `opt-in-not-required`, `opted-in`, `not-opted-in`.
    package let optInStatus: String?

    init(_ element: AnswerElement) throws {
      regionName = try element.require("regionName")
      optInStatus = element.string("optInStatus")
    }
  }
}

extension AnswerElement {
  /// The tag that people see as a name.
  fileprivate var nameTag: String? { list("tagSet").first { $0.string("key") == "Name" }?.string("value") }
}
