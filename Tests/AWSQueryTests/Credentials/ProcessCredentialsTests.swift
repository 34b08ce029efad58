import AWS
import FoundationEssentials
import TestSupport
import Testing

@testable import AWSQuery

struct ProcessCredentialsTests {
  /// Runs a shell script as the profile's command.
  private func fetch(
    _ script: String,
    variables: [String: String] = [:],
    timing: Timing = .system
  ) async throws -> AWSCredentials {
    try await withTemporaryHome { home in
      let path = try home.write("\(script)\n", to: "script")
      return try await fetch(command: "sh '\(path)'", variables: variables, timing: timing)
    }
  }

  private func fetch(
    command: String,
    variables: [String: String] = [:],
    timing: Timing = .system
  ) async throws -> AWSCredentials {
    try await withTemporaryHome { home in
      let config = try home.write("[profile p]\ncredential_process = \(command)\n", to: "config")
      let environment = ProcessEnvironment(
        ["PATH": "/usr/bin:/bin", "AWS_CONFIG_FILE": config].merging(variables) { $1 }
      )
      let configuration = try SharedConfiguration(environment: environment)
      let source = ProcessCredentials(
        try configuration.profile(named: "p"),
        environment: environment,
        timing: timing
      )
      return try await withTimeout { try await #require(source).fetch() }
    }
  }

  private func failure(_ reason: String) -> CredentialError {
    .failed(source: "profile p (credential_process)", reason: reason)
  }

  @Test func `the command's keys are taken`() async throws {
    let credentials = try await fetch(
      """
      echo '{"Version":1,"AccessKeyId":"id","SecretAccessKey":"secret","SessionToken":"token",'
      echo '"Expiration":"2099-01-01T00:00:00Z","AccountId":"111111111111"}'
      """
    )
    #expect(
      credentials
        == AWSCredentials(
          accessKeyID: "id",
          secretAccessKey: "secret",
          sessionToken: "token",
          expiration: Date(timeIntervalSince1970: 4_070_908_800),
          accountID: "111111111111"
        )
    )
  }

  @Test func `keys without an end last`() async throws {
    let credentials = try await fetch("echo '{\"Version\":1,\"AccessKeyId\":\"id\",\"SecretAccessKey\":\"secret\"}'")
    #expect(credentials == AWSCredentials(accessKeyID: "id", secretAccessKey: "secret"))
  }

  @Test func `the command gets the given environment and no other`() async throws {
    let credentials = try await fetch(
      "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}' \"$GIVEN\" \"${HOME-none}\"",
      variables: ["GIVEN": "given"]
    )
    #expect(credentials == AWSCredentials(accessKeyID: "given", secretAccessKey: "none"))
  }

  @Test func `the command cannot reach a terminal`() async throws {
    let credentials = try await fetch(
      """
      if (: < /dev/tty) 2> /dev/null; then tty=terminal; else tty=none; fi
      input=$(wc -c)
      printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}' "$tty" "$input"
      """
    )
    #expect(credentials.accessKeyID == "none")
    #expect(credentials.secretAccessKey == "0")
  }

  @Test(arguments: [
    ("exit 3", "the command sh failed: it ended with status 3"),
    ("echo hidden >&2; exit 1", "the command sh failed: it ended with status 1"),
    ("kill -KILL $$", "the command sh failed: it was ended by signal 9"),
    ("echo hidden", "its output is not JSON with Version, AccessKeyId and SecretAccessKey"),
    (
      "echo '{\"Version\":2,\"AccessKeyId\":\"hidden\",\"SecretAccessKey\":\"hidden\"}'",
      "its output has version 2, expected 1"
    ),
    (
      "echo '{\"Version\":1,\"AccessKeyId\":\"hidden\"}'",
      "its output is not JSON with Version, AccessKeyId and SecretAccessKey"
    ),
    (
      "echo '{\"Version\":1,\"AccessKeyId\":\"i\",\"SecretAccessKey\":\"hidden\",\"Expiration\":\"soon\"}'",
      "its output has an Expiration that is no time"
    ),
    ("head -c 100000 /dev/zero", "the command sh failed: it says more than 65536 bytes"),
  ])
  func `what goes wrong is told without what the command said`(script: String, reason: String) async throws {
    await #expect(throws: failure(reason)) { try await fetch(script) }
  }

  @Test func `a pipe's worth of complaints does not stop the command`() async throws {
    let credentials = try await fetch(
      "head -c 1000000 /dev/zero >&2; echo '{\"Version\":1,\"AccessKeyId\":\"id\",\"SecretAccessKey\":\"secret\"}'"
    )
    #expect(credentials.accessKeyID == "id")
  }

  @Test(arguments: ["no-such-command-here --x", "/no/such/command"])
  func `a command that is not there is named`(command: String) async throws {
    let program = try #require(command.split(separator: " ").first)
    await #expect(throws: failure("the command \(program) is not there")) { try await fetch(command: command) }
  }

  @Test func `a command line with an open quote is refused`() async throws {
    await #expect(
      throws: CredentialError.misconfigured("credential_process of the profile p is no command: look at its quotes")
    ) {
      try await fetch(command: "sh 'x")
    }
  }

  @Test func `a command that says nothing is ended with its children`() async throws {
    // The limit is over at once by this clock, and the command would sleep on.
    let hasty = Timing(now: { Date() }, elapsed: { .zero }, sleep: { _ in }, jitter: { 0 })
    await #expect(throws: failure("the command sh gave no answer in 120 s")) {
      try await fetch("sleep 1000 & sleep 1000", timing: hasty)
    }
  }
}
