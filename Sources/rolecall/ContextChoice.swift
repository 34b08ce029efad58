import Operations

/// The configuration and the context that the options choose.
struct ContextChoice {
  let configuration: Configuration
  let context: Context

  /// Reads the configuration.
  ///
  /// - Throws: ``ConfigurationError``, or ``OperatorError`` with what RoleCall needs when there is none.
  init(_ options: GlobalOptions, in surroundings: Surroundings) throws {
    let file = ConfigurationFile(option: options.config, environment: surroundings.variables)
    guard let configuration = try file?.read() else { throw Self.missing(at: file?.path) }
    self.configuration = configuration
    context = options.applied(to: try configuration.context(named: options.context))
  }

  static func missing(at path: String?) -> OperatorError {
    OperatorError(
      sentence:
        "there is no configuration yet; \(path ?? "a file named by --config") says which organization to look at",
      nextStep: "rolecall sandbox, which simulates an organization and needs nothing at all",
      example: """
        The least that it needs:
          current: prod
          contexts:
            prod:
              organization: { profile: my-profile, region: eu-west-1 }

        """,
      exitStatus: ExitStatus.misused.rawValue
    )
  }
}
