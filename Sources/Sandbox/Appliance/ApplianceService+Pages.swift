extension ApplianceService {
  static let allRoutes = tokenRoutes + userRoutes + roleRoutes + sessionRoutes + panelRoutes + certificateRoutes

  /// The window of `elements` that `Offset` and `Limit` ask for; without a limit, or with -1, all of it.
  func window<Element>(
    of elements: [Element],
    _ call: ApplianceCall
  ) throws(ApplianceProblem) -> ArraySlice<Element> {
    let offset = try call.integer("Offset", in: 0...Int(Int32.max)) ?? 0
    let limit = try call.integer("Limit", in: -1...Int(Int32.max)) ?? -1
    let wanted = min(limit < 0 ? .max : limit, options.largestPage ?? .max)
    return elements.dropFirst(offset).prefix(wanted)
  }

  /// The page of `elements` that the call asks for.
  func page<Element, Item: Encodable & Sendable>(
    of elements: [Element],
    _ call: ApplianceCall,
    path: String,
    item: (Element) -> Item
  ) throws(ApplianceProblem) -> LoopbackReply {
    let results = try window(of: elements, call).map(item)
    return .json(
      ApplianceWire.Page(totalCount: elements.count, results: results, links: [call.link("self", path)])
    )
  }
}

extension World {
  /// Looks at the world, and changes it, at one moment, from outside.
  func change<Value: Sendable>(
    _ body: @Sendable (inout WorldState) throws -> Value
  ) rethrows -> Value {
    try perform { state, _ in try body(&state) }
  }
}
