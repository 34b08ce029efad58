import AWS
import AWSQuery
import TestSupport
import Testing

@testable import Sandbox

/// Every read against the sandbox, which shares no code with the clients.
struct SandboxReadTests {
  private static let healthy = SandboxOptions(scenario: .healthy, accounts: 130, seed: 7)

  @Test func `the organization is the same by list and by walk`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let organizations = Organizations(fixture.connection(as: fixture.keys.organizationReader))
      let organization = try await organizations.describeOrganization()
      #expect(organization.masterAccountID == fixture.keys.organizationReader.account)
      let pages = try await all(organizations.listAccounts())
      let listed = pages.flatMap(\.accounts)
      #expect(listed.count == 130)
      #expect(pages.allSatisfy { $0.accounts.count <= 20 })
      #expect(listed.allSatisfy { $0.paths?.first?.hasPrefix("\(organization.id)/r-") == true })
      let root = try #require(try await all(organizations.listRoots()).first?.roots.first)
      var walked: [String] = []
      var parents = [root.id]
      while let parent = parents.popLast() {
        walked += try await all(organizations.listAccounts(forParent: parent)).flatMap(\.accounts).map(\.id)
        let units = try await all(organizations.listOrganizationalUnits(forParent: parent))
        parents += units.flatMap(\.organizationalUnits).map(\.id)
      }
      #expect(walked.sorted() == listed.map(\.id).sorted())
      let one = try await organizations.describeAccount(listed[3].id)
      #expect(one == listed[3])
      let principal = "member.org.stacksets.cloudformation.amazonaws.com"
      let administrators = try await all(organizations.listDelegatedAdministrators(servicePrincipal: principal))
      #expect(administrators.flatMap(\.delegatedAdministrators).map(\.id) == [fixture.keys.delegated.account])
    }
  }

  @Test func `a world without Paths is read as one`() async throws {
    let options = SandboxOptions(scenario: .healthy, accounts: 30, seed: 7, paths: false)
    try await SandboxFixture.with(options) { fixture in
      let organizations = Organizations(fixture.connection(as: fixture.keys.organizationReader))
      let accounts = try await all(organizations.listAccounts()).flatMap(\.accounts)
      #expect(accounts.count == 30)
      #expect(accounts.allSatisfy { $0.paths == nil && $0.standing != nil })
    }
  }

  @Test func `stack sets, instances and operations are read, and described as they are listed`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let cloudFormation = CloudFormation(fixture.connection(as: fixture.keys.organizationReader))
      let sets = try await all(cloudFormation.listStackSets()).flatMap(\.items)
      let name = "rolecall-roles"
      #expect(sets.contains { $0.stackSetName == name && $0.permissionModel == "SERVICE_MANAGED" })
      let set = try await cloudFormation.describeStackSet(name)
      #expect(set.templateBody?.isEmpty == false && set.autoDeployment?.enabled == true)
      #expect(!set.organizationalUnitIDs.isEmpty && set.regions == [fixture.region])
      let pages = try await all(cloudFormation.listStackInstances(stackSet: name))
      let instances = pages.flatMap(\.items)
      #expect(instances.count > 100 && pages[0].items.count == 100)
      let first = try #require(instances.first)
      let described = try await cloudFormation.describeStackInstance(
        stackSet: name,
        account: first.account,
        region: first.region
      )
      #expect(described == first)
      let operations = try await all(cloudFormation.listStackSetOperations(stackSet: name)).flatMap(\.items)
      let operation = try #require(operations.first { $0.action == "CREATE" })
      let again = try await cloudFormation.describeStackSetOperation(
        stackSet: name,
        operationID: operation.operationID
      )
      #expect(again.status == operation.status && again.creationTimestamp == operation.creationTimestamp)
      let results = cloudFormation.listStackSetOperationResults(stackSet: name, operationID: operation.operationID)
      #expect(try await !all(results).flatMap(\.items).isEmpty)
      let targets = try await all(cloudFormation.listStackSetAutoDeploymentTargets(stackSet: name))
      #expect(targets.flatMap(\.items).allSatisfy { $0.regions == [fixture.region] })
      let access = try await cloudFormation.describeOrganizationsAccess()
      #expect(access == "ENABLED")
    }
  }

  @Test func `a delegated administrator reads with CallAs, and is told what is wrong without`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let connection = fixture.connection(as: fixture.keys.delegated)
      let name = "rolecall-roles"
      let set = try await CloudFormation(connection, callAs: .delegatedAdministrator).describeStackSet(name)
      #expect(set.stackSetName == name)
      let error = await #expect(throws: AWSError.self) { try await CloudFormation(connection).describeStackSet(name) }
      #expect(error?.code == .stackSetNotFound)
      #expect(error?.nextStep?.contains("callAs is wrong") == true)
    }
  }

  @Test func `the backup account's stack, events and secret are read`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let connection = fixture.connection(as: fixture.keys.backup)
      let cloudFormation = CloudFormation(connection)
      let stack = try #require(
        try await all(cloudFormation.describeStacks(named: "rolecall-lambdas")).first?.items.first
      )
      let secrets = SecretsManager(connection)
      let secret = try await secrets.describeSecret(try #require(stack.outputs["SecretArn"]))
      #expect(secret.name == "veeam-backup-aws-credentials")
      #expect(secret.versionIDsToStages?.values.contains(["AWSCURRENT"]) == true)
      let value = try await secrets.getSecretValue(secret.arn)
      #expect(value.secretString?.contains("svc-rolecall") == true)
      let events = try await all(cloudFormation.describeStackEvents(stack: "rolecall-lambdas")).flatMap(\.items)
      #expect(events.allSatisfy { $0.stackName == "rolecall-lambdas" })
    }
  }

  @Test func `an identity is told, and a role assumed and used`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let backup = fixture.keys.backup
      let sts = STS(fixture.connection(as: backup))
      let caller = try await sts.getCallerIdentity()
      #expect(caller.account == backup.account && caller.arn == backup.arn)
      let management = fixture.keys.organizationReader.account
      let session = try await sts.assumeRole(
        roleARN: "arn:aws:iam::\(management):role/VendorReader",
        sessionName: "rolecall-test",
        externalID: "rolecall-sandbox",
        durationSeconds: 900
      )
      #expect(session.accountID == management && session.sessionToken != nil && session.expiration != nil)
      let error = await #expect(throws: AWSError.self) {
        try await sts.assumeRole(roleARN: "arn:aws:iam::\(management):role/VendorReader", sessionName: "rolecall-test")
      }
      #expect(error?.isDenial == true)
      #expect(error?.nextStep == "ask for permission sts:AssumeRole")
    }
  }

  @Test func `an ordinary member is denied, with the permission named`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let organizations = Organizations(fixture.connection(as: fixture.keys.member))
      let error = await #expect(throws: AWSError.self) { try await all(organizations.listAccounts()) }
      #expect(error?.isDenial == true)
      #expect(error?.nextStep?.hasPrefix("ask for permission organizations:ListAccounts") == true)
    }
  }

  @Test func `a wrong secret key is refused`() async throws {
    try await SandboxFixture.with(Self.healthy) { fixture in
      let connection = fixture.connection(as: fixture.keys.backup, secret: "not the secret")
      let query = await #expect(throws: AWSError.self) { try await STS(connection).getCallerIdentity() }
      #expect(query?.code == .signatureDoesNotMatch)
      let json = await #expect(throws: AWSError.self) { try await SecretsManager(connection).describeSecret("x") }
      #expect(json?.isSignInProblem == true)
    }
  }
}
