/// The name of an AWS region, `eu-west-1`.
///
/// Not checked against a list: regions appear faster than releases.
package struct RegionName: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }

  package static func < (left: RegionName, right: RegionName) -> Bool { left.rawValue < right.rawValue }
}
