import AWSQuery
import Fleet
package import Transport
package import Veeam

/// Sets up what RoleCall operates, from nothing to the first registered roles.
///
/// Can be run again at any time: every step looks at the services first and does what is missing.
package enum Setup {
  /// The steps of a setup.
  ///
  /// - Parameters:
  ///   - answers: What the stacks need to know.
  ///   - connections: The context's clients; what changes anything goes through the profiles for changing.
  ///   - timepiece: Waits between looks.
  ///   - administrator: Asks for an administrator's sign-in to the appliance; called only when the portal user is missing.
  /// - Returns: The verb, nothing of which has been done.
  package static func verb(
    _ answers: SetupAnswers,
    connections: Connections,
    timepiece: Timepiece = .system,
    administrator: @escaping @Sendable () async throws -> ApplianceCredential
  ) -> StagedVerb {
    let site = SetupSite(connections: connections, timepiece: timepiece)
    let bucket = ArtifactBucket(
      site: site,
      wanted: answers.bucket ?? connections.context.artifacts?.bucket,
      organizationID: answers.organizationID,
      region: answers.region
    )
    let stages: [any Stage] = [
      ArtifactsStage(site: site, bucket: bucket, functions: answers.functions),
      LambdasStage(
        site: site,
        bucket: bucket,
        stackName: answers.lambdasStack,
        functions: answers.functions,
        parameters: answers.stackParameters
      ),
      CredentialStage(
        site: site,
        lambdasStack: answers.lambdasStack,
        user: answers.appliance.user,
        administrator: administrator
      ),
      RolesStackSetStage(
        site: site,
        bucket: bucket,
        stackSet: answers.rolesStackSet,
        lambdasStack: answers.lambdasStack,
        instanceRole: answers.instanceRole,
        isAutomatic: answers.isAutomatic,
        retainsOnRemoval: answers.retainsOnRemoval,
        parameters: answers.rolesParameters
      ),
      InstancesStage(
        site: site,
        stackSet: answers.rolesStackSet,
        targets: answers.targets,
        region: answers.region,
        preferences: .standard
      ),
      RegistrationsStage(site: site, lambdasStack: answers.lambdasStack),
    ]
    return StagedVerb(verb: "setup", context: connections.context.name, stages: stages)
  }
}

extension SetupAnswers {
  /// The Lambdas stack's parameters, but for those of the code.
  var stackParameters: [String: String] {
    var values = lambdasParameters
    values["OrganizationId"] = organizationID
    values["VpcId"] = network.vpc
    values["SubnetIds"] = network.subnets.joined(separator: ",")
    values["SecurityGroupIds"] = network.securityGroups.joined(separator: ",")
    values["CreateSecretsManagerEndpoint"] = network.makesSecretsEndpoint ? "yes" : "no"
    values["S3GatewayRouteTableIds"] = network.gatewayRouteTables.joined(separator: ",")
    values["ApplianceHost"] = appliance.host
    values["AppliancePort"] = String(appliance.port)
    values["ApplianceSha256"] = appliance.pins.joined(separator: ",")
    values["PortalUserName"] = appliance.user
    return values
  }
}

extension OperationPreferences {
  /// What it means, for a person.
  var sentence: String {
    let width =
      switch maxConcurrent {
      case .count(let count): "\(count) at once"
      case .percentage(let share): "\(share) % at once"
      }
    let tolerance =
      switch failureTolerance {
      case .percentage(100): "go on after failures"
      case .count(0), .percentage(0): "stop at the first failure"
      case .count(let count): "stop after \(count) failures"
      case .percentage(let share): "stop after \(share) % failures"
      }
    return "\(width), \(tolerance), regions \(runsRegionsInParallel ? "in parallel" : "one by one")"
  }
}
