package import Fleet

/// One organization with its backup account and appliance, as the configuration names them.
package struct Context: Hashable, Sendable {
  package let name: String
  package var organization: OrganizationHat
  package var backup: BackupHat?
  /// Stack sets whose instances make an account ready; empty: that source is not configured.
  package var stackSets: [StackSetName]
  /// Nil: as the stack sets' templates declare.
  package var purposes: [Purpose]?
  package var members: MemberAccess?
  package var exclusions: [Expectations.Exclusion]
  package var appliance: ApplianceSettings?
  package var artifacts: Artifacts?
  package var templates: Templates?
  package var journal: Journal?
  package var credential: CredentialPolicy?
  package var access: Access
  package var rates: Rates

  /// What its accounts should look like.
  package var expectations: Expectations { Expectations(purposes: purposes, exclusions: exclusions) }

  /// Whether anything may be changed through this context; nothing that changes anything is offered otherwise.
  package enum Access: String, Hashable, Sendable, CaseIterable {
    case readOnly = "read-only"
    case readWrite = "read-write"
  }

  /// Whether calls keep to the documented rates; `off` is for endpoints without any, such as the sandbox.
  package enum Rates: String, Hashable, Sendable, CaseIterable {
    case documented, off
  }

  /// As whom CloudFormation is asked about stack sets.
  package enum CallAs: String, Hashable, Sendable, CaseIterable {
    case own = "SELF"
    case delegatedAdministrator = "DELEGATED_ADMIN"
  }

  /// How the management account, or the delegated administrator, is reached.
  package struct OrganizationHat: Hashable, Sendable {
    /// Nil: the default chain.
    package var profile: String?
    package var writeProfile: String?
    package var region: RegionName?
    package var callAs: CallAs
  }

  /// How the backup account is reached, and what of it belongs to us.
  package struct BackupHat: Hashable, Sendable {
    /// Nil: the default chain.
    package var profile: String?
    package var writeProfile: String?
    package var region: RegionName?
    package var lambdasStack: String?
    /// Name or ARN of the credential's secret; nil: the Lambdas stack's output says it.
    package var secret: String?
  }

  /// The role to assume in a member account to look for evidence there.
  package struct MemberAccess: Hashable, Sendable {
    package var role: String
    package var path: String?
    package var externalID: String?
  }

  /// The bucket that holds templates and code.
  package struct Artifacts: Hashable, Sendable {
    package var bucket: String
    package var owner: AccountID?
  }

  /// A context's own templates, for forks of the shipped ones.
  package struct Templates: Hashable, Sendable {
    package struct Pinned: Hashable, Sendable {
      package var file: String
      package var sha256: String
    }

    package var roles: Pinned?
  }

  /// Where a second copy of the journal goes.
  package struct Journal: Hashable, Sendable {
    package var logGroup: String
  }

  package struct CredentialPolicy: Hashable, Sendable {
    package var maxAgeDays: Int
  }
}
