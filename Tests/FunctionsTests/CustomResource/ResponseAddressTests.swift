import Testing
import Transport

@testable import Functions

struct ResponseAddressTests {
  @Test(arguments: [
    ("aws", "eu-west-1", "cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com"),
    ("aws", "eu-west-1", "cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com"),
    ("aws", "us-east-1", "cloudformation-custom-resource-response-useast1.s3.amazonaws.com"),
    ("aws", "eu-west-1", "cloudformation-custom-resource-response-euwest1.s3.dualstack.eu-west-1.amazonaws.com"),
    (
      "aws-us-gov", "us-gov-west-1", "cloudformation-custom-resource-response-usgovwest1.s3.us-gov-west-1.amazonaws.com"
    ),
    ("aws-cn", "cn-north-1", "cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn"),
    (
      "aws-eusc", "eusc-de-east-1", "cloudformation-custom-resource-response-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu"
    ),
  ])
  func `the region's own bucket is taken in every partition`(partition: String, region: String, host: String) throws {
    let function = try Self.function(partition, region)
    let address = try ResponseAddress(
      "https://\(host)/arn%3Aaws%3A1%7CRes?X-Sig=a%2Fb+c==",
      function: function,
      or: nil
    )
    let request = address.request([1])
    #expect(request.method == "PUT")
    #expect(request.scheme == .https)
    #expect(request.authority == host)
    #expect(request.target == "/arn%3Aaws%3A1%7CRes?X-Sig=a%2Fb+c==")
    #expect(request.headers.map(\.name) == ["Content-Type"])
    #expect(request["Content-Type"] == "")
    #expect("\(address)" == host)
  }

  private static let bucket = "cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com"

  @Test(arguments: [
    "http://\(bucket)/a",
    "https://\(bucket):443/a",
    "https://\(bucket):8443/a",
    "https://\(bucket).example.com/a",
    "https://example.com/\(bucket)/a",
    "https://\(bucket)@example.com/a",
    "https://example.com@\(bucket)/a",
    "https://user:password@\(bucket)/a",
    "https://example.com#\(bucket)/a",
    "https://example.com?\(bucket)/a",
    "https://example.com\\.\(bucket)/a",
    "https://cloudformation-custom-resource-response-euwest2.s3.eu-west-2.amazonaws.com/a",
    "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com.cn/a",
    "https://another-bucket.s3.eu-west-1.amazonaws.com/a",
    "https://s3.eu-west-1.amazonaws.com/another-bucket/a",
    "https://\(bucket)",
    "https://\(bucket)/a#fragment",
    "https://\(bucket)/a b",
    "https://\(bucket)/a\r\nHost: example.com",
    "https://169.254.169.254/latest/meta-data",
    "ftp://\(bucket)/a",
    "//\(bucket)/a",
    "",
  ])
  func `every other address is refused, and not repeated`(text: String) throws {
    let function = try Self.function("aws", "eu-west-1")
    let error = try #require(throws: Refusal.self) { try ResponseAddress(text, function: function, or: nil) }
    #expect(error.sentence.hasPrefix("ResponseURL is not "))
    #expect(!error.sentence.contains("example"))
  }

  @Test(arguments: [
    ("http://127.0.0.1:4566/bucket/a", true), ("https://127.0.0.1:4566/bucket/a", true),
    ("https://\(bucket)/a", true), ("http://127.0.0.1:4567/bucket/a", false), ("http://localhost:4566/bucket/a", false),
    ("http://127.0.0.1:4566.example.com/a", false), ("http://\(bucket)/a", false),
  ])
  func `a simulated bucket is taken by exactly its host and port`(text: String, isTaken: Bool) throws {
    let function = try Self.function("aws", "eu-west-1")
    if isTaken {
      let address = try ResponseAddress(text, function: function, or: "127.0.0.1:4566")
      #expect(text == "\(address.request([]).scheme)://\(address.request([]).authority)\(address.request([]).target)")
    } else {
      #expect(throws: Refusal.self) { try ResponseAddress(text, function: function, or: "127.0.0.1:4566") }
    }
  }

  private static func function(_ partition: String, _ region: String) throws -> FunctionARN {
    try #require(FunctionARN("arn:\(partition):lambda:\(region):111122223333:function:rolecall-external-id:cfn"))
  }
}
