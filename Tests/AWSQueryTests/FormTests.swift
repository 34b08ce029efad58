import AWS
import TestSupport
import Testing

@testable import AWSQuery

/// What goes onto the wire, beside what botocore 1.43.11 sends for the same call (its `+` for a space written as `%20`).
struct FormTests {
  private static let name = "rolecall roles+ü"
  private static let encoded = "Version=2010-05-15&StackSetName=rolecall%20roles%2B%C3%BC"

  private func body(
    _ operation: String,
    of call: @escaping @Sendable (CloudFormation) async throws -> Void
  ) async throws -> String {
    try await withConnection([.result(operation, "")]) { server, connection in
      try? await call(CloudFormation(connection))
      let sent = try #require(server.requests.first)
      #expect(sent.line == "POST / HTTP/1.1")
      #expect(sent["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
      #expect(sent["authorization"]?.contains("/eu-west-1/cloudformation/aws4_request") == true)
      return sent.body
    }
  }

  @Test func `lists of stack sets' things ask for pages of a hundred, in someone's name`() async throws {
    let sets = try await body("ListStackSets") { _ = try await all($0.listStackSets()) }
    #expect(sets == "Action=ListStackSets&Version=2010-05-15&Status=ACTIVE&MaxResults=100&CallAs=SELF")
    let operations = try await body("ListStackSetOperations") {
      _ = try await all($0.listStackSetOperations(stackSet: Self.name))
    }
    #expect(operations == "Action=ListStackSetOperations&\(Self.encoded)&MaxResults=100&CallAs=SELF")
    let targets = try await body("ListStackSetAutoDeploymentTargets") {
      _ = try await all($0.listStackSetAutoDeploymentTargets(stackSet: Self.name))
    }
    #expect(targets == "Action=ListStackSetAutoDeploymentTargets&\(Self.encoded)&MaxResults=100&CallAs=SELF")
    let results = try await body("ListStackSetOperationResults") {
      _ = try await all(
        $0.listStackSetOperationResults(stackSet: Self.name, operationID: "op-1", status: "FAILED")
      )
    }
    #expect(
      results == "Action=ListStackSetOperationResults&\(Self.encoded)&OperationId=op-1"
        + "&Filters.member.1.Name=OPERATION_RESULT_STATUS&Filters.member.1.Values=FAILED&MaxResults=100&CallAs=SELF"
    )
  }

  @Test func `instances are listed with filters and token`() async throws {
    let pages: [ScriptedServer.Answer] = [
      .result("ListStackInstances", "<Summaries/><NextToken>a/b+c=</NextToken>"),
      .result("ListStackInstances", "<Summaries/><NextToken/>"),
    ]
    try await withConnection(pages) { server, connection in
      let instances = CloudFormation(connection).listStackInstances(
        stackSet: Self.name,
        account: "111122223333",
        region: "eu-west-1",
        filters: [.detailedStatus("FAILED"), .driftStatus("DRIFTED")]
      )
      let count = try await all(instances).count
      #expect(count == 2)
      let first =
        "Action=ListStackInstances&\(Self.encoded)&StackInstanceAccount=111122223333&StackInstanceRegion=eu-west-1"
        + "&Filters.member.1.Name=DETAILED_STATUS&Filters.member.1.Values=FAILED"
        + "&Filters.member.2.Name=DRIFT_STATUS&Filters.member.2.Values=DRIFTED&MaxResults=100&CallAs=SELF"
      #expect(server.requests.map(\.body) == [first, first + "&NextToken=a%2Fb%2Bc%3D"])
    }
  }

  @Test func `descriptions name what they describe`() async throws {
    let set = try await body("DescribeStackSet") { _ = try await $0.describeStackSet(Self.name) }
    #expect(set == "Action=DescribeStackSet&\(Self.encoded)&CallAs=SELF")
    let instance = try await body("DescribeStackInstance") {
      _ = try await $0.describeStackInstance(stackSet: Self.name, account: "111122223333", region: "eu-west-1")
    }
    #expect(
      instance == "Action=DescribeStackInstance&\(Self.encoded)&StackInstanceAccount=111122223333"
        + "&StackInstanceRegion=eu-west-1&CallAs=SELF"
    )
    let operation = try await body("DescribeStackSetOperation") {
      _ = try await $0.describeStackSetOperation(stackSet: Self.name, operationID: "op-1")
    }
    #expect(operation == "Action=DescribeStackSetOperation&\(Self.encoded)&OperationId=op-1&CallAs=SELF")
    let access = try await body("DescribeOrganizationsAccess") { _ = try await $0.describeOrganizationsAccess() }
    #expect(access == "Action=DescribeOrganizationsAccess&Version=2010-05-15&CallAs=SELF")
  }

  @Test func `stacks are nobody's but the account's`() async throws {
    let one = try await body("DescribeStacks") { _ = try await all($0.describeStacks(named: "rolecall-lambdas")) }
    #expect(one == "Action=DescribeStacks&Version=2010-05-15&StackName=rolecall-lambdas")
    let every = try await body("DescribeStacks") { _ = try await all($0.describeStacks()) }
    #expect(every == "Action=DescribeStacks&Version=2010-05-15")
    let events = try await body("DescribeStackEvents") {
      _ = try await all($0.describeStackEvents(stack: "arn:aws:cloudformation:eu-west-1:1:stack/x/y"))
    }
    #expect(
      events == "Action=DescribeStackEvents&Version=2010-05-15"
        + "&StackName=arn%3Aaws%3Acloudformation%3Aeu-west-1%3A1%3Astack%2Fx%2Fy"
    )
  }

  @Test func `a delegated administrator says so`() async throws {
    try await withConnection([.result("ListStackSets", "")]) { server, connection in
      _ = try await all(CloudFormation(connection, callAs: .delegatedAdministrator).listStackSets(status: nil))
      #expect(
        server.requests.first?.body == "Action=ListStackSets&Version=2010-05-15&MaxResults=100&CallAs=DELEGATED_ADMIN"
      )
    }
  }

  @Test func `lists, structures, flags and nothing are written as the protocol has them`() {
    var form = QueryForm(action: "UpdateStackInstances", version: "2010-05-15")
    let targets: [QueryForm.Field] = [
      .init("OrganizationalUnitIds", .list([.text("ou-1"), .text("ou-2")])), .init("AccountFilterType", .text("NONE")),
    ]
    form.add("DeploymentTargets", .structure(targets))
    form.add("Regions", .list([]))
    form.add("Nothing", nil as String?)
    form.add("ParameterOverrides", .list([.structure([.init("ParameterKey", .text("K"))])]))
    form.add("RetainStacks", true)
    form.add("MaxResults", 7)
    #expect(
      String(decoding: form.body, as: UTF8.self)
        == "Action=UpdateStackInstances&Version=2010-05-15&DeploymentTargets.OrganizationalUnitIds.member.1=ou-1"
        + "&DeploymentTargets.OrganizationalUnitIds.member.2=ou-2&DeploymentTargets.AccountFilterType=NONE&Regions="
        + "&ParameterOverrides.member.1.ParameterKey=K&RetainStacks=true&MaxResults=7"
    )
  }
}
