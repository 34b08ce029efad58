/// What an update would change, told before anything is done.
///
/// Functions of resources are compared as they are written: what they give is known only once the resources are there.
struct StackComparison {
  private let stack: StackRecord
  private let plan: StackPlan
  private let tags: [ResourceTag]?
  private let old: StackPlan?

  init(
    _ stack: StackRecord,
    _ plan: StackPlan,
    tags: [ResourceTag]?,
    _ state: WorldState
  ) throws(ServiceFailure) {
    self.stack = stack
    self.plan = plan
    self.tags = tags
    if let template = stack.template {
      var bound = stack.bound
      let place = plan.evaluator.place
      let surroundings = try Surroundings(of: &bound, template, place, state)
      old = try StackPlan(template, bound: stack.bound, place: place, surroundings: surroundings)
    } else {
      old = nil
    }
  }

  /// Whether there is anything to do.
  var hasChanges: Bool {
    get throws(ServiceFailure) {
      guard let old, stack.status != .updateFailed, stack.status != .createFailed else { return true }
      if let tags, Set(tags) != Set(stack.tags) { return true }
      let isSame = (
        resources: try old.outline() == plan.outline(),
        outputs: try old.outputOutline() == plan.outputOutline()
      )
      return !isSame.resources || !isSame.outputs || Self.frame(of: old) != Self.frame(of: plan)
    }
  }

  /// What of resources is no property.
  private static func frame(of plan: StackPlan) -> [String: [String]] {
    Dictionary(
      plan.resources.map { resource in
        (
          resource.name,
          [
            resource.type, resource.deletionPolicy.rawValue, resource.updateReplacePolicy.rawValue,
            resource.metadata?.json() ?? "",
          ] + resource.dependsOn.sorted()
        )
      },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Resource by resource, in the order of the new template, then what goes.
  func changes(_ kinds: ResourceKinds) throws(ServiceFailure) -> [PlannedChange] {
    let before = try old?.outline() ?? [:]
    let after = try plan.outline()
    var changes: [PlannedChange] = []
    for resource in plan.resources {
      let new = after[resource.name] ?? TemplateObject()
      let known = stack.resource(resource.name)
      guard let previous = before[resource.name], known?.exists == true else {
        changes.append(.init(action: .add, logicalID: resource.name, type: resource.type))
        continue
      }
      guard previous != new else { continue }
      changes.append(
        PlannedChange(
          action: .modify,
          logicalID: resource.name,
          type: resource.type,
          physicalID: known?.state?.physicalID,
          replacement: Self.replacement(kinds[resource.type], previous, new),
          properties: Set(previous.names + new.names).filter { previous[$0] != new[$0] }.sorted()
        )
      )
    }
    for resource in stack.resources where resource.exists && plan.resource(resource.logicalID) == nil {
      changes.append(
        PlannedChange(
          action: .remove,
          logicalID: resource.logicalID,
          type: resource.type,
          physicalID: resource.state?.physicalID
        )
      )
    }
    return changes
  }

  private static func replacement(
    _ kind: (any ResourceKind)?,
    _ old: TemplateObject,
    _ new: TemplateObject
  ) -> PlannedChange.Replacement {
    guard let kind, kind.change(from: old, to: new) == .replacement else { return .no }
    // A function of a resource may give the same value as before.
    let decisive = kind.schema.createOnly.filter { old[$0] != new[$0] }
    return decisive.contains { new[$0].map(Evaluator.isOpen) ?? false } ? .conditional : .yes
  }
}

/// What a change set says of one resource.
struct PlannedChange: Hashable, Sendable {
  enum Action: String, Sendable {
    case add = "Add"
    case modify = "Modify"
    case remove = "Remove"
  }

  enum Replacement: String, Sendable {
    case yes = "True"
    case no = "False"
    case conditional = "Conditional"
  }

  let action: Action
  let logicalID: String
  let type: String
  var physicalID: String?
  var replacement: Replacement?
  /// Names of the properties that change.
  var properties: [String] = []
}
