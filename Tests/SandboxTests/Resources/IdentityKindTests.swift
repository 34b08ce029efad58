import Foundation
import Testing

@testable import Sandbox

struct IdentityKindTests {
  private static let role = "AWS::IAM::Role"
  private static let policy = "AWS::IAM::ManagedPolicy"
  private static let profile = "AWS::IAM::InstanceProfile"

  private func trust(_ principal: TemplateValue) -> TemplateValue {
    ["Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal]]]
  }

  private var lambdaTrust: TemplateValue { trust(["Service": "lambda.amazonaws.com"]) }

  private let document: TemplateValue = [
    "Version": "2012-10-17", "Statement": [["Effect": "Allow", "Action": "s3:*", "Resource": "*"]],
  ]

  @Test func `a role gets a generated name, its policies, and its stack's tags`() async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(
      Self.role,
      [
        "AssumeRolePolicyDocument": lambdaTrust, "Path": "/backup/",
        "Policies": [["PolicyName": "own", "PolicyDocument": document]],
      ]
    )
    #expect(made.physicalID.hasPrefix("demo-Thing-"))
    #expect(made.attributes["Arn"] == .string("arn:aws:iam::\(probe.account):role/backup/\(made.physicalID)"))
    let role = try #require(await probe.look { $0.iam.role(made.physicalID, account: $0.backupAccount) })
    #expect(made.attributes["RoleId"] == .string(role.uniqueID))
    #expect(role.inlinePolicies.map(\.name) == ["own"])
    #expect(role.tags.contains(ResourceTag(key: "owner", value: "backup")))
    #expect(role.tags.contains(ResourceTag(key: "aws:cloudformation:logical-id", value: "Thing")))
  }

  @Test func `a name can be taken once, whatever its letter case`() async throws {
    let probe = try await KindProbe()
    _ = try await probe.create(Self.role, ["RoleName": "Backup", "AssumeRolePolicyDocument": lambdaTrust])
    let reason = try await probe.refusal(Self.role, ["RoleName": "backup", "AssumeRolePolicyDocument": lambdaTrust])
    #expect(
      reason == """
        Resource handler returned message: "Role with name backup already exists. (Service: Iam, Status Code: 409, \
        Request ID: request-Thing)" (RequestToken: request-Thing, HandlerErrorCode: AlreadyExists)
        """
    )
  }

  @Test func `a role that cannot get its policies is not left behind`() async throws {
    let probe = try await KindProbe()
    let before = await probe.look { $0.iam.roles(of: $0.backupAccount).count }
    let reason = try await probe.refusal(
      Self.role,
      ["AssumeRolePolicyDocument": lambdaTrust, "ManagedPolicyArns": ["arn:aws:iam::123456789012:policy/none"]]
    )
    #expect(reason.contains("Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable."))
    #expect(await probe.look { $0.iam.roles(of: $0.backupAccount).count } == before)
  }

  @Test func `a trust names only roles that exist`() async throws {
    let probe = try await KindProbe()
    let ghost = "arn:aws:iam::\(probe.account):role/ghost"
    let reason = try await probe.refusal(
      Self.role,
      ["AssumeRolePolicyDocument": trust(["AWS": .string(ghost)])]
    )
    #expect(reason.contains("Invalid principal in policy: \"AWS\":\"\(ghost)\""))
  }

  @Test func `a trusted role that is made again is another one`() async throws {
    let probe = try await KindProbe()
    let properties: TemplateObject = ["RoleName": "caller", "AssumeRolePolicyDocument": lambdaTrust]
    let caller = try await probe.create(Self.role, properties, name: "Caller")
    let arn = "arn:aws:iam::\(probe.account):role/caller"
    let target = try await probe.create(Self.role, ["AssumeRolePolicyDocument": trust(["AWS": .string(arn)])])
    let principal = PolicyPrincipal(account: probe.account, arns: [arn])
    func isTrusted() async -> Bool {
      await probe.look { state in
        state.iam.role(target.physicalID, account: state.backupAccount).map {
          state.iam.trusts($0, principal, context: [:])
        } ?? false
      }
    }
    #expect(await isTrusted())
    let oldID = try #require(caller.attributes["RoleId"]?.text)
    try await probe.delete(caller, Self.role, properties)
    _ = try await probe.create(Self.role, properties, name: "Caller")
    #expect(await isTrusted() == false)
    let shown = await probe.look { state in
      state.iam.role(target.physicalID, account: state.backupAccount).map(state.iam.shownTrust)
    }
    #expect(shown?.contains(oldID) == true)
    #expect(shown?.contains(arn) == false)
  }

  @Test func `a managed policy holds 6,144 characters`() async throws {
    let probe = try await KindProbe()
    func body(_ length: Int) -> TemplateValue {
      let frame = #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::"}]}"#.utf8.count
      let resource = "arn:aws:s3:::" + String(repeating: "a", count: length - frame)
      return ["Statement": [["Effect": "Allow", "Action": "s3:*", "Resource": .string(resource)]]]
    }
    _ = try await probe.create(Self.policy, ["PolicyDocument": body(6_144)])
    let reason = try await probe.refusal(Self.policy, ["PolicyDocument": body(6_145)], name: "Other")
    #expect(reason.contains("Cannot exceed quota for PolicySize: 6144"))
    #expect(reason.contains("HandlerErrorCode: ServiceLimitExceeded"))
  }

  @Test func `a role in use by a policy of others or a profile stays`() async throws {
    let probe = try await KindProbe()
    let properties: TemplateObject = ["RoleName": "worker", "AssumeRolePolicyDocument": lambdaTrust]
    let role = try await probe.create(Self.role, properties)
    let profile = try await probe.create(Self.profile, ["Roles": ["worker"]], name: "Profile")
    let policy = try await probe.create(
      Self.policy,
      ["PolicyDocument": document, "Roles": ["worker"]],
      name: "Policy"
    )
    func refusal() async -> String? {
      await #expect(throws: ResourceFailure.self) { try await probe.delete(role, Self.role, properties) }?.reason
    }
    #expect(await refusal()?.contains("must remove roles from instance profile first") == true)
    try await probe.delete(profile, Self.profile)
    #expect(await refusal()?.contains("must detach all policies first") == true)
    try await probe.delete(policy, Self.policy, ["Roles": ["worker"]])
    try await probe.delete(role, Self.role, properties)
    #expect(await probe.look { $0.iam.role("worker", account: $0.backupAccount) } == nil)
  }

  @Test func `an update writes what changed and takes away what only the old properties named`() async throws {
    let probe = try await KindProbe()
    let arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    let old: TemplateObject = [
      "RoleName": "worker", "AssumeRolePolicyDocument": lambdaTrust, "ManagedPolicyArns": [.string(arn)],
      "Policies": [["PolicyName": "one", "PolicyDocument": document]],
    ]
    let new: TemplateObject = [
      "RoleName": "worker", "AssumeRolePolicyDocument": lambdaTrust, "Description": "new",
      "Policies": [["PolicyName": "two", "PolicyDocument": document]],
    ]
    let made = try await probe.create(Self.role, old)
    #expect(try await probe.update(made, Self.role, from: old, to: new) == made)
    let role = try #require(await probe.look { $0.iam.role("worker", account: $0.backupAccount) })
    #expect(role.attachedPolicies == [])
    #expect(role.inlinePolicies.map(\.name) == ["two"])
    #expect(role.description == "new")
  }

  @Test(
    arguments: [
      (role, ["Path": "/a/"], ["Path": "/b/"], ResourceChange.replacement),
      (role, ["Description": "a"], ["Description": "b"], .inPlace),
      (policy, ["Description": "a"], ["Description": "b"], .replacement),
      (policy, ["PolicyDocument": "a"], ["PolicyDocument": "b"], .inPlace),
      (profile, ["Roles": "a"], ["Roles": "b"], .inPlace),
      ("AWS::Logs::LogGroup", ["LogGroupName": "a"], ["LogGroupName": "b"], .replacement),
      ("AWS::SecretsManager::Secret", ["Name": "a"], ["Name": "b"], .replacement),
      ("AWS::EC2::SecurityGroup", ["GroupDescription": "a"], ["GroupDescription": "b"], .replacement),
      ("AWS::EC2::VPCEndpoint", ["PrivateDnsEnabled": "true"], ["PrivateDnsEnabled": "false"], .inPlace),
    ] as [(String, TemplateObject, TemplateObject, ResourceChange)]
  )
  func `some changes take a new resource`(
    type: String,
    old: TemplateObject,
    new: TemplateObject,
    change: ResourceChange
  ) async throws {
    let kind = try await KindProbe().kind(type)
    #expect(kind.change(from: old, to: new) == change)
  }
}
