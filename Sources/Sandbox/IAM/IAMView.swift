import FoundationEssentials

/// Writes roles, policies and profiles as IAM shows them.
struct IAMView {
  private let iam: IAMState

  init(_ iam: IAMState) { self.iam = iam }

  /// - Parameters:
  ///   - role: The role.
  ///   - isWhole: Whether with the boundary and the tags, which lists leave out.
  ///   - xml: Takes the role's elements.
  func write(_ role: RoleRecord, isWhole: Bool, to xml: inout XMLWriter) {
    xml.element("Path", role.path)
    xml.element("RoleName", role.name)
    xml.element("RoleId", role.uniqueID)
    xml.element("Arn", role.arn)
    xml.element("CreateDate", role.createdAt)
    xml.element("AssumeRolePolicyDocument", FormEncoding.encoded(iam.shownTrust(of: role)))
    xml.element("Description", role.description)
    xml.element("MaxSessionDuration", role.maxSessionDuration)
    guard isWhole else { return }
    if let boundary = role.boundary {
      xml.element("PermissionsBoundary") {
        $0.element("PermissionsBoundaryType", "Policy")
        $0.element("PermissionsBoundaryArn", boundary)
      }
    }
    if !role.tags.isEmpty { xml.list("Tags", role.tags) { Self.write($1, to: &$0) } }
    xml.element("RoleLastUsed") { _ in }
  }

  func write(_ policy: ManagedPolicyRecord, to xml: inout XMLWriter) {
    xml.element("PolicyName", policy.name)
    xml.element("PolicyId", policy.uniqueID)
    xml.element("Arn", policy.arn)
    xml.element("Path", policy.path)
    xml.element("DefaultVersionId", policy.defaultVersion?.id)
    xml.element("AttachmentCount", iam.holders(of: policy.arn, account: ARN(policy.arn).account).count)
    xml.element("PermissionsBoundaryUsageCount", 0)
    xml.element("IsAttachable", true)
    xml.element("Description", policy.description)
    xml.element("CreateDate", policy.createdAt)
    xml.element("UpdateDate", policy.changedAt)
    if !policy.tags.isEmpty { xml.list("Tags", policy.tags) { Self.write($1, to: &$0) } }
  }

  static func write(
    _ version: ManagedPolicyRecord.Version,
    of policy: ManagedPolicyRecord,
    hasDocument: Bool,
    to xml: inout XMLWriter
  ) {
    if hasDocument { xml.element("Document", FormEncoding.encoded(version.document.text)) }
    xml.element("VersionId", version.id)
    xml.element("IsDefaultVersion", version == policy.defaultVersion)
    xml.element("CreateDate", version.createdAt)
  }

  func write(_ profile: InstanceProfileRecord, to xml: inout XMLWriter) {
    xml.element("Path", profile.path)
    xml.element("InstanceProfileName", profile.name)
    xml.element("InstanceProfileId", profile.uniqueID)
    xml.element("Arn", profile.arn)
    xml.element("CreateDate", profile.createdAt)
    let roles = profile.role.flatMap { iam.role($0, account: ARN(profile.arn).account) }.map { [$0] } ?? []
    xml.list("Roles", roles) { write($1, isWhole: false, to: &$0) }
  }

  static func write(_ tag: ResourceTag, to xml: inout XMLWriter) {
    xml.element("Key", tag.key)
    xml.element("Value", tag.value)
  }
}
