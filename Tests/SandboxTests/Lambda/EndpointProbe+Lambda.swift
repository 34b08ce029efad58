import Foundation
import Testing

@testable import Sandbox

extension EndpointProbe {
  /// Calls Lambda, as the backup account's operator unless somebody else is named.
  func lambda(
    _ method: String,
    _ path: String,
    _ body: String = "",
    headers: [(String, String)] = [],
    as caller: Identity? = nil
  ) async -> Answer {
    await call(method, path, headers, Array(body.utf8), "lambda", caller ?? keys.backup)
  }

  /// Creates a function and lets it become Active.
  @discardableResult
  func makeFunction(
    _ name: String = "worker",
    _ more: String = "",
    handler: String = "worker",
    timeout: Int = 30
  ) async throws -> [String: Any] {
    try await makeRole()
    let answer = await lambda(
      "POST",
      "/2015-03-31/functions",
      """
      {"FunctionName": "\(name)", "Role": "arn:aws:iam::\(world.backupAccount):role/worker", "Handler": "\(handler)",
       "Runtime": "provided.al2023", "Timeout": \(timeout), "Code": {"ZipFile": "UEsFBgAA"}\(more)}
      """
    )
    #expect(answer.status == 201, "\(answer.text)")
    let left = await world.perform { state, now in
      state.functions.values.map(\.latest.activeAt).max()?.timeIntervalSince(now) ?? 0
    }
    try await world.clock.work { try await world.clock.sleep(for: .seconds(left)) }
    return try answer.json()
  }

  /// A role that functions may have, with leave to work in a network and to send to queues.
  func makeRole() async throws {
    let policy =
      #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["ec2:*","sqs:*","secretsmanager:*"],"Resource":"*"}}"#
    let trust =
      #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#
    try await world.perform { state, now in
      guard state.iam.role("worker", account: state.backupAccount) == nil else { return }
      try state.iam.create(RoleDraft(name: "worker", account: state.backupAccount, trust: trust), at: now)
      var role = try #require(state.iam.role("worker", account: state.backupAccount))
      role.inlinePolicies = [.init(name: "all", document: try PolicyDocument(policy, for: .identity))]
      state.iam.put(role)
    }
  }

  func invoke(
    _ name: String = "worker",
    _ payload: String = "{}",
    type: String = "RequestResponse",
    as caller: Identity? = nil
  ) async -> Answer {
    await lambda(
      "POST",
      "/2015-03-31/functions/\(name)/invocations",
      payload,
      headers: [("X-Amz-Invocation-Type", type), ("X-Amz-Log-Type", "Tail")],
      as: caller
    )
  }

  /// What a log group holds, stream after stream.
  func log(_ group: String) async -> [String] {
    await world.perform { state, _ in
      state.logs.group(group, account: state.backupAccount, region: state.homeRegion)?
        .streams.flatMap { $0.events.map(\.message) } ?? []
    }
  }
}

extension EndpointProbe.Answer {
  func header(_ name: String) -> String? { reply.headers.first { $0.name.lowercased() == name.lowercased() }?.value }

  var code: String? { header("x-amzn-ErrorType") }

  func message() throws -> String? { try json()["Message"] as? String }

  /// The lines of a log that came with the answer.
  var logTail: [String] {
    guard let data = header("X-Amz-Log-Result").flatMap({ Data(base64Encoded: $0) }) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
