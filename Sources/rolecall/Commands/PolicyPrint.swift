import ArgumentParser
import Operations
import Templates

/// `rolecall policy`.
struct PolicyPrint: OperatorCommand {
  /// The policies that can be printed.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case readonly, console, setup
    case functionsGuard = "functions-guard"
    case lambdasStack = "lambdas-stack"

    fileprivate var role: AccessPolicy.Role? { AccessPolicy.Role(rawValue: rawValue) }
  }

  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Print the IAM policies that running RoleCall needs, and those that guard what it deploys.",
    discussion: """
      readonly is enough to look at everything, without the administrator's secret; console is for every verb; setup is \
      what setting up, updating and removing the Lambdas stack needs beside. They reach what the context names, or what \
      set-up makes by default.

      functions-guard is a service control policy: in member accounts only stack sets call the functions. lambdas-stack \
      is the stack policy that set-up gives the Lambdas stack.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Which policy to print.")
  var kind: Kind

  @Option(
    help: ArgumentHelp("The account it is used in; without it, an object with both policies.", valueName: "account")
  )
  var account: AccessPolicy.Account?

  @Option(help: ArgumentHelp("The backup account's id, where no configuration tells it.", valueName: "id"))
  var backupAccount: String?

  func validate() throws {
    if let backupAccount, backupAccount.count != 12 || !backupAccount.allSatisfy(\.isWholeNumber) {
      throw ValidationError("--backup-account takes the 12 digits of an account")
    }
    if kind.role == nil, account != nil {
      throw ValidationError("\(kind.rawValue) is not a policy for an account's users")
    }
    if kind == .setup, account == .management {
      throw ValidationError("setting up needs nothing but console in the management account")
    }
  }

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let scope = try scope(in: surroundings)
    try surroundings.output.write(try text(scope))
    return .fine
  }

  private func text(_ scope: AccessScope) throws -> String {
    guard let role = kind.role else { return try guardText(scope) }
    let accounts = account.map { [$0] } ?? AccessPolicy.Account.allCases
    let policies = accounts.compactMap { account in
      AccessPolicy.policy(for: role, in: account, scope).map { OutputValue.Member(account.rawValue, $0.outputValue) }
    }
    // One that is asked for by its account goes straight to `aws iam create-policy`.
    if policies.count == 1 { return JSONText.of(policies[0].value) }
    return JSONText.of(.object(policies))
  }

  private func guardText(_ scope: AccessScope) throws -> String {
    guard kind == .functionsGuard else { return ShippedPolicy.lambdasStack.body }
    guard let account = scope.backupAccount else {
      throw OperatorError(
        sentence: "functions-guard has to name the backup account, and nothing tells it",
        nextStep: "rolecall policy functions-guard --backup-account 111122223333",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    return ShippedPolicy.functionsGuard.body(backupAccount: account, partition: scope.partition)
  }

  /// What the context names; without any configuration, what set-up makes by default.
  private func scope(in surroundings: Surroundings) throws -> AccessScope {
    var scope = AccessScope()
    if try ConfigurationFile(option: options.config, environment: surroundings.variables)?.read() != nil {
      scope = AccessScope(try ContextChoice(options, in: surroundings).context)
    }
    if let backupAccount { scope.backupAccount = backupAccount }
    return scope
  }
}

extension AccessPolicy.Account: ExpressibleByArgument {}
