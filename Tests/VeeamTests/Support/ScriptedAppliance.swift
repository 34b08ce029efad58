import TestSupport
import Transport
import Veeam

/// An appliance that answers what a test wrote down, for what the simulated one does not do.
struct ScriptedAppliance: Sendable {
  let server: RawServer
  let time: HandClock
  private let certificate: TestCertificate

  /// Runs `body` with an appliance that answers as `script` says; nil leaves it to the default.
  ///
  /// By default `POST /token` gets tokens numbered from 1, a list nothing. `script` is told how many requests came before.
  static func run(
    _ script: @escaping @Sendable (_ number: Int, _ request: ReceivedRequest) -> String?,
    _ body: @escaping @Sendable (ScriptedAppliance) async throws -> Void
  ) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { number, request in
      [.send(script(number, request) ?? defaultAnswer(number, request))]
    } _: { server in
      let appliance = ScriptedAppliance(server: server, time: HandClock(), certificate: certificate)
      try await withTimeout { try await body(appliance) }
    }
  }

  func client(
    version: APIVersion? = APIVersion(rawValue: "1.8-rev0"),
    credential: @escaping @Sendable () async throws -> ApplianceCredential = {
      ApplianceCredential(username: "ann+1", password: "p&ss wörd%")
    }
  ) throws -> Appliance {
    Appliance(
      address: try ApplianceAddress(url: "https://localhost:\(server.port)"),
      configuration: .init(trust: .pinned([CertificateFingerprint(der: certificate.der)])),
      version: version,
      timepiece: time.hasty,
      credential: credential
    )
  }

  /// What was asked, in short: `POST /token password`, `GET /users?Offset=0&Limit=500`.
  var calls: [String] {
    server.requests.map { request in
      let words = request.line.split(separator: " ")
      let path = words[1].trimmingPrefix("/api/v1")
      let grant = request.body.split(separator: "&").first.map { " " + $0.trimmingPrefix("grant_type=") } ?? ""
      return "\(words[0]) \(path)\(grant)"
    }
  }

  private static func defaultAnswer(_ number: Int, _ request: ReceivedRequest) -> String {
    switch request.line.prefix(18) {
    case "POST /api/v1/token":
      .json(
        200,
        "{\"access_token\":\"access-\(number)\",\"refresh_token\":\"refresh-\(number)\",\"expires_in\":3600,"
          + "\"token_type\":\"bearer\",\"roleName\":\"Portal Operator\"}"
      )
    case "DELETE /api/v1/tok": "HTTP/1.1 204 No Content\r\n\r\n"
    default: .json(200, "{\"totalCount\":0,\"results\":[]}")
    }
  }
}

extension String {
  static func json(_ status: Int, _ body: String) -> String { .answer(status, body, type: "application/json") }

  static func answer(_ status: Int, _ body: String, type: String) -> String {
    "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// A problem as the appliance words it.
  static func problem(_ status: Int, _ name: String, _ details: String = "Details.") -> String {
    .answer(
      status,
      "{\"type\":\"https://h/api/v1/problems/\(name)\",\"title\":\"Title\",\"status\":\(status),"
        + "\"errorCode\":\"UnknownError\",\"details\":\"\(details)\"}",
      type: "application/problem+json"
    )
  }
}
