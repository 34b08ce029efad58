import ArgumentParser
import Operations

/// `rolecall trust [URL]`.
struct CertificateTrust: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Show an appliance's certificate and, after a yes, trust it by its fingerprint.",
    discussion: """
      Compare the fingerprint with what the appliance's own page shows before you say yes. The fingerprint is added to \
      the context whose appliance has this address; fingerprints that stand there already stay.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The appliance's address, https://host:port; by default the context's.")
  var url: String?

  @Option(
    help: ArgumentHelp("Trust it without asking if this is its SHA-256 fingerprint.", valueName: "fingerprint")
  )
  var expect: String?

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let file = ConfigurationFile(option: options.config, environment: surroundings.variables)
    let configuration = try file?.read()
    let certificate = try await CertificateRecord.read(
      from: try address(configuration),
      variables: surroundings.variables,
      within: options.timeout?.duration
    )
    try show(certificate, in: surroundings)

    guard let file, let configuration else {
      try surroundings.tell(
        "there is no configuration to write it to",
        nextStep: "trust: \(certificate.configurationText)"
      )
      return .fine
    }
    let context = try context(with: certificate.url, in: configuration)
    if context.appliance.map(certificate.isPinned) == true {
      try surroundings.tell("context \(context.name) trusts it already")
      return .fine
    }
    guard try await isAgreed(certificate, context: context.name, in: surroundings) else {
      try surroundings.tell("nothing was changed")
      return .failed
    }
    try file.trust(certificate.fingerprint, in: context.name)
    try surroundings.tell("context \(context.name) trusts it now")
    return .fine
  }

  private func address(_ configuration: Configuration?) throws -> String {
    if let url { return url }
    guard let configuration else { throw ContextChoice.missing(at: nil) }
    let context = try configuration.context(named: options.context)
    guard let appliance = context.appliance else {
      throw OperatorError(
        sentence: "context \(context.name) has no appliance",
        nextStep: "rolecall trust https://HOST:PORT",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    guard appliance.via == .direct else {
      throw OperatorError(
        sentence: "context \(context.name) reaches its appliance through the function, which verifies the certificate",
        nextStep: "give the fingerprint to ApplianceSha256 of the Lambdas stack",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    return appliance.url
  }

  /// The context asked for, or the one whose appliance this is; a fingerprint is never written to another's.
  private func context(with address: String, in configuration: Configuration) throws -> Context {
    if options.context == nil, url != nil {
      let matching = configuration.contexts.filter { $0.appliance?.url == address }
      if matching.count == 1 { return matching[0] }
    }
    let context = try configuration.context(named: options.context)
    guard context.appliance?.url == address else {
      throw OperatorError(
        sentence: "the appliance of context \(context.name) is "
          + "\(context.appliance?.url ?? "not configured"), not \(address)",
        nextStep: "write appliance: { url: \"\(address)\" } into the context first",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    return context
  }

  private func isAgreed(
    _ certificate: CertificateRecord,
    context: String,
    in surroundings: Surroundings
  ) async throws -> Bool {
    if let expect {
      guard certificate.hasFingerprint(expect) else {
        throw OperatorError(sentence: "the appliance's fingerprint is not the expected one")
      }
      return true
    }
    let question = "Trust this certificate in context \(context)? [y/N]"
    guard let answer = await surroundings.ask(question) else {
      throw OperatorError(
        sentence: "there is no terminal to ask at",
        nextStep: "rolecall trust \(certificate.url) --expect FINGERPRINT"
      )
    }
    return ["y", "yes"].contains(answer.lowercased())
  }

  private func show(_ certificate: CertificateRecord, in surroundings: Surroundings) throws {
    try Printer(surroundings: surroundings, options: options).write(certificate) { certificate in
      var table = Table(columns: [.init(title: "CERTIFICATE"), .init(title: certificate.url)])
      for (fact, value) in zip(CertificateRecord.columns, certificate.cells).dropFirst() {
        table.rows.append([.init(fact), .init(value)])
      }
      return table
    }
  }
}
