import AWS
import Transport

/// The AWS Parameters and Secrets Lambda Extension, which keeps secrets beside the function.
///
/// It answers during invocations only, and may begin to a moment after the function does.
/// Source: AWS Systems Manager User Guide, "Using Parameter Store parameters in AWS Lambda functions".
struct SecretsExtension: Sendable {
  private static let pauses: [Duration] = [.milliseconds(50), .milliseconds(200)]
  private static let attemptLimit: Duration = .seconds(5)

  private let environment: FunctionEnvironment
  private let sender: HTTPSender

  init(_ environment: FunctionEnvironment, sender: HTTPSender) {
    self.environment = environment
    self.sender = sender
  }

  /// A version from the extension; nil when it is absent, not ready or refuses.
  ///
  /// Why it refuses is not told: Secrets Manager itself, asked next, says it better.
  func read(_ id: String, _ selector: SecretSelector) async -> SecretsManager.SecretValue? {
    guard let token = environment.variables["AWS_SESSION_TOKEN"] else { return nil }
    let request = request(for: id, selector, token: token)
    for pause in Self.pauses + [nil] {
      do throws(TransportError) {
        let response = try await sender.send(request, timeout: Self.attemptLimit)
        if response.status == 200 { return try? JSONAnswer.decode(response) }
        // 400 is also "not ready to serve traffic".
        guard response.status == 400 || response.status >= 500 else { return nil }
      } catch {
        guard error.isTransient else { return nil }
      }
      guard let pause, (try? await environment.timepiece.sleep(pause)) != nil else { return nil }
    }
    return nil
  }

  private func request(for id: String, _ selector: SecretSelector, token: String) -> HTTPRequest {
    let version =
      switch selector {
      case .stage(let stage): "versionStage=\(stage.percentEncoded)"
      case .version(let version): "versionId=\(version.percentEncoded)"
      }
    return HTTPRequest(
      method: "GET",
      scheme: .http,
      host: "localhost",
      port: environment.variables["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"].flatMap { Int($0) } ?? 2773,
      target: "/secretsmanager/get?secretId=\(id.percentEncoded)&\(version)",
      headers: [HTTPHeader("X-Aws-Parameters-Secrets-Token", token)]
    )
  }
}
