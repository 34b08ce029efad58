import TestSupport
import Testing
import Transport

@testable import AWS

struct ErrorTests {
  private func refusal(_ code: String, _ message: String = "", service: Service = .organizations) -> ServiceError {
    ServiceError(
      service: service,
      operation: "ListAccounts",
      region: "eu-west-1",
      status: 400,
      code: ServiceError.Code(rawValue: code),
      message: message
    )
  }

  @Test func `a code with and without Exception is the same code`() {
    #expect(ServiceError.Code(rawValue: "AccessDenied") == .accessDenied)
    #expect(ServiceError.Code(rawValue: "AccessDenied").hashValue == ServiceError.Code.accessDenied.hashValue)
    #expect(ServiceError.Code(rawValue: "StackSetNotFound") == .stackSetNotFound)
    #expect(ServiceError.Code(rawValue: "Exception") != ServiceError.Code(rawValue: ""))
    #expect(ServiceError.Code(rawValue: "SomethingNew").rawValue == "SomethingNew")
  }

  static let denials = [
    (
      "User: arn:aws:iam::1:user/x is not authorized to perform: organizations:ListRoots on resource: *",
      "ask for permission organizations:ListRoots"
    ),
    (
      "not authorized to perform: secretsmanager:GetSecretValue because no identity-based policy allows it",
      "ask for permission secretsmanager:GetSecretValue"
    ),
    (
      "not authorized to perform: cloudformation:ListStackSets on resource: * with an explicit deny in a service "
        + "control policy: arn:aws:organizations::1:policy/o/p",
      "ask for the explicit deny of cloudformation:ListStackSets in a service control policy to be lifted"
    ),
    (
      "You don't have permissions to access this resource.",
      "ask for permission organizations:ListAccounts, in the management account or a delegated administrator's"
    ),
  ]

  @Test(arguments: denials)
  func `a denial names the permission to ask for`(message: String, step: String) {
    #expect(refusal("AccessDeniedException", message).nextStep == step)
    #expect(AWSError.refused(refusal("AccessDenied", message)).isDenial)
  }

  @Test func `a stack set that is not found has three explanations`() {
    #expect(
      refusal("StackSetNotFoundException", service: .cloudFormation).nextStep
        == "the region is wrong (this was eu-west-1), callAs is wrong (SELF or DELEGATED_ADMIN), or the stack set was "
        + "deleted: check all three"
    )
  }

  @Test(arguments: [
    (#"{"__type":"AccessDeniedException","Message":"no"}"#, [], "AccessDeniedException", "no"),
    (#"{"__type":"com.amazonaws.x#Throttling","message":"slow"}"#, [], "Throttling", "slow"),
    ("{}", ["x-amzn-errortype: InvalidInputException:http://internal.amazon.com/"], "InvalidInputException", ""),
    ("", ["X-Amzn-ErrorType: Odd"], "Odd", ""), (#"{"code":"Plain"}"#, [], "Plain", ""),
  ])
  func `a refusal is read from body or header`(body: String, headers: [String], code: String, message: String) {
    let pairs = headers.map { header in
      HTTPHeader(String(header.prefix { $0 != ":" }), String(header.drop { $0 != " " }.dropFirst()))
    }
    let response = HTTPResponse(status: 400, headers: pairs, body: Array(body.utf8))
    let refusal: Call<String>.Refusal? = JSONAnswer.refusal(response)
    #expect(refusal == Call<String>.Refusal(code: code, message: message))
  }

  @Test(arguments: ["<html>Forbidden</html>", "plain", "[]", "{}", #"{"__type":""}"#, #"{"__type":7}"#])
  func `what carries no code is no refusal`(body: String) {
    let refusal: Call<String>.Refusal? = JSONAnswer.refusal(HTTPResponse(status: 403, body: Array(body.utf8)))
    #expect(refusal == nil)
  }

  @Test func `a proxy's page is an unexpected response, shown in its first bytes`() async throws {
    let page = "<html>\n\t<b>Blocked\u{1B}[2J\u{202E}</b>" + String(repeating: "x", count: 300)
    let answer = ScriptedServer.Answer(200, headers: ["Content-Type: text/html"], body: page)
    try await Fixture.with([answer]) { _, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      let sentence = try #require(error?.sentence)
      #expect(sentence.hasPrefix("unexpected response to Organizations DescribeOrganization: JSON was expected "))
      #expect(sentence.contains(#"(status 200, text/html, begins "<html>\n\t<b>Blocked\u{1b}[2J\u{202e}</b>xxx"#))
      #expect(sentence.count < 350)
      #expect(error?.nextStep == "look for a proxy or an endpoint override between here and AWS")
    }
  }

  @Test(arguments: [
    (#"{"Organization":{"Id":"o-1"#, "the JSON is broken or cut off"), (#"{"Organization":{}}"#, "field Id is missing"),
    (#"{"Organization":{"Id":7}}"#, "field Organization.Id has an unknown form"),
    ("{}", "field Organization is missing"),
    ("", "JSON was expected"),
  ])
  func `a body that cannot be read says what is wrong with it`(body: String, reason: String) async throws {
    try await Fixture.with([.json(body)]) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      #expect(error?.sentence.contains("DescribeOrganization: \(reason) (status 200") == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `a secret's value is in no error and no description`() async throws {
    let cut = #"{"Name":"n","SecretString":"hunter2"#
    let whole = #"{"ARN":"a","Name":"n","SecretString":"hunter2"}"#
    try await Fixture.with([.json(cut), .json(whole)]) { _, fixture in
      let secrets = SecretsManager(fixture.connection)
      let error = await #expect(throws: AWSError.self) { try await secrets.getSecretValue("n") }
      #expect(error?.sentence.contains("body withheld") == true)
      #expect(!String(reflecting: error).contains("hunter2"))
      let value = try await secrets.getSecretValue("n")
      #expect(value.secretString == "hunter2")
      #expect(!"\(value)".contains("hunter2") && !String(reflecting: value).contains("hunter2"))
      var dumped = ""
      dump(value, to: &dumped)
      #expect(!dumped.contains("hunter2"))
    }
  }

  @Test func `missing credentials say which sources were tried`() async throws {
    let sender = HTTPSender()
    let connection = AWSConnection(
      settings: AWSSettings(region: "eu-west-1"),
      sender: sender,
      governor: Governor()
    ) { _ throws(CredentialError) in throw .none(tried: ["environment"]) }
    let error = await #expect(throws: AWSError.self) { try await SecretsManager(connection).describeSecret("x") }
    try await sender.shutdown()
    #expect(error == .credentials(.none(tried: ["environment"])))
    #expect(error?.isSignInProblem == true)
    #expect(error?.nextStep == "set AWS_PROFILE, or name a profile in the context")
  }

  @Test func `an unknown FIPS host is explained`() {
    let failure = TransportError.unreachable(host: "sts-fips.eu-west-1.amazonaws.com", reason: "unknown host")
    let error = AWSError.transport(failure, service: .sts, operation: "GetCallerIdentity")
    #expect(error.nextStep == "not every region has FIPS endpoints: try without use_fips_endpoint")
  }
}
