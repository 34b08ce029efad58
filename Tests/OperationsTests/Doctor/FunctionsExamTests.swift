import Fleet
import Templates
import Testing

@testable import Operations

/// The functions of the backup account, as facts, and what the doctor says of them.
struct FunctionsExamTests {
  private static let organization = "o-exampleorgid"

  private static func policy(_ organization: String = organization, principal: String = #""*""#) -> PolicyDocument? {
    PolicyDocument(
      """
      {"Version": "2012-10-17", "Statement": [{"Sid": "s", "Effect": "Allow", "Principal": \(principal),
       "Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:eu-west-1:1:function:f:cfn",
       "Condition": {"StringEquals": {"aws:PrincipalOrgID": "\(organization)"}}}]}
      """
    )
  }

  private static func function(_ change: (inout FunctionFacts) -> Void = { _ in }) -> FunctionFacts {
    var configuration = FunctionFacts.Configuration()
    configuration.state = "Active"
    configuration.lastUpdateStatus = "Successful"
    configuration.runtime = "provided.al2023"
    configuration.codeSHA256 = "code"
    configuration.variables = ["APPLIANCE_SHA256": "aa", "MIGRATE_FROM_REFERENCE": "no"]
    configuration.architecture = "arm64"
    configuration.layers = ["arn:aws:lambda:eu-west-1:1:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:7"]
    var facts = FunctionFacts(name: "rolecall-configurator", latest: configuration)
    facts.aliases = ["cfn": configuration, "ops": configuration]
    facts.policies["cfn"] = policy()
    facts.reservedConcurrency = 20
    change(&facts)
    return facts
  }

  private func verdicts(_ functions: [FunctionFacts], unreserved: Int = 900, code: String? = "code") -> [DoctorCheck.ID:
    DoctorCheck]
  {
    let exam = FunctionsExam(
      functions: .success(functions),
      deployedCode: .success(code),
      organization: Self.organization,
      accountLimit: .success(.init(concurrent: 1_000, unreserved: unreserved)),
      newestLayers: .success([
        "arm64": "arn:aws:lambda:eu-west-1:1:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:7"
      ]),
      logGroups: .success([.init(name: "/aws/lambda/rolecall-configurator", retentionInDays: 365)])
    )
    return Dictionary(uniqueKeysWithValues: exam.checks.map { ($0.id, $0) })
  }

  @Test func `functions in order are in order`() {
    let checks = verdicts([Self.function()])
    #expect(checks.values.allSatisfy { $0.verdict == .fine }, "\(checks.values.filter { $0.verdict != .fine })")
  }

  @Test func `without a function nothing is said to be in order`() {
    let checks = verdicts([])
    #expect(checks[.functionState]?.verdict == .failing)
    for id in [DoctorCheck.ID.functionCode, .functionAliases, .functionPolicy, .responseHost, .migration] {
      #expect(checks[id]?.verdict == .notCheckable)
    }
  }

  @Test(arguments: [
    ("Inactive", DoctorCheck.Verdict.warning), ("Pending", .warning), ("Failed", .failing), ("Active", .fine),
  ])
  func `a function's state is told`(state: String, expected: DoctorCheck.Verdict) {
    #expect(verdicts([Self.function { $0.latest.state = state }])[.functionState]?.verdict == expected)
  }

  @Test func `a runtime that ends, and an update that failed, are told`() {
    #expect(verdicts([Self.function { $0.latest.runtime = "python3.9" }])[.functionState]?.verdict == .failing)
    #expect(verdicts([Self.function { $0.latest.lastUpdateStatus = "Failed" }])[.functionState]?.verdict == .failing)
  }

  @Test func `code that nobody deployed is told`() {
    let strange = Self.function { function in
      function.latest.codeSHA256 = "other"
      function.aliases = [:]
    }
    #expect(verdicts([strange])[.functionCode]?.verdict == .failing)
    #expect(verdicts([Self.function()], code: nil)[.functionCode]?.verdict == .warning)
  }

  @Test(arguments: ["pin", "code", "layers", "subnets"])
  func `an alias that stayed behind is told, with what it still runs`(fault: String) throws {
    let function = Self.function { function in
      switch fault {
      case "pin": function.latest.variables["APPLIANCE_SHA256"] = "bb"
      case "code": function.latest.codeSHA256 = "new"
      case "layers": function.latest.layers = []
      default: function.latest.subnetIDs = ["subnet-1"]
      }
    }
    let check = try #require(verdicts([function])[.functionAliases])
    #expect(check.verdict == .failing)
    let words = ["pin": "other variables (APPLIANCE_SHA256)", "code": "other code", "layers": "other layers"]
    #expect(check.evidence == "rolecall-configurator:cfn still runs \(words[fault] ?? "other subnets")")
  }

  @Test(arguments: [
    "another organization", "a named principal", "two statements", "no condition", "ops open", "function open",
    "closed",
  ])
  func `a policy that is wider than the organization, or narrower, fails`(fault: String) {
    let function = Self.function { function in
      switch fault {
      case "another organization": function.policies["cfn"] = Self.policy("o-anotherone00")
      case "a named principal": function.policies["cfn"] = Self.policy(principal: #"{"AWS": "arn:aws:iam::2:root"}"#)
      case "two statements":
        let statement = #"{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction"}"#
        function.policies["cfn"] = PolicyDocument(#"{"Statement": [\#(statement), \#(statement)]}"#)
      case "no condition":
        function.policies["cfn"] = PolicyDocument(
          #"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "lambda:InvokeFunction"}}"#
        )
      case "ops open": function.policies["ops"] = Self.policy()
      case "function open": function.policies[""] = Self.policy()
      default: function.policies = [:]
      }
    }
    #expect(verdicts([function])[.functionPolicy]?.verdict == .failing)
  }

  @Test func `while moving over the function itself may be called, and that is told`() {
    let function = Self.function { function in
      for alias in ["cfn", "ops"] { function.aliases[alias]?.variables["MIGRATE_FROM_REFERENCE"] = "yes" }
      function.latest.variables["MIGRATE_FROM_REFERENCE"] = "yes"
      function.policies[""] = Self.policy()
    }
    let checks = verdicts([function])
    #expect(checks[.functionPolicy]?.verdict == .fine)
    #expect(checks[.migration]?.verdict == .warning)
  }

  @Test func `an answer to another host than AWS's fails, in an alias too`() {
    let function = Self.function { $0.aliases["cfn"]?.variables["ROLECALL_RESPONSE_HOST"] = "127.0.0.1:1" }
    #expect(verdicts([function])[.responseHost]?.verdict == .failing)
  }

  @Test(arguments: [
    (Int?.some(0), 900, DoctorCheck.Verdict.failing), (nil, 900, .warning), (20, 99, .warning), (20, 100, .fine),
  ])
  func `room to run is told`(reserved: Int?, unreserved: Int, expected: DoctorCheck.Verdict) {
    let function = Self.function { $0.reservedConcurrency = reserved }
    #expect(verdicts([function], unreserved: unreserved)[.concurrency]?.verdict == expected)
  }

  @Test func `an old layer is told, and none is fine`() {
    let old = Self.function { function in
      let layer = "arn:aws:lambda:eu-west-1:1:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:6"
      function.latest.layers = [layer]
      function.aliases = [:]
    }
    #expect(verdicts([old])[.extensionLayer]?.evidence == "rolecall-configurator has version 6, the newest is 7")
    #expect(verdicts([Self.function { $0.latest.layers = [] }])[.extensionLayer]?.verdict == .fine)
  }

  // MARK: The stack

  @Test(arguments: [
    ("CREATE_COMPLETE", DoctorCheck.Verdict.fine), ("UPDATE_COMPLETE", .fine), ("UPDATE_ROLLBACK_COMPLETE", .warning),
    ("UPDATE_IN_PROGRESS", .warning), ("ROLLBACK_COMPLETE", .failing), ("DELETE_FAILED", .failing),
  ])
  func `the stack's status is judged`(status: String, expected: DoctorCheck.Verdict) {
    let checks = stack { $0.stack = .success(.init(name: "l", status: status, isTerminationProtected: true)) }
    #expect(checks[.lambdasStack]?.verdict == expected)
  }

  @Test func `a stack that is not there fails once, and the rest is not checked`() {
    let gone = SourceProblem(kind: .notFound, sentence: "there is no stack l", nextStep: "rolecall setup makes it")
    let checks = stack { $0.stack = .failure(gone) }
    #expect(checks[.lambdasStack]?.verdict == .failing && checks[.lambdasStack]?.mend == "rolecall setup makes it")
    #expect(checks[.stackProtection]?.verdict == .notCheckable)
  }

  @Test(arguments: [
    (false, true, DoctorCheck.Verdict.failing), (true, false, .warning), (true, true, .fine),
  ])
  func `protection is judged`(isProtected: Bool, hasPolicy: Bool, expected: DoctorCheck.Verdict) {
    let policy = PolicyDocument(ShippedPolicy.lambdasStack.body)
    let checks = stack { exam in
      exam.stack = .success(.init(name: "l", status: "CREATE_COMPLETE", isTerminationProtected: isProtected))
      exam.policy = .success(hasPolicy ? policy : nil)
    }
    #expect(checks[.stackProtection]?.verdict == expected)
  }

  @Test(arguments: [(Int?.none, DoctorCheck.Verdict.warning), (0, .fine), (3, .failing)])
  func `dead letters are counted`(count: Int?, expected: DoctorCheck.Verdict) {
    #expect(stack { $0.deadLetters = .success(count) }[.deadLetters]?.verdict == expected)
  }

  @Test func `alarms and the ping are judged`() {
    #expect(stack { $0.alarms = .success([]) }[.alarms]?.verdict == .warning)
    #expect(stack { $0.alarms = .success([.init(name: "a", state: "ALARM")]) }[.alarms]?.verdict == .failing)
    #expect(stack { $0.alarms = .success([.init(name: "a", state: "OK")]) }[.alarms]?.verdict == .fine)
    let failed = stack { $0.pong = .success(.init(failure: "the appliance refuses", applianceVersion: nil)) }
    #expect(failed[.ping]?.verdict == .failing)
    #expect(stack { _ in }[.ping]?.evidence.hasSuffix("signed in, appliance 9.1") == true)
  }

  private func stack(_ change: (inout StackExam) -> Void) -> [DoctorCheck.ID: DoctorCheck] {
    let problem = SourceProblem(kind: .denied, sentence: "refused")
    var exam = StackExam(
      caller: .failure(problem),
      stack: .success(.init(name: "l", status: "CREATE_COMPLETE")),
      policy: .success(nil),
      template: .success(.current),
      validation: .success(37),
      alarms: .success([]),
      deadLetters: .success(0),
      pong: .success(.init(failure: nil, applianceVersion: "9.1"))
    )
    change(&exam)
    return Dictionary(uniqueKeysWithValues: exam.checks.map { ($0.id, $0) })
  }
}
