import Crypto
import FoundationEssentials
import Testing

@testable import Sandbox

/// The simulated console sign-in: renewals with a proof of possession.
struct ConsoleSignInTests {
  @Test func `a renewal brings credentials for a quarter of an hour and a new refresh token`() async throws {
    try await IdentityProbe.with { probe in
      let key = P256.Signing.PrivateKey()
      let token = await probe.server.beginConsoleSession(account: "111111111111", role: "Admin", client: "cli")
      let first = try await probe.renew(token, proof: probe.proof(key))
      #expect(first.status == 200)
      let answer = try first.json()
      #expect(answer["expiresIn"]?.int == 900)
      let next = try #require(answer["refreshToken"]?.string)
      #expect(try await probe.renew(token, proof: probe.proof(key)).json()["error"]?.string == "TOKEN_EXPIRED")
      #expect(try await probe.renew(next, proof: probe.proof(key)).status == 200)
    }
  }

  @Test func `a session is bound to the key that renewed it first`() async throws {
    try await IdentityProbe.with { probe in
      let token = await probe.server.beginConsoleSession(account: "111111111111", role: "Admin", client: "cli")
      let next = try await probe.renew(token, proof: probe.proof(P256.Signing.PrivateKey())).json()["refreshToken"]
      let other = try await probe.renew(next?.string ?? "", proof: probe.proof(P256.Signing.PrivateKey()))
      #expect(other.header("x-amzn-errortype") == "AccessDeniedException")
    }
  }

  @Test func `a proof for another request, of another time, repeated or forged is refused`() async throws {
    try await IdentityProbe.with { probe in
      let key = P256.Signing.PrivateKey()
      let token = await probe.server.beginConsoleSession(account: "111111111111", role: "Admin", client: "cli")
      let used = try probe.proof(key)
      let next = try await probe.renew(token, proof: used).json()["refreshToken"]?.string ?? ""
      let good = try probe.proof(key)
      let proofs = [
        used,
        try probe.proof(key, method: "GET"),
        try probe.proof(key, path: "/other"),
        try probe.proof(key, age: .seconds(301)),
        String(good.dropLast(4)) + (good.hasSuffix("AAAA") ? "BBBB" : "AAAA"),
        "nonsense",
      ]
      for proof in proofs {
        let answer = try await probe.renew(next, proof: proof)
        #expect(answer.header("x-amzn-errortype") == "ValidationException")
      }
      #expect(try await probe.renew(next, proof: good).status == 200)
    }
  }

  @Test func `a changed password and the end of the day say which`() async throws {
    try await IdentityProbe.with { probe in
      let key = P256.Signing.PrivateKey()
      let token = await probe.server.beginConsoleSession(account: "111111111111", role: "Admin", client: "cli")
      probe.clock.advance(by: .seconds(12 * 3600))
      #expect(try await probe.renew(token, proof: probe.proof(key)).json()["error"]?.string == "TOKEN_EXPIRED")
      await probe.server.changeConsoleCredentials()
      let answer = try await probe.renew(token, proof: probe.proof(key)).json()
      #expect(answer["error"]?.string == "USER_CREDENTIALS_CHANGED")
    }
  }
}

extension IdentityProbe {
  fileprivate func renew(_ token: String, proof: String) async throws -> HTTPProbe.Answer {
    try await post(
      "/v1/token",
      ["clientId": "cli", "grantType": "refresh_token", "refreshToken": token],
      headers: [("dpop", proof)]
    )
  }

  /// A proof by hand, as RFC 9449 describes it.
  fileprivate func proof(
    _ key: P256.Signing.PrivateKey,
    method: String = "POST",
    path: String = "/v1/token",
    age: Duration = .zero
  ) throws -> String {
    func text(_ data: some Sequence<UInt8>) -> String {
      String(Data(data).base64EncodedString().compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
    let point = key.publicKey.rawRepresentation
    let jwk = #"{"kty":"EC","crv":"P-256","x":"\#(text(point.prefix(32)))","y":"\#(text(point.suffix(32)))"}"#
    let header = #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(jwk)}"#
    let made = Int(clock.now.timeIntervalSince1970 - age.seconds)
    let claims = #"{"htm":"\#(method)","htu":"\#(http.base)\#(path)","iat":\#(made),"jti":"\#(UUID().uuidString)"}"#
    let signed = "\(text(header.utf8)).\(text(claims.utf8))"
    return "\(signed).\(text(try key.signature(for: Data(signed.utf8)).rawRepresentation))"
  }
}
