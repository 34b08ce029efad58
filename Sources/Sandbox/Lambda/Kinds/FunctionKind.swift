import FoundationEssentials

/// `AWS::Lambda::Function`.
struct FunctionKind: ResourceKind {
  let type = "AWS::Lambda::Function"
  let schema = ResourceSchema(required: ["Code", "Role"], createOnly: ["FunctionName", "PackageType"])

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let name = request.properties.text("FunctionName") ?? request.generatedName()
    let input = request.input
    let limit = request.world.executions.options.accountConcurrency
    let record = try await request.lambda {
      (state: inout WorldState, now: Date) throws(ServiceFailure) -> FunctionRecord in
      let reference = try FunctionReference(name, account: request.account, region: request.region)
      let archive = try Self.archive(request, input, state)
      let record = try state.createFunction(reference, try Self.settings(input), archive, now)
      state.functions[record.arn]?.tags = Self.tags(request)
      try Self.reserve(input, record.arn, limit, &state)
      return record
    }
    try await settle(record.latest, request, name)
    return Self.state(record)
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    let input = request.input
    let limit = request.world.executions.options.accountConcurrency
    let hasNewCode = old["Code"] != request.properties["Code"]
    let record = try await request.lambda(physicalID: state.physicalID) {
      (world: inout WorldState, now: Date) throws(ServiceFailure) -> FunctionRecord in
      let reference = try FunctionReference(state.physicalID, account: request.account, region: request.region)
      guard let known = world.functions[reference.arn] else { throw .noFunction(reference.arn) }
      let code = hasNewCode ? FunctionCode(archive: try Self.archive(request, input, world)) : known.latest.code
      let record = try world.updateFunction(reference.arn, try Self.settings(input), code, now)
      world.functions[record.arn]?.tags = Self.tags(request)
      try Self.reserve(input, record.arn, limit, &world)
      return record
    }
    try await settle(record.latest, request, state.physicalID)
    return Self.state(record)
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await request.lambda { (world: inout WorldState, _: Date) throws(ServiceFailure) in
      let reference = try FunctionReference(state.physicalID, account: request.account, region: request.region)
      guard world.functions[reference.arn] != nil else { return }
      try world.deleteFunction(reference)
    }
  }

  /// Waits until Lambda has done what was asked.
  private func settle(
    _ version: FunctionVersion,
    _ request: ResourceRequest,
    _ name: String
  ) async throws(ResourceFailure) {
    let left = max(version.activeAt, version.updatedAt).timeIntervalSince(request.clock.now)
    do {
      try await request.clock.sleep(for: .seconds(max(left, 0)))
    } catch {
      throw .cancelled(physicalID: name)
    }
  }

  private static func state(_ record: FunctionRecord) -> ResourceState {
    ResourceState(physicalID: record.name, attributes: ["Arn": .string(record.arn)])
  }

  private static func settings(_ input: JSONInput) throws(ServiceFailure) -> FunctionSettings {
    var settings = FunctionSettings(role: input.string("Role") ?? "")
    try FunctionInput(input: input).apply(to: &settings)
    return settings
  }

  /// In a template `ZipFile` is the source itself, which CloudFormation packs.
  private static func archive(
    _ request: ResourceRequest,
    _ input: JSONInput,
    _ state: WorldState
  ) throws(ServiceFailure) -> [UInt8] {
    let code = input.object("Code") ?? JSONInput()
    if let source = code.string("ZipFile") { return Array(source.utf8) }
    return try state.archive(inBucketOf: code, region: request.region)
  }

  private static func tags(_ request: ResourceRequest) -> [String: String] {
    Dictionary(request.tags().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private static func reserve(
    _ input: JSONInput,
    _ arn: String,
    _ limit: Int,
    _ state: inout WorldState
  ) throws(ServiceFailure) {
    let wanted =
      input.integer("ReservedConcurrentExecutions")
      ?? input.string("ReservedConcurrentExecutions").flatMap { Int($0) }
    guard wanted != state.functions[arn]?.reservedConcurrency else { return }
    try state.reserve(wanted, for: arn, of: limit)
  }
}
