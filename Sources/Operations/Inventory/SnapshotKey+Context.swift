import Fleet
package import Store

extension SnapshotKey {
  /// The key under which a context's snapshot is kept: all that decides whose rows they are is part of it.
  package init(_ context: Context, file: String, variables: [String: String]) {
    let endpoints = variables.filter { $0.key.hasPrefix("AWS_ENDPOINT_URL") }.sorted { $0.key < $1.key }
    let parts =
      [
        file, context.organization.profile ?? variables["AWS_PROFILE"] ?? "",
        context.organization.region?.rawValue ?? "", context.organization.callAs.rawValue,
        context.backup?.profile ?? "", context.stackSets.map(\.rawValue).joined(separator: ","),
        context.appliance?.url ?? "",
      ] + endpoints.map { "\($0.key)=\($0.value)" }
    self.init(context: context.name, origin: parts.joined(separator: "\n"))
  }
}
