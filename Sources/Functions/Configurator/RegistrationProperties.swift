import Fleet
import Veeam

/// The properties of a `Custom::VeeamAwsConfigurator`: those of the reference, and ours.
///
/// Strict, since whoever may invoke the function can send anything: what is not known here is refused. The sentences
/// name a property, never its value.
struct RegistrationProperties: Sendable {
  enum OnDeleteInUse: String, Sendable {
    /// The role stays alive as long as policies use its entry.
    case fail = "Fail"
    /// The entry stays, marked as let go.
    case retain = "Retain"
  }

  private static let names: Set<String> = [
    "MemberAccountId", "RoleName", "RoleArn", "RoleExtId", "Purpose", "OnDeleteInUse", "Nonce", "RequestedPermissions",
  ]

  let account: AccountID
  let roleName: String
  let externalID: String
  let purpose: Purpose
  let onDeleteInUse: OnDeleteInUse
  /// Another value makes an Update that changes nothing else register again.
  let nonce: String
  let permissions: [String]

  /// Reads what a stack's resource says.
  init(_ properties: ResourceProperties) throws(Refusal) {
    try properties.allow(only: Self.names)
    guard let account = AccountID(rawValue: try properties.required("MemberAccountId")) else {
      throw Refusal("MemberAccountId does not have 12 digits")
    }
    let roleName = try properties.required("RoleName")
    if let arn = try properties.text("RoleArn"),
      !RoleNamePattern.matches(arn: arn, account: account, roleName: roleName)
    {
      throw Refusal("RoleArn is not that of RoleName in MemberAccountId")
    }
    guard let choice = OnDeleteInUse(rawValue: try properties.text("OnDeleteInUse") ?? OnDeleteInUse.fail.rawValue)
    else { throw Refusal("OnDeleteInUse is neither Fail nor Retain") }
    let nonce = try properties.text("Nonce") ?? ""
    guard nonce.utf8.count <= 128 else { throw Refusal("Nonce has more than 128 characters") }
    try self.init(
      account: account,
      roleName: roleName,
      externalID: try properties.required("RoleExtId"),
      purpose: Purpose(rawValue: try properties.required("Purpose")),
      onDeleteInUse: choice,
      nonce: nonce,
      permissions: try properties.list("RequestedPermissions").filter { !$0.isEmpty }
    )
  }

  /// Reads what an operator says; the same rules hold.
  init(_ registration: Errand.Registration) throws(Refusal) {
    guard let account = AccountID(rawValue: registration.account) else {
      throw Refusal("the account does not have 12 digits")
    }
    try self.init(
      account: account,
      roleName: registration.roleName,
      externalID: registration.externalID,
      purpose: Purpose(rawValue: registration.purpose),
      onDeleteInUse: .fail,
      nonce: "",
      permissions: registration.permissions ?? []
    )
  }

  private init(
    account: AccountID,
    roleName: String,
    externalID: String,
    purpose: Purpose,
    onDeleteInUse: OnDeleteInUse,
    nonce: String,
    permissions: [String]
  ) throws(Refusal) {
    guard RoleNamePattern.matches(roleName) else { throw Refusal("RoleName is not the name of an IAM role") }
    guard RoleNamePattern.isExternalID(externalID) else {
      throw Refusal("RoleExtId is not 2 to 1224 of the characters that AWS allows")
    }
    guard Purpose.known.contains(purpose) else {
      throw Refusal("Purpose is none of \(Purpose.known.map(\.rawValue).joined(separator: ", "))")
    }
    guard permissions.count <= 64, permissions.allSatisfy(RoleNamePattern.isPermission) else {
      throw Refusal("RequestedPermissions holds what is no permission of the appliance")
    }
    self.account = account
    self.roleName = roleName
    self.externalID = externalID
    self.purpose = purpose
    self.onDeleteInUse = onDeleteInUse
    self.nonce = nonce
    self.permissions = permissions
  }

  /// What is to be registered for `stack`, which has to be in the role's own account.
  func wanted(by stack: StackARN) throws(Refusal) -> WantedRegistration {
    guard stack.account == account.rawValue else { throw Refusal("MemberAccountId is not the account of the stack") }
    return WantedRegistration(
      identity: RegistrationIdentity(stack: stack, account: account, roleName: roleName, purpose: purpose),
      externalID: externalID,
      permissions: permissions
    )
  }

  /// Whether both lead to the same registration, so that there is nothing to do.
  func registersAs(_ other: RegistrationProperties) -> Bool {
    account == other.account && roleName == other.roleName && externalID == other.externalID
      && purpose == other.purpose && nonce == other.nonce && permissions == other.permissions
  }
}
