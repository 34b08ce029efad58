import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

struct LambdaTests {
  private static let arn = "arn:aws:lambda:eu-west-1:111122223333:function:rolecall-configurator:ops"

  @Test func `an invocation waits for what the function returns, and tells nothing of it by itself`() async throws {
    let answer = ScriptedServer.Answer.json(#"{"version":"9.1"}"#, headers: ["X-Amz-Executed-Version: 7"])
    try await Fixture.with([answer]) { server, fixture in
      let invocation = try await Lambda(fixture.connection).invoke(Self.arn, payload: Array(#"{"op":"ping"}"#.utf8))
      let request = try #require(server.requests.first)
      #expect(request.line == "POST /2015-03-31/functions/\(Self.encoded)/invocations HTTP/1.1")
      #expect(request["x-amz-invocation-type"] == "RequestResponse")
      #expect(request.body == #"{"op":"ping"}"#)
      #expect(String(decoding: invocation.payload, as: UTF8.self) == #"{"version":"9.1"}"#)
      #expect(invocation.executedVersion == "7" && invocation.functionError == nil)
      #expect("\(invocation)" == "Invocation(200)")
    }
  }

  private static let encoded = "arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Arolecall-configurator%3Aops"

  @Test func `a function that fails is an answer, not an error`() async throws {
    let answer = ScriptedServer.Answer.json(
      #"{"errorType":"Runtime.ExitError","errorMessage":"it ended"}"#,
      headers: ["X-Amz-Function-Error: Unhandled"]
    )
    try await Fixture.with([answer]) { _, fixture in
      let invocation = try await Lambda(fixture.connection).invoke("f", payload: [])
      #expect(invocation.functionError == "Unhandled")
    }
  }

  @Test(arguments: [true, false])
  func `what must not run twice is not sent again where it may have run`(isRepeatable: Bool) async throws {
    let broken = ScriptedServer.Answer(200, body: "{}", cut: 1)
    try await Fixture.with([broken, .json("{}")]) { server, fixture in
      let lambda = Lambda(fixture.connection)
      if isRepeatable {
        _ = try await lambda.invoke("f", payload: [], isRepeatable: true)
        #expect(server.requests.count == 2)
      } else {
        await #expect(throws: AWSError.self) { try await lambda.invoke("f", payload: [], isRepeatable: false) }
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test func `a throttle never ran, so it is sent again`() async throws {
    let throttle = ScriptedServer.Answer.json(
      #"{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","message":"Rate Exceeded."}"#,
      status: 429,
      headers: ["x-amzn-ErrorType: TooManyRequestsException"]
    )
    try await Fixture.with([throttle, .json("{}")]) { server, fixture in
      _ = try await Lambda(fixture.connection).invoke("f", payload: [], isRepeatable: false)
      #expect(server.requests.count == 2)
    }
  }

  @Test func `a configuration is read with everything and with next to nothing`() async throws {
    let whole = """
      {"FunctionName": "f", "FunctionArn": "arn", "Runtime": "provided.al2023", "State": "Active", "Timeout": 600,
       "CodeSha256": "abc=", "Version": "$LATEST", "LastUpdateStatus": "Successful", "Architectures": ["arm64"],
       "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"], "VpcId": "vpc-1"},
       "Environment": {"Variables": {"A": "1"}}, "Layers": [{"Arn": "layer"}], "New": {"Deep": [1]}}
      """
    try await Fixture.with([.json(whole), .json("{}")]) { server, fixture in
      let lambda = Lambda(fixture.connection)
      let read = try await lambda.getFunctionConfiguration("f", qualifier: "cfn")
      #expect(read.vpcConfig?.subnetIDs == ["subnet-1"] && read.environment?.variables == ["A": "1"])
      #expect(read.layers?.map(\.arn) == ["layer"] && read.architectures == ["arm64"])
      #expect(server.requests[0].line == "GET /2015-03-31/functions/f/configuration?Qualifier=cfn HTTP/1.1")
      #expect(try await lambda.getFunctionConfiguration("f").state == nil)
    }
  }

  @Test func `policy, alias, concurrency, settings and versions are read`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"Policy":"{\"Statement\":[]}","RevisionId":"r"}"#),
      .json(#"{"AliasArn":"a","Name":"cfn","FunctionVersion":"3"}"#),
      .json(#"{"ReservedConcurrentExecutions":20}"#), .json("{}"),
      .json(#"{"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":960}}"#),
      .json(#"{"Versions":[{"Version":"$LATEST"}],"NextMarker":"m"}"#),
      .json(#"{"Versions":[{"Version":"1"}],"NextMarker":null}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let lambda = Lambda(fixture.connection)
      #expect(try await lambda.getPolicy("f") == #"{"Statement":[]}"#)
      #expect(try await lambda.getAlias("f", name: "cfn").functionVersion == "3")
      #expect(try await lambda.getFunctionConcurrency("f") == 20)
      #expect(try await lambda.getFunctionConcurrency("f") == nil)
      #expect(try await lambda.getAccountSettings().accountLimit?.unreservedConcurrentExecutions == 960)
      var versions: [String?] = []
      for try await page in lambda.listVersions("f") { versions += page.versions.map(\.version) }
      #expect(versions == ["$LATEST", "1"])
      let lines = server.requests.map { $0.line.split(separator: " ")[1] }
      #expect(
        lines == [
          "/2015-03-31/functions/f/policy", "/2015-03-31/functions/f/aliases/cfn",
          "/2019-09-30/functions/f/concurrency", "/2019-09-30/functions/f/concurrency", "/2016-08-19/account-settings",
          "/2015-03-31/functions/f/versions", "/2015-03-31/functions/f/versions?Marker=m",
        ]
      )
    }
  }

  @Test func `a function that is not there is not found, by the header alone`() async throws {
    let answer = ScriptedServer.Answer.json(
      #"{"Type":"User","Message":"Function not found: f"}"#,
      status: 404,
      headers: ["x-amzn-ErrorType: ResourceNotFoundException:http://internal.amazon.com/"]
    )
    try await Fixture.with([answer]) { _, fixture in
      let error = await #expect(throws: AWSError.self) { try await Lambda(fixture.connection).getPolicy("f") }
      #expect(error?.code == .resourceNotFound && error?.code?.isNotFound == true)
      #expect(error?.sentence.contains("Function not found: f") == true)
    }
  }
}
