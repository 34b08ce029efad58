import Fleet
import FoundationEssentials
import Transport
import Veeam

/// The configurator: registrations for CloudFormation, errands for consoles.
///
/// Settings that cannot be used do not keep it from starting: each event is answered with what is wrong with them.
struct ConfiguratorHandler: Sendable {
  private struct Office: Sendable {
    let settings: ConfiguratorSettings
    let desk: ApplianceDesk
  }

  private let office: Result<Office, any Error>
  private let environment: FunctionEnvironment
  private let keys: RegistrationEvents.Keys

  init(_ context: FunctionContext) {
    environment = context.environment
    keys = RegistrationEvents.Keys(
      current: { try await context.signingKeys.current() },
      maker: { try await context.signingKeys.key(of: $0) }
    )
    office = Result {
      let settings = try ConfiguratorSettings(context.environment.variables)
      let desk = ApplianceDesk(settings, credentials: CredentialSource(context), environment: context.environment)
      return Office(settings: settings, desk: desk)
    }
  }

  private func events(_ invocation: Invocation) throws -> RegistrationEvents {
    let office = try office.get()
    return RegistrationEvents(
      settings: office.settings,
      desk: office.desk,
      keys: keys,
      environment: environment,
      patience: Patience(environment, until: invocation.deadline),
      log: invocation.log
    )
  }
}

extension ConfiguratorHandler: CustomResourceHandler {
  func physicalID(for request: CustomResourceRequest) async throws -> String {
    let identity = try RegistrationProperties(request.properties).wanted(by: request.stack).identity
    return try await keys.current().physicalID(.registration, identity.fields).text
  }

  func handle(_ request: CustomResourceRequest, _ invocation: Invocation) async throws -> CustomResourceOutcome {
    let properties: RegistrationProperties
    do throws(Refusal) {
      properties = try RegistrationProperties(request.properties)
    } catch {
      guard case .delete = request.kind else { throw error }
      // Such a resource was never made; a failure would keep its stack from ever going.
      invocation.log.write(.admission, .refused, "\(error.sentence); nothing is removed")
      return CustomResourceOutcome()
    }
    let invocation = invocation.about(account: properties.account.rawValue, purpose: properties.purpose.rawValue)
    do {
      return try await carryOut(request, properties, try events(invocation))
    } catch let error as ForeignEntry {
      invocation.log.write(.admission, .refused, error.sentence)
      throw error
    } catch let error as ApplianceError {
      throw Refusal(error.sentence + (error.remedy.map { ": \($0)" } ?? ""))
    }
  }

  private func carryOut(
    _ request: CustomResourceRequest,
    _ properties: RegistrationProperties,
    _ events: RegistrationEvents
  ) async throws -> CustomResourceOutcome {
    switch request.kind {
    case .create:
      return CustomResourceOutcome(undo: try await events.create(properties.wanted(by: request.stack)))
    case .update(let id, let old):
      // Old properties that cannot be read are those of a failed update.
      let old = try? RegistrationProperties(old)
      return CustomResourceOutcome(
        physicalID: try await events.update(properties, from: old, physicalID: id, stack: request.stack)
      )
    case .delete(let id):
      try await events.delete(properties, physicalID: id, stack: request.stack)
      return CustomResourceOutcome()
    }
  }
}

extension ConfiguratorHandler: OperationsHandler {
  func answer(_ invocation: Invocation) async throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let answer = try await run(invocation)
      return Array(try encoder.encode(answer))
    } catch {
      let failure = ErrandFailure(reported: error)
      invocation.log.write(.errand, .failed, failure.sentence)
      return Array(try encoder.encode(failure))
    }
  }

  private func run(_ invocation: Invocation) async throws -> any Encodable & Sendable {
    guard let errand = try? JSONDecoder().decode(Errand.self, from: Data(invocation.body)) else {
      let known = Errand.Operation.allCases.map(\.rawValue).joined(separator: ", ")
      throw ErrandFailure(.request, "the request is none: op is one of \(known)")
    }
    let office = try office.get()
    let start = environment.timepiece.now()
    let answer = try await Errands(
      settings: office.settings,
      desk: office.desk,
      environment: environment,
      log: invocation.log
    ).run(errand)
    invocation.log.write(.errand, .done, errand.operation.rawValue, took: environment.timepiece.now() - start)
    return answer
  }
}

extension ErrandFailure {
  /// What to tell a console of whatever went wrong.
  fileprivate init(reported error: any Error) {
    switch error {
    case let failure as ErrandFailure: self = failure
    case let error as ApplianceError: self.init(error)
    case is SecretFault: self.init(.secret, Functions.sentence(of: error))
    case is ForeignEntry: self.init(.foreign, Functions.sentence(of: error))
    case is Refusal: self.init(.configuration, Functions.sentence(of: error))
    default: self.init(.other, Functions.sentence(of: error))
    }
  }
}

extension ApplianceError: Explained {
  /// What mends it, for those who read a stack's events.
  fileprivate var remedy: String? {
    switch self {
    case .certificateRefused:
      "compare the fingerprint with the appliance's own, then give it to ApplianceSha256 of the Lambdas stack"
    case .signInRefused: "the secret and the appliance disagree about the password: rolecall doctor says which is newer"
    case .sessionRefused, .cannotAssume, .licenceTermsNotAccepted, .forbidden: nextStep
    case .addressMalformed, .versionRefused, .secondFactorNeeded, .unreachable, .unavailable, .refused, .unexpected: nil
    }
  }
}
