/// A resource as its service knows it.
struct ResourceState: Hashable, Sendable {
  /// What `Ref` gives and the stack's resources show.
  var physicalID: String
  /// What `Fn::GetAtt` gives, by name; nested names with their dots.
  var attributes: [String: TemplateValue] = [:]
  /// Whether the attributes are secret, and shown masked.
  var isMasked = false
}
