import AWS
import AWSQuery
package import FoundationEssentials
import Synchronization
import Transport

/// What all contexts of one run share: environment, rates, credentials, connections, the wire log.
///
/// Nothing is read or opened before it is needed; what failed is tried anew the next time, so that a corrected profile
/// or a new sign-in is noticed by itself.
package final class Switchboard: Sendable {
  let environment: ProcessEnvironment
  let governor = Governor()
  let now: @Sendable () -> Date
  let senders: Senders
  private let chain: CredentialChain
  private let state = Mutex(State())

  private struct State {
    var contexts: [Context: Connections] = [:]
    var lines: [Line: AWSConnection] = [:]
  }

  /// What tells one AWS connection from another.
  struct Line: Hashable {
    let profile: String?
    let region: String?
    let keepsRates: Bool
  }

  /// Makes a switchboard for one run of the program.
  ///
  /// `ask` puts a question to a person and waits for a line; nil means that there is nobody. `warn` takes sentences for
  /// a person, such as that an instance's keys are late.
  ///
  /// - Throws: ``OperatorError`` for a log or proxy settings that cannot be used.
  package init(
    variables: [String: String],
    log path: String? = nil,
    ask: @escaping @Sendable (_ question: String) async -> String?,
    warn: @escaping @Sendable (_ sentence: String) -> Void = { _ in },
    now: @escaping @Sendable () -> Date
  ) throws(OperatorError) {
    let wireLog: WireLog?
    do throws(WireLog.Failure) {
      if let path { wireLog = try WireLog(path: path) } else { wireLog = nil }
    } catch {
      throw OperatorError(sentence: error.sentence, exitStatus: 2)
    }
    let proxies: ProxySettings
    do throws(TransportError) { proxies = try ProxySettings(environment: variables) } catch {
      throw OperatorError(sentence: error.sentence, nextStep: error.nextStep, exitStatus: 2)
    }
    self.now = now
    environment = ProcessEnvironment(variables)
    senders = Senders(proxies: proxies, log: wireLog)
    chain = CredentialChain(
      environment: environment,
      sender: senders.sender(authorities: environment["AWS_CA_BUNDLE"]),
      governor: governor,
      prompt: CodePrompt { question in await ask("MFA code of \(question.device) for \(question.source)") },
      warn: warn
    )
  }

  /// The connections of a context, the same as long as the context is.
  package func connections(_ context: Context) -> Connections {
    state.withLock { state in
      if let known = state.contexts[context] { return known }
      let made = Connections(context: context, switchboard: self)
      state.contexts[context] = made
      return made
    }
  }

  /// Signs out and closes all connections; the switchboard is not used afterwards.
  package func close() async {
    let contexts = state.withLock { state in
      defer { state = State() }
      return Array(state.contexts.values)
    }
    for connections in contexts { await connections.signOut() }
    await senders.close()
  }

  // MARK: AWS

  /// The connection for one profile and region.
  func connection(_ line: Line) throws(AWSError) -> AWSConnection {
    if let known = state.withLock({ $0.lines[line] }) { return known }
    let made = try open(line)
    return state.withLock { state in
      // Somebody else may have been quicker.
      if let known = state.lines[line] { return known }
      state.lines[line] = made
      return made
    }
  }

  private func open(_ line: Line) throws(AWSError) -> AWSConnection {
    let settings: AWSSettings
    do throws(CredentialError) {
      settings = try self.settings(line, try SharedConfiguration(environment: environment))
    } catch {
      throw .credentials(error)
    }
    return AWSConnection(
      settings: settings,
      sender: senders.sender(authorities: settings.caBundle),
      governor: governor,
      keepsRates: line.keepsRates
    ) { [chain] refused throws(CredentialError) in
      let cache = await chain.credentials(profile: line.profile, region: line.region)
      guard let refused else { return try await cache.credentials() }
      return try await cache.credentials(replacing: refused)
    }
  }

  /// Forgets what a profile's credentials were, after a new sign-in.
  func forgetCredentials(_ line: Line) async {
    await chain.credentials(profile: line.profile, region: line.region).forget()
  }

  func settings(_ line: Line, _ configuration: SharedConfiguration) throws(CredentialError) -> AWSSettings {
    try AWSSettings(
      region: line.region,
      profile: line.profile,
      environment: environment,
      configuration: configuration
    )
  }

  /// Signing in by a browser with the profile of a line.
  func deviceSignIn(_ line: Line) throws(CredentialError) -> (signIn: DeviceSignIn?, profile: Profile) {
    let configuration = try SharedConfiguration(environment: environment)
    let profile = try configuration.profile(line.profile, environment: environment)
    guard let session = try SSOSession(profile, configuration: configuration) else { return (nil, profile) }
    let settings = try settings(line, configuration)
    let sender = senders.sender(authorities: settings.caBundle)
    return (DeviceSignIn(to: session, settings: settings, tokens: chain.tokens, sender: sender), profile)
  }
}
