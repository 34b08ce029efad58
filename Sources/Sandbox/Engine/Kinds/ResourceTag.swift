/// A tag of a stack or a resource.
struct ResourceTag: Hashable, Sendable {
  let key: String
  var value: String
}
