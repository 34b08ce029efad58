import AWS
import Foundation
import TestSupport
import Testing

@testable import AWSQuery

struct CloudFormationTests {
  @Test func `instances are read with everything, with next to nothing, and with words of the future`() async throws {
    let page = """
      <Summaries>
        <member>
          <StackSetId>rolecall-roles:1111</StackSetId><Region>eu-west-1</Region><Account>111122223333</Account>
          <StackId>arn:aws:cloudformation:eu-west-1:111122223333:stack/StackSet-x/y</StackId>
          <Status>CURRENT</Status>
          <StackInstanceStatus><DetailedStatus>SUCCEEDED</DetailedStatus></StackInstanceStatus>
          <OrganizationalUnitId>ou-ab12-11111111</OrganizationalUnitId><DriftStatus>IN_SYNC</DriftStatus>
          <LastDriftCheckTimestamp>2026-11-24T06:00:00.123Z</LastDriftCheckTimestamp>
          <LastOperationId>op-1</LastOperationId>
        </member>
        <member>
          <Region>eu-west-1</Region><Account>222233334444</Account><Status>OUTDATED</Status>
          <StatusReason>  Account 222233334444: &lt;refused&gt; &amp; gone
        second line\t</StatusReason>
          <StackInstanceStatus/>
          <LastDriftCheckTimestamp>2026-11-24T06:00:00Z</LastDriftCheckTimestamp>
        </member>
        <member>
          <Region>eu-west-1</Region><Account>333344445555</Account><Status>ASLEEP</Status><StatusReason></StatusReason>
          <StackInstanceStatus><DetailedStatus>DREAMING</DetailedStatus></StackInstanceStatus><New><Deep/></New>
        </member>
      </Summaries>
      """
    try await withConnection([.result("ListStackInstances", page)]) { _, connection in
      let instances = try await all(CloudFormation(connection).listStackInstances(stackSet: "x")).flatMap(\.items)
      #expect(instances.map(\.account) == ["111122223333", "222233334444", "333344445555"])
      #expect(instances.map(\.status) == ["CURRENT", "OUTDATED", "ASLEEP"])
      #expect(instances.map(\.detailedStatus) == ["SUCCEEDED", nil, "DREAMING"])
      #expect(instances.map(\.driftStatus) == ["IN_SYNC", nil, nil])
      #expect(instances[1].stackID == nil)
      #expect(instances[2].statusReason == nil)
      #expect(
        instances[1].statusReason == "  Account 222233334444: <refused> & gone\n  second line\t",
        "the layout of a reason is kept"
      )
      let checked = try #require(instances[0].lastDriftCheckTimestamp)
      #expect(abs(checked.timeIntervalSince1970 - 1_795_500_000.123) < 0.001)
      #expect(instances[1].lastDriftCheckTimestamp == Date(timeIntervalSince1970: 1_795_500_000))
    }
  }

  @Test(arguments: ["<Summaries/>", "<Summaries></Summaries>", "<Summaries>\n  </Summaries>", ""])
  func `an empty list is empty however it is written`(result: String) async throws {
    try await withConnection([.result("ListStackInstances", result)]) { _, connection in
      let pages = try await all(CloudFormation(connection).listStackInstances(stackSet: "x"))
      #expect(pages.map(\.items.count) == [0])
    }
  }

  @Test func `an empty page with a token goes on, and an empty token ends`() async throws {
    let one =
      "<member><OrganizationalUnitId>ou-1</OrganizationalUnitId><Regions><member>eu-west-1</member></Regions></member>"
    let operation = "ListStackSetAutoDeploymentTargets"
    let pages: [ScriptedServer.Answer] = [
      .result(operation, "<Summaries/><NextToken>t</NextToken>"),
      .result(operation, "<Summaries>\(one)</Summaries><NextToken></NextToken>"),
    ]
    try await withConnection(pages) { server, connection in
      let targets = try await all(CloudFormation(connection).listStackSetAutoDeploymentTargets(stackSet: "x"))
      #expect(targets.map(\.items.count) == [0, 1])
      #expect(targets.last?.items.first?.regions == ["eu-west-1"])
      #expect(server.requests.count == 2)
    }
  }

  @Test func `a stack set is read with its template, targets and deployment`() async throws {
    let set = """
      <StackSet>
        <StackSetName>rolecall-roles</StackSetName><StackSetId>rolecall-roles:1</StackSetId><Status>ACTIVE</Status>
        <PermissionModel>SERVICE_MANAGED</PermissionModel><TemplateBody>Parameters:
        A: 1
      </TemplateBody>
        <Parameters><member><ParameterKey>Empty</ParameterKey><ParameterValue/></member></Parameters>
        <Capabilities><member>CAPABILITY_NAMED_IAM</member></Capabilities>
        <OrganizationalUnitIds><member>r-ab12</member><member>ou-1</member></OrganizationalUnitIds>
        <Regions><member>eu-west-1</member></Regions>
        <AutoDeployment><Enabled>true</Enabled><RetainStacksOnAccountRemoval>false</RetainStacksOnAccountRemoval>
        </AutoDeployment>
        <ManagedExecution><Active>true</Active></ManagedExecution>
        <StackSetDriftDetectionDetails><DriftStatus>NOT_CHECKED</DriftStatus></StackSetDriftDetectionDetails>
      </StackSet>
      """
    try await withConnection([.result("DescribeStackSet", set)]) { _, connection in
      let set = try await CloudFormation(connection).describeStackSet("rolecall-roles")
      #expect(set.templateBody == "Parameters:\n  A: 1\n")
      #expect(set.organizationalUnitIDs == ["r-ab12", "ou-1"])
      #expect(set.regions == ["eu-west-1"])
      #expect(set.capabilities == ["CAPABILITY_NAMED_IAM"])
      #expect(set.parameters.map(\.value) == [""])
      #expect(set.autoDeployment?.enabled == true && set.autoDeployment?.retainStacksOnAccountRemoval == false)
      #expect(set.isManagedExecutionActive == true)
      #expect(set.driftStatus == "NOT_CHECKED")
    }
  }

  @Test func `operations, results, stacks and events are read`() async throws {
    let operation = """
      <OperationId>op-1</OperationId><Action>CREATE</Action><Status>FAILED</Status>
      <CreationTimestamp>2026-11-24T06:00:00Z</CreationTimestamp><StatusReason>because</StatusReason>
      <StatusDetails><FailedStackInstancesCount>3</FailedStackInstancesCount></StatusDetails>
      """
    let result = """
      <member><Account>111122223333</Account><Region>eu-west-1</Region><Status>CANCELLED</Status>
      <AccountGateResult><Status>SKIPPED</Status></AccountGateResult></member>
      """
    let stack = """
      <member><StackName>l</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>
      <CreationTime>2026-11-24T06:00:00Z</CreationTime><Outputs><member><OutputKey>SecretArn</OutputKey>
      <OutputValue>arn</OutputValue></member></Outputs></member>
      """
    let event = """
      <member><EventId>e</EventId><StackId>s</StackId><StackName>n</StackName><ResourceStatus>CREATE_FAILED</ResourceStatus>
      <Timestamp>2026-11-24T06:00:00.5Z</Timestamp><LogicalResourceId>Role</LogicalResourceId></member>
      """
    let answers: [ScriptedServer.Answer] = [
      .result("ListStackSetOperations", "<Summaries><member>\(operation)</member></Summaries>"),
      .result("DescribeStackSetOperation", "<StackSetOperation>\(operation)</StackSetOperation>"),
      .result("ListStackSetOperationResults", "<Summaries>\(result)</Summaries>"),
      .result("DescribeOrganizationsAccess", "<Status>ENABLED</Status>"),
      .result("DescribeStacks", "<Stacks>\(stack)</Stacks>"),
      .result("DescribeStackEvents", "<StackEvents>\(event)</StackEvents>"),
    ]
    try await withConnection(answers) { _, connection in
      let cloudFormation = CloudFormation(connection)
      let listed = try await all(cloudFormation.listStackSetOperations(stackSet: "x")).flatMap(\.items)
      let described = try await cloudFormation.describeStackSetOperation(stackSet: "x", operationID: "op-1")
      #expect(listed == [described])
      #expect(described.failedStackInstancesCount == 3 && described.endTimestamp == nil)
      #expect(described.creationTimestamp == Date(timeIntervalSince1970: 1_795_500_000))
      let results = try await all(cloudFormation.listStackSetOperationResults(stackSet: "x", operationID: "op-1"))
      #expect(results.flatMap(\.items).map(\.accountGateStatus) == ["SKIPPED"])
      let access = try await cloudFormation.describeOrganizationsAccess()
      #expect(access == "ENABLED")
      let stacks = try await all(cloudFormation.describeStacks(named: "l")).flatMap(\.items)
      #expect(stacks.map(\.outputs) == [["SecretArn": "arn"]])
      let events = try await all(cloudFormation.describeStackEvents(stack: "n")).flatMap(\.items)
      #expect(events.map(\.timestamp) == [Date(timeIntervalSince1970: 1_795_500_000.5)])
    }
  }

  @Test(arguments: [
    (
      """
      <ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
      <Code>StackSetNotFoundException</Code><Message>StackSet x not found</Message></Error></ErrorResponse>
      """, "StackSetNotFoundException", "StackSet x not found"
    ),
    (
      "<Error><Code>StackSetNotFound</Code><Message>not found</Message><RequestId>1</RequestId></Error>",
      "StackSetNotFound", "not found"
    ),
    (
      "<Response><Errors><Error><Code>AuthFailure</Code><Message>m</Message></Error></Errors></Response>",
      "AuthFailure", "m"
    ),
    ("<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>", "Throttling", ""),
  ])
  func `a refusal is read with and without its wrapper`(body: String, code: String, message: String) async throws {
    try await withConnection([.xml(body, status: 404)]) { _, connection in
      let error = await #expect(throws: AWSError.self) {
        try await CloudFormation(connection).describeStackSet("x")
      }
      guard case .refused(let refusal) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(refusal.code.rawValue == code)
      #expect(refusal.message == message)
      #expect(refusal.status == 404 && refusal.region == "eu-west-1")
    }
  }

  @Test(arguments: [
    ("<html><body>Service", "the XML is broken or cut off"), ("", "the XML is broken or cut off"),
    (#"{"a":1}"#, "the XML is broken or cut off"), ("<html/>", "<DescribeStackSetResponse> was expected"),
    ("<DescribeStackSetResponse/>", "field StackSet is missing"),
    (
      "<DescribeStackSetResponse><DescribeStackSetResult><StackSet/></DescribeStackSetResult></DescribeStackSetResponse>",
      "field StackSetName is missing"
    ),
  ])
  func `a body that cannot be read says what is wrong with it`(body: String, reason: String) async throws {
    try await withConnection([.xml(body)]) { _, connection in
      let error = await #expect(throws: AWSError.self) {
        try await CloudFormation(connection).describeStackSet("x")
      }
      #expect(error?.sentence.contains("CloudFormation DescribeStackSet: \(reason) (status 200") == true)
    }
  }

  @Test func `a page of HTML with an error status is not taken for a refusal`() async throws {
    let page = ScriptedServer.Answer(503, headers: ["Content-Type: text/html"], body: "<html><h1>busy</h1></html>")
    try await withConnection([page]) { _, connection in
      let error = await #expect(throws: AWSError.self) {
        try await CloudFormation(connection).describeStackSet("x")
      }
      #expect(error?.sentence.hasPrefix("unexpected response to CloudFormation DescribeStackSet") == true)
      #expect(error?.isTransient == true)
    }
  }
}
