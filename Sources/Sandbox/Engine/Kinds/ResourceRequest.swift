/// One wish of a stack to one resource: where, for whom, with which properties.
struct ResourceRequest: Sendable {
  let world: World
  let account: String
  let region: String
  let stackID: String
  let stackName: String
  let logicalID: String
  /// The type as the template says it, so `Custom::…` for custom resources.
  let type: String
  /// Resolved: no function is left in them.
  let properties: TemplateObject
  /// The stack's tags, which most types pass on to their resources.
  let stackTags: [ResourceTag]
  /// A UUID of this wish alone; retries are not made.
  let requestID: String

  var clock: SandboxClock { world.clock }

  /// `aws`, `aws-cn` and so on.
  var partition: String { Partition(region: region).name }

  /// `StackName-LogicalId-RANDOM`, cut to `limit` characters, for a resource without a name of its own.
  ///
  /// The name is the same for the same request.
  func generatedName(limit: Int = 64) -> String {
    var generator = SeededGenerator(seed: 0, label: requestID)
    let suffix = generator.text(12, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8))
    let room = max(limit - suffix.count - 2, 2)
    let logical = logicalID.prefix(max(room / 2, room - stackName.count))
    return "\(stackName.prefix(room - logical.count))-\(logical)-\(suffix)"
  }

  /// The stack's own tags, those of CloudFormation, and the ones in the properties, which win.
  func tags(_ name: String = "Tags") -> [ResourceTag] {
    let own = properties.tags(name)
    let system = [
      ResourceTag(key: "aws:cloudformation:stack-name", value: stackName),
      ResourceTag(key: "aws:cloudformation:stack-id", value: stackID),
      ResourceTag(key: "aws:cloudformation:logical-id", value: logicalID),
    ]
    let inherited = stackTags.filter { tag in !own.contains { $0.key == tag.key } }
    return own + inherited + system
  }
}
