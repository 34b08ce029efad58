import Fleet
import FoundationEssentials
import Transport
import Veeam

/// Does at the appliance what consoles of the backup account ask for.
struct Errands: Sendable {
  let settings: ConfiguratorSettings
  let desk: ApplianceDesk
  let environment: FunctionEnvironment
  let log: FunctionLog

  /// Runs an errand and answers it; nobody is kept waiting for a rotation or a trust policy.
  func run(_ errand: Errand) async throws -> any Encodable & Sendable {
    if errand.operation == .ping, errand.scheduled == true {
      log.write(.ping, .done, "scheduled")
      return ScheduledPingAnswer()
    }
    return try await desk.withSession(.none(environment), log) { session in
      try await answer(errand, session)
    }
  }

  private func answer(_ errand: Errand, _ session: ApplianceDesk.Session) async throws -> any Encodable & Sendable {
    let appliance = session.appliance
    switch errand.operation {
    case .ping: return try await ping(session)
    case .roles: return try await page(of: appliance.roles(), errand)
    case .users: return try await page(of: appliance.users(), errand)
    case .repositories: return try await page(of: appliance.repositories(), errand)
    case .sessions: return try await page(of: appliance.sessions(), errand)
    case .statistics: return try await appliance.statistics()
    case .policies:
      // One list for each workload: put together they have no offset of their own.
      let all = try await appliance.policies()
      let (offset, limit) = try Self.window(errand)
      return Page(elements: Array(all.dropFirst(offset).prefix(limit)), totalCount: all.count)
    case .register: return try await register(errand, appliance)
    }
  }

  // MARK: Reads

  private func page<Element>(of list: Pages<Element>, _ errand: Errand) async throws -> Page<Element> {
    let (offset, limit) = try Self.window(errand)
    return try await list.page(offset: offset, limit: limit)
  }

  private static func window(_ errand: Errand) throws(ErrandFailure) -> (offset: Int, limit: Int) {
    let (offset, limit) = (errand.offset ?? 0, errand.limit ?? Errand.largestPage)
    guard offset >= 0, (1...Errand.largestPage).contains(limit) else {
      throw ErrandFailure(.request, "offset is at least 0, limit is 1 to \(Errand.largestPage)")
    }
    return (offset, limit)
  }

  private func ping(_ session: ApplianceDesk.Session) async throws -> PingAnswer {
    var answer = PingAnswer(appliance: settings.address.description)
    answer.userRole = session.userRole
    answer.secretVersion = session.credential.version
    answer.secretStage = session.credential.stage
    do {
      answer.version = try await session.appliance.systemVersion().version
    } catch {
      // Only an administrator may see it; that the sign-in works is proven all the same.
      guard case .forbidden = error as? ApplianceError else { throw error }
    }
    answer.revision = await session.appliance.version?.rawValue
    let certificate = try await session.appliance.certificate()
    answer.fingerprint = certificate.fingerprint.description
    answer.certificateExpires = certificate.notAfter.formatted(.iso8601)
    let left = certificate.notAfter.timeIntervalSince(environment.now())
    answer.certificateDaysLeft = Int((left / 86_400).rounded(.down))
    log.write(.ping, .done)
    return answer
  }

  // MARK: Registering

  private func register(_ errand: Errand, _ appliance: Appliance) async throws -> RegisterAnswer {
    guard let registration = errand.registration, let stack = StackARN(registration.stackID) else {
      throw ErrandFailure(.request, "register needs a registration with the ARN of a stack")
    }
    let wanted = try RegistrationProperties(registration).wanted(by: stack)
    let log = log.about(account: wanted.identity.account.rawValue, purpose: wanted.identity.purpose.rawValue)
    let registrar = Registrar(
      appliance: appliance,
      organization: settings.organization,
      patience: .none(environment),
      log: log
    )
    let made = try await registrar.register(wanted, claiming: registration.takesOver ? .any : .none)
    log.write(.register, .done, "\(made)")
    let result: RegisterAnswer.Result =
      switch made {
      case .added: .added
      case .changed: .changed
      case .claimed: .takenOver
      }
    return RegisterAnswer(result: result, name: wanted.identity.name)
  }
}
