import AWS
import Fleet

/// Reads the description of the credential's secret; what goes wrong is only remarked.
struct SecretReader {
  private let connections: Connections
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ connections: Connections, _ tell: @escaping @Sendable (InventoryEvent) -> Void) {
    self.connections = connections
    self.tell = tell
  }

  func read() async {
    guard connections.context.backup != nil else { return }
    do {
      guard let id = try await connections.credentialSecret() else { return }
      let secret = try await SecretsManager(connections.aws(.backup)).describeSecret(id)
      let summary = SecretSummary(
        name: secret.name,
        lastChanged: secret.lastChangedDate,
        rotationEnabled: secret.rotationEnabled ?? false,
        deletedAt: secret.deletedDate,
        stages: secret.versionIDsToStages ?? [:]
      )
      tell(.secret(summary, at: connections.now()))
    } catch {
      guard !Task.isCancelled, let problem = SourceProblem(error) else { return }
      tell(.remark("secret not described: \(problem.sentence)"))
    }
  }
}
