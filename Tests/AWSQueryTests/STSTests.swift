import AWS
import Foundation
import TestSupport
import Testing

@testable import AWSQuery

struct STSTests {
  private static let credentials = """
    <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s3cr3t/+</SecretAccessKey>
    <SessionToken>token==</SessionToken><Expiration>2026-11-24T07:00:00Z</Expiration></Credentials>
    <AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/r/me</Arn><AssumedRoleId>A:me</AssumedRoleId>
    </AssumedRoleUser>
    """
  private static let expected = AWSCredentials(
    accessKeyID: "ASIAEXAMPLE",
    secretAccessKey: "s3cr3t/+",
    sessionToken: "token==",
    expiration: Date(timeIntervalSince1970: 1_795_503_600),
    accountID: "111122223333"
  )

  @Test func `a role is assumed with all that its trust may ask for`() async throws {
    try await withConnection([.result("AssumeRole", Self.credentials)]) { server, connection in
      let credentials = try await STS(connection).assumeRole(
        roleARN: "arn:aws:iam::111122223333:role/r",
        sessionName: "me@here",
        externalID: "ext id/1",
        durationSeconds: 3600,
        serialNumber: "arn:aws:iam::1:mfa/me",
        tokenCode: "123456"
      )
      #expect(credentials == Self.expected)
      let sent = try #require(server.requests.first)
      #expect(
        sent.body == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fr"
          + "&RoleSessionName=me%40here&DurationSeconds=3600&ExternalId=ext%20id%2F1"
          + "&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fme&TokenCode=123456"
      )
      #expect(sent["authorization"]?.contains("/eu-west-1/sts/aws4_request") == true)
    }
  }

  @Test func `a web identity is traded unsigned`() async throws {
    try await withConnection([.result("AssumeRoleWithWebIdentity", Self.credentials)]) { server, connection in
      let credentials = try await STS(connection).assumeRoleWithWebIdentity(
        roleARN: "arn:aws:iam::111122223333:role/r",
        sessionName: "ss",
        token: "a.b-c_d~e=="
      )
      #expect(credentials == Self.expected)
      let sent = try #require(server.requests.first)
      #expect(
        sent.body == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
          + "&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fr&RoleSessionName=ss&WebIdentityToken=a.b-c_d~e%3D%3D"
      )
      #expect(sent["authorization"] == nil)
    }
  }

  @Test func `the caller is told`() async throws {
    let identity = "<Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>AIDA</UserId><Account>111122223333</Account>"
    try await withConnection([.result("GetCallerIdentity", identity)]) { server, connection in
      let caller = try await STS(connection).getCallerIdentity()
      #expect(caller.account == "111122223333")
      #expect(caller.arn == "arn:aws:iam::111122223333:user/me")
      #expect(server.requests.first?.body == "Action=GetCallerIdentity&Version=2011-06-15")
    }
  }

  @Test func `an answer cut off shows no key`() async throws {
    let cut = "<AssumeRoleResponse><AssumeRoleResult><Credentials><SecretAccessKey>s3cr3t"
    try await withConnection([.xml(cut)]) { _, connection in
      let error = await #expect(throws: AWSError.self) {
        try await STS(connection).assumeRole(roleARN: "arn", sessionName: "me")
      }
      #expect(error?.sentence.contains("body withheld") == true)
      #expect(!String(reflecting: error).contains("s3cr3t"))
    }
  }
}
