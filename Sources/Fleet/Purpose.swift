/// What a backup role is for, in the words of the Roles stack's `Purpose` property.
///
/// Open: a stack set of a later release may declare purposes that this one does not know.
package struct Purpose: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  /// Lower-cased, since the reference's templates and the appliance's names differ in case.
  package init(rawValue: String) { self.rawValue = rawValue.lowercased() }

  package static let ec2 = Purpose(rawValue: "ec2")
  package static let worker = Purpose(rawValue: "worker")
  package static let rds = Purpose(rawValue: "rds")
  package static let dynamoDB = Purpose(rawValue: "dynamodb")
  package static let efs = Purpose(rawValue: "efs")
  package static let fsx = Purpose(rawValue: "fsx")
  package static let redshift = Purpose(rawValue: "redshift")
  package static let redshiftServerless = Purpose(rawValue: "redshift-serverless")
  package static let vpc = Purpose(rawValue: "vpc")
  package static let fileLevelRecovery = Purpose(rawValue: "flr")

  /// Every purpose this release can tell from a role's name.
  package static let known: [Purpose] = [
    .ec2, .worker, .rds, .dynamoDB, .efs, .fsx, .redshift, .redshiftServerless, .vpc, .fileLevelRecovery,
  ]

  package var description: String { rawValue }

  package static func < (left: Purpose, right: Purpose) -> Bool { left.rawValue < right.rawValue }
}
