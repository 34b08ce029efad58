import Sandbox
import Synchronization
import Testing
import Veeam

@testable import Functions

/// Everybody in the organization may invoke the function with whatever they like: nothing changes, and the log says why.
@Suite struct AttackTests {
  private static let made = "210987654321-ec2 | backup/Ec2 | \(Marks.own)"
  private static let foreignStack = "arn:aws:cloudformation:eu-central-1:555555555555:stack/mine/9c1d0e7a-0003"

  /// Runs `attack` against an appliance with the account's own registration, which has to stay as it is.
  private func attack(
    variables: [String: String] = [:],
    _ attack: @escaping @Sendable (Stage) async throws -> Void
  ) async throws {
    try await Stage.run(variables: variables) { stage in
      try await stage.invoke(stage.event("Create"))
      #expect(stage.answers == ["SUCCESS"])
      try await attack(stage)
      #expect(await stage.rig.entries() == [Self.made])
    }
  }

  @Test func `a Create for another account's name is refused, whatever stack it names`() async throws {
    try await attack { stage in
      try await stage.invoke(stage.event("Create", stack: Self.foreignStack, properties: ["RoleName": "Mine"]))
      #expect(stage.answers.last?.hasPrefix("FAILED MemberAccountId is not the account of the stack") == true)
      #expect(stage.logs("failed", "MemberAccountId is not the account of the stack"))
      try await stage.invoke(
        stage.event("Create", stack: ConfiguratorRig.otherStack, properties: ["RoleName": "Mine"])
      )
      #expect(stage.answers.last?.hasPrefix("FAILED the appliance has an entry 210987654321-ec2 that this") == true)
      #expect(stage.logs("refused", "that this stack did not make"))
    }
  }

  @Test func `a Delete with a guessed id removes nothing`() async throws {
    try await attack { stage in
      let zeros = String(repeating: "0", count: 64)
      for id in ["v1.\(ConfiguratorRig.firstKey).\(zeros)", "v1.\(ConfiguratorRig.secondKey).\(zeros)", "guessed"] {
        try await stage.invoke(stage.event("Delete", physicalID: id))
        #expect(stage.answers.last == "SUCCESS")
      }
      #expect(stage.lines.count { $0.contains("refused") && $0.contains("proves nothing") } == 3)
    }
  }

  @Test(arguments: [
    "https://evil.example.com/answer?X-Amz-Signature=s",
    "https://cloudformation-custom-resource-response-eucentral1.s3.eu-central-1.amazonaws.com.evil.example.com/a",
    "http://cloudformation-custom-resource-response-eucentral1.s3.eu-central-1.amazonaws.com/a",
    "https://169.254.169.254/latest/meta-data", "https://u@evil.example.com/a", "",
  ])
  func `an event that wants its answer elsewhere is not carried out and not answered`(address: String) async throws {
    try await attack { stage in
      let id = stage.physicalID
      try await stage.invoke(
        stage.event("Delete", physicalID: id, responseURL: address),
        stage.event("Create", properties: ["RoleName": "Mine"], responseURL: address)
      )
      #expect(stage.answers == ["SUCCESS"])
      #expect(stage.lines.count { $0.contains("\"admission\"") && $0.contains("ResponseURL is not") } == 2)
    }
  }

  @Test func `an Update for another account's registration is refused`() async throws {
    try await attack { stage in
      try await stage.invoke(
        stage.event(
          "Update",
          physicalID: "v1.\(ConfiguratorRig.firstKey).\(String(repeating: "0", count: 64))",
          properties: ["RoleName": "Mine"],
          old: [:]
        ),
        stage.event(
          "Update",
          physicalID: "none",
          stack: ConfiguratorRig.otherStack,
          properties: ["RoleName": "Mine"],
          old: [:]
        )
      )
      #expect(stage.answers.dropFirst().allSatisfy { $0.hasPrefix("FAILED") })
      #expect(stage.logs("refused", "the physical id was not made"))
      #expect(stage.logs("refused", "that this stack did not make"))
    }
  }

  @Test func `a late Delete of an old stack leaves the new stack's registration`() async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create", stack: ConfiguratorRig.otherStack))
      let old = stage.physicalID
      try await stage.invoke(stage.event("Delete", physicalID: old, stack: ConfiguratorRig.otherStack))
      try await stage.invoke(stage.event("Create"))
      try await stage.invoke(stage.event("Delete", physicalID: old, stack: ConfiguratorRig.otherStack))
      #expect(stage.answers.last == "SUCCESS")
      #expect(stage.logs("remove", "there is no entry of this stack"))
      #expect(await stage.rig.entries() == [Self.made])
    }
  }

  @Test(arguments: [#"{"op":"ping"}"#, #"{"op":"ping","scheduled":true}"#, #"{"op":"roles"}"#, "[]", "null"])
  func `nothing but CloudFormation's events passes the alias cfn, and its caller learns nothing`(
    body: String
  ) async throws {
    try await attack { stage in
      try await stage.invoke(Stage.Event(body: body))
      #expect(stage.returns.last == "null")
      #expect(stage.logs("admission", "refused", "not the event of a custom resource"))
    }
  }

  @Test func `CloudFormation's events do not pass the alias ops`() async throws {
    try await attack { stage in
      var event = stage.event("Create", properties: ["RoleName": "Mine"])
      event.alias = "ops"
      try await stage.invoke(event)
      #expect(stage.answers == ["SUCCESS"])
      #expect(stage.returns.last?.contains("the request is none") == true)
    }
  }

  @Test func `a new registration whose answer nobody accepts is taken back, an old one is not`() async throws {
    try await Stage.run { stage in
      stage.setBucket(403)
      try await stage.invoke(stage.event("Create"))
      #expect(await stage.rig.entries() == [])
      #expect(stage.logs("answer", "refused") && stage.logs("undo", "done"))
      stage.setBucket(200)
      try await stage.invoke(stage.event("Create"))
      stage.setBucket(403)
      try await stage.invoke(stage.event("Create"))
      #expect(await stage.rig.entries() == [Self.made])
    }
  }

  @Test func `neither log nor answer holds what only some may know`() async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create"))
      let id = try #require(stage.physicalID)
      try await stage.invoke(stage.event("Update", physicalID: id, properties: ["Purpose": "worker"], old: [:]))
      try await stage.invoke(stage.event("Delete", physicalID: stage.physicalID, properties: ["Purpose": "worker"]))
      let password = stage.rig.store.secrets.withLock { $0.current.credential.password }
      let code = try #require(id.split(separator: ".").last)
      for secret in ["external-1", "X-Amz-Signature", password, String(code), ConfiguratorRig.firstKey] {
        #expect(!stage.logs(secret))
      }
      #expect(stage.lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
      #expect(stage.logs(#""account":"210987654321""#, #""purpose":"worker""#, #""step":"register""#))
    }
  }

  // MARK: Bad input

  @Test(arguments: [
    (["MemberAccountId": "21098765432"], "MemberAccountId does not have 12 digits"),
    (["RoleName": "no name"], "RoleName is not the name of an IAM role"),
    (["RoleName": "a//b"], "RoleName is not the name of an IAM role"),
    (["RoleArn": "arn:aws:iam::555555555555:role/backup/Ec2"], "RoleArn is not that of RoleName"),
    (["RoleExtId": "x"], "RoleExtId is not 2 to 1224"), (["RoleExtId": "a b"], "RoleExtId is not 2 to 1224"),
    (["Purpose": "coffee"], "Purpose is none of ec2"), (["OnDeleteInUse": "Perhaps"], "OnDeleteInUse is neither"),
    (["Extra": "1"], "Extra is not a property of this resource"),
    (["RequestedPermissions": "a,b"], "RequestedPermissions holds what is no permission"),
  ])
  func `properties that are none fail a Create, and not the Delete that follows`(
    change: [String: String],
    sentence: String
  ) async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create", properties: change))
      #expect(stage.answers.last?.hasPrefix("FAILED \(sentence)") == true)
      try await stage.invoke(stage.event("Delete", physicalID: stage.physicalID, properties: change))
      #expect(stage.answers.last == "SUCCESS")
      #expect(await stage.rig.entries() == [])
    }
  }
}
