import Testing

@testable import Sandbox

struct TemplateErrorTests {
  @Test(arguments: [
    ("", "Template format error: unsupported structure."),
    ("[1, 2]", "Template format error: unsupported structure."),
    ("Resources: {A: [", "Template format error: YAML not well-formed. (line 2, column 1)"),
    (#"{"Resources": {"A" "B"}}"#, "Template format error: JSON not well-formed. (line 1, column 20)"),
    ("Description: nothing", "Template format error: At least one Resources member must be defined."),
    ("Resource: {}", "Invalid template property or properties [Resource]"),
    (
      "AWSTemplateFormatVersion: 2011-01-01\nResources: {A: {Type: T}}",
      "Template format error: unsupported value for AWSTemplateFormatVersion."
    ),
    ("Resources: {A-B: {Type: T}}", "Template format error: Resource name A-B is non alphanumeric."),
    (
      "Resources: {A: {Properties: {}}}",
      "Template format error: [/Resources/A] Every Resources object must contain a Type member."
    ),
    ("Resources: {A: {Type: T, Propertys: {}}}", "Invalid template resource property 'Propertys'"),
    (
      "Resources: {A: {Type: T, DeletionPolicy: Keep}}",
      "Template error: Unrecognized DeletionPolicy Keep for resource A"
    ),
    (
      "Parameters: {P: {Default: x}}\nResources: {A: {Type: T}}",
      "Template format error: Every Parameters object must contain a Type member."
    ),
    (
      "Parameters: {P: {Type: Text}}\nResources: {A: {Type: T}}",
      "Template format error: Unrecognized parameter type: Text"
    ),
    (
      "Resources: {A: {Type: T, Properties: {X: !Ref B, Y: !Ref C}}}",
      "Template format error: Unresolved resource dependencies [B, C] in the Resources block of the template"
    ),
    (
      "Resources: {A: {Type: T, DependsOn: B}}",
      "Template format error: Unresolved resource dependencies [B] in the Resources block of the template"
    ),
    (
      "Resources: {A: {Type: T, Properties: {X: !Sub '${B} ${!Literal} ${AWS::Region}'}}}",
      "Template format error: Unresolved resource dependencies [B] in the Resources block of the template"
    ),
    (
      "Resources: {A: {Type: T}}\nOutputs: {O: {Value: !Ref B}}",
      "Template format error: Unresolved resource dependencies [B] in the Outputs block of the template"
    ),
    (
      "Resources: {A: {Type: T, Properties: {X: !GetAtt B.Arn}}}",
      "Template error: instance of Fn::GetAtt references undefined resource B"
    ),
    (
      "Resources: {A: {Type: T, Properties: {X: !FindInMap [M, a, b]}}}",
      "Template error: Mapping named 'M' is not present in the 'Mappings' section of template."
    ),
    (
      "Conditions: {C: !Equals [!Ref A, x]}\nResources: {A: {Type: T}}",
      "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the "
        + "template"
    ),
    (
      "Resources: {A: {Type: T, Condition: C}}",
      "Template format error: Unresolved condition dependency C in the Resources block of the template"
    ),
    (
      "Resources: {A: {Type: T, Properties: {X: !Ref B}}, B: {Type: T, DependsOn: C}, C: {Type: T, DependsOn: A}, "
        + "D: {Type: T, DependsOn: A}}",
      "Circular dependency between resources: [A, B, C]"
    ),
  ])
  func `a template that is none is refused in the service's words`(body: String, message: String) {
    #expect(throws: ServiceFailure.validation(message)) { try Template(body) }
  }

  @Test func `a function that nobody knows is named`() {
    #expect {
      try Template("Resources: {A: {Type: T, Properties: {X: !ForEach [a, b]}}}")
    } throws: { error in
      (error as? ServiceFailure)?.message.hasPrefix("Template error: Encountered unsupported function: Fn::ForEach ")
        == true
    }
  }

  @Test(arguments: [(500, true), (501, false)])
  func `500 resources are the limit`(count: Int, isAllowed: Bool) {
    let resources = (1...count).map { "  R\($0): {Type: T}\n" }.joined()
    let template = try? Template("Resources:\n" + resources)
    #expect((template != nil) == isAllowed)
  }

  @Test func `both spellings and JSON make the same template`() throws {
    let short = """
      Conditions: {C: !Not [!Equals [!Ref AWS::Region, x]]}
      Resources:
        A: {Type: T}
        B:
          Type: T
          Condition: C
          Properties:
            List: [!Ref A, !GetAtt A.Nested.Name, !Sub '${A.Arn}/*', !If [C, 1, true]]
            Zones: !GetAZs ''
            Text: "12"
            Date: 2012-10-17
            Off: no
      """
    let long = """
      {"Conditions": {"C": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AWS::Region"}, "x"]}]}},
       "Resources": {
         "A": {"Type": "T"},
         "B": {"Type": "T", "Condition": "C", "Properties": {
           "List": [{"Ref": "A"}, {"Fn::GetAtt": ["A", "Nested.Name"]}, {"Fn::Sub": "${A.Arn}/*"},
                    {"Fn::If": ["C", 1, true]}],
           "Zones": {"Fn::GetAZs": ""}, "Text": "12", "Date": "2012-10-17", "Off": false}}}}
      """
    let (one, other) = (try Template(short), try Template(long))
    #expect(one.resources == other.resources)
    #expect(one.conditions == other.conditions)
    #expect(one.resource("B")?.properties["Text"] == "12")
    #expect(one.resource("B")?.properties["Off"] == false)
  }
}
