/// A CloudFormation template, read and checked as far as that needs no parameters.
///
/// A class, so that thousands of stacks of one template share it.
final class Template: Sendable {
  /// As it was sent.
  let body: String
  let description: String?
  let metadata: TemplateValue?
  let parameters: [TemplateParameter]
  let mappings: TemplateObject
  let conditions: TemplateObject
  let rules: [TemplateRule]
  /// In the order they were written.
  let resources: [TemplateResource]
  let outputs: [TemplateOutput]
  /// Macros that would have to rewrite it first.
  let transforms: [String]
  let patterns = PatternList()
  /// Whether it imports what other stacks export.
  let importsValues: Bool
  /// Whether properties are read from SSM or Secrets Manager when they are used.
  let hasDynamicReferences: Bool

  /// - Throws: `ValidationError` in CloudFormation's words.
  convenience init(_ body: String) throws(ServiceFailure) {
    try self.init(body, sections: try TemplateSections(body))
  }

  private init(_ body: String, sections: TemplateSections) throws(ServiceFailure) {
    self.body = body
    description = sections.root["Description"]?.text
    metadata = sections.root["Metadata"]
    importsValues = body.contains("ImportValue")
    hasDynamicReferences = body.contains(DynamicReference.opening)
    mappings = sections.section("Mappings")
    conditions = sections.section("Conditions")
    transforms = sections.root["Transform"]?.items.compactMap(\.text) ?? []
    parameters = try sections.parameters()
    rules = try sections.rules()
    resources = try sections.resources()
    outputs = try sections.outputs()
    try TemplateCheck(self).run()
  }

  func resource(_ name: String) -> TemplateResource? { resources.first { $0.name == name } }

  func parameter(_ name: String) -> TemplateParameter? { parameters.first { $0.name == name } }

  // MARK: Limits

  /// Bytes that fit into `TemplateBody`.
  static let inlineLimit = 51_200
  /// Bytes that an object behind `TemplateURL` may have.
  static let objectLimit = 1_000_000
}

/// One resource of a template.
struct TemplateResource: Hashable, Sendable {
  /// What becomes of a resource that its stack lets go.
  enum Policy: String, Sendable {
    case delete = "Delete"
    case retain = "Retain"
    /// Deleted only when the stack's creation is rolled back.
    case retainExceptOnCreate = "RetainExceptOnCreate"
    case snapshot = "Snapshot"
  }

  /// The logical id.
  let name: String
  let type: String
  let properties: TemplateObject
  let dependsOn: [String]
  let condition: String?
  let deletionPolicy: Policy
  let updateReplacePolicy: Policy
  let metadata: TemplateValue?
}

/// One output of a template.
struct TemplateOutput: Hashable, Sendable {
  let name: String
  let value: TemplateValue
  let description: String?
  let condition: String?
  let exportName: TemplateValue?
}

/// One rule of a template: assertions about parameters that hold under a condition.
struct TemplateRule: Hashable, Sendable {
  struct Assertion: Hashable, Sendable {
    let condition: TemplateValue
    let description: String?
  }

  let name: String
  let condition: TemplateValue?
  let assertions: [Assertion]
}
