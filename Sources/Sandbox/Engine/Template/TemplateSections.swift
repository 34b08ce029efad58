/// Takes a template's sections apart.
struct TemplateSections {
  let root: TemplateObject

  init(_ body: String) throws(ServiceFailure) {
    guard let root = try TemplateReader.read(body).object else {
      throw .validation("Template format error: unsupported structure.")
    }
    self.root = root
    let unknown = root.names.filter { !Self.names.contains($0) }
    guard unknown.isEmpty else {
      throw .validation("Invalid template property or properties [\(unknown.joined(separator: ", "))]")
    }
    if let version = root["AWSTemplateFormatVersion"], version.text != "2010-09-09" {
      throw .validation("Template format error: unsupported value for AWSTemplateFormatVersion.")
    }
    for name in Self.objects {
      guard let section = root[name], section != .null else { continue }
      guard section.object != nil else {
        throw .validation("Template format error: [/\(name)] 'null' values are not allowed in templates")
      }
    }
  }

  private static let objects = ["Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs"]
  private static let names = Set(
    objects + ["AWSTemplateFormatVersion", "Description", "Metadata", "Transform", "Hooks"]
  )

  func section(_ name: String) -> TemplateObject { root.object(name) ?? TemplateObject() }

  private func members(_ section: String, limit: Int) throws(ServiceFailure) -> [(String, TemplateObject)] {
    let members = self.section(section).members
    guard members.count <= limit else {
      throw .validation(
        "Template format error: Number of \(section.lowercased()), \(members.count), is greater than maximum allowed, \(limit)"
      )
    }
    var found: [(String, TemplateObject)] = []
    for member in members {
      guard member.name.utf8.allSatisfy(Self.isAlphanumeric), !member.name.isEmpty else {
        throw .validation("Template format error: \(section.dropLast()) name \(member.name) is non alphanumeric.")
      }
      guard let object = member.value.object else {
        throw .validation("Template format error: [/\(section)/\(member.name)] must be an object")
      }
      found.append((member.name, object))
    }
    return found
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  // MARK: Parameters and rules

  func parameters() throws(ServiceFailure) -> [TemplateParameter] {
    var found: [TemplateParameter] = []
    for (name, object) in try members("Parameters", limit: 200) {
      guard let typeName = object.text("Type") else {
        throw .validation("Template format error: Every Parameters object must contain a Type member.")
      }
      guard let type = ParameterType(typeName) else {
        throw .validation("Template format error: Unrecognized parameter type: \(typeName)")
      }
      if let unknown = object.names.first(where: { !Self.parameterMembers.contains($0) }) {
        throw .validation("Invalid template parameter property '\(unknown)'")
      }
      found.append(
        TemplateParameter(
          name: name,
          type: type,
          defaultValue: object.text("Default"),
          allowedValues: object.texts("AllowedValues"),
          allowedPattern: object.text("AllowedPattern"),
          constraintDescription: object.text("ConstraintDescription"),
          description: object.text("Description"),
          minLength: object.integer("MinLength"),
          maxLength: object.integer("MaxLength"),
          minValue: object.text("MinValue").flatMap { Double($0) },
          maxValue: object.text("MaxValue").flatMap { Double($0) },
          isHidden: object.boolean("NoEcho") ?? false
        )
      )
    }
    return found
  }

  private static let parameterMembers: Set<String> = [
    "Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "MinLength",
    "MaxLength", "MinValue", "MaxValue", "NoEcho",
  ]

  func rules() throws(ServiceFailure) -> [TemplateRule] {
    try members("Rules", limit: 200).map { name, object in
      TemplateRule(
        name: name,
        condition: object["RuleCondition"],
        assertions: object.list("Assertions").compactMap { item in
          guard let assertion = item.object, let condition = assertion["Assert"] else { return nil }
          return .init(condition: condition, description: assertion.text("AssertDescription"))
        }
      )
    }
  }

  // MARK: Resources and outputs

  func resources() throws(ServiceFailure) -> [TemplateResource] {
    let found = try members("Resources", limit: 500)
    guard !found.isEmpty else {
      throw .validation("Template format error: At least one Resources member must be defined.")
    }
    var resources: [TemplateResource] = []
    for (name, object) in found { resources.append(try resource(name, object)) }
    return resources
  }

  private func resource(_ name: String, _ object: TemplateObject) throws(ServiceFailure) -> TemplateResource {
    guard let type = object.text("Type") else {
      throw .validation(
        "Template format error: [/Resources/\(name)] Every Resources object must contain a Type member."
      )
    }
    if let unknown = object.names.first(where: { !Self.resourceMembers.contains($0) }) {
      throw .validation("Invalid template resource property '\(unknown)'")
    }
    if let properties = object["Properties"], properties != .null, properties.object == nil {
      throw .validation("Template format error: [/Resources/\(name)/Properties] must be an object")
    }
    return TemplateResource(
      name: name,
      type: type,
      properties: object.object("Properties") ?? TemplateObject(),
      dependsOn: object["DependsOn"]?.items.compactMap(\.text) ?? [],
      condition: object.text("Condition"),
      deletionPolicy: try policy("DeletionPolicy", of: name, object),
      updateReplacePolicy: try policy("UpdateReplacePolicy", of: name, object),
      metadata: object["Metadata"]
    )
  }

  private static let resourceMembers: Set<String> = [
    "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata",
    "CreationPolicy", "UpdatePolicy", "Description",
  ]

  private func policy(
    _ member: String,
    of name: String,
    _ object: TemplateObject
  ) throws(ServiceFailure) -> TemplateResource.Policy {
    guard let text = object.text(member) else { return .delete }
    guard let policy = TemplateResource.Policy(rawValue: text) else {
      throw .validation("Template error: Unrecognized \(member) \(text) for resource \(name)")
    }
    return policy
  }

  func outputs() throws(ServiceFailure) -> [TemplateOutput] {
    var outputs: [TemplateOutput] = []
    for (name, object) in try members("Outputs", limit: 200) {
      guard let value = object["Value"] else {
        throw .validation("Template format error: Output \(name) must contain a Value member.")
      }
      outputs.append(
        TemplateOutput(
          name: name,
          value: value,
          description: object.text("Description"),
          condition: object.text("Condition"),
          exportName: object.object("Export")?["Name"]
        )
      )
    }
    return outputs
  }
}
