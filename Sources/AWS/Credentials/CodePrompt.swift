/// Asks a person for the code of an MFA device.
///
/// One value serves the whole program, so that requests which wait for the same device share one answer and only one
/// question stands at a time.
package actor CodePrompt {
  /// What is asked: the source that needs the code and the device that shows it.
  package struct Question: Hashable, Sendable {
    package let source: String
    /// The serial number or ARN of the device.
    package let device: String

    package init(source: String, device: String) {
      self.source = source
      self.device = device
    }
  }

  private let ask: @Sendable (Question) async -> String?
  private var fetches: [String: SharedFetch<String>] = [:]
  private var turn: Task<Void, Never>?

  /// Makes a prompt; `ask` returns nil when nobody answers.
  package init(_ ask: @escaping @Sendable (Question) async -> String?) { self.ask = ask }

  /// The code that was typed, six digits.
  ///
  /// - Throws: ``CredentialError/codeUnavailable(source:)`` when nobody answers or the answer is no code.
  package func code(for question: Question) async throws(CredentialError) -> String {
    let fetch = fetches[question.device] ?? SharedFetch()
    fetches[question.device] = fetch
    return try await fetch.join { [self] () async throws(CredentialError) in
      let answer = await inTurn(question)?.filter { !$0.isWhitespace }
      guard let answer, answer.utf8.count == 6, answer.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw .codeUnavailable(source: question.source)
      }
      return answer
    }
  }

  /// How many wait for the code of a device.
  func waiterCount(for device: String) async -> Int { await fetches[device]?.waiterCount ?? 0 }

  /// Asks once the questions before this one are answered.
  private func inTurn(_ question: Question) async -> String? {
    let before = turn
    let asking = Task { [ask] in
      await before?.value
      return await ask(question)
    }
    turn = Task { _ = await asking.value }
    return await asking.value
  }
}
