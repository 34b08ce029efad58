/// A policy of the organization that bounds what its members may do.
struct ServiceControlPolicy: Hashable, Sendable {
  /// `p-…`.
  let id: String
  let name: String
  let description: String
  let document: PolicyDocument
  /// Ids of accounts, units and the root that it is attached to.
  var targets: Set<String> = []
}
