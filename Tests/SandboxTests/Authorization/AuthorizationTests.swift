import Foundation
import Testing

@testable import Sandbox

/// Callers with policies of IAM's.
struct AuthorizationTests {
  private func probe() async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed))
  }

  private func policy(_ action: String, on resource: String = "*", effect: String = "Allow") -> String {
    #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)","Action":"\#(action)","Resource":"\#(resource)"}]}"#
  }

  private func user(_ probe: EndpointProbe, _ policies: String...) async throws -> Identity {
    let key = try await probe.world.addUser("reader", account: probe.world.backupAccount, policies: policies)
    return try #require(await probe.world.perform { state, _ in state.identities.identity(accessKeyID: key.id) })
  }

  private static let reader = "veeam-console-reader"
  private static let administrator = "veeam-backup-aws-credentials"

  @Test func `a user reads the one secret that its policy names`() async throws {
    let probe = await probe()
    let user = try await user(
      probe,
      policy("secretsmanager:GetSecretValue", on: "arn:aws:secretsmanager:*:*:secret:\(Self.reader)-??????")
    )
    #expect(await probe.secrets("GetSecretValue", #"{"SecretId":"\#(Self.reader)"}"#, as: user).status == 200)
    let refused = await probe.secrets("GetSecretValue", #"{"SecretId":"\#(Self.administrator)"}"#, as: user)
    let arn = try #require(
      await probe.world.perform { state, _ in state.secrets.first { $0.name == Self.administrator }?.arn }
    )
    #expect(try refused.json()["__type"] as? String == "AccessDeniedException")
    #expect(
      try refused.json()["message"] as? String == """
        User: arn:aws:iam::\(probe.world.backupAccount):user/reader is not authorized to perform: \
        secretsmanager:GetSecretValue on resource: \(arn) because no identity-based policy allows the \
        secretsmanager:GetSecretValue action
        """
    )
  }

  @Test(arguments: [
    ("s3:ListBucket", "HEAD", "/artifacts", 200),
    ("s3:HeadBucket", "HEAD", "/artifacts", 403),
    ("s3:ListBucketVersions", "GET", "/artifacts?versions", 200),
    ("s3:GetObject", "GET", "/artifacts/f", 200),
    ("s3:GetObject", "GET", "/artifacts/f?versionId=null", 403),
    ("s3:GetObjectVersion", "GET", "/artifacts/f?versionId=null", 200),
    ("s3:GetEncryptionConfiguration", "GET", "/artifacts?encryption", 200),
    ("s3:GetBucketPublicAccessBlock", "GET", "/artifacts?publicAccessBlock", 200),
    ("s3:PutObject", "PUT", "/artifacts/g", 200),
    ("s3:DeleteObject", "DELETE", "/artifacts/f", 204),
  ])
  func `S3's operations have actions of other names`(
    action: String,
    method: String,
    target: String,
    status: Int
  ) async throws {
    let probe = await probe()
    let place = "<C><LocationConstraint>eu-west-1</LocationConstraint></C>"
    _ = await probe.storage("PUT", "/artifacts", place)
    _ = await probe.storage("PUT", "/artifacts/f", "one")
    let user = try await user(probe, policy(action))
    #expect(await probe.storage(method, target, as: user).status == status)
  }

  @Test func `a denial wins, and anybody may ask who he is`() async throws {
    let probe = await probe()
    let user = try await user(probe, policy("*"), policy("ec2:DescribeVpcs", effect: "Deny"))
    #expect(await probe.compute("DescribeSubnets", as: user).status == 200)
    let refused = await probe.compute("DescribeVpcs", as: user)
    #expect(refused.elements("Code") == ["UnauthorizedOperation"])
    #expect(refused.text.contains("with an explicit deny in an identity-based policy"))
    let nobody = try await self.user(probe)
    #expect(await probe.tokens("GetCallerIdentity", as: nobody).status == 200)
    #expect(await probe.identity("GetAccountSummary", as: nobody).elements("Code") == ["AccessDenied"])
  }

  // MARK: Roles

  /// A role of the backup account that its own account may assume, and what it may do.
  private func role(_ probe: EndpointProbe, _ policy: String) async throws -> String {
    let account = probe.world.backupAccount
    let trust =
      #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"\#(account)"},"#
      + #""Condition":{"StringEquals":{"sts:ExternalId":"x"}}}]}"#
    return try await probe.world.perform { state, now in
      let role = try state.iam.create(RoleDraft(name: "auditor", path: "/a/", account: account, trust: trust), at: now)
      try state.iam.putInlinePolicy(policy, named: "own", role: "auditor", account: account)
      return role.arn
    }
  }

  private func assume(_ probe: EndpointProbe, _ role: String, _ more: String = "") async -> EndpointProbe.Answer {
    let form = "RoleArn=\(FormEncoding.encoded(role))&RoleSessionName=me&\(more)"
    return await probe.tokens("AssumeRole", form, as: probe.keys.backup)
  }

  private func session(_ answer: EndpointProbe.Answer, _ probe: EndpointProbe) async throws -> Identity {
    let id = try #require(answer.elements("AccessKeyId").first)
    return try #require(await probe.world.perform { state, _ in state.identities.identity(accessKeyID: id) })
  }

  @Test func `a role's trust decides who assumes it, and its policies what the session may do`() async throws {
    let probe = await probe()
    let arn = try await role(probe, policy("ec2:Describe*"))
    #expect(await assume(probe, arn).elements("Code") == ["AccessDenied"])
    let opened = await assume(probe, arn, "ExternalId=x")
    #expect(opened.elements("Arn") == ["arn:aws:sts::\(probe.world.backupAccount):assumed-role/auditor/me"])
    let session = try await session(opened, probe)
    #expect(await probe.compute("DescribeVpcs", as: session).status == 200)
    #expect(await probe.identity("GetAccountSummary", as: session).status == 403)
    // What the role may do is looked up at each call.
    try await probe.world.perform { state, _ in
      try state.iam.putInlinePolicy(
        policy("iam:*"),
        named: "own",
        role: "auditor",
        account: state.backupAccount
      )
    }
    #expect(await probe.compute("DescribeVpcs", as: session).status == 403)
    #expect(await probe.identity("GetAccountSummary", as: session).status == 200)
  }

  @Test func `a session policy and a boundary narrow what a role may do`() async throws {
    let probe = await probe()
    let arn = try await role(probe, policy("*"))
    let narrow = FormEncoding.encoded(policy("ec2:DescribeVpcs"))
    let narrowed = try await session(await assume(probe, arn, "ExternalId=x&Policy=\(narrow)"), probe)
    #expect(await probe.compute("DescribeVpcs", as: narrowed).status == 200)
    #expect(await probe.compute("DescribeSubnets", as: narrowed).text.contains("no session policy allows"))
    let whole = try await session(await assume(probe, arn, "ExternalId=x"), probe)
    try await probe.world.perform { state, now in
      let boundary = try state.iam.createPolicy(
        "boundary",
        path: "/",
        document: policy("iam:*"),
        account: state.backupAccount,
        partition: "aws",
        at: now
      )
      try state.iam.setBoundary(boundary.arn, of: "auditor", account: state.backupAccount)
    }
    #expect(await probe.identity("GetAccountSummary", as: whole).status == 200)
    #expect(await probe.compute("DescribeVpcs", as: whole).text.contains("no permissions boundary allows"))
  }

  @Test func `a service control policy bounds members, and not the management account`() async throws {
    let probe = await probe()
    let content = policy("iam:*", effect: "Deny").replacing("\"", with: "\\\"")
    let made = try await probe.organizations(
      "CreatePolicy",
      #"{"Name":"guard","Description":"","Type":"SERVICE_CONTROL_POLICY","Content":"\#(content)"}"#
    ).json()
    let whole = try #require(made["Policy"] as? [String: Any])
    let id = try #require((whole["PolicySummary"] as? [String: Any])?["Id"] as? String)
    let root = try #require(await probe.world.perform { state, _ in state.organization?.root.id })
    let attachment = #"{"PolicyId":"\#(id)","TargetId":"\#(root)"}"#
    #expect(await probe.organizations("AttachPolicy", attachment).status == 200)
    let listed = await probe.organizations(
      "ListPoliciesForTarget",
      #"{"TargetId":"\#(root)","Filter":"SERVICE_CONTROL_POLICY"}"#
    )
    #expect(listed.text.contains("FullAWSAccess") && listed.text.contains("guard"))
    let member = try await user(probe, policy("*"))
    let refused = await probe.identity("GetAccountSummary", as: member)
    #expect(refused.text.contains("with an explicit deny in a service control policy"))
    let management = await probe.world.managementAccount
    let key = try await probe.world.addUser("admin", account: management, policies: [policy("*")])
    let admin = try #require(await probe.world.perform { state, _ in state.identities.identity(accessKeyID: key.id) })
    #expect(await probe.identity("GetAccountSummary", as: admin).status == 200)
  }
}
