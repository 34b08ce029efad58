/// `Custom::RandomExtIdGenerator`: an external id for the trust policy of one role.
struct ExternalIDHandler: CustomResourceHandler {
  private let keys: SigningKeys

  init(_ context: FunctionContext) { keys = context.signingKeys }

  func physicalID(for request: CustomResourceRequest) async throws -> String {
    try await keys.current().physicalID(.externalID, fields(of: request, length: try length(request.properties))).text
  }

  func handle(_ request: CustomResourceRequest, _ invocation: Invocation) async throws -> CustomResourceOutcome {
    switch request.kind {
    case .create: return outcome(try await keys.current(), request, length: try length(request.properties))
    case .update(let id, _): return try await update(request, physicalID: id)
    // Nothing is kept of an external id, so there is nothing to remove.
    case .delete: return CustomResourceOutcome()
    }
  }

  /// Says the same id again; whether it is the same is told by the physical id, not by the old properties.
  ///
  /// After a refused Update CloudFormation sends another one back to the properties before, which has to succeed.
  private func update(_ request: CustomResourceRequest, physicalID: String) async throws -> CustomResourceOutcome {
    guard let id = PhysicalID(physicalID), id.scheme == .externalID else {
      throw Refusal(
        "this external id was not made by this function, which cannot say it again: "
          + "keep the resource's properties as they are"
      )
    }
    let length = try length(request.properties)
    let key: SigningKey
    do {
      key = try await keys.key(of: id)
    } catch SecretFault.gone {
      throw Refusal.changedKey
    }
    if key.proves(id, fields(of: request, length: length)) { return outcome(key, request, length: length) }
    // Each length has a code of its own, so the one that the id was made with can be found.
    guard let made = ExternalID.lengths.first(where: { key.proves(id, fields(of: request, length: $0)) }) else {
      throw Refusal.changedKey
    }
    throw Refusal(
      "Length cannot be changed from \(made) to \(length): the external id would be another one, "
        + "and every trust policy and registration would have to change with it"
    )
  }

  private func outcome(_ key: SigningKey, _ request: CustomResourceRequest, length: Int) -> CustomResourceOutcome {
    let id = ExternalID(key: key, stack: request.stack, logicalID: request.logicalID, length: length)
    return CustomResourceOutcome(attributes: ["RandomExtId": id.text], hidesAttributes: true)
  }

  /// The wished length; faults are told in the words of the reference.
  private func length(_ properties: ResourceProperties) throws(Refusal) -> Int {
    guard let text = try properties.text("Length") else { throw Refusal("Length must be specified") }
    guard let length = Int(text) else { throw Refusal("Length must be an integer") }
    guard ExternalID.lengths.contains(length) else {
      throw Refusal(
        "Length must be an integer between \(ExternalID.lengths.lowerBound) and \(ExternalID.lengths.upperBound)"
      )
    }
    try properties.allow(only: ["Length"])
    return length
  }

  private func fields(of request: CustomResourceRequest, length: Int) -> [String] {
    [request.stack.text, request.logicalID, String(length)]
  }
}

extension Refusal {
  fileprivate static let changedKey = Refusal(
    "signing key changed: the external id cannot be said again; restore the version of the signing secret that made it"
  )
}
