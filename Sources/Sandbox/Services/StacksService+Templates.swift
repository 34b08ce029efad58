/// What CloudFormation tells about templates.
extension StacksService {
  func template(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let stack = try existing(try input.required("StackName"), state)
    let template = input.string("ChangeSetName").flatMap { name in
      stack.changeSets.first { $0.name == name || $0.id == name }?.order.template
    }
    let body = (template ?? stack.template)?.body ?? furnishedBody(of: stack, state)
    return { xml in
      xml.element("TemplateBody", body)
      xml.list("StagesAvailable", ["Original", "Processed"])
    }
  }

  /// The template of a stack that a furnished stack set made.
  private func furnishedBody(of stack: StackRecord, _ state: WorldState) -> String? {
    state.stackSets.first { set in
      set.instances.contains { $0.account == stack.account && $0.condition(at: now).stackID == stack.id }
    }?.templateBody
  }

  func validate(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let template = try TemplateSource(input: input).template(state)
    let demands = TemplateDemands(template)
    return { xml in
      xml.list("Parameters", template.parameters) { xml, parameter in
        xml.element("ParameterKey", parameter.name)
        xml.element("DefaultValue", parameter.defaultValue)
        xml.element("NoEcho", parameter.isHidden)
        xml.element("Description", parameter.description)
      }
      xml.element("Description", template.description)
      Self.write(demands, of: template, to: &xml)
    }
  }

  func summary(_ state: WorldState) throws(ServiceFailure) -> StackSetsService.Body {
    let template = try described(state)
    let demands = TemplateDemands(template)
    return { xml in
      xml.list("Parameters", template.parameters) { xml, parameter in
        xml.element("ParameterKey", parameter.name)
        xml.element("DefaultValue", parameter.defaultValue)
        xml.element("ParameterType", parameter.type.name)
        xml.element("NoEcho", parameter.isHidden)
        xml.element("Description", parameter.description)
        xml.element("ParameterConstraints") {
          if !parameter.allowedValues.isEmpty { $0.list("AllowedValues", parameter.allowedValues) }
        }
      }
      xml.element("Description", template.description)
      Self.write(demands, of: template, to: &xml)
      xml.list("ResourceTypes", demands.resourceTypes)
      xml.element("Version", "2010-09-09")
      xml.element("Metadata", template.metadata?.json())
    }
  }

  private func described(_ state: WorldState) throws(ServiceFailure) -> Template {
    if let name = input.string("StackName") {
      let stack = try existing(name, state)
      if let template = stack.template { return template }
      return try Template(furnishedBody(of: stack, state) ?? "")
    }
    guard input.string("StackSetName") != nil else { return try TemplateSource(input: input).template(state) }
    let sets = StackSetsService(input: input, caller: caller, region: region, now: now)
    return try Template(try sets.existing(state).templateBody)
  }

  private static func write(_ demands: TemplateDemands, of template: Template, to xml: inout XMLWriter) {
    let (names, reason) = demands.capabilities
    xml.list("Capabilities", names)
    xml.element("CapabilitiesReason", reason)
    xml.list("DeclaredTransforms", template.transforms)
  }
}
