import FoundationEssentials

/// Functions and their versions.
extension LambdaService {
  func list(_ state: WorldState) throws(ServiceFailure) -> LoopbackReply {
    let own = state.functions.values
      .filter { $0.account == caller.account && $0.region == call.region }
      .sorted { $0.name < $1.name }
    let page = try page(of: own.count, list: "functions")
    return reply { json in
      json.member("NextMarker", page.next)
      json.member("Functions", own[page.range]) { json, record in
        json.object { view(record).write(record.latest, qualifier: nil, to: &$0) }
      }
    }
  }

  func create(_ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let name = input.string("FunctionName") ?? ""
    let reference = try FunctionReference(name, account: caller.account, region: call.region)
    guard let role = input.string("Role") else { throw .lambda("Role is required") }
    var settings = FunctionSettings(role: role)
    try FunctionInput(input: input).apply(to: &settings)
    guard let code = input.object("Code") else { throw .lambda("Please provide a source for function code.") }
    let record = try state.createFunction(reference, settings, try archive(code, state), now)
    if let tags = input.texts("Tags") { state.functions[record.arn]?.tags = tags }
    guard input.boolean("Publish") == true else { return reply(201, record.latest, of: record, nil) }
    let version = state.publish(record.arn, description: nil, now)?.0 ?? record.latest
    return reply(201, version, of: record, nil)
  }

  func function(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let reference = try reference()
    let record = try record(reference, state)
    switch operation {
    case "GetFunction": return try get(record, reference)
    case "GetFunctionConfiguration":
      return reply(200, try version(record, reference), of: record, reference.qualifier)
    case "UpdateFunctionCode", "UpdateFunctionConfiguration": return try update(operation, record, &state)
    case "PublishVersion":
      try check(input.string("RevisionId"), against: record.latest.revisionID)
      if let wanted = input.string("CodeSha256"), wanted != record.latest.code.sha256 {
        throw .lambda(
          "CodeSHA256 (\(wanted)) is different from current CodeSHA256 in $LATEST (\(record.latest.code.sha256)). "
            + "Please try again with the CodeSHA256 in $LATEST."
        )
      }
      let version = state.publish(record.arn, description: input.string("Description"), now)?.0 ?? record.latest
      return reply(201, version, of: record, nil)
    case "ListVersionsByFunction":
      let all = [record.latest] + record.versions
      let page = try page(of: all.count, list: "versions \(record.arn)")
      return reply { json in
        json.member("NextMarker", page.next)
        json.member("Versions", all[page.range]) { json, version in
          json.object { view(record).write(version, qualifier: version.number, to: &$0) }
        }
      }
    default:
      try state.deleteFunction(reference)
      return Self.empty
    }
  }

  private func version(_ record: FunctionRecord, _ reference: FunctionReference) throws(ServiceFailure)
    -> FunctionVersion
  {
    guard let version = record.version(reference.qualifier) else { throw .noFunction(reference.qualifiedARN) }
    return version
  }

  private func get(_ record: FunctionRecord, _ reference: FunctionReference) throws(ServiceFailure) -> LoopbackReply {
    let version = try version(record, reference)
    return reply { json in
      json.member("Configuration") { view(record).write(version, qualifier: reference.qualifier, to: &$0) }
      json.member("Code") { $0.member("RepositoryType", "S3") }
      if !record.tags.isEmpty {
        json.member("Tags") { json in
          for (name, value) in record.tags.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
        }
      }
      if let reserved = record.reservedConcurrency {
        json.member("Concurrency") { $0.member("ReservedConcurrentExecutions", reserved) }
      }
    }
  }

  private func update(
    _ operation: String,
    _ record: FunctionRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> LoopbackReply {
    try check(input.string("RevisionId"), against: record.latest.revisionID)
    var (settings, code) = (record.latest.settings, record.latest.code)
    if operation == "UpdateFunctionCode" {
      code = FunctionCode(archive: try archive(input, state))
      settings.architecture = input.strings("Architectures")?.first ?? settings.architecture
      if input.boolean("DryRun") == true {
        var shown = record.latest
        (shown.settings, shown.code) = (settings, code)
        return reply(200, shown, of: record, nil)
      }
    } else {
      try FunctionInput(input: input).apply(to: &settings)
    }
    let updated = try state.updateFunction(record.arn, settings, code, now)
    guard input.boolean("Publish") == true else { return reply(200, updated.latest, of: updated, nil) }
    let version = state.publish(record.arn, description: nil, now)?.0 ?? updated.latest
    return reply(200, version, of: updated, nil)
  }

  /// The archive's bytes, sent along or taken from a bucket.
  private func archive(_ code: JSONInput, _ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    if let text = code.string("ZipFile") {
      guard let bytes = Data(base64Encoded: text) else {
        throw ServiceFailure(code: "SerializationException", message: "ZipFile is no base64")
      }
      guard bytes.count <= 52_428_800 else {
        throw ServiceFailure(
          code: "RequestEntityTooLargeException",
          message: "Request must be smaller than 70167211 bytes for the InvokeFunction operation",
          status: 413
        )
      }
      return [UInt8](bytes)
    }
    return try state.archive(inBucketOf: code, region: call.region)
  }
}
