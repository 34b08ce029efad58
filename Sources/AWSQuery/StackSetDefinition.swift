/// What a stack set is to be: its template and everything that goes with it.
package struct StackSetDefinition: Hashable, Sendable {
  package var template: CloudFormation.TemplateSource
  package var description: String?
  /// In an update every parameter is named: those without a value keep theirs.
  package var parameters: [CloudFormation.Parameter]
  package var capabilities: [String]
  /// In an update nil keeps them.
  package var tags: [CloudFormation.Tag]?
  /// `SERVICE_MANAGED` or `SELF_MANAGED`.
  package var permissionModel: String?
  package var autoDeployment: CloudFormation.AutoDeployment?
  package var isManagedExecutionActive: Bool?

  package init(
    template: CloudFormation.TemplateSource,
    description: String? = nil,
    parameters: [CloudFormation.Parameter] = [],
    capabilities: [String] = ["CAPABILITY_NAMED_IAM"],
    tags: [CloudFormation.Tag]? = nil,
    permissionModel: String? = nil,
    autoDeployment: CloudFormation.AutoDeployment? = nil,
    isManagedExecutionActive: Bool? = nil
  ) {
    self.template = template
    self.description = description
    self.parameters = parameters
    self.capabilities = capabilities
    self.tags = tags
    self.permissionModel = permissionModel
    self.autoDeployment = autoDeployment
    self.isManagedExecutionActive = isManagedExecutionActive
  }

  func fill(_ form: inout QueryForm) {
    template.fill(&form)
    form.add("Description", description)
    form.add("Parameters", parameters)
    form.add("Capabilities", capabilities)
    if let tags { form.add("Tags", .list(tags.map(\.requestValue))) }
    form.add("PermissionModel", permissionModel)
    if let autoDeployment { form.add("AutoDeployment", autoDeployment.requestValue) }
    if let isManagedExecutionActive {
      let active = QueryForm.Field("Active", .text(isManagedExecutionActive ? "true" : "false"))
      form.add("ManagedExecution", .structure([active]))
    }
  }
}

extension CloudFormation {
  /// Bytes that a template may have inline; a longer one lies in S3.
  package static let largestTemplateBody = 51_200

  /// Where a template comes from.
  package enum TemplateSource: Hashable, Sendable {
    /// The text itself, up to 51,200 bytes.
    case body(String)
    /// An object in S3, up to 1 MB; its version stands in the query.
    case url(String)
    /// The one the stack or stack set has already.
    case previous

    func fill(_ form: inout QueryForm) {
      switch self {
      case .body(let text): form.add("TemplateBody", text)
      case .url(let url): form.add("TemplateURL", url)
      case .previous: form.add("UsePreviousTemplate", true)
      }
    }
  }
}

extension CloudFormation.Parameter {
  var requestValue: QueryForm.Value {
    let key = QueryForm.Field("ParameterKey", .text(key))
    guard let value else { return .structure([key, QueryForm.Field("UsePreviousValue", .text("true"))]) }
    return .structure([key, QueryForm.Field("ParameterValue", .text(value))])
  }
}

extension CloudFormation.Tag {
  var requestValue: QueryForm.Value {
    .structure([QueryForm.Field("Key", .text(key)), QueryForm.Field("Value", .text(value))])
  }
}

extension CloudFormation.AutoDeployment {
  /// Retention may stand only where deployment is on.
  var requestValue: QueryForm.Value {
    var fields = [QueryForm.Field("Enabled", .text(enabled ? "true" : "false"))]
    if enabled, let retainStacksOnAccountRemoval {
      fields.append(
        QueryForm.Field("RetainStacksOnAccountRemoval", .text(retainStacksOnAccountRemoval ? "true" : "false"))
      )
    }
    return .structure(fields)
  }
}

extension QueryForm {
  /// A list of parameters; an empty one adds nothing.
  mutating func add(_ name: String, _ parameters: [CloudFormation.Parameter]) {
    if !parameters.isEmpty { add(name, .list(parameters.map(\.requestValue))) }
  }
}
