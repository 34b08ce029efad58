/// What changes stacks.
extension StacksService {
  var admission: StackAdmission { StackAdmission(kinds: kinds, now: now) }

  func create(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let order = try order(named: try input.required("StackName"), try TemplateSource(input: input).template(state))
    return try answer(to: try admission.create(order, &state), &state)
  }

  func update(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let name = try input.required("StackName")
    guard let stack = state.stacks.find(name, account: caller.account, region: region) else {
      throw .validation("Stack [\(name)] does not exist")
    }
    let template = try TemplateSource(input: input).template(state, previous: stack.template)
    return try answer(to: try admission.update(try order(named: name, template), &state), &state)
  }

  func delete(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let wanted = StackDeletion(
      stack: try input.required("StackName"),
      account: caller.account,
      region: region,
      retaining: input.strings("RetainResources") ?? [],
      clientRequestToken: input.string("ClientRequestToken")
    )
    guard let answer = try admission.delete(wanted, &state) else { return { _ in } }
    begin(answer, &state)
    return { _ in }
  }

  private func answer(
    to answer: StackAdmission.Answer,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> StackSetsService.Body {
    begin(answer, &state)
    return { $0.element("StackId", answer.stackID) }
  }

  /// Has an operation carried out after the call was answered.
  func begin(_ answer: StackAdmission.Answer, _ state: inout WorldState) {
    guard case .started(let operation) = answer else { return }
    state.orders.append { await StackEngine($0).run(operation) }
  }

  // MARK: The input

  func order(named name: String, _ template: Template) throws(ServiceFailure) -> StackOrder {
    var order = StackOrder(name: name, account: caller.account, region: region, template: template)
    order.parameters = try parameters()
    order.tags = input.strings("Tags")?.isEmpty == true ? [] : tags()
    order.capabilities = input.strings("Capabilities") ?? []
    order.roleARN = input.string("RoleARN")
    order.notificationARNs = input.strings("NotificationARNs") ?? []
    order.timeoutInMinutes = try input.integer("TimeoutInMinutes", in: 1...Int(Int32.max))
    order.onFailure = try onFailure()
    order.isProtected = input.boolean("EnableTerminationProtection") ?? false
    order.policy = input.string("StackPolicyBody")
    order.policyDuringUpdate = input.string("StackPolicyDuringUpdateBody")
    order.clientRequestToken = input.string("ClientRequestToken")
    return order
  }

  private func tags() -> [ResourceTag]? {
    let tags = input.structures("Tags").map {
      ResourceTag(key: $0.string("Key") ?? "", value: $0.string("Value") ?? "")
    }
    return tags.isEmpty ? nil : tags
  }

  private func parameters() throws(ServiceFailure) -> [StackOrder.Parameter] {
    var found: [StackOrder.Parameter] = []
    for parameter in input.structures("Parameters") {
      let key = parameter.string("ParameterKey") ?? ""
      let keepsPrevious = parameter.boolean("UsePreviousValue") ?? false
      let value = parameter.string("ParameterValue")
      guard !keepsPrevious || value == nil else {
        throw .validation(
          "Invalid input for parameter key \(key). Cannot specify usePreviousValue as true and non empty value for a parameter"
        )
      }
      // A key alone stands for an empty value.
      found.append(.init(key: key, value: keepsPrevious ? nil : value ?? ""))
    }
    return found
  }

  private func onFailure() throws(ServiceFailure) -> StackRecord.OnFailure {
    let isDisabled = input.boolean("DisableRollback")
    guard let text = input.string("OnFailure") else { return isDisabled == true ? .doNothing : .rollback }
    guard isDisabled == nil else {
      throw .validation("You can specify either DisableRollback or OnFailure, but not both.")
    }
    guard let wanted = StackRecord.OnFailure(rawValue: text) else {
      throw .validation(
        """
        1 validation error detected: Value '\(text)' at 'onFailure' failed to satisfy constraint: \
        Member must satisfy enum value set: [DO_NOTHING, ROLLBACK, DELETE]
        """
      )
    }
    return wanted
  }

  // MARK: Protection

  func setPolicy(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try own(try input.required("StackName"), state)
    let body = try input.required("StackPolicyBody")
    _ = try StackPolicy(body)
    state.stacks.change(stack.id) { $0.policy = body }
    return { _ in }
  }

  func policy(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let body = try existing(try input.required("StackName"), state).policy
    return { $0.element("StackPolicyBody", body) }
  }

  func protect(_ state: inout WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try own(try input.required("StackName"), state)
    let isProtected = input.boolean("EnableTerminationProtection") ?? false
    state.stacks.change(stack.id) { $0.isProtected = isProtected }
    return { $0.element("StackId", stack.id) }
  }

  /// A stack that the account made itself.
  func own(_ name: String, _ state: WorldState) throws(ServiceFailure) -> StackRecord {
    guard let stack = state.stacks.find(name, account: caller.account, region: region) else {
      throw .validation("Stack [\(name)] does not exist")
    }
    return stack
  }
}
