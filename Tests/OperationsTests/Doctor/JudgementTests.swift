import Fleet
import Foundation
import Templates
import Testing
import Transport

@testable import Operations

/// Facts as a test says them, and what the doctor says of them.
struct JudgementTests {
  private let account: AccountID
  private let member: AccountID

  init() throws {
    account = try #require(AccountID(rawValue: "111122223333"))
    member = try #require(AccountID(rawValue: "444455556666"))
  }

  private static let problem = SourceProblem(kind: .denied, sentence: "refused", nextStep: "ask for permission a:B")

  private func verdict(_ id: DoctorCheck.ID, in checks: [DoctorCheck]) throws -> DoctorCheck.Verdict {
    try #require(checks.first { $0.id == id }).verdict
  }

  // MARK: Organization

  private func organization(_ change: (inout OrganizationExam) -> Void = { _ in }) -> OrganizationExam {
    var exam = OrganizationExam(
      caller: .success(CallerIdentity(account: account, arn: "arn:aws:iam::111122223333:user/a")),
      features: .success(.init(id: "o-exampleorgid", featureSet: "ALL", managementAccount: account)),
      trustedAccess: .success("ENABLED"),
      delegates: .success([]),
      targets: .success([.init(id: "r-ab12", activeAccounts: 3, suspendedAccounts: 0, isCut: true)]),
      controlPolicies: .success([]),
      expectedOrganization: "o-exampleorgid",
      isDelegated: false,
      configurator: "arn:aws:lambda:eu-west-1:111122223333:function:rolecall-configurator"
    )
    change(&exam)
    return exam
  }

  @Test func `an organization in order is in order`() {
    let checks = organization().checks
    #expect(checks.map(\.verdict) == [.fine, .fine, .fine, .fine, .fine, .fine, .warning])
  }

  @Test func `a fact that was not read names its permission`() throws {
    let checks = organization { $0.features = .failure(Self.problem) }.checks
    let check = try #require(checks.first { $0.id == .organizationFeatures })
    #expect(check.verdict == .notCheckable && check.isUnread)
    #expect(check.evidence == "refused" && check.mend == "ask for permission a:B")
  }

  @Test(arguments: [
    (DoctorCheck.ID.organizationFeatures, "billing"), (.organizationFeatures, "other"), (.trustedAccess, "off"),
    (.delegation, "member"), (.delegation, "delegated"), (.targets, "none"),
  ])
  func `what is wrong with an organization fails`(id: DoctorCheck.ID, fault: String) throws {
    let exam = organization { exam in
      switch fault {
      case "billing":
        exam.features = .success(
          .init(id: "o-exampleorgid", featureSet: "CONSOLIDATED_BILLING", managementAccount: nil)
        )
      case "other": exam.expectedOrganization = "o-anotherone00"
      case "off": exam.trustedAccess = .success("DISABLED")
      case "member": exam.caller = .success(CallerIdentity(account: member, arn: "arn:aws:iam::4:user/a"))
      case "delegated": exam.isDelegated = true
      default: exam.targets = .success([])
      }
    }
    #expect(try verdict(id, in: exam.checks) == .failing)
  }

  @Test func `a delegated administrator is one only if listed`() throws {
    let exam = organization { exam in
      exam.isDelegated = true
      exam.delegates = .success([account])
    }
    #expect(try verdict(.delegation, in: exam.checks) == .fine)
  }

  @Test(arguments: [
    (#"{"Statement":[{"Effect":"Deny","Action":"ec2:*","Resource":"*"}]}"#, DoctorCheck.Verdict.failing),
    (#"{"Statement":{"Effect":"Deny","Action":["s3:DeleteBucket"],"Resource":"*"}}"#, .fine),
    (
      #"{"Statement":[{"Effect":"Deny","NotAction":"iam:*","Resource":"*","#
        + #""Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}}]}"#, .warning
    ),
    (#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#, .fine),
    ("no policy", .warning),
  ])
  func `a service control policy is read for what the roles need`(
    document: String,
    expected: DoctorCheck.Verdict
  ) throws {
    let exam = organization {
      $0.controlPolicies = .success([.init(name: "p", target: "r-ab12", document: PolicyDocument(document))])
    }
    #expect(try verdict(.controlPolicies, in: exam.checks) == expected)
  }

  @Test func `the shipped guard is found, and denies nothing that is needed`() throws {
    let document = ShippedPolicy.functionsGuard.body(backupAccount: "111122223333", partition: "aws")
    let exam = organization {
      $0.controlPolicies = .success([.init(name: "guard", target: "r-ab12", document: PolicyDocument(document))])
    }
    #expect(try verdict(.invocationPolicy, in: exam.checks) == .fine)
    #expect(try verdict(.controlPolicies, in: exam.checks) == .fine)
  }

  // MARK: Stack set

  private static let address = "arn:aws:lambda:eu-west-1:111122223333:function:rolecall-configurator:cfn"
  private static let addresses = ["RandomExtIdLambdaArn": address, "VeeamConfiguratorLambdaArn": address]

  private static func set(
    regions: [String] = ["eu-west-1"],
    parameters: [String: String] = addresses,
    deploys: Bool = true,
    retains: Bool? = true,
    queues: Bool = true,
    template: ReleaseMatch? = .current
  ) -> StackSetExam.Definition {
    StackSetExam.Definition(
      name: StackSetName(rawValue: "rolecall-roles"),
      regions: regions,
      parameters: parameters,
      isServiceManaged: true,
      isDeployingAutomatically: deploys,
      retainsStacksOnAccountRemoval: retains,
      isManagedExecutionActive: queues,
      template: template
    )
  }

  @Test(arguments: [
    (DoctorCheck.ID.stackSetRegion, set(), DoctorCheck.Verdict.fine),
    (.stackSetRegion, set(regions: ["eu-west-1", "us-east-1"]), .failing),
    (.stackSetRegion, set(regions: ["us-east-1"]), .failing), (.regionEnabled, set(), .fine),
    (.regionEnabled, set(regions: ["me-south-1"]), .failing), (.automaticDeployment, set(), .fine),
    (.automaticDeployment, set(deploys: false), .warning), (.automaticDeployment, set(retains: false), .warning),
    (.managedExecution, set(queues: false), .warning), (.functionAddress, set(), .fine),
    (
      .functionAddress,
      set(parameters: addresses.merging(["RandomExtIdLambdaArn": "arn:other"]) { $1 }), .failing
    ),
    (.functionAddress, set(parameters: [:]), .warning), (.rolesTemplate, set(), .fine),
    (.rolesTemplate, set(template: .own), .fine), (.rolesTemplate, set(template: .differs), .failing),
    (.rolesTemplate, set(template: nil), .notCheckable),
  ])
  func `a stack set is judged`(id: DoctorCheck.ID, set: StackSetExam.Definition, expected: DoctorCheck.Verdict) throws {
    let exam = StackSetExam(
      definition: .success(set),
      operations: .success([]),
      regions: .success(["eu-west-1": true, "us-east-1": true, "me-south-1": false]),
      outputs: .success(Self.addresses)
    )
    #expect(try verdict(id, in: exam.checks) == expected)
  }

  @Test(arguments: [
    ("RUNNING", DoctorCheck.Verdict.warning), ("QUEUED", .warning), ("STOPPING", .warning), ("SUCCEEDED", .fine),
    ("FAILED", .fine), ("STOPPED", .fine),
  ])
  func `an operation that has not ended is told`(status: String, expected: DoctorCheck.Verdict) throws {
    let exam = StackSetExam(
      definition: .failure(Self.problem),
      operations: .success([.init(id: "a", action: "UPDATE", status: status)]),
      regions: .failure(Self.problem),
      outputs: .failure(Self.problem)
    )
    #expect(try verdict(.stackSetIdle, in: exam.checks) == expected)
  }

  @Test func `a stack set that is not there fails, and what follows from it is not checked`() throws {
    let gone = SourceProblem(kind: .notFound, sentence: "no stack set", nextStep: nil)
    let exam = StackSetExam(
      definition: .failure(gone),
      operations: .failure(gone),
      regions: .success([:]),
      outputs: .success([:])
    )
    #expect(try verdict(.stackSetRegion, in: exam.checks) == .failing)
    #expect(try verdict(.rolesTemplate, in: exam.checks) == .notCheckable)
    #expect(exam.checks.allSatisfy { !$0.isUnread })
  }

  // MARK: Appliance

  private static let pin = CertificateFingerprint(der: [1])
  private static let otherPin = CertificateFingerprint(der: [2])
  private static let now = Date(timeIntervalSince1970: 1_795_500_000)

  private static func appliance(_ change: (inout ApplianceExam) -> Void = { _ in }) -> ApplianceExam {
    var exam = ApplianceExam(
      settings: .success(.init(authority: "10.0.0.5:11005", isDirect: true, pins: [pin], hasOwnReader: true)),
      certificate: .success(.init(fingerprint: pin, notAfter: now.addingTimeInterval(200 * 86_400))),
      signIn: .success("Portal Operator"),
      version: .success(.init(product: nil, revision: "1.7-rev0")),
      registrations: .success(3),
      user: .success(.init(name: "rolecall", isDefault: false, hasSecondFactor: false)),
      functionPins: .success([pin]),
      now: now
    )
    change(&exam)
    return exam
  }

  @Test func `an appliance in order is in order, but for what its API does not show`() {
    let verdicts = Self.appliance().checks.map(\.verdict)
    #expect(verdicts == [.fine, .fine, .fine, .fine, .fine, .fine, .fine, .notCheckable])
  }

  @Test(arguments: [
    (29, DoctorCheck.Verdict.warning), (30, .warning), (31, .fine), (-1, .failing),
  ])
  func `a certificate's end is told before it comes`(days: Int, expected: DoctorCheck.Verdict) throws {
    let end = Self.now.addingTimeInterval(Double(days) * 86_400 + (days < 0 ? -1 : 1))
    let exam = Self.appliance { $0.certificate = .success(.init(fingerprint: Self.pin, notAfter: end)) }
    #expect(try verdict(.certificate, in: exam.checks) == expected)
  }

  @Test(arguments: ["context", "functions", "user gone", "second factor", "first administrator", "shared"])
  func `what is wrong with an appliance is told`(fault: String) throws {
    let exam = Self.appliance { exam in
      switch fault {
      case "context":
        exam.settings = .success(.init(authority: "a", isDirect: true, pins: [Self.otherPin], hasOwnReader: true))
      case "functions": exam.functionPins = .success([Self.otherPin])
      case "user gone": exam.user = .success(nil)
      case "second factor": exam.user = .success(.init(name: "a", isDefault: false, hasSecondFactor: true))
      case "first administrator": exam.user = .success(.init(name: "a", isDefault: true, hasSecondFactor: false))
      default: exam.settings = .success(.init(authority: "a", isDirect: true, pins: [Self.pin], hasOwnReader: false))
      }
    }
    let id: DoctorCheck.ID = ["context", "functions"].contains(fault) ? .certificate : .applianceUser
    #expect(try verdict(id, in: exam.checks) == (fault == "shared" ? .warning : .failing))
  }

  @Test func `the road is named`() throws {
    let exam = Self.appliance {
      $0.settings = .success(.init(authority: "a", isDirect: false, pins: [], hasOwnReader: true))
    }
    let check = try #require(exam.checks.first { $0.id == .applianceRoad })
    #expect(check.evidence == "read through the configurator function")
  }

  // MARK: Secrets and roles

  private static func secret(
    deleted: Bool = false,
    rotates: Bool = false,
    key: String? = nil,
    stages: Set<String> = ["AWSCURRENT", "AWSPREVIOUS"]
  ) -> SecretsExam.Secret {
    SecretsExam.Secret(name: "s", isBeingDeleted: deleted, rotates: rotates, kmsKey: key, stages: stages)
  }

  @Test(arguments: [
    (secret(), DoctorCheck.Verdict.fine, DoctorCheck.Verdict.fine), (secret(deleted: true), .failing, .failing),
    (secret(stages: ["AWSPENDING"]), .failing, .failing), (secret(rotates: true), .fine, .failing),
    (secret(stages: ["AWSCURRENT", "AWSPENDING"]), .warning, .fine),
  ])
  func `secrets are judged, the signing key more strictly`(
    secret: SecretsExam.Secret,
    asCredential: DoctorCheck.Verdict,
    asKey: DoctorCheck.Verdict
  ) throws {
    let exam = SecretsExam(credential: .success(secret), signingKey: .success(secret), expectedKey: nil)
    #expect(exam.checks.map(\.verdict) == [asCredential, asKey])
  }

  @Test func `a secret under another key than was asked for is told`() {
    let exam = SecretsExam(
      credential: .success(Self.secret(key: "arn:other")),
      signingKey: .success(Self.secret(key: "arn:key")),
      expectedKey: "arn:key"
    )
    #expect(exam.checks.map(\.verdict) == [.warning, .fine])
  }

  @Test(arguments: [
    ("arn:aws:iam::1:role/appliance", DoctorCheck.Verdict.fine), ("arn:aws:iam::1:role/another", .failing),
  ])
  func `the appliance must run as the role that is trusted`(role: String, expected: DoctorCheck.Verdict) throws {
    let policy = try #require(PolicyDocument(#"{"Statement":{"Effect":"Allow","Action":"sts:*","Resource":"*"}}"#))
    let exam = RolesExam(
      trustedRole: .success("arn:aws:iam::1:role/appliance"),
      role: .success(.init(arn: role, id: "AROA", policies: [policy])),
      instance: .success(.init(id: "i-1", roleARNs: [role])),
      boundary: .success(nil),
      summary: .success(["Roles": 950, "RolesQuota": 1_000]),
      membersProblem: Self.problem
    )
    #expect(try verdict(.applianceInstance, in: exam.checks) == expected)
    #expect(try verdict(.applianceRole, in: exam.checks) == .fine)
    #expect(try verdict(.roleQuota, in: exam.checks) == .warning)
    #expect(try verdict(.roleNames, in: exam.checks) == .notCheckable)
  }

  // MARK: All

  @Test func `every check has a group and words of its own`() {
    for group in DoctorCheck.Group.allCases {
      let titles = DoctorCheck.ID.allCases.filter { $0.group == group }.map(\.title)
      #expect(!titles.isEmpty && titles.count == Set(titles).count)
    }
  }

  @Test(arguments: [
    ("lambda:InvokeFunction", "lambda:InvokeFunction", true), ("lambda:*", "lambda:GetFunction", true),
    ("*", "", true), ("a?c", "abc", true), ("a?c", "ac", false), ("a*c*e", "abcde", true), ("a*c*e", "abcd", false),
    ("", "", true), ("", "a", false),
  ])
  func `patterns match as policies mean them`(pattern: String, text: String, matches: Bool) {
    #expect(Wildcard.matches(pattern, text) == matches)
  }
}
