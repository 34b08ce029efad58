import Foundation
import Testing

@testable import Sandbox

/// Signatures made with botocore 1.43.11, the reference signer, at 2026-11-24T06:09:04Z.
struct SignatureVerifierTests {
  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  private static let now = Date(timeIntervalSince1970: 1_795_500_544)

  private static let listAccounts = LoopbackRequest(
    method: "POST",
    target: "/",
    headers: [
      .init(name: "Content-Type", value: "application/x-amz-json-1.1"),
      .init(name: "X-Amz-Target", value: "AWSOrganizationsV20161128.ListAccounts"),
      .init(name: "X-Amz-Date", value: "20261124T060904Z"),
      .init(
        name: "Authorization",
        value: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/us-east-1/organizations/aws4_request, "
          + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
          + "Signature=178a9c3b587ad005091e18e8eedf1db2ac814314011d5fdf90134bc80435b094"
      ),
    ],
    authority: "127.0.0.1:4566",
    body: Array(#"{"MaxResults":20}"#.utf8)
  )

  /// A path to normalise, a query to sort, and a session token.
  private static let callerIdentity = LoopbackRequest(
    method: "POST",
    target: "/aws//a%3Ab/?b=2&a=x%20y",
    headers: [
      .init(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"),
      .init(name: "X-Amz-Date", value: "20261124T060904Z"),
      .init(name: "X-Amz-Security-Token", value: "tok/en=="),
      .init(
        name: "Authorization",
        value: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/eu-west-1/sts/aws4_request, "
          + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
          + "Signature=108023f4db0f4e56089afa9a7f8d7b80d613a32d16af464a9efb159d4e25df4d"
      ),
    ],
    authority: "127.0.0.1:4566",
    body: Array("Action=GetCallerIdentity&Version=2011-06-15".utf8)
  )

  private func verify(
    _ request: LoopbackRequest,
    service: String,
    secret: String = secret,
    wire: ServiceFailure.Wire = .json,
    now: Date = now
  ) throws {
    let header = try #require(request.header("authorization"))
    let claim = try #require(SignatureVerifier.Claim(header))
    try SignatureVerifier(request: request, claim: claim, wire: wire).verify(secret: secret, service: service, now: now)
  }

  @Test func `what botocore signs is accepted`() throws {
    try verify(Self.listAccounts, service: "organizations")
    try verify(Self.callerIdentity, service: "sts")
  }

  @Test(arguments: [-300.0, 0, 300])
  func `five minutes either way are accepted`(seconds: TimeInterval) throws {
    try verify(Self.listAccounts, service: "organizations", now: Self.now.addingTimeInterval(seconds))
  }

  @Test(arguments: [(301.0, "Signature expired: 20261124T060904Z"), (-301, "Signature not yet current")])
  func `a clock further off is refused`(seconds: TimeInterval, words: String) {
    let error = #expect(throws: ServiceFailure.self) {
      try verify(Self.listAccounts, service: "organizations", now: Self.now.addingTimeInterval(seconds))
    }
    #expect(error?.code == "InvalidSignatureException")
    #expect(error?.message.hasPrefix(words) == true)
  }

  @Test(arguments: [
    (ServiceFailure.Wire.json, "InvalidSignatureException", 400), (.query, "SignatureDoesNotMatch", 403),
  ])
  func `a wrong secret is refused in the service's words`(wire: ServiceFailure.Wire, code: String, status: Int) {
    let error = #expect(throws: ServiceFailure.self) {
      try verify(Self.listAccounts, service: "organizations", secret: "wrong", wire: wire)
    }
    #expect(error?.code == code)
    #expect(error?.status == status)
  }

  @Test func `a changed body is refused`() {
    let changed = LoopbackRequest(
      method: "POST",
      target: "/",
      headers: Self.listAccounts.headers,
      authority: Self.listAccounts.authority,
      body: Array(#"{"MaxResults":19}"#.utf8)
    )
    #expect(throws: ServiceFailure.self) { try verify(changed, service: "organizations") }
  }

  @Test func `another service's signature is refused`() {
    let error = #expect(throws: ServiceFailure.self) { try verify(Self.listAccounts, service: "secretsmanager") }
    #expect(error?.message.contains("correct service: 'secretsmanager'") == true)
  }

  @Test func `a header of AWS's that is not signed is refused`() {
    let more = LoopbackRequest(
      method: "POST",
      target: "/",
      headers: Self.listAccounts.headers + [.init(name: "X-Amz-Extra", value: "1")],
      authority: Self.listAccounts.authority,
      body: Self.listAccounts.body
    )
    let error = #expect(throws: ServiceFailure.self) { try verify(more, service: "organizations") }
    #expect(error?.message.contains("'x-amz-extra' must be a 'SignedHeader'") == true)
  }

  @Test(arguments: [
    "", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=AK/20261124/us-east-1/sts/aws4_request",
    "AWS4-HMAC-SHA256 Credential=AK/sts, SignedHeaders=host, Signature=00",
  ])
  func `a malformed header is no claim`(header: String) {
    #expect(SignatureVerifier.Claim(header) == nil)
  }
}
