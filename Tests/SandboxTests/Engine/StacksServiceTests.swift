import Foundation
import Testing

@testable import Sandbox

struct StacksServiceTests {
  static let handle = "Resources: {A: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}\n"

  static func probe() async -> EndpointProbe {
    let clock = SandboxClock.virtual(from: Date(timeIntervalSince1970: 1_795_500_544))
    return await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 5, clock: clock))
  }

  static func form(_ fields: KeyValuePairs<String, String>) -> String {
    fields.map { "\($0.key)=\(FormEncoding.encoded($0.value))" }.joined(separator: "&")
  }

  static func call(
    _ probe: EndpointProbe,
    _ operation: String,
    _ fields: KeyValuePairs<String, String>
  ) async -> EndpointProbe.Answer {
    await probe.cloudFormation(operation, form(fields), as: probe.keys.backup)
  }

  @Test func `a call is answered before its stack is there`() async throws {
    let probe = await Self.probe()
    let made = await Self.call(probe, "CreateStack", ["StackName": "one", "TemplateBody": Self.handle])
    let id = try #require(made.elements("StackId").first)
    #expect(id.hasPrefix("arn:aws:cloudformation:eu-west-1:\(probe.world.backupAccount):stack/one/"))
    await probe.world.settle()
    let shown = await Self.call(probe, "DescribeStacks", ["StackName": id])
    #expect(shown.elements("StackStatus") == ["CREATE_COMPLETE"])
    let events = await Self.call(probe, "DescribeStackEvents", ["StackName": "one"])
    #expect(
      events.elements("ResourceStatus") == [
        "CREATE_COMPLETE", "CREATE_COMPLETE", "CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS",
      ]
    )
    #expect(Set(events.elements("EventId")).count == 4)
  }

  @Test func `what others import cannot be taken away`() async {
    let probe = await Self.probe()
    let export = Self.handle + "Outputs: {Id: {Value: !Ref A, Export: {Name: shared}}}"
    _ = await Self.call(probe, "CreateStack", ["StackName": "giver", "TemplateBody": export])
    await probe.world.settle()
    let user =
      "Resources: {A: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}\n"
      + "Outputs: {Copy: {Value: !ImportValue shared}}"
    _ = await Self.call(probe, "CreateStack", ["StackName": "taker", "TemplateBody": user])
    await probe.world.settle()
    #expect(await Self.call(probe, "ListImports", ["ExportName": "shared"]).elements("member") == ["taker"])
    _ = await Self.call(probe, "DeleteStack", ["StackName": "giver"])
    await probe.world.settle()
    let giver = await Self.call(probe, "DescribeStacks", ["StackName": "giver"])
    #expect(giver.elements("StackStatus") == ["CREATE_COMPLETE"])
    #expect(
      giver.elements("StackStatusReason") == [
        "Delete canceled. Cannot delete export shared as it is in use by taker."
      ]
    )
  }

  @Test func `an unreviewed stack is there with its change set and becomes one`() async {
    let probe = await Self.probe()
    let made = await Self.call(
      probe,
      "CreateChangeSet",
      ["StackName": "one", "ChangeSetName": "first", "ChangeSetType": "CREATE", "TemplateBody": Self.handle]
    )
    #expect(made.status == 200)
    let before = await Self.call(probe, "DescribeStacks", ["StackName": "one"])
    #expect(before.elements("StackStatus") == ["REVIEW_IN_PROGRESS"])
    let changes = await Self.call(probe, "DescribeChangeSet", ["StackName": "one", "ChangeSetName": "first"])
    #expect(changes.elements("Action") == ["Add"])
    _ = await Self.call(probe, "ExecuteChangeSet", ["StackName": "one", "ChangeSetName": "first"])
    await probe.world.settle()
    let after = await Self.call(probe, "DescribeStacks", ["StackName": "one"])
    #expect(after.elements("StackStatus") == ["CREATE_COMPLETE"])
  }

  @Test(
    arguments: [
      ("https://bucket.s3.eu-west-1.amazonaws.com/a/b.yaml", ["bucket", "a/b.yaml", nil]),
      ("https://s3.eu-west-1.amazonaws.com/bucket/a%20b.yaml?versionId=v1", ["bucket", "a b.yaml", "v1"]),
      ("http://127.0.0.1:4566/bucket/key", ["bucket", "key", nil]),
      ("https://bucket.s3.dualstack.eu-west-1.amazonaws.com/key", ["bucket", "key", nil]),
      ("ftp://bucket/key", nil), ("https://bucket.s3.amazonaws.com/", nil), ("nonsense", nil),
    ] as [(String, [String?]?)]
  )
  func `an object's address tells where it lies`(url: String, parts: [String?]?) {
    let address = ObjectAddress(url)
    #expect(address.map { [$0.bucket, $0.key, $0.version] } == parts)
  }

  @Test func `a template that is too long for a body lies in a bucket`() async throws {
    let probe = await Self.probe()
    let body = Self.handle + "# " + String(repeating: "x", count: 60_000)
    let inline = await Self.call(probe, "CreateStack", ["StackName": "one", "TemplateBody": body])
    #expect(inline.text.contains("Member must have length less than or equal to 51200"))
    let owner = probe.world.backupAccount
    try await probe.world.perform { state, now in
      try state.storage.createBucket("artifacts", account: owner, region: "eu-west-1", at: now)
      _ = try state.storage.putObject(Array(body.utf8), key: "roles/t.yaml", in: "artifacts", at: now)
    }
    let url = "https://artifacts.s3.eu-west-1.amazonaws.com/roles/t.yaml"
    _ = await Self.call(probe, "CreateStack", ["StackName": "one", "TemplateURL": url])
    await probe.world.settle()
    let stacks = await Self.call(probe, "DescribeStacks", ["StackName": "one"])
    #expect(stacks.elements("StackStatus") == ["CREATE_COMPLETE"])
    let missing = await Self.call(probe, "CreateStack", ["StackName": "two", "TemplateURL": url + "x"])
    #expect(missing.text.contains("S3 error: The specified key does not exist."))
  }

  @Test func `nobody with read access changes a stack`() async {
    let probe = await Self.probe()
    let fields = Self.form(["StackName": "one", "TemplateBody": Self.handle])
    let refused = await probe.cloudFormation("CreateStack", fields, as: probe.keys.organizationReader)
    #expect(refused.status == 403)
  }
}
