/// What a stack set makes its stacks of: a template, values for its parameters, capabilities and tags.
struct StackSetDefinition {
  let template: Template
  let parameters: [StackSetRecord.Parameter]
  let capabilities: [String]
  let tags: [ResourceTag]

  /// - Parameters:
  ///   - input: The call.
  ///   - previous: The set as it is, for a call that changes it.
  ///   - state: Where the template may lie.
  /// - Throws: `ValidationError`, or `InsufficientCapabilitiesException`.
  init(_ input: QueryInput, previous: StackSetRecord?, _ state: WorldState) throws(ServiceFailure) {
    template = try Self.template(input, previous, state)
    parameters = try Self.parameters(input, previous, template)
    capabilities = input.strings("Capabilities") ?? []
    tags = try Self.tags(input) ?? previous?.tags ?? []
    try TemplateDemands(template).check(capabilities: capabilities)
  }

  /// Whether a stack made of it would not be what one of `set` is now.
  func makesOtherStacks(than set: StackSetRecord) -> Bool {
    template.body != set.templateBody || parameters != set.parameters || tags != set.tags
  }

  /// Stack sets of an organization take plain templates only.
  func checkServiceManaged() throws(ServiceFailure) {
    guard !template.resources.contains(where: { $0.type == "AWS::CloudFormation::Stack" }) else {
      throw .validation("Nested stacks are not supported in SERVICE_MANAGED mode")
    }
    guard template.transforms.isEmpty else {
      throw .validation("Macros and transforms are not supported in SERVICE_MANAGED mode")
    }
  }

  private static func template(
    _ input: QueryInput,
    _ previous: StackSetRecord?,
    _ state: WorldState
  ) throws(ServiceFailure) -> Template {
    let source = TemplateSource(input: input)
    guard input.boolean("UsePreviousTemplate") == true, let previous else { return try source.template(state) }
    guard !source.isGiven else {
      throw .validation("You must specify only one of TemplateBody, TemplateURL and UsePreviousTemplate")
    }
    return try source.template(state, previous: try previous.readTemplate())
  }

  private static func parameters(
    _ input: QueryInput,
    _ previous: StackSetRecord?,
    _ template: Template
  ) throws(ServiceFailure) -> [StackSetRecord.Parameter] {
    var binder = ParameterBinder(template: template)
    binder.previous.values = (previous?.parameters ?? []).map {
      .init(key: $0.key, text: $0.value, isHidden: false, isList: false)
    }
    var given: [StackOrder.Parameter] = []
    for parameter in input.structures("Parameters") {
      let usesPrevious = parameter.boolean("UsePreviousValue") ?? false
      given.append(
        .init(
          key: try parameter.required("ParameterKey"),
          value: usesPrevious ? nil : parameter.string("ParameterValue") ?? ""
        )
      )
    }
    return try binder.bind(given).values.map { .init(key: $0.key, value: $0.text) }
  }

  private static func tags(_ input: QueryInput) throws(ServiceFailure) -> [ResourceTag]? {
    let wanted = input.structures("Tags")
    guard !wanted.isEmpty || input.string("Tags") != nil else { return nil }
    guard wanted.count <= 50 else { throw .validation("Tags takes 50 at most") }
    var tags: [ResourceTag] = []
    for tag in wanted { tags.append(.init(key: try tag.required("Key"), value: tag.string("Value") ?? "")) }
    return tags
  }
}
