import AWS
import AWSQuery
import FoundationEssentials
import TestSupport
import Transport

@testable import Sandbox

/// A sandbox, and connections to it in the name of whoever is asked for, which never really wait.
struct SandboxFixture {
  let sandbox: SandboxServer
  let keys: WorldState.Keys
  let region: String
  private let sender: HTTPSender

  func connection(as identity: Identity, secret: String? = nil) -> AWSConnection {
    let time = ManualTime(start: Date())
    return AWSConnection(
      settings: AWSSettings(region: region, endpointURL: sandbox.awsURL),
      sender: sender,
      governor: Governor(
        limits: .off,
        timepiece: Timepiece(now: { time.elapsed }, sleep: { try time.pass($0) })
      ),
      timing: Timing(
        now: { Date() },
        elapsed: { time.elapsed },
        sleep: { try time.pass($0) },
        jitter: { 1 }
      )
    ) { _ throws(CredentialError) in
      AWSCredentials(
        accessKeyID: identity.accessKeyID,
        secretAccessKey: secret ?? identity.secretAccessKey,
        sessionToken: identity.sessionToken
      )
    }
  }

  /// Runs `body` with a sandbox of its own.
  static func with<Value: Sendable>(
    _ options: SandboxOptions,
    _ body: @escaping @Sendable (SandboxFixture) async throws -> Value
  ) async throws -> Value {
    try await withTimeout {
      try await withSandbox(options) { sandbox in
        let sender = HTTPSender()
        let result: Result<Value, any Error>
        do {
          let fixture = SandboxFixture(
            sandbox: sandbox,
            keys: await sandbox.world.keys,
            region: await sandbox.world.homeRegion,
            sender: sender
          )
          result = .success(try await body(fixture))
        } catch {
          result = .failure(error)
        }
        try await sender.shutdown()
        return try result.get()
      }
    }
  }
}
