/// One of `Filter.N`: a name and the values of which one has to fit.
struct EC2Filter: Hashable {
  let name: String
  let values: [String]

  static func all(in input: QueryInput) -> [EC2Filter] {
    var filters: [EC2Filter] = []
    while let filter = input.structure("Filter.\(filters.count + 1)") {
      filters.append(EC2Filter(name: filter.string("Name") ?? "", values: filter.flat("Value")))
    }
    return filters
  }
}

extension QueryInput {
  /// `Name.1`, `Name.2`, …, as EC2 sends lists.
  func flat(_ name: String) -> [String] {
    var found: [String] = []
    while let value = string("\(name).\(found.count + 1)") { found.append(value) }
    return found
  }
}

extension Array {
  /// The elements that every filter fits; `values` tells what each filter looks at.
  ///
  /// - Throws: `InvalidParameterValue` for a filter that elements of this kind do not have.
  func matching(
    _ filters: [EC2Filter],
    _ values: (Element) -> [String: [String]]
  ) throws(ServiceFailure) -> [Element] {
    var found: [Element] = []
    for element in self {
      let values = values(element)
      var fits = true
      for filter in filters {
        guard let own = values[filter.name] ?? (filter.name.hasPrefix("tag:") ? [] : nil) else {
          throw .absent("InvalidParameterValue", "The filter '\(filter.name)' is invalid")
        }
        let patterns = filter.values.map(PolicyPattern.init)
        fits = fits && patterns.contains { pattern in own.contains(where: pattern.matches) }
      }
      if fits { found.append(element) }
    }
    return found
  }
}

extension XMLWriter {
  /// A list as EC2 writes it.
  mutating func set<Element>(
    _ name: String,
    _ elements: some Sequence<Element>,
    _ body: (inout XMLWriter, Element) -> Void
  ) {
    element(name) { xml in
      for element in elements { xml.element("item") { body(&$0, element) } }
    }
  }

  mutating func set(_ name: String, _ texts: [String]) {
    element(name) { xml in
      for text in texts { xml.element("item", text) }
    }
  }
}
