/// Names that move from version to version.
extension LambdaService {
  func alias(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let record = try record(try reference(), state)
    if operation == "ListAliases" {
      let version = call.request.queryValue("FunctionVersion")
      let aliases = record.aliases.filter { version == nil || $0.version == version }
      let page = try page(of: aliases.count, list: "aliases \(record.arn)")
      return reply { json in
        json.member("NextMarker", page.next)
        json.member("Aliases", aliases[page.range]) { json, alias in json.object { write(alias, record, to: &$0) } }
      }
    }
    if operation == "CreateAlias" {
      let alias = try state.createAlias(
        input.string("Name") ?? "",
        of: record.arn,
        version: input.string("FunctionVersion") ?? "",
        description: input.string("Description") ?? ""
      )
      return reply(201) { write(alias, record, to: &$0) }
    }
    let name = call.label("Name")
    guard let alias = record.alias(name) else {
      // Deleting what is gone is no failure; the others say so.
      if operation == "DeleteAlias" { return Self.empty }
      throw Self.noAlias(record.arn, name)
    }
    switch operation {
    case "GetAlias": return reply { write(alias, record, to: &$0) }
    case "UpdateAlias":
      try check(input.string("RevisionId"), against: alias.revisionID)
      let moved = try state.updateAlias(
        name,
        of: record.arn,
        version: input.string("FunctionVersion") ?? alias.version,
        description: input.string("Description") ?? alias.description
      )
      return reply { write(moved, record, to: &$0) }
    default:
      state.deleteAlias(name, of: record.arn)
      return Self.empty
    }
  }

  static func noAlias(_ arn: String, _ name: String) -> ServiceFailure {
    ServiceFailure(
      code: "ResourceNotFoundException",
      message: "Cannot find alias arn: \(arn):\(name)",
      status: 404
    )
  }

  private func write(_ alias: FunctionRecord.Alias, _ record: FunctionRecord, to json: inout JSONWriter) {
    json.member("AliasArn", "\(record.arn):\(alias.name)")
    json.member("Name", alias.name)
    json.member("FunctionVersion", alias.version)
    json.member("Description", alias.description)
    json.member("RevisionId", alias.revisionID)
  }
}
