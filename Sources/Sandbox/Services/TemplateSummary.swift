/// What stack sets have to know of a template before they take it.
struct TemplateSummary {
  let template: Template

  /// - Throws: `ValidationError` for what is no template.
  init(_ body: String) throws(ServiceFailure) { template = try Template(body) }

  var body: String { template.body }

  /// Purposes of the roles that the template registers with the appliance, as far as they are written out.
  var purposes: [String] {
    template.resources.filter { $0.type == "Custom::VeeamAwsConfigurator" }.compactMap { $0.properties.text("Purpose") }
  }

  /// Whether it makes IAM resources.
  var needsCapability: Bool { !TemplateDemands(template).capabilities.names.isEmpty }
}
