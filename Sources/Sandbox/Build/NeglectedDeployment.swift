import FoundationEssentials

/// Brings an organization into neglect the way it comes about: deployments while something is wrong, updates that were
/// left half done, entries and roles changed by hand.
struct NeglectedDeployment: Sendable {
  let roles: RolesDeployment
  let appliance: ApplianceServer
  let sites: [SitePlan.Site]

  private var world: World { roles.world }

  func carryOut() async throws(SandboxError) {
    let places = await roles.gather(sites)
    await roles.create(sites { $0.isDeployed })
    try await whileUnreachable {
      await roles.create(sites { $0 == .failed(.applianceUnreachable) })
      await roles.delete(accounts { $0 == .inoperable })
    }
    await whilePasswordDiffers {
      let refused = sites { $0 == .failed(.credentialRefused) }
      await roles.create(Array(refused.dropFirst()))
      // The first failure stops it, and the others are cancelled.
      await roles.create(Array(refused.prefix(1)) + sites { $0 == .cancelled }, .careful)
    }
    await lock(accounts { $0 == .failed(.deniedByPolicy) })
    await roles.create(sites { $0 == .failed(.deniedByPolicy) })
    await whileThrottled { await roles.create(sites { $0 == .failed(.noAnswer) }) }
    await roles.scatter(places)
    await updateSome()
    await unregister()
    await changeRoles()
    await roles.detectDrift()
  }

  private func sites(_ isMeant: (Fate) -> Bool) -> [SitePlan.Site] { sites.filter { isMeant($0.fate) } }

  private func accounts(_ isMeant: (Fate) -> Bool) -> [String] { sites(isMeant).map(\.account.id) }

  // MARK: While something is wrong

  private func whileUnreachable(_ body: () async -> Void) async throws(SandboxError) {
    do {
      try await appliance.set(.refused)
      await body()
      try await appliance.set(.none)
    } catch {
      throw .server("\(error)")
    }
  }

  /// Somebody changes the password on the appliance, and back.
  private func whilePasswordDiffers(_ body: () async -> Void) async {
    let before = await world.portalUsers()
    for var user in before where user.name == LambdasDeployment.portalUser {
      user.password += "x"
      await world.replace(user)
    }
    await body()
    for user in before { await world.replace(user) }
  }

  /// Nothing of the configurator runs: the stacks wait for an answer until their time is up.
  private func whileThrottled(_ body: () async -> Void) async {
    let before = await LambdasDeployment.reserve(0, in: world)
    await body()
    _ = await LambdasDeployment.reserve(before, in: world)
  }

  private func lock(_ accounts: [String]) async {
    await world.perform { state, _ in
      for account in accounts { state.lockedAccounts[account] = Failure.denial(in: account) }
    }
  }

  // MARK: What was left half done

  /// A new value for all that only some were given.
  private func updateSome() async {
    await world.perform { state, _ in
      guard let set = state.stackSets.firstIndex(where: { $0.id == roles.setID }) else { return }
      state.stackSets[set].parameters = state.stackSets[set].parameters.map { parameter in
        parameter.key == "RegistrationNonce" ? .init(key: parameter.key, value: "2") : parameter
      }
      state.stackSets[set].outdate()
    }
    await roles.update(accounts { $0.isDeployed && $0 != .outdated && $0 != .inoperable })
  }

  /// Somebody removes entries on the appliance.
  private func unregister() async {
    var gone: Set<String> = []
    for site in sites {
      guard case .unregistered(let purposes) = site.fate else { continue }
      for purpose in purposes { gone.insert("\(site.account.id)-\(purpose)") }
    }
    for entry in await world.registrations() where gone.contains(entry.name) {
      await world.removeRegistration(id: entry.id)
    }
  }

  /// Somebody lets a whole account assume the roles of others.
  private func changeRoles() async {
    let changed = accounts { $0 == .drifted }
    await world.perform { state, now in
      for account in changed {
        guard let role = state.iam.roles(of: account).first(where: { $0.name.contains("VeeamEc2Role") }) else {
          continue
        }
        let trust = """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
          "Principal":{"AWS":"arn:aws:iam::\(state.managementAccount):root"}}]}
          """
        // A role that can't be changed is one that did not drift.
        try? state.iam.setTrust(trust, of: role.name, account: account, at: now)
      }
    }
  }
}
