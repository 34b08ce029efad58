/// The three places that facts come from.
package enum SourceName: String, Hashable, Sendable, CaseIterable, Codable {
  case organization
  case stackSets
  case appliance

  /// As a reader of the screen says it.
  package var label: String {
    switch self {
    case .organization: "organization"
    case .stackSets: "stack sets"
    case .appliance: "appliance"
    }
  }
}
