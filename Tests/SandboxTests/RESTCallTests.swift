import Foundation
import Testing

@testable import Sandbox

/// Paths of REST services, and signatures made with botocore 1.43.11 at 2026-11-24T06:09:04Z.
struct RESTCallTests {
  private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
  private static let now = Date(timeIntervalSince1970: 1_795_500_544)

  private func request(
    _ method: String,
    _ target: String,
    service: String,
    signature: String,
    hash: String? = nil,
    _ body: String
  ) -> LoopbackRequest {
    let names = hash == nil ? "host;x-amz-date" : "host;x-amz-content-sha256;x-amz-date"
    var headers = [
      LoopbackRequest.HeaderField(name: "X-Amz-Date", value: "20261124T060904Z"),
      .init(
        name: "Authorization",
        value: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/eu-west-1/\(service)/aws4_request, "
          + "SignedHeaders=\(names), Signature=\(signature)"
      ),
    ]
    if let hash { headers.append(.init(name: "X-Amz-Content-SHA256", value: hash)) }
    return LoopbackRequest(
      method: method,
      target: target,
      headers: headers,
      authority: "127.0.0.1:4566",
      body: Array(body.utf8)
    )
  }

  private func upload(_ body: String = "zip", hash: String? = nil) -> LoopbackRequest {
    request(
      "PUT",
      "/artifacts/a//b%20c/./functions.zip?versionId=1",
      service: "s3",
      signature: "0030e8a89a877cb7fdb75f249ab2dc1d4f3bce2e87eb68361acd7883f0072350",
      hash: hash ?? "4a70fe9aa6436e02c2dea340fbd1e352e4ef2d8ce6ca52ad25d4b95471fc8bf2",
      body
    )
  }

  private func verify(_ request: LoopbackRequest, service: String, now: Date = now) throws {
    let claim = try #require(SignatureVerifier.Claim(request.header("authorization") ?? ""))
    try SignatureVerifier(request: request, claim: claim, wire: .restXML)
      .verify(secret: Self.secret, service: service, now: now)
  }

  @Test func `an escaped path is escaped once more, but for S3`() throws {
    try verify(upload(), service: "s3")
    let path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Ax/invocations"
    let signature = "1db0614bf67072d690b86a5f47ba247a8936755ace32cf18d3f82c45739472a2"
    try verify(request("POST", path, service: "lambda", signature: signature, "{}"), service: "lambda")
  }

  @Test func `a body with another hash than its header says is refused`() {
    let error = #expect(throws: ServiceFailure.self) { try verify(upload("zap"), service: "s3") }
    #expect(error?.code == "XAmzContentSHA256Mismatch")
  }

  @Test func `S3 allows a quarter of an hour`() throws {
    try verify(upload(), service: "s3", now: Self.now.addingTimeInterval(900))
    let error = #expect(throws: ServiceFailure.self) {
      try verify(upload(), service: "s3", now: Self.now.addingTimeInterval(901))
    }
    #expect(error?.code == "RequestTimeTooSkewed")
  }

  // MARK: Routes

  private static let routes = [
    RESTRoute("GetBucketVersioning", "GET /{Bucket}?versioning"),
    RESTRoute("ListObjects", "GET /{Bucket}"),
    RESTRoute("PutObject", "PUT /{Bucket}/{Key+}"),
    RESTRoute("GetPolicy", "GET /2015-03-31/functions/{FunctionName}/policy"),
    RESTRoute("ListFunctions", "GET /2015-03-31/functions"),
  ]

  @Test(arguments: [
    ("GET", "/artifacts?versioning", "GetBucketVersioning", ["Bucket": "artifacts"]),
    ("GET", "/artifacts/", "ListObjects", ["Bucket": "artifacts"]),
    ("PUT", "/artifacts/a/b%20c.zip", "PutObject", ["Bucket": "artifacts", "Key": "a/b c.zip"]),
    ("PUT", "/artifacts/folder/", "PutObject", ["Bucket": "artifacts", "Key": "folder/"]),
    ("GET", "/2015-03-31/functions/a%3Ab/policy?Qualifier=cfn", "GetPolicy", ["FunctionName": "a:b"]),
    ("GET", "/2015-03-31/functions/", "ListFunctions", [:]),
  ])
  func `a path names its operation`(method: String, target: String, operation: String, labels: [String: String]) {
    let request = LoopbackRequest(method: method, target: target)
    let found = Self.routes.lazy.compactMap { route in route.labels(of: request).map { (route.operation, $0) } }.first
    #expect(found?.0 == operation)
    #expect(found?.1 == labels)
  }

  @Test(arguments: [("DELETE", "/artifacts"), ("GET", "/a/b/c/d/e"), ("PUT", "/artifacts"), ("GET", "/")])
  func `a path of no operation is none`(method: String, target: String) {
    let request = LoopbackRequest(method: method, target: target)
    #expect(Self.routes.allSatisfy { $0.labels(of: request) == nil })
  }
}
