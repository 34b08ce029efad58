/// What a template asks of whoever deploys it: known resource types, no macros, and consent to IAM resources.
struct TemplateDemands {
  private let template: Template

  init(_ template: Template) { self.template = template }

  /// Types in the template, each once, in their order.
  var resourceTypes: [String] {
    var seen: Set<String> = []
    return template.resources.map(\.type).filter { seen.insert($0).inserted }
  }

  /// Capabilities that have to be named; the second is what GetTemplateSummary says of them.
  var capabilities: (names: [String], reason: String?) {
    let identities = template.resources.filter { Self.identityTypes.contains($0.type) }
    guard !identities.isEmpty else { return ([], nil) }
    let isNamed = identities.contains { resource in
      Self.nameProperties[resource.type].map { resource.properties[$0] != nil } ?? false
    }
    let types = Set(identities.map(\.type)).sorted().joined(separator: ", ")
    return (
      [isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM"],
      "The following resource(s) require capabilities: [\(types)]"
    )
  }

  /// - Throws: `InsufficientCapabilitiesException`, or `ValidationError` for types and macros that nobody knows.
  func check(capabilities given: [String], kinds: ResourceKinds) throws(ServiceFailure) {
    guard template.transforms.isEmpty else {
      throw .validation(
        "No transform named \(template.transforms.joined(separator: ", ")) found. Rollback requested by user."
      )
    }
    let unknown = resourceTypes.filter { kinds[$0] == nil }
    guard unknown.isEmpty else {
      throw .validation("Template format error: Unrecognized resource types: [\(unknown.joined(separator: ", "))]")
    }
    try check(capabilities: given)
  }

  /// - Throws: `InsufficientCapabilitiesException`.
  func check(capabilities given: [String]) throws(ServiceFailure) {
    let missing = capabilities.names.filter { name in
      // The wider one includes the narrower.
      !given.contains(name) && !given.contains("CAPABILITY_NAMED_IAM")
    }
    guard missing.isEmpty else {
      throw ServiceFailure(
        code: "InsufficientCapabilitiesException",
        message: "Requires capabilities : [\(missing.joined(separator: ", "))]"
      )
    }
  }

  /// Source: CloudFormation API Reference, CreateStack, "Capabilities".
  private static let identityTypes: Set<String> = [
    "AWS::IAM::AccessKey", "AWS::IAM::Group", "AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::UserToGroupAddition",
  ]

  private static let nameProperties = [
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
  ]
}
