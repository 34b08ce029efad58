package import AWS
import FoundationEssentials

/// The keys that a command of the user's prints (`credential_process`).
///
/// Source: AWS SDKs and tools reference guide, "Process credential provider" (read 2026-11).
package struct ProcessCredentials: CredentialSource {
  /// Some commands wait for a touch on a security key.
  private static let limit: Duration = .seconds(120)

  private let profile: Profile
  private let command: String
  private let environment: ProcessEnvironment
  private let timing: Timing

  /// Makes a source, or nil where the profile names no command.
  package init?(_ profile: Profile, environment: ProcessEnvironment, timing: Timing = .system) {
    guard let command = profile["credential_process"] else { return nil }
    self.profile = profile
    self.command = command
    self.environment = environment
    self.timing = timing
  }

  package var name: String { "profile \(profile.name) (credential_process)" }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    guard let words = CommandWords(command)?.words, let program = words.first else {
      throw .misconfigured("credential_process of the profile \(profile.name) is no command: look at its quotes")
    }
    let child = ChildProcess(words: words, variables: environment.variables, limit: Self.limit)
    switch await child.run(timing: timing) {
    case .output(let text): return try read(text)
    case .notFound: throw failure("the command \(program) is not there")
    case .failed(let reason): throw failure("the command \(program) failed: \(reason)")
    case .timedOut: throw failure("the command \(program) gave no answer in \(Self.limit.components.seconds) s")
    case .cancelled: throw .cancelled
    }
  }

  private func read(_ text: String) throws(CredentialError) -> AWSCredentials {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
      throw failure("its output is not JSON with Version, AccessKeyId and SecretAccessKey")
    }
    guard answer.version == 1 else { throw failure("its output has version \(answer.version), expected 1") }
    var expiration: Date?
    if let text = answer.expiration {
      guard let date = Timestamp.date(text) else { throw failure("its output has an Expiration that is no time") }
      expiration = date
    }
    return AWSCredentials(
      accessKeyID: answer.accessKeyID,
      secretAccessKey: answer.secretAccessKey,
      sessionToken: answer.sessionToken,
      expiration: expiration,
      accountID: answer.accountID ?? profile["aws_account_id"]
    )
  }

  private func failure(_ reason: String) -> CredentialError { .failed(source: name, reason: reason) }
}

private struct Answer: Decodable {
  let version: Int
  let accessKeyID: String
  let secretAccessKey: String
  let sessionToken: String?
  let expiration: String?
  let accountID: String?

  private enum CodingKeys: String, CodingKey {
    case version = "Version"
    case accessKeyID = "AccessKeyId"
    case secretAccessKey = "SecretAccessKey"
    case sessionToken = "SessionToken"
    case expiration = "Expiration"
    case accountID = "AccountId"
  }
}
