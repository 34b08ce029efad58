import AWSQuery
package import Fleet
package import Transport

/// Brings what is deployed to the templates and the code of this release.
package enum Deploy {
  /// Updates the Lambdas stack.
  ///
  /// `parameters` are new values by name; others stay.
  package static func lambdas(
    connections: Connections,
    functions: FunctionsArchive,
    parameters: [String: String] = [:],
    timepiece: Timepiece = .system
  ) async throws -> StagedVerb {
    let context = connections.context
    guard let stackName = context.backup?.lambdasStack else { throw Self.unnamed("backup: { lambdasStack }", context) }
    let site = SetupSite(connections: connections, timepiece: timepiece)
    let bucket = try await bucket(site)
    return StagedVerb(
      verb: "deploy lambdas",
      context: context.name,
      stages: [
        ArtifactsStage(site: site, bucket: bucket, functions: functions),
        LambdasStage(
          site: site,
          bucket: bucket,
          stackName: stackName,
          functions: functions,
          parameters: parameters
        ),
      ]
    )
  }

  /// Updates the Roles stack set and its instances; with a pilot, that unit first and alone.
  package static func roles(
    connections: Connections,
    pilot: [OrganizationalUnitID] = [],
    parameters: [String: String] = [:],
    timepiece: Timepiece = .system
  ) async throws -> StagedVerb {
    let context = connections.context
    guard let stackSet = context.stackSets.first else { throw Self.unnamed("stackSets", context) }
    let site = SetupSite(connections: connections, timepiece: timepiece)
    let bucket = try await bucket(site)
    func wave(
      _ units: [OrganizationalUnitID]?,
      _ preferences: OperationPreferences
    ) -> RolesUpdateStage {
      RolesUpdateStage(
        site: site,
        bucket: bucket,
        stackSet: stackSet,
        parameters: parameters,
        wave: units,
        preferences: preferences
      )
    }
    var stages: [any Stage] = [ArtifactsStage(site: site, bucket: bucket, functions: nil)]
    if !pilot.isEmpty { stages.append(wave(pilot, .careful)) }
    stages.append(wave(nil, .standard))
    return StagedVerb(verb: "deploy roles", context: context.name, stages: stages)
  }

  private static func bucket(_ site: SetupSite) async throws -> ArtifactBucket {
    let discovery = SetupDiscovery(site.connections)
    guard let region = try discovery.region() else {
      throw OperatorError(
        sentence: "no region is known",
        nextStep: "add backup: { region } to the context",
        exitStatus: 2
      )
    }
    return ArtifactBucket(
      site: site,
      wanted: site.context.artifacts?.bucket,
      organizationID: try await discovery.organizationID(),
      region: region
    )
  }

  private static func unnamed(_ key: String, _ context: Context) -> OperatorError {
    OperatorError(sentence: "context \(context.name) has no \(key)", nextStep: "add it to the context", exitStatus: 2)
  }
}
