import FoundationEssentials

/// AWS Organizations: service control policies and the services that are trusted.
extension OrganizationsService {
  private static let type = "SERVICE_CONTROL_POLICY"

  /// What every root, unit and account has from the beginning.
  private static let fullAccess = (
    id: "p-FullAWSAccess", name: "FullAWSAccess", description: "Allows access to every operation",
    content: #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
  )

  // MARK: Reads

  func policiesForTarget(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let target = try self.target(view.organization)
    return try list(view.organization.controls.filter { $0.targets.contains(target) }, "policies \(target)", view)
  }

  func policies(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    try list(view.organization.controls, "policies", view)
  }

  private func list(
    _ policies: [ServiceControlPolicy],
    _ list: String,
    _ view: OrganizationView
  ) throws(ServiceFailure) -> [UInt8] {
    guard try required("Filter") == Self.type else {
      return JSONWriter.document { $0.member("Policies", [String]()) { $0.element($1) } }
    }
    let page = try page(of: policies.count + 1, list: list)
    return JSONWriter.document { json in
      json.member("Policies", page.range) { json, index in
        json.object { json in
          if index == 0 {
            let full = Self.fullAccess
            write(full.id, full.name, full.description, isAWSManaged: true, view, to: &json)
          } else {
            let policy = policies[index - 1]
            write(policy.id, policy.name, policy.description, isAWSManaged: false, view, to: &json)
          }
        }
      }
      json.member("NextToken", page.next)
    }
  }

  func policy(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let id = try required("PolicyId")
    if id == Self.fullAccess.id {
      let full = Self.fullAccess
      return JSONWriter.document { json in
        json.member("Policy") { json in
          json.member("PolicySummary") {
            write(full.id, full.name, full.description, isAWSManaged: true, view, to: &$0)
          }
          json.member("Content", full.content)
        }
      }
    }
    let policy = try existingPolicy(id, view.organization)
    return whole(policy, view)
  }

  private func whole(_ policy: ServiceControlPolicy, _ view: OrganizationView) -> [UInt8] {
    JSONWriter.document { json in
      json.member("Policy") { json in
        json.member("PolicySummary") {
          write(policy.id, policy.name, policy.description, isAWSManaged: false, view, to: &$0)
        }
        json.member("Content", policy.document.text)
      }
    }
  }

  private func write(
    _ id: String,
    _ name: String,
    _ description: String,
    isAWSManaged: Bool,
    _ view: OrganizationView,
    to json: inout JSONWriter
  ) {
    let organization = view.organization
    json.member("Id", id)
    json.member(
      "Arn",
      isAWSManaged
        ? "arn:aws:organizations::aws:policy/service_control_policy/\(id)"
        : organization.arn("policy", "\(organization.id)/service_control_policy/\(id)")
    )
    json.member("Name", name)
    json.member("Description", description)
    json.member("Type", Self.type)
    json.member("AwsManaged", isAWSManaged)
  }

  func trustedServices(_ organization: OrganizationRecord) throws(ServiceFailure) -> [UInt8] {
    let found = organization.trustedServices.sorted { $0.key < $1.key }
    let page = try page(of: found.count, list: "trusted services")
    return JSONWriter.document { json in
      json.member("EnabledServicePrincipals", found[page.range]) { json, service in
        json.object {
          $0.member("ServicePrincipal", service.key)
          $0.member("DateEnabled", service.value.timeIntervalSince1970)
        }
      }
      json.member("NextToken", page.next)
    }
  }

  // MARK: Changes

  func changePolicies(
    _ operation: String,
    in organization: inout OrganizationRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "EnableAWSServiceAccess": try trustService(in: &organization)
    case "RegisterDelegatedAdministrator": try delegate(in: &organization)
    case "DeregisterDelegatedAdministrator": try endDelegation(in: &organization)
    case "CreatePolicy": return try createPolicy(in: &organization, &state)
    default: try attachPolicy(operation, in: &organization)
    }
    return []
  }

  private func trustService(in organization: inout OrganizationRecord) throws(ServiceFailure) {
    let principal = try required("ServicePrincipal")
    if organization.trustedServices[principal] == nil { organization.trustedServices[principal] = now }
  }

  private func delegate(in organization: inout OrganizationRecord) throws(ServiceFailure) {
    let account = try existingAccount(try required("AccountId"), organization)
    let principal = try required("ServicePrincipal")
    guard account.id != organization.managementAccount else {
      throw ServiceFailure(
        code: "ConstraintViolationException",
        message: "You can't register the management account as a delegated administrator.",
        reason: "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
      )
    }
    guard !organization.isDelegated(account.id, for: principal) else {
      throw ServiceFailure(
        code: "AccountAlreadyRegisteredException",
        message: "The provided account is already a delegated administrator for your organization."
      )
    }
    organization.delegations.append(.init(account: account.id, principal: principal, since: now))
  }

  private func endDelegation(in organization: inout OrganizationRecord) throws(ServiceFailure) {
    let account = try existingAccount(try required("AccountId"), organization)
    let principal = try required("ServicePrincipal")
    guard organization.isDelegated(account.id, for: principal) else {
      throw ServiceFailure(
        code: "AccountNotRegisteredException",
        message: "The provided account is not a registered delegated administrator for your organization."
      )
    }
    organization.delegations.removeAll { $0.account == account.id && $0.principal == principal }
  }

  private func createPolicy(
    in organization: inout OrganizationRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> [UInt8] {
    let name = try required("Name")
    let content = try required("Content")
    let document: PolicyDocument
    do {
      document = try PolicyDocument(content, for: .identity)
    } catch {
      throw ServiceFailure(code: "MalformedPolicyDocumentException", message: error.message)
    }
    guard !organization.controls.contains(where: { $0.name == name }) else {
      throw ServiceFailure(code: "DuplicatePolicyException", message: "A policy with the same name already exists.")
    }
    let policy = ServiceControlPolicy(
      id: "p-" + state.generator.slug(8),
      name: name,
      description: input.string("Description") ?? "",
      document: document
    )
    organization.controls.append(policy)
    return whole(policy, OrganizationView(organization: organization, hasPaths: state.hasPaths))
  }

  private func attachPolicy(
    _ operation: String,
    in organization: inout OrganizationRecord
  ) throws(ServiceFailure) {
    let policy = try existingPolicy(try required("PolicyId"), organization)
    let target = try target(organization)
    guard let index = organization.controls.firstIndex(where: { $0.id == policy.id }) else { return }
    let isAttached = policy.targets.contains(target)
    switch operation {
    case "AttachPolicy":
      guard !isAttached else {
        throw ServiceFailure(
          code: "DuplicatePolicyAttachmentException",
          message: "The selected policy is already attached to the specified target."
        )
      }
      organization.controls[index].targets.insert(target)
    default:
      guard isAttached else {
        throw ServiceFailure(
          code: "PolicyNotAttachedException",
          message: "The policy isn't attached to the specified target."
        )
      }
      organization.controls[index].targets.remove(target)
    }
  }

  // MARK: Pieces

  private func target(_ organization: OrganizationRecord) throws(ServiceFailure) -> String {
    let id = try required("TargetId")
    guard organization.unitIndex(id) != nil || organization.account(id) != nil else {
      throw ServiceFailure(
        code: "TargetNotFoundException",
        message: "You specified a target that doesn't exist."
      )
    }
    return id
  }

  private func existingPolicy(
    _ id: String,
    _ organization: OrganizationRecord
  ) throws(ServiceFailure) -> ServiceControlPolicy {
    guard let policy = organization.controls.first(where: { $0.id == id }) else {
      throw ServiceFailure(code: "PolicyNotFoundException", message: "You specified a policy that doesn't exist.")
    }
    return policy
  }
}
