import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Templates

/// Brings the Roles stack set, and with it every account, to this release.
///
/// In waves: a pilot unit first, one account after the other and ended by the first failure; the rest only after all of
/// its instances are current.
struct RolesUpdateStage: Stage {
  let site: SetupSite
  let bucket: ArtifactBucket
  let stackSet: StackSetName
  /// New values by name; parameters not named keep theirs.
  let parameters: [String: String]
  /// The units of this wave; nil: everything that is left.
  let wave: [OrganizationalUnitID]?
  let preferences: OperationPreferences

  var name: String { wave == nil ? "roles" : "pilot" }

  var title: String {
    wave.map { "Pilot \($0.map(\.rawValue).joined(separator: ", "))" } ?? "Roles stack set \(stackSet)"
  }

  func examine() async throws -> StageReport {
    guard let existing = try await site.stackSet(stackSet) else {
      return .blocked("there is no stack set \(stackSet)", nextStep: "rolecall setup")
    }
    let comparison = TemplateComparison(from: existing.templateBody ?? "", to: ShippedTemplate.roles.body)
    let changed = changedParameters(of: existing)
    let instances = try await self.instances()
    // An account that is suspended is passed over by every operation, and never becomes current.
    let outdated = instances.count { $0.status != "CURRENT" && $0.detailedStatus != "SKIPPED_SUSPENDED_ACCOUNT" }
    if comparison.isEmpty, changed.isEmpty, outdated == 0 || wave != nil && instances.isEmpty {
      return .done("\(instances.count) instances are current")
    }
    let reach = comparison.isEmpty && changed.isEmpty ? outdated : instances.count
    return StageReport(
      .due,
      details: comparison.lines + changed + [
        "\(reach) of \(instances.count) instances \(wave == nil ? "" : "of the pilot ")are updated",
        "PREFERENCES \(preferences.sentence)", "AUTOMATIC TARGETS unchanged",
      ],
      calls: ["UpdateStackSet"],
      undo: "the same with the earlier release"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    guard let existing = try await site.stackSet(stackSet, isWriting: true) else {
      throw OperatorError(sentence: "there is no stack set \(stackSet)", nextStep: "rolecall setup")
    }
    let operationID = "rolecall-\(UUID().uuidString.lowercased())"
    tell(.note("operation \(operationID)"))
    _ = try await site.stackSets(isWriting: true).updateStackSet(
      stackSet.rawValue,
      StackSetDefinition(
        template: try await source(existing),
        parameters: wanted(existing),
        capabilities: existing.capabilities
      ),
      targets: try await targets(),
      regions: wave == nil ? [] : existing.regions,
      preferences: preferences,
      operationID: operationID
    )
    let end = try await OperationWatch(site: site, stackSet: stackSet, operationID: operationID).end(tell)
    guard end.isWhole else { throw end.error(of: operationID) }
    try await Release(site: site).verifyRoles(stackSet: stackSet)
  }

  /// The set's own template where it is this release's already: then only the targets named are touched.
  private func source(_ existing: CloudFormation.StackSet) async throws -> CloudFormation.TemplateSource {
    let body = ShippedTemplate.roles.body
    if existing.templateBody == body { return .previous }
    if body.utf8.count <= CloudFormation.largestTemplateBody { return .body(body) }
    guard let place = try await bucket.find(isWriting: true) else {
      throw OperatorError(sentence: "there is no bucket for the template", nextStep: "run the command again")
    }
    return .url(try await bucket.url(of: .roles, in: place))
  }

  private func wanted(_ existing: CloudFormation.StackSet) -> [CloudFormation.Parameter] {
    let kept = Set(existing.parameters.map(\.key)).subtracting(parameters.keys)
      .intersection(TemplateOutline(ShippedTemplate.roles.body).parameters)
    return parameters.sorted { $0.key < $1.key }.map { CloudFormation.Parameter(key: $0.key, value: $0.value) }
      + kept.sorted().map { CloudFormation.Parameter(key: $0, value: nil) }
  }

  private func changedParameters(of existing: CloudFormation.StackSet) -> [String] {
    let before = existing.parameters.reduce(into: [String: String]()) { $0[$1.key] = $1.value }
    return parameters.sorted { $0.key < $1.key }.compactMap { name, value in
      before[name] == value ? nil : "\(name) \(before[name] ?? "(new)") → \(value)"
    }
  }

  /// The pilot's accounts within the units that were targeted, so that the automatic targets stay what they are; nil: all
  /// instances.
  private func targets() async throws -> DeploymentTargets? {
    guard wave != nil else { return nil }
    let instances = try await instances()
    return .accountsInUnits(
      accounts: instances.map(\.account),
      units: Set(instances.compactMap(\.organizationalUnitID)).sorted(),
      filter: .intersection
    )
  }

  /// The instances of this wave.
  private func instances() async throws -> [CloudFormation.StackInstance] {
    var accounts: Set<String>?
    if let wave { accounts = try await UnitAccounts(site: site).below(wave) }
    var found: [CloudFormation.StackInstance] = []
    for try await page in try site.stackSets().listStackInstances(stackSet: stackSet.rawValue) {
      found += page.items.filter { accounts?.contains($0.account) ?? true }
    }
    return found
  }
}
