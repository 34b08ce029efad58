/// What a client sends to register or change a role.
struct RoleSpec: Decodable, Sendable {
  let name: String
  let description: String?
  let accessKeys: AccessKeys?
  let sameAccount: SameAccount?
  let otherAccount: OtherAccount?
  let requestedPermissions: [String]?

  enum CodingKeys: String, CodingKey {
    case name, description, accessKeys, requestedPermissions
    case sameAccount = "IAMRole"
    case otherAccount = "IAMRoleFromAnotherAccount"
  }

  struct AccessKeys: Decodable, Sendable {
    let accessKey: String
    let secretKey: String
    let defaultRegionType: String?
  }

  struct SameAccount: Decodable, Sendable {
    let roleName: String
  }

  struct OtherAccount: Decodable, Sendable {
    let accountId: String
    let roleName: String
    let externalId: String?
  }

  /// Every permission the product knows: what a role gets that names none.
  ///
  /// Source: values seen in a public client of 1.8-rev0.
  static let allPermissions = [
    "RepositoryPermissions", "BackupAccountWorkerRole", "ProductionAccountWorkerRole", "EC2BackupSnapshot",
    "EC2Replication", "EC2Restore", "RDSSnapshot", "RDSReplication", "RDSRestore", "EFSBackup", "EFSRestore",
    "VPCBackup", "VPCRestore", "DynamoDbBackup", "DynamoDbRestore", "FsxBackup", "FsxRestore", "RedshiftBackup",
    "RedshiftRestore", "RedshiftServerlessBackup", "RedshiftServerlessRestore", "OrganizationRescanRole",
  ]

  /// Whether it says how to reach the role: a change need not.
  var hasKind: Bool { kinds > 0 }

  private var kinds: Int { [accessKeys != nil, sameAccount != nil, otherAccount != nil].count { $0 } }

  /// What is wrong, whatever else is registered; nil when nothing is.
  ///
  /// - Parameters:
  ///   - options: Lengths and reserved names.
  ///   - needsKind: Whether one of the three kinds must be there: not for a change.
  /// - Returns: A sentence for the problem's `details`.
  func objection(_ options: ApplianceOptions, needsKind: Bool) -> String? {
    if let objection = Self.objection(toName: name, options) { return objection }
    if let description, description.unicodeScalars.count > options.longestDescription {
      return "The description must have at most \(options.longestDescription) characters."
    }
    guard kinds == 1 || (kinds == 0 && !needsKind) else {
      return "Exactly one of accessKeys, IAMRole and IAMRoleFromAnotherAccount is required."
    }
    if let otherAccount {
      let digits = otherAccount.accountId.utf8
      guard digits.count == 12, digits.allSatisfy({ (48...57).contains($0) }) else {
        return "accountId must have 12 digits."
      }
    }
    if let role = otherAccount?.roleName ?? sameAccount?.roleName, role.isEmpty { return "roleName is required." }
    if let accessKeys, accessKeys.accessKey.isEmpty || accessKeys.secretKey.isEmpty {
      return "accessKey and secretKey are required."
    }
    if let region = accessKeys?.defaultRegionType,
      !["Global", "Government", "China", "Emulator"].contains(region)
    {
      return "defaultRegionType has no value '\(region)'."
    }
    return nil
  }

  /// What is wrong with a display name by itself; nil when nothing is.
  static func objection(toName name: String, _ options: ApplianceOptions) -> String? {
    if name.isEmpty { return "The name must not be empty." }
    if name.unicodeScalars.count > options.longestRoleName {
      return "The name must have at most \(options.longestRoleName) characters."
    }
    if options.organizationNames.contains(name) { return "An organization has this name." }
    return nil
  }
}

/// What a client sends to have the appliance make a role in AWS.
struct RoleInAWSSpec: Decodable, Sendable {
  let name: String
  let description: String?
  let roleName: String
  let accessKeys: Keys
  let requestedPermissions: [String]?

  struct Keys: Decodable, Sendable {
    let accessKey: String
    let secretKey: String
  }

  /// What is wrong, whatever else is registered; nil when nothing is.
  func objection(_ options: ApplianceOptions) -> String? {
    if let objection = RoleSpec.objection(toName: name, options) { return objection }
    if let description, description.unicodeScalars.count > options.longestDescription {
      return "The description must have at most \(options.longestDescription) characters."
    }
    // Source: user guide of product 10, new IAM role (read 2026-11).
    let isAllowed = roleName.unicodeScalars.allSatisfy { !"\\/\"'[]:|<>;?*&.".unicodeScalars.contains($0) }
    guard !roleName.isEmpty, roleName.unicodeScalars.count <= 63, isAllowed else {
      return "roleName must have 1 to 63 characters and none of \\ / \" ' [ ] : | < > ; ? * & ."
    }
    return nil
  }
}
