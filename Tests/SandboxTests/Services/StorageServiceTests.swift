import Foundation
import Testing

@testable import Sandbox

struct StorageServiceTests {
  private func probe() async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed))
  }

  private let place = """
    <CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
    <LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>
    """

  /// A bucket, with versions where asked.
  private func bucket(_ probe: EndpointProbe, isVersioned: Bool = false) async {
    #expect(await probe.storage("PUT", "/artifacts", place).status == 200)
    guard isVersioned else { return }
    let versioning = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    #expect(await probe.storage("PUT", "/artifacts?versioning", versioning).status == 200)
  }

  private func header(_ name: String, _ answer: EndpointProbe.Answer) -> String? {
    answer.reply.headers.first { $0.name == name }?.value
  }

  @Test func `every version of an object can be read back`() async throws {
    let probe = await probe()
    await bucket(probe, isVersioned: true)
    let first = try #require(header("x-amz-version-id", await probe.storage("PUT", "/artifacts/a/f.zip", "one")))
    let second = try #require(header("x-amz-version-id", await probe.storage("PUT", "/artifacts/a/f.zip", "two")))
    #expect(first != second)
    #expect(await probe.storage("GET", "/artifacts/a/f.zip").text == "two")
    #expect(await probe.storage("GET", "/artifacts/a/f.zip?versionId=\(first)").text == "one")
    #expect(await probe.storage("GET", "/artifacts/a/f.zip?versionId=none").elements("Code") == ["NoSuchVersion"])
  }

  @Test func `a deleted object is hidden by a marker, and its versions go one by one`() async throws {
    let probe = await probe()
    await bucket(probe, isVersioned: true)
    _ = await probe.storage("PUT", "/artifacts/f", "one")
    let marker = await probe.storage("DELETE", "/artifacts/f")
    #expect(header("x-amz-delete-marker", marker) == "true")
    #expect(await probe.storage("GET", "/artifacts/f").elements("Code") == ["NoSuchKey"])
    #expect(await probe.storage("DELETE", "/artifacts").elements("Code") == ["BucketNotEmpty"])
    let versions = await probe.storage("GET", "/artifacts?versions")
    #expect(versions.elements("IsLatest") == ["true", "false"])
    let objects = versions.elements("VersionId").map { "<Object><Key>f</Key><VersionId>\($0)</VersionId></Object>" }
    let deleted = await probe.storage("POST", "/artifacts?delete", "<Delete>\(objects.joined())</Delete>")
    #expect(deleted.elements("Key") == ["f", "f"])
    #expect(await probe.storage("DELETE", "/artifacts").status == 204)
    #expect(await probe.storage("HEAD", "/artifacts").status == 404)
  }

  @Test func `without versioning an object is replaced and removed for good`() async {
    let probe = await probe()
    await bucket(probe)
    _ = await probe.storage("PUT", "/artifacts/f", "one")
    _ = await probe.storage("PUT", "/artifacts/f", "two")
    #expect(await probe.storage("GET", "/artifacts?versions").elements("VersionId") == ["null"])
    #expect(await probe.storage("DELETE", "/artifacts/f").status == 204)
    #expect(await probe.storage("DELETE", "/artifacts").status == 204)
  }

  @Test(arguments: ["GET", "PUT", "HEAD", "DELETE"])
  func `another owner than expected is refused`(method: String) async {
    let probe = await probe()
    await bucket(probe)
    let owner = ("x-amz-expected-bucket-owner", probe.world.backupAccount)
    #expect(await probe.storage("PUT", "/artifacts/f", "one", headers: [owner]).status == 200)
    let other = ("x-amz-expected-bucket-owner", "123456789012")
    #expect(await probe.storage(method, "/artifacts/f", headers: [other]).status == 403)
  }

  @Test func `another account is let in only by the bucket's policy`() async {
    let probe = await probe()
    await bucket(probe)
    _ = await probe.storage("PUT", "/artifacts/f", "one")
    #expect(await probe.storage("GET", "/artifacts/f", as: probe.keys.member).status == 403)
    let policy =
      #"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"\#(probe.keys.member.account)"},"#
      + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::artifacts/*"}]}"#
    #expect(await probe.storage("PUT", "/artifacts?policy", policy).status == 204)
    #expect(await probe.storage("GET", "/artifacts/f", as: probe.keys.member).text == "one")
    #expect(await probe.storage("PUT", "/artifacts/f", "two", as: probe.keys.member).status == 403)
  }

  @Test(arguments: [
    ("PUT", "/artifacts", "", "IllegalLocationConstraintException"),
    ("PUT", "/Artifacts", "", "IllegalLocationConstraintException"),
    ("GET", "/nobodys/f", "", "NoSuchBucket"),
    ("PUT", "/taken?policy", "{", "MalformedPolicy"),
    ("PUT", "/taken?versioning", "<Versioning", "MalformedXML"),
    ("PUT", "/taken?acl", "", "NotImplemented"),
    ("GET", "/taken?policy", "", "NoSuchBucketPolicy"),
    ("POST", "/taken/f?uploads", "", "MethodNotAllowed"),
  ])
  func `what S3 refuses is refused`(method: String, target: String, body: String, code: String) async {
    let probe = await probe()
    _ = await probe.storage("PUT", "/taken", place)
    #expect(await probe.storage(method, target, body).elements("Code") == [code])
  }

  @Test func `an object sent in pieces is put together`() async {
    let probe = await probe()
    await bucket(probe)
    let body = "3;chunk-signature=ab\r\none\r\n4\r\n two\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n"
    let answer = await probe.storage("PUT", "/artifacts/f", body, headers: [("Content-Encoding", "aws-chunked")])
    #expect(answer.status == 200)
    #expect(await probe.storage("GET", "/artifacts/f").text == "one two")
  }

  @Test func `a body that does not fit its digest is refused, and so is one that must be new`() async {
    let probe = await probe()
    await bucket(probe)
    let wrong = ("x-amz-checksum-sha256", "AAAA")
    #expect(await probe.storage("PUT", "/artifacts/f", "one", headers: [wrong]).elements("Code") == ["BadDigest"])
    _ = await probe.storage("PUT", "/artifacts/f", "one")
    #expect(await probe.storage("PUT", "/artifacts/f", "two", headers: [("If-None-Match", "*")]).status == 412)
  }
}
