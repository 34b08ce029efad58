/// The organizational units of a simulated company, by what they are for; indices into its organization.
struct UnitPlan {
  /// A unit that holds workload accounts.
  struct Leaf {
    let unit: Int
    let business: String
    let stage: String
  }

  let security: Int
  let infrastructure: Int
  let infrastructureProd: Int
  let infrastructureNonProd: Int
  let workloads: Int
  let sandbox: Int
  let suspended: Int
  private(set) var workloadLeaves: [Leaf] = []

  /// Adds the units to `organization`: more businesses for more accounts, within the quota of 2,000 units.
  init(organization: inout OrganizationRecord, accounts: Int, newID: () -> String) {
    func add(_ name: String, _ parent: Int) -> Int { organization.addUnit(id: newID(), name: name, parent: parent) }
    security = add("Security", 0)
    infrastructure = add("Infrastructure", 0)
    infrastructureProd = add("Prod", infrastructure)
    infrastructureNonProd = add("NonProd", infrastructure)
    workloads = add("Workloads", 0)
    sandbox = add("Sandbox", 0)
    suspended = add("Suspended", 0)
    _ = add("Policy Staging", 0)
    for number in 0..<min(max(accounts / 25, 2), 240) {
      let name = AccountNames.business(number)
      let business = add(name, workloads)
      let prod = add("Prod", business)
      let nonProd = add("NonProd", business)
      workloadLeaves.append(Leaf(unit: prod, business: name, stage: "prod"))
      for stage in ["Dev", "Test"] {
        workloadLeaves.append(Leaf(unit: add(stage, nonProd), business: name, stage: stage.lowercased()))
      }
      guard number % 4 == 0 else { continue }
      for region in ["EU", "US"] {
        let regional = add(region, prod)
        workloadLeaves.append(Leaf(unit: regional, business: name, stage: "prod-\(region.lowercased())"))
        guard region == "EU" else { continue }
        workloadLeaves.append(Leaf(unit: add("PCI", regional), business: name, stage: "prod-pci"))
      }
    }
  }
}
