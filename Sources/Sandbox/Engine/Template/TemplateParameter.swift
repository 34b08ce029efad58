/// One declared parameter of a template.
struct TemplateParameter: Hashable, Sendable {
  let name: String
  let type: ParameterType
  let defaultValue: String?
  let allowedValues: [String]
  let allowedPattern: String?
  let constraintDescription: String?
  let description: String?
  let minLength: Int?
  let maxLength: Int?
  let minValue: Double?
  let maxValue: Double?
  /// Whether its value is shown as stars.
  let isHidden: Bool
}

/// What a parameter's value is, and where it must exist.
struct ParameterType: Hashable, Sendable {
  enum Shape: Hashable, Sendable {
    case text
    case number
    case numbers
    case texts
  }

  /// As written.
  let name: String
  let shape: Shape
  /// The type of a resource that the value must name in the account and region, such as `AWS::EC2::Subnet::Id`.
  var resource: String?
  /// Whether the value is the name of an SSM parameter whose value counts.
  var isStored = false

  var isList: Bool { shape == .texts || shape == .numbers }

  init?(_ name: String) {
    self.name = name
    switch name {
    case "String": shape = .text
    case "Number": shape = .number
    case "List<Number>": shape = .numbers
    case "CommaDelimitedList", "List<String>": shape = .texts
    case "AWS::SSM::Parameter::Name": shape = .text
    default:
      if let inner = Self.inside(name, of: "AWS::SSM::Parameter::Value") {
        guard let type = ParameterType(inner) else { return nil }
        (shape, resource, isStored) = (type.shape, type.resource, true)
      } else if let inner = Self.inside(name, of: "List"), Self.resources.contains(inner) {
        (shape, resource) = (.texts, inner)
      } else if Self.resources.contains(name) {
        (shape, resource) = (.text, name)
      } else {
        return nil
      }
    }
  }

  private static func inside(_ name: String, of outer: String) -> String? {
    guard name.hasPrefix(outer + "<"), name.hasSuffix(">") else { return nil }
    return String(name.dropFirst(outer.count + 1).dropLast())
  }

  /// Source: CloudFormation User Guide, "Specify existing resources at runtime with CloudFormation-supplied parameter types".
  private static let resources: Set<String> = [
    "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id", "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup::Id", "AWS::EC2::Subnet::Id",
    "AWS::EC2::Volume::Id", "AWS::EC2::VPC::Id", "AWS::Route53::HostedZone::Id",
  ]
}
