/// Where in the console one is.
package enum Place: String, Hashable, Sendable, CaseIterable {
  case overview, organization, account, roles
}
