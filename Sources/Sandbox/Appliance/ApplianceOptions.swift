/// Where the public text about the appliance is silent or contradicts itself, and which side this one takes.
///
/// Every property is a switch so that a client can be tested against both sides.
package struct ApplianceOptions: Sendable, Equatable {
  /// What a call without `x-api-version` gets: the header is declared required, yet some clients leave it out.
  package enum MissingVersion: Sendable { case refused, taken }

  /// The status of a refused sign-in; both are declared, neither is tied to the case.
  package enum BadCredentials: Sendable { case unauthorized, badRequest }

  /// What the removal of a role answers.
  package enum RemovedRole: Sendable { case ok, noContent }

  /// What `validateDelete` answers for a role that nothing uses.
  package enum FreeRole: Sendable { case emptyArray, nothing }

  /// Whether `GET /users` wraps its users in a page.
  package enum UserList: Sendable { case page, array }

  /// Whether a new password needs the old one.
  package enum OldPassword: Sendable { case required, optional }

  /// How often a refresh token works.
  package enum RefreshTokens: Sendable { case once, manyTimes }

  package var product = ApplianceProduct.nine
  package var missingVersion = MissingVersion.refused
  package var badCredentials = BadCredentials.unauthorized
  package var removedRole = RemovedRole.ok
  package var freeRole = FreeRole.emptyArray
  package var userList = UserList.page
  package var oldPassword = OldPassword.required
  package var passwordRule = PasswordRule.both
  package var refreshTokens = RefreshTokens.once

  /// Whether a changed password ends that user's tokens.
  package var endsTokensOnPasswordChange = true

  /// The revision from which a role's account is `awsAccountId` and no longer `awsid`.
  package var accountFieldChangesAt = ApplianceRevision(minor: 8)

  /// The longest display name of a role: 127 by the guide, 255 by the first schema.
  package var longestRoleName = 127
  package var longestDescription = 255

  /// Names that roles may not take, since organizations have them.
  package var organizationNames: Set<String> = []

  /// Roles whose trust refuses the appliance.
  package var unassumableRoles: Set<RoleAddress> = []

  /// How long AWS needs until a trust policy works, counted from the first attempt to register the role.
  package var trustDelay = Duration.zero

  /// The most entries of one page; nil for no limit.
  package var largestPage: Int?

  /// Whether times carry a `Z`; the documented samples of sessions do not.
  package var zonedTimes = false

  package var accessTokenLifetime = Duration.seconds(3600)
  package var refreshTokenLifetime = Duration.seconds(7200)
  package var authorizationCodeLifetime = Duration.seconds(60)

  /// How long a rescan runs.
  package var rescanDuration = Duration.seconds(20)

  /// How many days the certificate is still valid.
  package var certificateDays = ApplianceCertificate.defaultDays

  /// The user made at installation; it cannot be removed.
  package var defaultUser = "administrator"

  package var policies = BackupPolicy.samples
  package var repositories = BackupRepository.samples

  package init() {}
}

/// A role by where it is in AWS.
package struct RoleAddress: Hashable, Sendable {
  package let account: String
  package let roleName: String

  package init(account: String, roleName: String) {
    self.account = account
    self.roleName = roleName
  }
}
