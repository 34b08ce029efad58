import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

/// Services whose clients are a call or two: what they send, and what they make of answers.
struct JSONServicesTests {
  @Test func `writes of secrets carry their token, and a read-back of lists its pages`() async throws {
    let version = ScriptedServer.Answer.json(#"{"ARN":"arn","Name":"n","VersionId":"v"}"#)
    let answers: [ScriptedServer.Answer] = [
      version, version, .json(#"{"ARN":"arn","Name":"n"}"#), .json(#"{"RandomPassword":"hush"}"#),
      .json(#"{"SecretList":[{"ARN":"arn","Name":"rolecall/x","DeletedDate":1.7E9}],"NextToken":""}"#),
      .json(#"{"Versions":[{"VersionId":"v","VersionStages":["AWSCURRENT"]}]}"#), .json(#"{"ARN":"a","Name":"n"}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let secrets = SecretsManager(fixture.connection)
      let made = try await secrets.createSecret(name: "n", value: "{}", token: "token-1")
      #expect(made.versionID == "v")
      _ = try await secrets.putSecretValue("arn", value: "{}", stages: ["AWSPENDING"], token: "token-2")
      try await secrets.updateSecretVersionStage("arn", stage: "AWSCURRENT", moveTo: "b", removeFrom: "a")
      #expect(try await secrets.getRandomPassword(length: 32, excludeCharacters: "/@") == "hush")
      var names: [String] = []
      for try await page in secrets.listSecrets(prefix: "rolecall/") { names += page.secretList.map(\.name) }
      #expect(names == ["rolecall/x"])
      for try await page in secrets.listSecretVersionIDs("arn") {
        #expect(page.versions[0].versionStages == ["AWSCURRENT"])
      }
      try await secrets.restoreSecret("arn")
      let bodies = server.requests.map(\.body)
      #expect(bodies[0] == #"{"ClientRequestToken":"token-1","Name":"n","SecretString":"{}"}"#)
      #expect(
        bodies[1]
          == #"{"ClientRequestToken":"token-2","SecretId":"arn","SecretString":"{}","VersionStages":["AWSPENDING"]}"#
      )
      #expect(
        bodies[2] == #"{"MoveToVersionId":"b","RemoveFromVersionId":"a","SecretId":"arn","VersionStage":"AWSCURRENT"}"#
      )
      #expect(bodies[3] == #"{"ExcludeCharacters":"/@","PasswordLength":32}"#)
      #expect(bodies[4] == #"{"Filters":[{"Key":"name","Values":["rolecall/"]}],"IncludePlannedDeletion":true}"#)
      #expect(server.requests[6]["x-amz-target"] == "secretsmanager.RestoreSecret")
    }
  }

  @Test func `a stage that may have moved is not moved twice`() async throws {
    let broken = ScriptedServer.Answer(200, body: #"{"ARN":"a"}"#, cut: 3)
    try await Fixture.with([broken, .json("{}")]) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await SecretsManager(fixture.connection).updateSecretVersionStage(
          "a",
          stage: "s",
          moveTo: "b",
          removeFrom: "a"
        )
      }
      #expect(error?.mayHaveBeenCarriedOut == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `an answer with a secret that cannot be read is not quoted`() async throws {
    try await Fixture.with([.json(#"{"RandomPasswort":"hush"}"#)]) { _, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await SecretsManager(fixture.connection).getRandomPassword(length: 20)
      }
      #expect(error?.sentence.contains("hush") == false)
    }
  }

  @Test func `parameters, queues, quotas and regions are asked for in their own protocols`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"Parameter":{"Name":"/a","Value":"arn:layer:7","Version":3}}"#),
      .json(#"{"QueueUrl":"https://q"}"#), .json(#"{"Attributes":{"ApproximateNumberOfMessages":"2"}}"#),
      .json(#"{"Quota":{"QuotaName":"Roles","Value":1000.0}}"#),
      .json(#"{"Regions":[{"RegionName":"me-south-1","RegionOptStatus":"DISABLED"}]}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      #expect(try await SSM(fixture.connection).getParameter("/a").value == "arn:layer:7")
      let queues = SQS(fixture.connection)
      #expect(try await queues.getQueueURL(named: "q") == "https://q")
      #expect(try await queues.getQueueAttributes("https://q") == ["ApproximateNumberOfMessages": "2"])
      #expect(try await ServiceQuotas(fixture.connection).getServiceQuota(service: "iam", code: "L-1").value == 1_000)
      for try await page in AccountRegions(fixture.connection).listRegions() {
        #expect(page.regions.map(\.regionOptStatus) == ["DISABLED"])
      }
      let requests = server.requests
      #expect(
        requests.map { $0["x-amz-target"] } == [
          "AmazonSSM.GetParameter", "AmazonSQS.GetQueueUrl", "AmazonSQS.GetQueueAttributes",
          "ServiceQuotasV20190624.GetServiceQuota", nil,
        ]
      )
      #expect(requests[1]["content-type"] == "application/x-amz-json-1.0")
      #expect(requests[4].line == "POST /listRegions HTTP/1.1" && requests[4]["content-type"] == "application/json")
      // Account Management has one home, whatever the caller's region is.
      #expect(requests[4]["authorization"]?.contains("/us-east-1/account/aws4_request") == true)
    }
  }

  @Test func `log groups and lines are read, an empty page in between is not the end`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"logGroups":[{"logGroupName":"/a","retentionInDays":365},{"logGroupName":"/ab"}]}"#),
      .json(#"{"events":[],"nextToken":"t"}"#),
      .json(#"{"events":[{"message":"{}","timestamp":1795500000123,"logStreamName":"s","eventId":"e"}]}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let logs = CloudWatchLogs(fixture.connection)
      for try await page in logs.describeLogGroups(prefix: "/a") {
        #expect(page.logGroups.map(\.retentionInDays) == [365, nil])
      }
      var times: [Int64?] = []
      for try await page in logs.filterLogEvents("/a", startTime: 1, pattern: "{ $.step = \"x\" }") {
        times += (page.events ?? []).map(\.timestamp)
      }
      #expect(times == [1_795_500_000_123])
      #expect(server.requests[1].body == #"{"filterPattern":"{ $.step = \"x\" }","logGroupName":"/a","startTime":1}"#)
      #expect(server.requests[2].body.contains(#""nextToken":"t""#))
    }
  }

  @Test func `policies of the organization are listed and described`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"Policies":[{"Id":"p-1","Name":"guard","AwsManaged":false}]}"#),
      .json(#"{"Policy":{"PolicySummary":{"Id":"p-1"},"Content":"{\"Statement\":[]}"}}"#),
      .json(#"{"Parents":[{"Id":"r-ab12","Type":"ROOT"}]}"#),
      .json(#"{"EnabledServicePrincipals":[{"ServicePrincipal":"s","DateEnabled":1.7E9}]}"#),
      .json(#"{"DelegatedServices":[{"ServicePrincipal":"s"}]}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let organizations = Organizations(fixture.connection)
      for try await page in organizations.listPoliciesForTarget("ou-1") { #expect(page.policies.map(\.id) == ["p-1"]) }
      #expect(try await organizations.describePolicy("p-1").content == #"{"Statement":[]}"#)
      for try await page in organizations.listParents(ofChild: "ou-1") { #expect(page.parents.map(\.id) == ["r-ab12"]) }
      for try await page in organizations.listServiceAccess() { #expect(page.enabledServicePrincipals.count == 1) }
      for try await page in organizations.listDelegatedServices(forAccount: "111122223333") {
        #expect(page.delegatedServices.map(\.servicePrincipal) == ["s"])
      }
      #expect(
        server.requests[0].body == #"{"Filter":"SERVICE_CONTROL_POLICY","MaxResults":20,"TargetId":"ou-1"}"#
      )
    }
  }
}
