package import Transport

/// What the functions of one execution environment share; nothing is sent before the first event.
package struct FunctionContext: Sendable {
  package let environment: FunctionEnvironment
  /// The way out, with the system's certificate authorities.
  package let sender: HTTPSender
  package let secrets: FunctionSecrets
  package let signingKeys: SigningKeys

  package init(_ environment: FunctionEnvironment, sender: HTTPSender = HTTPSender()) {
    self.environment = environment
    self.sender = sender
    secrets = FunctionSecrets(environment, sender: sender)
    signingKeys = SigningKeys(secrets, environment: environment)
  }
}

extension FunctionEnvironment {
  /// The value of a variable that the template sets.
  ///
  /// - Throws: ``Refusal`` when it is absent or empty.
  package func variable(_ name: String) throws(Refusal) -> String {
    guard let value = variables[name], !value.isEmpty else {
      throw Refusal("the function's variable \(name) is not set: deploy the Lambdas stack again")
    }
    return value
  }

  /// Whether the stacks are on their way over from the reference's templates.
  var isMigrating: Bool { variables["MIGRATE_FROM_REFERENCE"] == "yes" }
}
