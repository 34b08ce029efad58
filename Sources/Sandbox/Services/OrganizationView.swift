import FoundationEssentials

/// How Organizations shows an organization's things in JSON.
struct OrganizationView {
  let organization: OrganizationRecord
  let hasPaths: Bool

  func write(organizationTo json: inout JSONWriter) {
    let management = organization.managementAccount
    json.member("Organization") { json in
      json.member("Id", organization.id)
      json.member("Arn", organization.arn("organization", organization.id))
      json.member("FeatureSet", "ALL")
      json.member("MasterAccountArn", organization.arn("account", "\(organization.id)/\(management)"))
      json.member("MasterAccountId", management)
      json.member("MasterAccountEmail", organization.account(management)?.email)
      json.member("AvailablePolicyTypes", CollectionOfOne("SERVICE_CONTROL_POLICY")) { write(policyType: $1, to: &$0) }
    }
  }

  func write(rootTo json: inout JSONWriter) {
    json.object { json in
      json.member("Id", organization.root.id)
      json.member("Arn", organization.arn("root", "\(organization.id)/\(organization.root.id)"))
      json.member("Name", organization.root.name)
      json.member("PolicyTypes", CollectionOfOne("SERVICE_CONTROL_POLICY")) { write(policyType: $1, to: &$0) }
    }
  }

  func write(unit: OrganizationRecord.Unit, to json: inout JSONWriter) {
    json.object { writeFields(of: unit, to: &$0) }
  }

  func writeFields(of unit: OrganizationRecord.Unit, to json: inout JSONWriter) {
    json.member("Id", unit.id)
    json.member("Arn", organization.arn("ou", "\(organization.id)/\(unit.id)"))
    json.member("Name", unit.name)
    json.member("Path", hasPaths ? unit.path : nil)
  }

  func writeFields(of account: AccountRecord, to json: inout JSONWriter) {
    writeCommonFields(of: account, to: &json)
    guard hasPaths else { return }
    json.member("Paths", CollectionOfOne(organization.units[account.unit].path + account.id + "/")) {
      $0.element($1)
    }
  }

  func write(_ delegation: OrganizationRecord.Delegation, to json: inout JSONWriter) {
    guard let account = organization.account(delegation.account) else { return }
    json.object { json in
      writeCommonFields(of: account, to: &json)
      json.member("DelegationEnabledDate", delegation.since.timeIntervalSince1970)
    }
  }

  private func writeCommonFields(of account: AccountRecord, to json: inout JSONWriter) {
    json.member("Id", account.id)
    json.member("Arn", organization.arn("account", "\(organization.id)/\(account.id)"))
    json.member("Email", account.email)
    json.member("Name", account.name)
    json.member("Status", account.state.status)
    json.member("State", account.state.rawValue)
    json.member("JoinedMethod", account.wasInvited ? "INVITED" : "CREATED")
    json.member("JoinedTimestamp", account.joinedAt.timeIntervalSince1970)
  }

  private func write(policyType: String, to json: inout JSONWriter) {
    json.object {
      $0.member("Type", policyType)
      $0.member("Status", "ENABLED")
    }
  }
}
