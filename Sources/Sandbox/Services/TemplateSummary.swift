import Yams

/// What CloudFormation has to know of a template before it takes it.
struct TemplateSummary {
  let body: String
  /// Purposes of the roles that the template registers with the appliance.
  let purposes: [String]
  /// Whether it makes IAM resources.
  let needsCapability: Bool

  /// - Throws: `ValidationError` for what is no template.
  init(_ body: String) throws(ServiceFailure) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: body)
    } catch {
      throw .validation("Template format error: YAML not well-formed.")
    }
    guard let resources = root?.mapping?["Resources"]?.mapping else {
      throw .validation("Template format error: At least one Resources member must be defined.")
    }
    let types = resources.values.compactMap { $0.mapping?["Type"]?.string }
    self.body = body
    needsCapability = types.contains { $0.hasPrefix("AWS::IAM::") }
    purposes = resources.values.compactMap { resource in
      guard resource.mapping?["Type"]?.string == "Custom::VeeamAwsConfigurator" else { return nil }
      return resource.mapping?["Properties"]?.mapping?["Purpose"]?.string
    }
  }
}
