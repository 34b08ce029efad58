/// The two accounts that an operator works in.
package enum Hat: String, Hashable, Sendable, CaseIterable, Codable {
  /// Management account, or a delegated administrator.
  case organization
  /// The account of the appliance, its secret and the functions.
  case backup
}
