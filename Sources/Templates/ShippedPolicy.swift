import CTemplates

/// A policy that guards what the templates make, embedded in the program.
package enum ShippedPolicy: String, CaseIterable, Sendable {
  /// The Lambdas stack's policy: no update touches a secret, or replaces a function that accounts call.
  case lambdasStack = "lambdas-stack"
  /// A service control policy: in member accounts only stack sets call the functions.
  ///
  /// A resource policy cannot say that, since it knows the organization but no role.
  case functionsGuard = "functions-guard"

  /// The text as in `Resources/Policies`, with its marks.
  package var body: String {
    switch self {
    case .lambdasStack: rolecall_lambdas_stack_policy().text
    case .functionsGuard: rolecall_functions_guard_policy().text
    }
  }

  /// The text for one backup account.
  package func body(backupAccount: String, partition: String) -> String {
    body.replacing("${BackupAccount}", with: backupAccount).replacing("${Partition}", with: partition)
  }
}
