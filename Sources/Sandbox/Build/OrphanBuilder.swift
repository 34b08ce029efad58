import FoundationEssentials

/// Adds registrations whose account is gone, entries made by hand, another organization's, and duplicates.
struct OrphanBuilder {
  let organization: OrganizationRecord
  let seed: UInt64

  func furnish(_ state: inout WorldState) {
    var ids = SeededGenerator(seed: seed, label: "orphans")
    let each = max(organization.accounts.count / 50, 2)
    for number in 0..<each {
      let gone = newcomer(&ids)
      for purpose in DeploymentBuilder.purposes {
        state.registrations.add(
          .made(by: stack(gone, state, &ids), organization: organization.id, account: gone, purpose: purpose, &ids)
        )
      }
      let stranger = newcomer(&ids)
      let other = "o-" + ids.slug(10)
      state.registrations.add(
        .made(by: stack(stranger, state, &ids), organization: other, account: stranger, purpose: "ec2", &ids)
      )
      state.registrations.add(handmade(number, account: newcomer(&ids), &ids))
    }
    duplicate(each, in: &state, &ids)
  }

  /// An account id that the organization does not have.
  private func newcomer(_ ids: inout SeededGenerator) -> String {
    var id = ids.accountID()
    while organization.account(id) != nil { id = ids.accountID() }
    return id
  }

  private func stack(_ account: String, _ state: WorldState, _ ids: inout SeededGenerator) -> String {
    let name = "StackSet-\(DeploymentBuilder.rolesStackSet)-\(ids.uuid())"
    return "arn:aws:cloudformation:\(state.homeRegion):\(account):stack/\(name)/\(ids.uuid())"
  }

  private func handmade(_ number: Int, account: String, _ ids: inout SeededGenerator) -> Registration {
    Registration(
      id: ids.uuid(),
      name: "manual restore role \(number + 1)",
      description: number.isMultiple(of: 2) ? "Created by jane.admin for the March restore" : "",
      account: account,
      roleName: "dept_\(number + 1)/backup_role",
      permissions: ["EC2Restore"]
    )
  }

  /// A second entry for the same account and role under another name, as two retries of one POST leave it.
  private func duplicate(_ count: Int, in state: inout WorldState, _ ids: inout SeededGenerator) {
    let originals = state.registrations.present(at: .distantFuture).filter {
      !$0.isFactoryRole && organization.account($0.account)?.state == .active
    }
    for original in originals.prefix(count) {
      state.registrations.add(
        Registration(
          id: ids.uuid(),
          name: original.name + " (2)",
          description: original.description,
          account: original.account,
          roleName: original.roleName,
          permissions: original.permissions
        )
      )
    }
  }
}
