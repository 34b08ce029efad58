import AWS
package import Fleet
package import FoundationEssentials

/// Signing in through IAM Identity Center from inside: on any device with a browser.
package struct SignIn: Sendable {
  package enum Step: Hashable, Sendable {
    /// Open the address anywhere and compare the code.
    case invitation(address: String, code: String, expires: Date)
    case succeeded
    case failed(SourceProblem)
  }

  let switchboard: Switchboard
  let line: Switchboard.Line

  /// The steps, until `succeeded` or `failed`; whoever stops listening ends it.
  func steps(within limit: Duration?) -> AsyncStream<Step> {
    let (stream, continuation) = AsyncStream.makeStream(of: Step.self)
    let task = Task {
      do {
        try await TimeLimit.run(limit) { try await run { continuation.yield($0) } }
      } catch {
        if let problem = SourceProblem(error) { continuation.yield(.failed(problem)) }
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func run(_ tell: @Sendable (Step) -> Void) async throws {
    let (signIn, profile) = try switchboard.deviceSignIn(line)
    guard let signIn else {
      throw SourceProblem(
        kind: .other,
        sentence: "profile \(profile.name) does not sign in by a browser: it has no sso_session and no sso_start_url",
        nextStep: "aws configure sso --profile \(profile.name)"
      )
    }
    for await event in signIn.events() {
      switch event {
      case .visit(let address, let code, let expires):
        tell(.invitation(address: address, code: code, expires: expires))
      case .succeeded:
        await switchboard.forgetCredentials(line)
        tell(.succeeded)
      case .failed(let error): throw error
      }
    }
  }
}
