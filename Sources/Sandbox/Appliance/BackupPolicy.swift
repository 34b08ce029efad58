/// A policy on the appliance that works with one role.
package struct BackupPolicy: Hashable, Sendable {
  /// The lists that revisions since 1.2 know, by their path.
  package enum Workload: String, Sendable, CaseIterable {
    case ec2 = "/virtualMachines/policies"
    case rds = "/rds/policies"
    case efs = "/efs/policies"
    case dynamoDB = "/dynamoDb/policies"
    case fsx = "/fsx/policies"
    case redshift = "/redshift/policies"
    case redshiftServerless = "/redshiftServerless/policies"
  }

  package let id: String
  package let name: String
  package let workload: Workload
  package let isEnabled: Bool
  package let priority: Int

  /// The display name of the role it uses; nil: the role the appliance was installed with.
  package let roleName: String?

  package init(
    id: String,
    name: String,
    workload: Workload = .ec2,
    isEnabled: Bool = true,
    priority: Int = 1,
    roleName: String? = nil
  ) {
    self.id = id
    self.name = name
    self.workload = workload
    self.isEnabled = isEnabled
    self.priority = priority
    self.roleName = roleName
  }

  package static let samples = [
    BackupPolicy(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000001", name: "servers-daily"),
    BackupPolicy(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000002", name: "databases-daily", workload: .rds, priority: 2),
    BackupPolicy(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000003", name: "servers-weekly", isEnabled: false, priority: 3),
  ]
}

/// A place the appliance stores backups in, through one role.
package struct BackupRepository: Hashable, Sendable {
  package let id: String
  package let name: String

  /// The display name of the role it uses; nil: the role the appliance was installed with.
  package let roleName: String?

  package init(id: String, name: String, roleName: String? = nil) {
    self.id = id
    self.name = name
    self.roleName = roleName
  }

  package static let samples = [
    BackupRepository(id: "8c0d3c1e-92f4-4d0e-8a3c-000000000001", name: "backup-bucket")
  ]
}
