import AWS
import Fleet
import FoundationEssentials
import Synchronization
import Veeam

/// Through the configurator function, whose alias `ops` reads in pages for those who cannot reach the appliance.
///
/// The function signs in with its own credential and verifies the appliance's certificate; each errand is a session.
final class FunctionRoad: ApplianceRoad {
  /// Twice the direct road's, since each page costs a sign-in; far below the 6 MB of an answer.
  private static let pageSize = 1_000

  private let lambda: Lambda
  private let function: @Sendable () async throws -> String
  private let known = Mutex<(function: String?, ping: PingAnswer?)>((nil, nil))

  /// - Parameters:
  ///   - lambda: The backup account's functions.
  ///   - function: Finds the ARN of the alias; asked once.
  init(_ lambda: Lambda, function: @escaping @Sendable () async throws -> String) {
    self.lambda = lambda
    self.function = function
  }

  func open() async throws {
    let answer: PingAnswer = try await run(Errand(.ping))
    known.withLock { $0.ping = answer }
  }

  func roles() -> Veeam.Pages<IAMRole> {
    Veeam.Pages(size: Self.pageSize) { [self] offset, limit in
      try await run(Errand(.roles, offset: offset, limit: limit))
    }
  }

  func facts() async throws -> ApplianceFacts {
    let answer = known.withLock { $0.ping }
    return ApplianceFacts(
      version: answer?.version,
      revision: answer?.revision,
      certificateExpires: answer?.certificateExpires.flatMap { try? Date($0, strategy: .iso8601) },
      remark: answer?.version == nil ? "version not read: the function's user may not see it" : nil
    )
  }

  /// Sends the function on an errand.
  ///
  /// - Returns: What it brings.
  /// - Throws: ``SourceProblem`` in the function's own words, or `AWSError`.
  func run<Answer: Decodable & Sendable>(_ errand: Errand) async throws -> Answer {
    let function = try await functionARN()
    let payload = try JSONEncoder().encode(errand)
    let invocation = try await lambda.invoke(function, payload: Array(payload))
    let body = Data(invocation.payload)
    if invocation.functionError != nil {
      let failure = try? JSONDecoder().decode(FunctionError.self, from: body)
      throw SourceProblem(
        kind: .other,
        sentence: "the configurator function failed: \(failure?.errorMessage ?? "it does not say why")",
        nextStep: "look into its log"
      )
    }
    // Whatever is no failure is an answer.
    if let failure = try? JSONDecoder().decode(ErrandFailure.self, from: body) { throw SourceProblem(failure) }
    do {
      return try JSONDecoder().decode(Answer.self, from: body)
    } catch {
      throw SourceProblem(
        kind: .other,
        sentence: "the configurator function's answer is not understood",
        nextStep: "rolecall deploy lambdas brings it to this release"
      )
    }
  }

  private func functionARN() async throws -> String {
    if let function = known.withLock({ $0.function }) { return function }
    let found = try await function()
    known.withLock { $0.function = found }
    return found
  }

  private struct FunctionError: Decodable {
    let errorMessage: String?
  }
}

extension SourceProblem {
  /// What the function says, and that it says so.
  init(_ failure: ErrandFailure) {
    let kind: Kind =
      switch failure.kind {
      case .signIn: .signIn
      case .denied: .denied
      case .certificate: .certificate
      case .unreachable: .unreachable
      default: .other
      }
    self.init(
      kind: kind,
      sentence: "through the function: \(failure.sentence)",
      nextStep: kind == .certificate ? "give the fingerprint to ApplianceSha256 of the Lambdas stack" : failure.nextStep
    )
  }
}
