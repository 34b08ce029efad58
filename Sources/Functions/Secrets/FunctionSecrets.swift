import AWS
import FoundationEssentials
import Transport

/// Secrets as the functions read them: from the extension beside the function, or from Secrets Manager itself.
package struct FunctionSecrets: Sendable {
  private let cache: SecretsExtension
  private let service: SecretsManager

  init(_ environment: FunctionEnvironment, sender: HTTPSender) {
    cache = SecretsExtension(environment, sender: sender)
    service = SecretsManager(AWSConnection(environment, sender: sender))
  }

  /// Reads one version of a secret and what its JSON holds.
  ///
  /// - Parameters:
  ///   - id: The secret's full ARN.
  ///   - selector: The version.
  ///   - type: What the JSON is read as.
  ///   - isFresh: Whether to go past the extension, whose cache may be five minutes old.
  /// - Returns: The version's id and its value.
  /// - Throws: ``SecretFault``.
  package func read<Value: Decodable & Sendable>(
    _ id: String,
    _ selector: SecretSelector = .current,
    as type: Value.Type,
    isFresh: Bool = false
  ) async throws(SecretFault) -> SecretVersion<Value> {
    let found: SecretsManager.SecretValue
    if !isFresh, let cached = await cache.read(id, selector) {
      found = cached
    } else {
      found = try await ask(id, selector)
    }
    guard let version = found.versionID, let text = found.secretString else {
      throw .malformed(needs: "a text with a version")
    }
    do {
      return SecretVersion(id: version, value: try JSONDecoder().decode(Value.self, from: Data(text.utf8)))
    } catch {
      // The error may quote the secret.
      throw .malformed(needs: "JSON as the Lambdas stack makes it")
    }
  }

  private func ask(
    _ id: String,
    _ selector: SecretSelector
  ) async throws(SecretFault) -> SecretsManager.SecretValue {
    do {
      return switch selector {
      case .stage(let stage): try await service.getSecretValue(id, versionStage: stage)
      case .version(let version): try await service.getSecretValue(id, versionID: version)
      }
    } catch {
      throw error.code == .resourceNotFound ? .gone : .unreadable(error)
    }
  }
}

extension AWSConnection {
  /// Attempts for one call; an invocation has no time for more.
  private static let attempts = 4

  /// The way to AWS with the credentials that Lambda gives an execution environment.
  fileprivate convenience init(_ environment: FunctionEnvironment, sender: HTTPSender) {
    let variables = environment.variables
    var settings = AWSSettings(
      region: variables["AWS_REGION"],
      endpointURL: variables["AWS_ENDPOINT_URL"],
      maxAttempts: Self.attempts
    )
    settings.endpointURLs["SECRETS_MANAGER"] = variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"]
    let timepiece = environment.timepiece
    self.init(
      settings: settings,
      sender: sender,
      governor: Governor(timepiece: timepiece),
      timing: Timing(
        now: environment.now,
        elapsed: timepiece.now,
        sleep: timepiece.sleep,
        jitter: { .random(in: 0...1) }
      ),
      credentials: { _ throws(CredentialError) in
        guard let id = variables["AWS_ACCESS_KEY_ID"], let key = variables["AWS_SECRET_ACCESS_KEY"] else {
          throw .none(tried: ["environment"])
        }
        return AWSCredentials(accessKeyID: id, secretAccessKey: key, sessionToken: variables["AWS_SESSION_TOKEN"])
      }
    )
  }
}
