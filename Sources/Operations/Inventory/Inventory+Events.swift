package import Fleet

extension Inventory {
  /// Takes in one event of a refresh; what a failed source said before stays.
  package mutating func take(_ event: InventoryEvent) {
    switch event {
    case .organizationGrew(let organization):
      // A growing listing never stands in the place of a complete one.
      if self.organization.value?.isComplete != true { self.organization.value = organization }
    case .organization(let organization, let date):
      self.organization = Reading(value: organization, readAt: date)
    case .stackSets(let reading, let date): stackSets = Reading(value: reading, readAt: date)
    case .appliance(let reading, let date): appliance = Reading(value: reading, readAt: date)
    case .failed(let source, let problem, _): self[problemOf: source] = problem
    case .identity, .started, .progress, .secret, .remark, .throttled, .finished: break
    }
  }

  package subscript(problemOf source: SourceName) -> SourceProblem? {
    get {
      switch source {
      case .organization: organization.problem
      case .stackSets: stackSets.problem
      case .appliance: appliance.problem
      }
    }
    set {
      switch source {
      case .organization: organization.problem = newValue
      case .stackSets: stackSets.problem = newValue
      case .appliance: appliance.problem = newValue
      }
    }
  }
}
