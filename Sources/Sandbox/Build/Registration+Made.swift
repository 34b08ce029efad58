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
      roleName: roleName(of: stackID, resource: "Veeam\(resource)Role", &ids),
      permissions: purpose == "worker"
        ? ["ProductionAccountWorkerRole"] : ["EC2BackupSnapshot", "EC2Replication", "EC2Restore"]
    )
  }
  /// The name that CloudFormation gives a role without one of its own.
  private static func roleName(of stackID: String, resource: String, _ ids: inout SeededGenerator) -> String {
    let stack = stackID.split(separator: "/").dropFirst().first ?? ""
    let suffix = ids.text(12, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8))
    return "\(stack.prefix(50 - resource.utf8.count))-\(resource)-\(suffix)"
  }
}
