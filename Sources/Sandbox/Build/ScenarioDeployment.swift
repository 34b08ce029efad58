import FoundationEssentials

/// Brings a world to its scenario as an operator would: by deploying the shipped templates and running the functions.
///
/// A world that is too large for that gets the Lambdas stack this way, and its stack sets furnished.
struct ScenarioDeployment: Sendable {
  let world: World
  let options: SandboxOptions
  let appliance: ApplianceServer

  /// Returns when the scenario is reached; `onboarding` is reached while its operation goes on.
  func reach() async throws(SandboxError) {
    guard options.functions != nil, options.scenario != .fresh else { return }
    let targets = TreeBuilder(options).build().targets
    guard let organization = await world.perform({ state, _ in state.organization }) else { return }
    try await LambdasDeployment(world: world, appliance: appliance)
      .deploy(organization: organization.id, triesPending: options.scenario != .halfRotated)
    let builder = DeploymentBuilder(options, organization: organization, targets: targets, now: world.clock.now)
    guard options.deploys else { return await world.perform { state, _ in builder.furnish(&state) } }
    let setID = await world.perform { state, _ in builder.open(&state) }
    let sites = SitePlan(scenario: options.scenario, organization: organization, targets: targets).sites()
    let roles = RolesDeployment(world: world, setID: setID, targets: targets)
    switch options.scenario {
    case .drifted: try await NeglectedDeployment(roles: roles, appliance: appliance, sites: sites).carryOut()
    case .onboarding:
      // The functions are a day old, the rollout has just begun.
      world.clock.approach(within: .seconds(150))
      await roles.begin(sites)
    case .orphans: await roles.deployAndLeaveBehind(sites)
    case .healthy, .throttled, .huge, .names, .halfRotated, .fresh: await roles.create(sites)
    }
    await world.perform { state, now in finish(&state, organization, now) }
  }

  /// What happens to a deployed world by other hands.
  private func finish(_ state: inout WorldState, _ organization: OrganizationRecord, _ now: Date) {
    switch options.scenario {
    case .orphans: OrphanBuilder(organization: organization, seed: options.seed).furnish(&state)
    case .halfRotated: LambdasDeployment.rotateHalfway(&state, now)
    case .drifted, .fresh, .healthy, .huge, .names, .onboarding, .throttled: return
    }
  }

  /// The appliance's answers that the scenario needs, told before it starts.
  static func appliance(_ options: SandboxOptions) -> ApplianceOptions {
    var appliance = options.appliance
    guard options.deploys, options.scenario == .onboarding else { return appliance }
    let plan = TreeBuilder(options).build()
    guard let organization = plan.organization else { return appliance }
    let sites = SitePlan(scenario: .onboarding, organization: organization, targets: plan.targets).sites()
    for site in sites where site.fate == .failed(.nameReserved) {
      appliance.organizationNames.insert("\(site.account.id)-ec2")
    }
    return appliance
  }
}
