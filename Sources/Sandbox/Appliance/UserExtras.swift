/// What the appliance knows of its users beyond name, password and role.
struct UserExtras: Sendable {
  var descriptions: [String: String] = [:]

  /// Users an identity provider signs in: they have no password here.
  var external: Set<String> = []

  /// Tokens of second factors that were prepared and not yet accepted, by user.
  var preparedFactors: [String: String] = [:]

  mutating func forget(_ name: String) {
    descriptions[name] = nil
    external.remove(name)
    preparedFactors[name] = nil
  }
}
