import Crypto

extension Registration {
  /// The entry that the configurator function makes for a stack's role: named `<account>-<purpose>`, marked with the
  /// organization and the stack.
  static func made(
    by stackID: String,
    organization: String,
    account: String,
    purpose: String,
    _ ids: inout SeededGenerator
  ) -> Registration {
    let digest = Hexadecimal.text(SHA256.hash(data: Array(stackID.utf8)).prefix(16))
    let resource = purpose.prefix(1).uppercased() + purpose.dropFirst()
    return Registration(
      id: ids.uuid(),
      name: "\(account)-\(purpose)",
      description: "rolecall/1 \(organization) \(digest)",
      account: account,
      roleName: "/rolecall/Veeam\(resource)Role-"
        + ids.text(12, from: Array("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789".utf8)),
      permissions: purpose == "worker"
        ? ["ProductionAccountWorkerRole"] : ["EC2BackupSnapshot", "EC2Replication", "EC2Restore"]
    )
  }
}
