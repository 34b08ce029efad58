/// What a stack needs to know of its account and region before it starts.
struct Surroundings: Sendable {
  /// Values by export name.
  private(set) var exports: [String: String] = [:]
  /// By id of a resource that a parameter names, then by attribute.
  private(set) var facts: [String: [String: String]] = [:]

  /// Looks up what the parameters name, and notes in `bound` what is not there.
  ///
  /// - Throws: `ValidationError` when an SSM parameter cannot be read.
  init(
    of bound: inout BoundParameters,
    _ template: Template,
    _ place: StackPlace,
    _ state: WorldState
  ) throws(ServiceFailure) {
    if template.importsValues { exports = Self.exports(account: place.account, region: place.region, state) }
    var missing: [String] = []
    for parameter in template.parameters {
      guard let index = bound.values.firstIndex(where: { $0.key == parameter.name }) else { continue }
      if parameter.type.isStored {
        let reference = DynamicReference.parameter(name: bound.values[index].text, version: nil)
        bound.values[index].resolved = try state.value(of: reference, account: place.account, region: place.region)
      }
      guard let type = parameter.type.resource else { continue }
      for id in bound.values[index].reference.items.compactMap(\.text) {
        if let attributes = state.attributes(ofType: type, id: id, account: place.account, region: place.region) {
          facts[id] = attributes
        } else {
          missing.append("parameter value \(id) for parameter name \(parameter.name) does not exist")
        }
      }
    }
    if !missing.isEmpty { bound.problem = "Parameter validation failed: \(missing.joined(separator: ", "))." }
  }

  static func exports(account: String, region: String, _ state: WorldState) -> [String: String] {
    let outputs = state.stacks.all(account: account, region: region)
      .filter { $0.status != .deleteComplete }
      .flatMap(\.outputs)
    return Dictionary(
      outputs.compactMap { output in output.exportName.map { ($0, output.value) } },
      uniquingKeysWith: { first, _ in first }
    )
  }
}
