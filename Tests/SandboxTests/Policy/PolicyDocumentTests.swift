import Foundation
import Testing

@testable import Sandbox

struct PolicyDocumentTests {
  // MARK: Patterns

  @Test(arguments: [
    ("*", "", true),
    ("*", "anything", true),
    ("s3:Get*", "s3:GetObject", true),
    ("s3:Get*", "s3:PutObject", false),
    ("a?c", "abc", true),
    ("a?c", "ac", false),
    ("a*b*c", "aXXbYYbZc", true),
    ("a*b*c", "aXXbYYbZ", false),
    ("arn:aws:secretsmanager:*:*:secret:x-??????", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdEf", true),
    ("arn:aws:secretsmanager:*:*:secret:x-??????", "arn:aws:secretsmanager:eu-west-1:1:secret:x-AbCdE", false),
  ])
  func `stars and question marks stand for characters`(pattern: String, text: String, matches: Bool) {
    #expect(PolicyPattern(pattern).matches(text) == matches)
  }

  // MARK: Flaws

  @Test(arguments: [
    (PolicyDocument.Purpose.identity, "not json", "This policy contains invalid Json"),
    (.identity, #"{"Version":"2012-10-17"}"#, "Syntax errors in policy."),
    (.identity, #"{"Version":"2020-01-01","Statement":[]}"#, "Syntax errors in policy."),
    (.identity, #"{"Statement":[{"Effect":"Maybe","Action":"s3:*","Resource":"*"}]}"#, "Syntax errors in policy."),
    (.identity, #"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#, "Policy statement must contain actions."),
    (.identity, #"{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}"#, "Policy statement must contain resources."),
    (
      .identity, #"{"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}"#,
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    ),
    (
      .identity, #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}]}"#,
      #"Resource bucket must be in ARN format or "*"."#
    ),
    (
      .identity, #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}"#,
      "Policy document should not specify a principal."
    ),
    (
      .identity,
      #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}]}"#,
      "Invalid Condition type : StringIs."
    ),
    (
      .trust, #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*","Resource":"*"}]}"#,
      "Has prohibited field Resource"
    ),
    (
      .trust, #"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Principal":"*"}]}"#,
      "AssumeRole policy may only specify STS AssumeRole actions."
    ),
    (
      .trust, #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}"#, "Missing required field Principal"
    ),
  ])
  func `a malformed policy is refused in IAM's words`(purpose: PolicyDocument.Purpose, text: String, message: String) {
    let flaw = #expect(throws: PolicyFlaw.self) { try PolicyDocument(text, for: purpose) }
    #expect(flaw?.message == message)
  }

  @Test func `white space does not count`() throws {
    let text = "{ \"Statement\" : [ { \"Effect\":\"Allow\",\n\"Action\":\"s3:*\",\"Resource\":\"*\"} ] }"
    #expect(try PolicyDocument(text, for: .identity).size == 65)
  }

  // MARK: Decisions

  private static let reader =
    #"{"Statement":[{"Effect":"Allow","Action":["s3:Get*","S3:LISTBUCKET"],"#
    + #""Resource":["arn:aws:s3:::a","arn:aws:s3:::a/*"]}]}"#
  private static let guarded =
    #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},"#
    + #"{"Effect":"Deny","NotAction":"s3:Get*","Resource":"*"}]}"#
  private static let own =
    #"{"Statement":[{"Effect":"Allow","Action":"iam:*","#
    + #""Resource":"arn:aws:iam::${aws:PrincipalAccount}:role/*"}]}"#

  @Test(arguments: [
    (reader, "s3:GetObject", "arn:aws:s3:::a/key", AccessDecision.allowed),
    (reader, "s3:ListBucket", "arn:aws:s3:::a", .allowed),
    (reader, "s3:GetObject", "arn:aws:s3:::b/key", .implicitDeny),
    (reader, "s3:PutObject", "arn:aws:s3:::a/key", .implicitDeny),
    (guarded, "s3:GetObject", "arn:aws:s3:::a/key", .allowed),
    (guarded, "s3:PutObject", "arn:aws:s3:::a/key", .explicitDeny),
    (own, "iam:GetRole", "arn:aws:iam::111122223333:role/x", .allowed),
    (own, "iam:GetRole", "arn:aws:iam::444455556666:role/x", .implicitDeny),
  ])
  func `a policy decides`(text: String, action: String, resource: String, decision: AccessDecision) throws {
    let context = ["aws:principalaccount": ["111122223333"]]
    let request = AccessRequest(action: action, resources: [resource], context: context)
    #expect([try PolicyDocument(text, for: .identity)].decision(on: request) == decision)
  }

  @Test(arguments: [
    ("StringEquals", "sts:ExternalId", ["x"], true),
    ("StringEquals", "sts:ExternalId", ["X"], false),
    ("StringEqualsIgnoreCase", "sts:ExternalId", ["X"], true),
    ("StringNotEquals", "sts:ExternalId", ["x", "y"], false),
    ("StringNotEquals", "sts:ExternalId", ["y"], true),
    ("StringLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/a*"], true),
    ("ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/b*"], false),
    ("StringEquals", "aws:Missing", ["x"], false),
    ("StringEqualsIfExists", "aws:Missing", ["x"], true),
    ("StringNotEquals", "aws:Missing", ["x"], true),
    ("Null", "aws:Missing", ["true"], true),
    ("Null", "sts:ExternalId", ["true"], false),
    ("Bool", "aws:SecureTransport", ["true"], true),
    ("NumericLessThanEquals", "a:Age", ["3600"], true),
    ("NumericGreaterThan", "a:Age", ["3600"], false),
    ("ForAnyValue:StringEquals", "a:Paths", ["two"], true),
    ("ForAllValues:StringEquals", "a:Paths", ["two"], false),
    ("ForAllValues:StringEquals", "aws:Missing", ["two"], true),
  ])
  func `a condition holds`(name: String, key: String, values: [String], holds: Bool) throws {
    let request = AccessRequest(
      action: "sts:AssumeRole",
      context: [
        "sts:externalid": ["x"], "aws:principalarn": ["arn:aws:iam::111122223333:role/a1"],
        "aws:securetransport": ["true"], "a:age": ["60"], "a:paths": ["one", "two"],
      ]
    )
    #expect(try PolicyCondition(name, key: key, values: values).holds(for: request) == holds)
  }
}
