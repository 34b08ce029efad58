/// The resource types that the sandbox knows.
struct ResourceKinds: Sendable {
  private let kinds: [String: any ResourceKind]

  /// The last kind given for a type holds.
  init(_ kinds: [any ResourceKind]) {
    self.kinds = Dictionary(kinds.map { ($0.type, $0) }, uniquingKeysWith: { _, last in last })
  }

  /// Each service lists its own kinds where it lives.
  static let standard = ResourceKinds(PlainKind.all + ServiceKinds.all + LambdaKinds.all)

  static let customResource = "AWS::CloudFormation::CustomResource"

  /// Nil for a type that CloudFormation would not recognize.
  subscript(type: String) -> (any ResourceKind)? {
    kinds[type] ?? (type.hasPrefix("Custom::") ? kinds[Self.customResource] : nil)
  }
}
