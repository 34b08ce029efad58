import AWS
import TestSupport
import Testing

@testable import AWSQuery

/// What the writes of stacks and stack sets put on the wire.
struct StackWritesTests {
  private static let intersection = DeploymentTargets.accountsInUnits(
    accounts: ["111122223333"],
    units: ["ou-ab12-11111111"],
    filter: .intersection
  )

  @Test func `targets with accounts always carry their filter`() async throws {
    try await withConnection([.result("CreateStackInstances", "<OperationId>op-1</OperationId>")]) {
      server,
      connection in
      let id = try await CloudFormation(connection, callAs: .delegatedAdministrator).createStackInstances(
        stackSet: "rolecall-roles",
        targets: Self.intersection,
        regions: ["eu-west-1"],
        preferences: .standard,
        operationID: "op-1"
      )
      #expect(id == "op-1")
      #expect(
        server.requests[0].body
          == """
          Action=CreateStackInstances&Version=2010-05-15&StackSetName=rolecall-roles\
          &DeploymentTargets.OrganizationalUnitIds.member.1=ou-ab12-11111111\
          &DeploymentTargets.Accounts.member.1=111122223333&DeploymentTargets.AccountFilterType=INTERSECTION\
          &Regions.member.1=eu-west-1&CallAs=DELEGATED_ADMIN&OperationPreferences.RegionConcurrencyType=PARALLEL\
          &OperationPreferences.FailureTolerancePercentage=100&OperationPreferences.MaxConcurrentPercentage=25\
          &OperationPreferences.ConcurrencyMode=SOFT_FAILURE_TOLERANCE&OperationId=op-1
          """
      )
    }
  }

  @Test(arguments: [
    DeploymentTargets.accountsInUnits(accounts: [], units: ["ou-1"], filter: .intersection),
    .accountsInUnits(accounts: ["111122223333"], units: [], filter: .difference), .units([]), .accounts([]),
  ])
  func `targets that would mean more, or nothing, are never sent`(targets: DeploymentTargets) async throws {
    try await withConnection([]) { server, connection in
      let error = await #expect(throws: AWSError.self) {
        try await CloudFormation(connection).deleteStackInstances(
          stackSet: "s",
          targets: targets,
          regions: ["eu-west-1"],
          retainStacks: true,
          preferences: .careful,
          operationID: "op"
        )
      }
      #expect(error?.sentence.hasPrefix("the targets are refused: ") == true)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `an operation id that is known already was accepted before`() async throws {
    let refusal = ScriptedServer.Answer.xml(
      "<ErrorResponse><Error><Code>OperationIdAlreadyExistsException</Code><Message>again</Message></Error></ErrorResponse>",
      status: 409
    )
    try await withConnection([refusal]) { _, connection in
      let id = try await CloudFormation(connection).updateStackInstances(
        stackSet: "s",
        targets: .accounts(["111122223333"]),
        regions: ["eu-west-1"],
        overrides: [CloudFormation.Parameter(key: "RegistrationNonce", value: "2")],
        preferences: .careful,
        operationID: "op-7"
      )
      #expect(id == "op-7")
    }
  }

  @Test func `a stack set is made and changed with what it is to be`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .result("CreateStackSet", "<StackSetId>s:1</StackSetId>"),
      .result("UpdateStackSet", "<OperationId>op-2</OperationId>"),
    ]
    try await withConnection(answers) { server, connection in
      let cloudFormation = CloudFormation(connection)
      var definition = StackSetDefinition(
        template: .url("https://b.s3.eu-west-1.amazonaws.com/roles.yaml?versionId=v"),
        parameters: [.init(key: "A", value: "")],
        tags: [.init("Owner", "x")],
        permissionModel: "SERVICE_MANAGED",
        autoDeployment: .init(enabled: true, retainStacksOnAccountRemoval: true),
        isManagedExecutionActive: true
      )
      #expect(try await cloudFormation.createStackSet("s", definition, token: "t") == "s:1")
      definition = StackSetDefinition(template: .previous, parameters: [.init(key: "A", value: nil)])
      _ = try await cloudFormation.updateStackSet("s", definition, preferences: .standard, operationID: "op-2")
      let bodies = server.requests.map(\.body)
      #expect(
        bodies[0]
          == """
          Action=CreateStackSet&Version=2010-05-15&StackSetName=s\
          &TemplateURL=https%3A%2F%2Fb.s3.eu-west-1.amazonaws.com%2Froles.yaml%3FversionId%3Dv\
          &Parameters.member.1.ParameterKey=A&Parameters.member.1.ParameterValue=\
          &Capabilities.member.1=CAPABILITY_NAMED_IAM&Tags.member.1.Key=Owner&Tags.member.1.Value=x\
          &PermissionModel=SERVICE_MANAGED&AutoDeployment.Enabled=true\
          &AutoDeployment.RetainStacksOnAccountRemoval=true&ManagedExecution.Active=true&CallAs=SELF\
          &ClientRequestToken=t
          """
      )
      #expect(bodies[1].contains("&UsePreviousTemplate=true&"))
      #expect(bodies[1].contains("&Parameters.member.1.UsePreviousValue=true&"))
      #expect(!bodies[1].contains("Tags") && !bodies[1].contains("DeploymentTargets"))
    }
  }

  @Test func `a stack that is not there is nothing, and an update of nothing too`() async throws {
    func refusal(_ message: String) -> ScriptedServer.Answer {
      .xml(
        "<ErrorResponse><Error><Code>ValidationError</Code><Message>\(message)</Message></Error></ErrorResponse>",
        status: 400
      )
    }
    let answers = [
      refusal("Stack with id rolecall-lambdas does not exist"), refusal("No updates are to be performed."),
      refusal("Template format error"),
    ]
    try await withConnection(answers) { _, connection in
      let cloudFormation = CloudFormation(connection)
      let missing = try await cloudFormation.describeStack("rolecall-lambdas")
      #expect(missing == nil)
      let definition = StackDefinition(template: .body("{}"))
      let unchanged = try await cloudFormation.updateStack("s", definition, token: "t")
      #expect(unchanged == nil)
      await #expect(throws: AWSError.self) { try await cloudFormation.updateStack("s", definition, token: "t") }
    }
  }

  @Test func `stacks are made, guarded and deleted, with the caller's token`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .result("CreateStack", "<StackId>arn:stack</StackId>"), .xml("<DeleteStackResponse/>"),
      .xml("<SetStackPolicyResponse/>"),
      .result("UpdateTerminationProtection", "<StackId>arn:stack</StackId>"),
      .result("GetTemplate", "<TemplateBody>A: &lt;1&gt;\n</TemplateBody>"),
      .result(
        "DescribeStackResources",
        """
        <StackResources><member><LogicalResourceId>Role</LogicalResourceId><ResourceType>AWS::IAM::Role</ResourceType>
        <ResourceStatus>CREATE_COMPLETE</ResourceStatus><Timestamp>2026-11-24T06:00:00Z</Timestamp></member></StackResources>
        """
      ),
    ]
    try await withConnection(answers) { server, connection in
      let cloudFormation = CloudFormation(connection)
      let id = try await cloudFormation.createStack(
        "s",
        StackDefinition(template: .body("A: 1"), parameters: [.init(key: "K", value: "a b")]),
        stackPolicy: "{}",
        isTerminationProtected: true,
        token: "t"
      )
      #expect(id == "arn:stack")
      try await cloudFormation.deleteStack("arn:stack", token: "u")
      try await cloudFormation.setStackPolicy(stack: "s", body: "{}")
      try await cloudFormation.updateTerminationProtection(stack: "s", isOn: false)
      #expect(try await cloudFormation.getTemplate(stack: "s") == "A: <1>\n")
      #expect(try await cloudFormation.describeStackResources(stack: "s").map(\.logicalResourceID) == ["Role"])
      let bodies = server.requests.map(\.body)
      #expect(
        bodies[0]
          == """
          Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=A%3A%201&Parameters.member.1.ParameterKey=K\
          &Parameters.member.1.ParameterValue=a%20b&Capabilities.member.1=CAPABILITY_NAMED_IAM&StackPolicyBody=%7B%7D\
          &EnableTerminationProtection=true&ClientRequestToken=t
          """
      )
      #expect(bodies[1] == "Action=DeleteStack&Version=2010-05-15&StackName=arn%3Astack&ClientRequestToken=u")
      #expect(bodies[3].hasSuffix("&EnableTerminationProtection=false"))
    }
  }
}
