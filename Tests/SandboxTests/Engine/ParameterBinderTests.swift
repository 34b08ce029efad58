import Testing

@testable import Sandbox

struct ParameterBinderTests {
  static func bind(_ declaration: String, _ value: String?) throws -> BoundParameters {
    let template = try Template("Parameters: {P: {\(declaration)}}\nResources: {A: {Type: T}}")
    return try ParameterBinder(template: template).bind(value.map { [.init(key: "P", value: $0)] } ?? [])
  }

  @Test(
    arguments: [
      ("Type: String", "x", "x"), ("Type: Number", "-1.5", "-1.5"),
      ("Type: CommaDelimitedList", "a, b ,c", ["a", "b", "c"]), ("Type: List<Number>", "1,2", ["1", "2"]),
      ("Type: CommaDelimitedList", "", [""]), ("Type: String, Default: 8", nil, "8"),
      ("Type: String, Default: true", nil, "true"),
      ("Type: String, AllowedPattern: '^o-[a-z0-9]{10,32}$'", "o-exampleorgid", "o-exampleorgid"),
      ("Type: String, AllowedPattern: '[a-z]*'", "", ""),
      (
        "Type: CommaDelimitedList, AllowedPattern: '^(sg-[0-9a-f]{8,17})?$'", "sg-01234567,sg-89abcdef",
        [
          "sg-01234567", "sg-89abcdef",
        ]
      ),
      ("Type: String, AllowedValues: ['no', 'yes']", "yes", "yes"),
      ("Type: List<AWS::EC2::Subnet::Id>", "subnet-1,subnet-2", ["subnet-1", "subnet-2"]),
    ] as [(String, String?, TemplateValue)]
  )
  func `a value that is allowed is bound`(declaration: String, value: String?, expected: TemplateValue) throws {
    #expect(try Self.bind(declaration, value)["P"]?.reference == expected)
  }

  @Test(
    arguments: [
      ("Type: String", nil, "Parameters: [P] must have values"),
      ("Type: Number", "x", "Parameter 'P' must be a number"),
      ("Type: Number, MinValue: 1, MaxValue: 65535", "0", "Parameter 'P' must be a number not less than 1"),
      ("Type: Number, MinValue: 1, MaxValue: 65535", "65536", "Parameter 'P' must be a number not greater than 65535"),
      ("Type: String, AllowedValues: [a, b]", "c", "Parameter 'P' must be one of AllowedValues"),
      // Unquoted, these are booleans.
      ("Type: String, AllowedValues: [no, yes]", "yes", "Parameter 'P' must be one of AllowedValues"),
      ("Type: String, AllowedPattern: '[a-z]+'", "ab1", "Parameter 'P' must match pattern [a-z]+"),
      // A digit is an ASCII digit.
      (#"Type: String, AllowedPattern: '\d+'"#, "١٢", #"Parameter 'P' must match pattern \d+"#),
      (
        "Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: must be small letters", "A",
        "Parameter 'P' failed to satisfy constraint: must be small letters"
      ),
      ("Type: CommaDelimitedList, AllowedPattern: '[a-z]+'", "a,B", "Parameter 'P' must match pattern [a-z]+"),
      ("Type: String, MinLength: 3", "ab", "Parameter 'P' must contain at least 3 characters"),
      ("Type: String, MaxLength: 1", "ab", "Parameter 'P' must contain at most 1 characters"),
    ] as [(String, String?, String)]
  )
  func `a value that is not allowed is refused`(declaration: String, value: String?, message: String) {
    #expect(throws: ServiceFailure.validation(message)) { try Self.bind(declaration, value) }
  }

  @Test func `a value for no parameter is refused`() throws {
    let template = try Template("Resources: {A: {Type: T}}")
    #expect(throws: ServiceFailure.validation("Parameters: [X, Y] do not exist in the template")) {
      try ParameterBinder(template: template).bind([.init(key: "X", value: ""), .init(key: "Y", value: "")])
    }
  }

  @Test func `hidden values are shown as stars`() throws {
    #expect(try Self.bind("Type: String, NoEcho: true", "secret").shown == [.init(key: "P", value: "****")])
  }

  // MARK: What the account has

  @Test func `an id that the account does not have ends the stack`() async throws {
    let bench = EngineBench()
    let outcome = try await bench.create(
      "Parameters: {V: {Type: 'AWS::EC2::VPC::Id'}}\nResources: {A: {Type: 'Test::Thing'}}",
      parameters: ["V": "vpc-404"]
    )
    #expect(outcome.status == .rollbackComplete)
    #expect(
      await bench.events().contains(
        "stack ROLLBACK_IN_PROGRESS Parameter validation failed: parameter value vpc-404 for parameter name V does "
          + "not exist. Rollback requested by user."
      )
    )
    #expect(bench.ledger.lines.isEmpty)
  }

  @Test func `a stored parameter gives its value`() async throws {
    let bench = EngineBench()
    try await bench.world.perform { state, now in
      _ = try state.parameters.put(
        "/layer",
        value: "arn:layer",
        overwrites: false,
        account: EngineBench.account,
        region: EngineBench.region,
        at: now
      )
    }
    _ = try await bench.create(
      """
      Parameters: {L: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /layer}}
      Resources:
        A: {Type: Test::Thing, Properties: {Value: !Ref L}}
        B: {Type: Test::Thing, Properties: {Value: '{{resolve:ssm:/layer}}!'}}
      Outputs: {A: {Value: !GetAtt A.Value}, B: {Value: !GetAtt B.Value}}
      """
    )
    #expect(await bench.stack()?.outputs.map(\.value) == ["arn:layer", "arn:layer!"])
    await #expect(throws: ServiceFailure.unreadable(parameter: "/other")) {
      try await bench.create(
        "Parameters: {L: {Type: 'AWS::SSM::Parameter::Value<String>'}}\nResources: {A: {Type: 'Test::Thing'}}",
        name: "other",
        parameters: ["L": "/other"]
      )
    }
  }

  @Test(arguments: [("a,b", true), ("a,c", false)])
  func `rules are kept`(value: String, holds: Bool) async throws {
    let bench = EngineBench()
    let template = """
      Parameters: {P: {Type: CommaDelimitedList}, Q: {Type: String, Default: x}}
      Rules:
        Known:
          RuleCondition: !Equals [!Ref Q, x]
          Assertions:
            - Assert: !EachMemberIn [!Ref P, [a, b]]
              AssertDescription: P must be a or b
      Resources: {A: {Type: Test::Thing}}
      """
    if holds {
      #expect(try await bench.create(template, parameters: ["P": value]).status == .createComplete)
    } else {
      await #expect(throws: ServiceFailure.validation("Template validation error: P must be a or b (rule Known)")) {
        try await bench.create(template, parameters: ["P": value])
      }
    }
  }
}
