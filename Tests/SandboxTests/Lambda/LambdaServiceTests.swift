import Foundation
import Testing

@testable import Sandbox

struct LambdaServiceTests {
  private let functions = "/2015-03-31/functions"

  private func probe() async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 20, clock: .virtual))
  }

  @Test func `a new function is Pending for a moment, and its hash is that of its bytes`() async throws {
    let probe = await probe()
    let created = try await probe.makeFunction()
    #expect(created["State"] as? String == "Pending")
    #expect(created["LastUpdateStatus"] as? String == "InProgress")
    let known = try await probe.lambda("GET", "\(functions)/worker/configuration").json()
    #expect(known["State"] as? String == "Active")
    #expect(known["LastUpdateStatus"] as? String == "Successful")
    // openssl dgst -sha256 -binary | base64, of the bytes 50 4b 05 06 00 00.
    #expect(known["CodeSha256"] as? String == "cIEBeUOxzlAHqAFgSUhdpMrkhzsJUQ4QzMYj97VG1x0=")
    #expect(known["CodeSize"] as? Int == 6)
  }

  @Test func `code comes from a bucket of the same region`() async throws {
    let probe = await probe()
    try await probe.makeRole()
    func create(_ name: String, key: String) async -> EndpointProbe.Answer {
      await probe.lambda(
        "POST",
        functions,
        """
        {"FunctionName": "\(name)", "Role": "arn:aws:iam::\(probe.world.backupAccount):role/worker",
         "Code": {"S3Bucket": "artifacts-1", "S3Key": "\(key)"}}
        """
      )
    }
    try await probe.world.perform { state, now in
      try state.storage.createBucket("artifacts-1", account: state.backupAccount, region: "eu-west-1", at: now)
      _ = try state.storage.putObject(Array("PK".utf8), key: "functions.zip", in: "artifacts-1", at: now)
    }
    #expect(try await create("one", key: "functions.zip").json()["CodeSize"] as? Int == 2)
    let missing = await create("two", key: "other.zip")
    #expect(
      try missing.message()
        == "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."
    )
  }

  @Test(arguments: [
    ("GET", "/2015-03-31/functions/nobody", "", 404, "ResourceNotFoundException"),
    ("GET", "/2015-03-31/functions/worker?Qualifier=cfn", "", 404, "ResourceNotFoundException"),
    ("GET", "/2015-03-31/functions/worker/aliases/cfn", "", 404, "ResourceNotFoundException"),
    ("GET", "/2015-03-31/functions/worker/policy", "", 404, "ResourceNotFoundException"),
    (
      "POST", "/2015-03-31/functions/worker/aliases", #"{"Name":"a","FunctionVersion":"7"}"#, 404,
      "ResourceNotFoundException"
    ),
    ("GET", "/2015-03-31/functions/a%20b", "", 400, "InvalidParameterValueException"),
    ("GET", "/2015-03-31/functions/worker%3Aone?Qualifier=two", "", 400, "InvalidParameterValueException"),
    ("PUT", "/2015-03-31/functions/worker/configuration", #"{"Timeout":901}"#, 400, "InvalidParameterValueException"),
    (
      "PUT", "/2015-03-31/functions/worker/configuration", #"{"Environment":{"Variables":{"_HANDLER":"x"}}}"#, 400,
      "InvalidParameterValueException"
    ),
    (
      "PUT", "/2015-03-31/functions/worker/configuration", #"{"RevisionId":"another"}"#, 412,
      "PreconditionFailedException"
    ),
    (
      "PUT", "/2015-03-31/functions/worker/configuration", #"{"Role":"arn:aws:iam::1:role/nobody"}"#, 400,
      "InvalidParameterValueException"
    ),
    (
      "PUT", "/2017-10-31/functions/worker/concurrency", #"{"ReservedConcurrentExecutions":901}"#, 400,
      "InvalidParameterValueException"
    ),
    ("GET", "/2019-09-25/functions/worker/event-invoke-config", "", 404, "ResourceNotFoundException"),
    ("DELETE", "/2015-03-31/functions/worker/policy/x", "", 404, "ResourceNotFoundException"),
    ("POST", "/2015-03-31/functions/worker/invocations", "no json", 400, "InvalidRequestContentException"),
    ("GET", "/2015-03-31/nothing", "", 404, "UnknownOperationException"),
  ])
  func `what is wrong is said in Lambda's words`(
    method: String,
    path: String,
    body: String,
    status: Int,
    code: String
  ) async throws {
    let probe = await probe()
    try await probe.makeFunction()
    let answer = await probe.lambda(method, path, body)
    #expect(answer.status == status)
    #expect(answer.code == code)
  }

  @Test func `a function that is there is not made again, and one that changes is not changed`() async throws {
    let probe = await probe()
    try await probe.makeFunction()
    let again = await probe.lambda(
      "POST",
      functions,
      #"{"FunctionName":"worker","Role":"arn:aws:iam::1:role/worker","Code":{"ZipFile":"UEs="}}"#
    )
    #expect(again.code == "ResourceConflictException")
    #expect(await probe.lambda("PUT", "\(functions)/worker/code", #"{"ZipFile":"UEs="}"#).status == 200)
    let second = await probe.lambda("PUT", "\(functions)/worker/configuration", #"{"Timeout":5}"#)
    #expect(second.code == "ResourceConflictException")
    #expect(try second.message()?.contains("An update is in progress") == true)
  }

  @Test func `publishing what has not changed gives the version there is`() async throws {
    let probe = await probe()
    try await probe.makeFunction()
    func publish(_ body: String = "{}") async throws -> String? {
      try await probe.lambda("POST", "\(functions)/worker/versions", body).json()["Version"] as? String
    }
    #expect(try await publish() == "1")
    #expect(try await publish(#"{"Description":"the same"}"#) == "1")
    _ = await probe.lambda("PUT", "\(functions)/worker/configuration", #"{"Description":"another"}"#)
    try await probe.world.clock.work { try await probe.world.clock.sleep(for: .seconds(1)) }
    #expect(try await publish() == "2")
    let versions = try await probe.lambda("GET", "\(functions)/worker/versions").json()["Versions"] as? [[String: Any]]
    #expect(versions?.compactMap { $0["Version"] as? String } == ["$LATEST", "1", "2"])
  }

  @Test func `a version that an alias names stays`() async throws {
    let probe = await probe()
    try await probe.makeFunction()
    _ = await probe.lambda("POST", "\(functions)/worker/versions")
    _ = await probe.lambda("POST", "\(functions)/worker/aliases", #"{"Name":"cfn","FunctionVersion":"1"}"#)
    let refused = await probe.lambda("DELETE", "\(functions)/worker?Qualifier=1")
    #expect(refused.code == "ResourceConflictException")
    #expect(await probe.lambda("DELETE", "\(functions)/worker/aliases/cfn").status == 204)
    #expect(await probe.lambda("DELETE", "\(functions)/worker?Qualifier=1").status == 204)
    #expect(await probe.lambda("GET", "\(functions)/worker?Qualifier=1").status == 404)
  }

  @Test func `a policy says who may call an alias`() async throws {
    let probe = await probe()
    try await probe.makeFunction()
    _ = await probe.lambda("POST", "\(functions)/worker/versions")
    _ = await probe.lambda("POST", "\(functions)/worker/aliases", #"{"Name":"cfn","FunctionVersion":"1"}"#)
    let permission =
      #"{"StatementId":"org","Action":"lambda:InvokeFunction","Principal":"*","PrincipalOrgID":"o-abcdefghij"}"#
    let path = "\(functions)/worker/policy"
    #expect(await probe.lambda("POST", "\(path)?Qualifier=cfn", permission).status == 201)
    #expect(await probe.lambda("POST", "\(path)?Qualifier=cfn", permission).code == "ResourceConflictException")
    #expect(await probe.lambda("GET", path).status == 404)
    let policy = try await probe.lambda("GET", "\(path)?Qualifier=cfn").json()["Policy"] as? String
    let arn = "arn:aws:lambda:eu-west-1:\(probe.world.backupAccount):function:worker:cfn"
    #expect(
      policy
        == #"{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"org","Effect":"Allow","Principal":"*","#
        + #""Action":"lambda:InvokeFunction","Resource":"\#(arn)","#
        + #""Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}}]}"#
    )
    #expect(await probe.lambda("DELETE", "\(path)/org?Qualifier=cfn").status == 204)
  }

  @Test func `a reader reads and changes nothing`() async throws {
    let probe = await probe()
    let list = await probe.lambda("GET", functions, as: probe.keys.organizationReader)
    #expect(list.status == 200)
    let change = await probe.lambda("POST", functions, "{}", as: probe.keys.organizationReader)
    #expect(change.status == 403)
    #expect(change.code == "AccessDeniedException")
  }

  @Test(
    arguments: [
      ("*", "o-1", Invoker.principal(arn: "a", account: "1", organization: "o-1"), true),
      ("*", "o-1", .principal(arn: "a", account: "1", organization: "o-2"), false),
      ("*", "o-1", .principal(arn: "a", account: "1", organization: nil), false),
      ("1", nil, .principal(arn: "a", account: "1", organization: nil), true),
      ("2", nil, .principal(arn: "a", account: "1", organization: nil), false),
      ("events.amazonaws.com", nil, .service("events.amazonaws.com", source: "x", account: "1"), true),
      ("*", nil, .service("events.amazonaws.com", source: "x", account: "1"), false),
    ] as [(String, String?, Invoker, Bool)]
  )
  func `a statement permits whom it names`(
    principal: String,
    organization: String?,
    invoker: Invoker,
    isPermitted: Bool
  ) {
    let statement = FunctionPolicy.Statement(
      id: "s",
      action: "lambda:InvokeFunction",
      principal: principal,
      organization: organization
    )
    #expect(FunctionPolicy(statements: [statement], revisionID: "r").permits(invoker) == isPermitted)
  }

  @Test(arguments: [
    ("arn:aws:events:eu-west-1:1:rule/ping", true), ("arn:aws:events:eu-west-1:1:rule/", true),
    ("arn:aws:events:eu-west-1:2:rule/ping", false),
  ])
  func `a source may be a pattern`(source: String, isPermitted: Bool) {
    let statement = FunctionPolicy.Statement(
      id: "s",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceARN: "arn:aws:events:*:1:rule/*"
    )
    let invoker = Invoker.service("events.amazonaws.com", source: source, account: "1")
    #expect(FunctionPolicy(statements: [statement], revisionID: "r").permits(invoker) == isPermitted)
  }
}
