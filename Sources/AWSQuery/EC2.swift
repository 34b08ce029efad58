package import AWS

/// Amazon EC2, the network and the instances as far as they are read.
package struct EC2: Sendable {
  /// A condition on what a list gives; any of the values will do.
  package struct Filter: Hashable, Sendable {
    package let name: String
    package let values: [String]

    package init(_ name: String, _ values: [String]) {
      self.name = name
      self.values = values
    }

    var value: QueryForm.Value {
      .structure([
        QueryForm.Field("Name", .text(name)), QueryForm.Field("Value", .list(values.map(QueryForm.Value.text))),
      ])
    }
  }

  /// The switches of a VPC that names depend on.
  package enum VpcAttribute: String, Hashable, Sendable {
    case enableDnsSupport, enableDnsHostnames
  }

  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  package func describeVpcs(_ filters: [Filter] = []) -> Pages<ListResponse<Vpc>> {
    list("DescribeVpcs", "vpcSet", filters, read: Vpc.init)
  }

  package func describeVpcAttribute(_ attribute: VpcAttribute, vpc: String) async throws(AWSError) -> Bool? {
    var form = form("DescribeVpcAttribute")
    form.add("VpcId", vpc)
    form.add("Attribute", attribute.rawValue)
    return try await connection.perform(
      .query(.ec2, "DescribeVpcAttribute", form: form) { $0[attribute.rawValue]?.flag("value") }
    )
  }

  package func describeSubnets(_ filters: [Filter]) -> Pages<ListResponse<Subnet>> {
    list("DescribeSubnets", "subnetSet", filters, read: Subnet.init)
  }

  package func describeRouteTables(_ filters: [Filter]) -> Pages<ListResponse<RouteTable>> {
    list("DescribeRouteTables", "routeTableSet", filters, read: RouteTable.init)
  }

  package func describeVpcEndpoints(_ filters: [Filter]) -> Pages<ListResponse<VpcEndpoint>> {
    list("DescribeVpcEndpoints", "vpcEndpointSet", filters, read: VpcEndpoint.init)
  }

  package func describeSecurityGroups(_ filters: [Filter]) -> Pages<ListResponse<SecurityGroup>> {
    list("DescribeSecurityGroups", "securityGroupInfo", filters, read: SecurityGroup.init)
  }

  /// Rules of groups, inbound and outbound; filter by `group-id`.
  package func describeSecurityGroupRules(_ filters: [Filter]) -> Pages<ListResponse<SecurityGroupRule>> {
    list("DescribeSecurityGroupRules", "securityGroupRuleSet", filters, read: SecurityGroupRule.init)
  }

  package func describeNetworkInterfaces(_ filters: [Filter]) -> Pages<ListResponse<NetworkInterface>> {
    list("DescribeNetworkInterfaces", "networkInterfaceSet", filters, read: NetworkInterface.init)
  }

  /// Instances, without the reservations they came in.
  package func describeInstances(_ filters: [Filter]) -> Pages<ListResponse<Instance>> {
    pages("DescribeInstances", filters) { result in
      try result.list("reservationSet").flatMap { try $0.list("instancesSet").map(Instance.init) }
    }
  }

  /// Regions that the account may use; with `all`, those too that are switched off.
  package func describeRegions(all: Bool = false) async throws(AWSError) -> [Region] {
    var form = form("DescribeRegions")
    form.add("AllRegions", all)
    return try await connection.perform(
      .query(.ec2, "DescribeRegions", form: form) { try $0.list("regionInfo").map(Region.init) }
    )
  }

  // MARK: The wire

  private func form(_ action: String) -> QueryForm {
    QueryForm(action: action, version: "2016-11-15", lists: .numbers)
  }

  private func list<Item: Sendable>(
    _ operation: String,
    _ set: String,
    _ filters: [Filter],
    read: @escaping @Sendable (AnswerElement) throws -> Item
  ) -> Pages<ListResponse<Item>> {
    pages(operation, filters) { try $0.list(set).map(read) }
  }

  private func pages<Item: Sendable>(
    _ operation: String,
    _ filters: [Filter],
    read: @escaping @Sendable (AnswerElement) throws -> [Item]
  ) -> Pages<ListResponse<Item>> {
    Pages(.ec2, operation) { token throws(AWSError) in
      var form = form(operation)
      if !filters.isEmpty { form.add("Filter", .list(filters.map(\.value))) }
      form.add("NextToken", token)
      return try await connection.perform(
        .query(.ec2, operation, form: form) { result in
          ListResponse(items: try read(result), nextToken: result.string("nextToken"))
        }
      )
    }
  }
}
