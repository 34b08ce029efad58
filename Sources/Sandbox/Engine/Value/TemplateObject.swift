/// The members of an object in a template, in the order they were written.
///
/// Objects are equal whatever the order of their members, as for CloudFormation.
struct TemplateObject: Sendable {
  struct Member: Sendable {
    let name: String
    var value: TemplateValue
  }

  /// Small in every template, so looking along the array is quicker than hashing.
  private(set) var members: [Member] = []

  init() {}

  init(_ members: [Member]) { self.members = members }

  var isEmpty: Bool { members.isEmpty }

  var count: Int { members.count }

  var names: [String] { members.map(\.name) }

  subscript(name: String) -> TemplateValue? {
    get { members.first { $0.name == name }?.value }
    set {
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  // MARK: Reading properties

  /// A scalar as text, as CloudFormation hands numbers and booleans to whoever wants a string.
  func text(_ name: String) -> String? { self[name]?.text }

  func integer(_ name: String) -> Int? { self[name]?.text.flatMap { Int($0) } }

  func boolean(_ name: String) -> Bool? { self[name]?.boolean }

  func object(_ name: String) -> TemplateObject? { self[name]?.object }

  /// The items of a list; none when it is missing.
  func list(_ name: String) -> [TemplateValue] { self[name]?.list ?? [] }

  /// The items of a list as texts; none when it is missing.
  func texts(_ name: String) -> [String] { list(name).compactMap(\.text) }

  /// `[{Key, Value}]`, as most types spell tags.
  func tags(_ name: String = "Tags") -> [ResourceTag] {
    list(name).compactMap { item in
      guard let tag = item.object, let key = tag.text("Key") else { return nil }
      return ResourceTag(key: key, value: tag.text("Value") ?? "")
    }
  }
}

extension TemplateObject: Hashable {
  static func == (one: TemplateObject, other: TemplateObject) -> Bool {
    one.count == other.count && one.members.allSatisfy { other[$0.name] == $0.value }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(members.count)
    for name in names.sorted() { hasher.combine(name) }
  }
}

extension TemplateObject: ExpressibleByDictionaryLiteral {
  init(dictionaryLiteral elements: (String, TemplateValue)...) {
    self.init(elements.map { Member(name: $0.0, value: $0.1) })
  }
}
