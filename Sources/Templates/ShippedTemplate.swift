import CTemplates

/// A CloudFormation template that this release ships, embedded in the program.
package enum ShippedTemplate: String, CaseIterable, Sendable {
  /// The Lambdas stack of the backup account.
  case lambdas
  /// The Roles stack that a stack set brings to every account.
  case roles

  /// The text, byte for byte as in `Resources/Templates`.
  package var body: String {
    switch self {
    case .lambdas: rolecall_lambdas_template().text
    case .roles: rolecall_roles_template().text
    }
  }
}
