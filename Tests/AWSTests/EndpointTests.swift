import Foundation
import Testing
import Transport

@testable import AWS

struct EndpointTests {
  private static let services: [String: Service] = [
    "organizations": .organizations, "iam": .iam, "cloudformation": .cloudFormation,
    "secretsmanager": .secretsManager, "sts": .sts, "sso": .sso, "sso-oidc": .ssoOIDC, "signin": .signIn,
    "lambda": .lambda, "logs": .logs, "ssm": .ssm, "sqs": .sqs, "ec2": .ec2, "service-quotas": .serviceQuotas,
    "account": .account, "cloudwatch": .cloudWatch, "s3": .s3,
  ]

  @Test func `every host and signing region is the one botocore finds`() throws {
    let rows = try Vectors.text("endpoints.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rows.count == 261)
    for row in rows {
      let cells = row.split(separator: "\t").map(String.init)
      try #require(cells.count == 6)
      let service = try #require(Self.services[cells[0]])
      let settings = AWSSettings(region: cells[1], usesFIPS: cells[2] == "yes", usesDualStack: cells[3] == "yes")
      let endpoint = try EndpointResolver(settings: settings).endpoint(for: service)
      #expect(endpoint.host == cells[4], "\(row)")
      #expect(endpoint.signingRegion == cells[5], "\(row)")
      #expect(endpoint.scheme == .https && endpoint.port == nil && endpoint.path.isEmpty)
    }
  }

  @Test func `without a region only services with one home have an endpoint`() throws {
    let resolver = EndpointResolver(settings: AWSSettings())
    #expect(try resolver.endpoint(for: .organizations).signingRegion == "us-east-1")
    #expect(throws: AWSError.self) { try resolver.endpoint(for: .cloudFormation) }
    #expect(try resolver.endpoint(for: .sso, region: "eu-north-1").host == "portal.sso.eu-north-1.amazonaws.com")
  }

  @Test(arguments: [
    ("eu-west-1", "aws"), ("mx-central-1", "aws"), ("xx-newplace-12", "aws"), ("us-gov-west-1", "aws-us-gov"),
    ("cn-north-1", "aws-cn"), ("eusc-de-east-1", "aws-eusc"),
  ])
  func `a region belongs to the partition its prefix names`(region: String, partition: String) {
    #expect(Partition.containing(region: region)?.name == partition)
  }

  @Test(arguments: [
    "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "", "eu", "eu-west", "EU-WEST-1", "a.b-c-1", "-a-1",
  ])
  func `what is no region of a known partition is refused`(region: String) {
    #expect(Partition.containing(region: region) == nil)
    #expect(throws: AWSError.self) {
      try EndpointResolver(settings: AWSSettings(region: region)).endpoint(for: .sts)
    }
  }

  @Test func `a service's own override beats the general one, and neither changes the signature`() throws {
    let settings = AWSSettings(
      region: "eu-west-1",
      endpointURL: "http://127.0.0.1:4000",
      endpointURLs: ["SECRETS_MANAGER": "https://vpce-1.example.com/prefix/"]
    )
    let resolver = EndpointResolver(settings: settings)
    let secrets = Endpoint(
      host: "vpce-1.example.com",
      path: "/prefix",
      signingRegion: "eu-west-1",
      signingName: "secretsmanager"
    )
    let organizations = Endpoint(
      scheme: .http,
      host: "127.0.0.1",
      port: 4000,
      signingRegion: "us-east-1",
      signingName: "organizations"
    )
    #expect(try resolver.endpoint(for: .secretsManager) == secrets)
    #expect(try resolver.endpoint(for: .organizations) == organizations)
  }

  @Test func `an override together with FIPS is a mistake of configuration`() {
    let settings = AWSSettings(region: "us-east-1", endpointURL: "https://example.com", usesFIPS: true)
    #expect(throws: AWSError.self) { try EndpointResolver(settings: settings).endpoint(for: .sts) }
  }

  @Test(arguments: [
    "", "localhost", "ftp://a", "http://", "http://user@a", "http://a?b", "http://a#b", "http://a:0", "http://a:70000",
    "http://a:b", "http://a b", "https://[::1", "http://ü",
  ])
  func `an override that is no plain address is refused`(text: String) {
    #expect(EndpointOverride(text) == nil)
  }

  @Test(arguments: [
    ("http://localhost:5000", "localhost", 5000, ""), ("HTTPS://Example.com/", "Example.com", nil, ""),
    ("http://[::1]:8080/a/b/", "::1", 8080, "/a/b"), ("http://[::1]", "::1", nil, ""),
  ])
  func `an override is read in its parts`(text: String, host: String, port: Int?, path: String) throws {
    let override = try #require(EndpointOverride(text))
    #expect(override.host == host)
    #expect(override.port == port)
    #expect(override.path == path)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", false), ("127.evil.example", false),
    ("127.0.0.1.example", false), ("10.0.0.1", false),
  ])
  func `only an address says that a host is this machine`(host: String, isLoopback: Bool) {
    let endpoint = Endpoint(scheme: .http, host: host, signingRegion: "", signingName: "")
    #expect(endpoint.isLoopback == isLoopback)
  }
}
