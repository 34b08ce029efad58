import FoundationEssentials

/// Changes of functions, as Lambda's API and stacks make them.
extension WorldState {
  mutating func createFunction(
    _ reference: FunctionReference,
    _ settings: FunctionSettings,
    _ archive: [UInt8],
    _ now: Date
  ) throws(ServiceFailure) -> FunctionRecord {
    guard functions[reference.arn] == nil else { throw .lambdaConflict("Function already exist: \(reference.name)") }
    let settings = try checked(settings, account: reference.account, region: reference.region)
    let ready = now.addingTimeInterval(FunctionVersion.preparation(of: settings))
    let record = FunctionRecord(
      name: reference.name,
      account: reference.account,
      region: reference.region,
      latest: FunctionVersion(
        functionName: reference.name,
        functionARN: reference.arn,
        settings: settings,
        code: FunctionCode(archive: archive),
        lastModified: now,
        revisionID: generator.uuid(),
        activeAt: ready,
        updatedAt: ready,
        usedAt: now
      )
    )
    functions[record.arn] = record
    return record
  }

  /// - Throws: `ResourceConflictException` while an earlier change is under way.
  mutating func updateFunction(
    _ arn: String,
    _ settings: FunctionSettings,
    _ code: FunctionCode,
    _ now: Date
  ) throws(ServiceFailure) -> FunctionRecord {
    guard var record = functions[arn] else { throw .noFunction(arn) }
    guard now >= record.latest.updatedAt else {
      throw .lambdaConflict(
        "The operation cannot be performed at this time. An update is in progress for resource: \(arn)"
      )
    }
    let settings = try checked(settings, account: record.account, region: record.region)
    record.latest.settings = settings
    record.latest.code = code
    record.latest.lastModified = now
    record.latest.revisionID = generator.uuid()
    record.latest.updatedAt = now.addingTimeInterval(FunctionVersion.preparation(of: settings))
    functions[arn] = record
    return record
  }

  /// Deletes the function, or only the version that the reference names; one that is gone is a failure.
  mutating func deleteFunction(_ reference: FunctionReference) throws(ServiceFailure) {
    guard let record = functions[reference.arn] else { throw .noFunction(reference.arn) }
    guard let qualifier = reference.qualifier else {
      functions[reference.arn] = nil
      orders.append { await $0.executions.retire(reference.arn) }
      return
    }
    let users = record.aliases.filter { $0.version == qualifier }.map(\.name)
    guard users.isEmpty else {
      throw .lambdaConflict(
        "Function version \(reference.qualifiedARN) is referenced by aliases: [\(users.joined(separator: ", "))]"
      )
    }
    functions[reference.arn]?.removeVersion(qualifier)
    orders.append { await $0.executions.retire(reference.qualifiedARN) }
  }

  /// The version that now holds what `$LATEST` is; nil for an unknown function.
  mutating func publish(_ arn: String, description: String?, _ now: Date) -> (FunctionVersion, isNew: Bool)? {
    let revisionID = generator.uuid()
    return functions[arn]?.publish(description: description, revisionID: revisionID, at: now)
  }

  // MARK: Aliases

  mutating func createAlias(
    _ name: String,
    of arn: String,
    version: String,
    description: String
  ) throws(ServiceFailure) -> FunctionRecord.Alias {
    guard let record = functions[arn] else { throw .noFunction(arn) }
    guard record.alias(name) == nil else { throw .lambdaConflict("Alias already exists: \(arn):\(name)") }
    guard !name.isEmpty, Int(name) == nil else { throw .lambda("An alias needs a name that is no number") }
    guard record.version(version)?.number == version else { throw .noFunction("\(arn):\(version)") }
    let alias = FunctionRecord.Alias(
      name: name,
      version: version,
      description: description,
      revisionID: generator.uuid()
    )
    functions[arn]?.aliases.append(alias)
    return alias
  }

  mutating func updateAlias(
    _ name: String,
    of arn: String,
    version: String,
    description: String
  ) throws(ServiceFailure) -> FunctionRecord.Alias {
    guard let record = functions[arn] else { throw .noFunction(arn) }
    guard let index = record.aliases.firstIndex(where: { $0.name == name }) else {
      throw LambdaService.noAlias(arn, name)
    }
    guard record.version(version)?.number == version else { throw .noFunction("\(arn):\(version)") }
    let moved = FunctionRecord.Alias(
      name: name,
      version: version,
      description: description,
      revisionID: generator.uuid()
    )
    functions[arn]?.aliases[index] = moved
    return moved
  }

  /// Deletes the alias with what holds for it.
  mutating func deleteAlias(_ name: String, of arn: String) {
    functions[arn]?.aliases.removeAll { $0.name == name }
    functions[arn]?.policies[name] = nil
    functions[arn]?.eventSettings[name] = nil
  }

  // MARK: Permissions

  mutating func addPermission(
    _ statement: FunctionPolicy.Statement,
    to reference: FunctionReference
  ) throws(ServiceFailure) {
    guard functions[reference.arn]?.version(reference.qualifier) != nil else {
      throw .noFunction(reference.qualifiedARN)
    }
    let key = reference.qualifier ?? ""
    var policy = functions[reference.arn]?.policies[key] ?? FunctionPolicy(revisionID: "")
    guard !policy.statements.contains(where: { $0.id == statement.id }) else {
      throw .lambdaConflict(
        "The statement id (\(statement.id)) provided already exists. Please provide a new statement id, or remove the "
          + "existing statement."
      )
    }
    policy.statements.append(statement)
    policy.revisionID = generator.uuid()
    guard policy.document(resource: reference.qualifiedARN).utf8.count <= 20_480 else {
      throw ServiceFailure(
        code: "PolicyLengthExceededException",
        message: "The final policy size is bigger than the limit (20480)."
      )
    }
    functions[reference.arn]?.policies[key] = policy
  }

  mutating func removePermission(_ id: String, from reference: FunctionReference) throws(ServiceFailure) {
    let key = reference.qualifier ?? ""
    guard var policy = functions[reference.arn]?.policies[key], policy.statements.contains(where: { $0.id == id })
    else {
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "Statement \(id) is not found in resource policy.",
        status: 404
      )
    }
    policy.statements.removeAll { $0.id == id }
    policy.revisionID = generator.uuid()
    functions[reference.arn]?.policies[key] = policy.statements.isEmpty ? nil : policy
  }

  // MARK: Concurrency

  /// Reserves concurrency for a function; at least 100 of the account's stay unreserved.
  mutating func reserve(_ wanted: Int?, for arn: String, of accountLimit: Int) throws(ServiceFailure) {
    guard let record = functions[arn] else { throw .noFunction(arn) }
    let others = functions.values
      .filter { $0.account == record.account && $0.region == record.region && $0.arn != arn }
      .reduce(0) { $0 + ($1.reservedConcurrency ?? 0) }
    if let wanted, wanted > 0, accountLimit - others - wanted < 100 {
      throw .lambda(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below "
          + "its minimum value of [100]."
      )
    }
    functions[arn]?.reservedConcurrency = wanted
    let slots = concurrency(of: arn, accountLimit: accountLimit)
    orders.append { await $0.executions.slots.adjust(slots) }
  }

  /// What the function's executions are counted in: its own reservation, or what the account has left.
  func concurrency(of arn: String, accountLimit: Int) -> ConcurrencyShare {
    guard let record = functions[arn] else { return ConcurrencyShare(key: arn, limit: 0) }
    if let reserved = record.reservedConcurrency { return ConcurrencyShare(key: arn, limit: reserved) }
    let reserved = functions.values
      .filter { $0.account == record.account && $0.region == record.region }
      .reduce(0) { $0 + ($1.reservedConcurrency ?? 0) }
    return ConcurrencyShare(key: "\(record.account) \(record.region)", limit: accountLimit - reserved)
  }
}
