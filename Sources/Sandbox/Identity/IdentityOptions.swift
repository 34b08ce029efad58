/// How the simulated sign-in services behave; every property is a switch for tests.
package struct IdentityOptions: Sendable, Equatable {
  /// What a poll for a device's token may hear instead of what is so.
  package enum DeviceAnswer: Sendable { case pending, slowDown, expired, denied }

  /// What an instance's metadata has to offer.
  package enum Instance: Sendable {
    case role

    /// No role is attached.
    case bare

    /// The role's credentials have run out and were not renewed.
    case expired
  }

  /// The answers of the first polls, in order; later ones hear what is so.
  package var deviceAnswers: [DeviceAnswer] = []
  package var pollInterval = Duration.seconds(1)
  package var deviceCodeLifetime = Duration.seconds(600)
  package var accessTokenLifetime = Duration.seconds(3600)
  package var registrationLifetime = Duration.seconds(90 * 86_400)

  /// How long credentials of the portal, an instance or a container last.
  package var credentialLifetime = Duration.seconds(3600)

  /// The permission sets that the portal's user has in every account.
  package var portalRoles = ["OrganizationReader", "OrganizationAdministrator"]
  package var instance = Instance.role
  package var instanceRole = "sandbox-instance"
  package var containerRole = "sandbox-task"

  /// What a container must send in `Authorization`.
  package var containerToken = "sandbox-container-token"

  package init() {}
}
