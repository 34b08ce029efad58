/// One part of a list.
package struct Page<Element: Decodable & Hashable & Sendable>: Hashable, Sendable {
  package let elements: [Element]
  /// How many the whole list has, where the appliance says so.
  package let totalCount: Int?

  package init(elements: [Element], totalCount: Int?) {
    self.elements = elements
    self.totalCount = totalCount
  }
}

extension Page: Decodable {
  private enum CodingKeys: String, CodingKey {
    case results
    case totalCount
  }

  /// Reads `{totalCount, results}`, or the bare array that the 1.7 reference shows for users.
  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: CodingKeys.self) {
      elements = try container.decodeIfPresent([Element].self, forKey: .results) ?? []
      totalCount = try container.decodeIfPresent(Int.self, forKey: .totalCount)
    } else {
      elements = try decoder.singleValueContainer().decode([Element].self)
      totalCount = nil
    }
  }
}

extension Page: Encodable where Element: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(elements, forKey: .results)
    try container.encodeIfPresent(totalCount, forKey: .totalCount)
  }
}
