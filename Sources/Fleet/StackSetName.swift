/// The name of a CloudFormation stack set, without the unique id that AWS appends after a colon.
package struct StackSetName: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package var description: String { rawValue }

  package static func < (left: StackSetName, right: StackSetName) -> Bool { left.rawValue < right.rawValue }
}
