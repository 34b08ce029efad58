/// A group of regions with its own names.
struct Partition: Hashable, Sendable {
  /// `aws`, `aws-us-gov`, `aws-cn`, `aws-eusc`.
  let name: String
  /// `amazonaws.com` or what stands in its place.
  let urlSuffix: String

  /// Source: partitions.json of botocore.
  init(region: String) {
    (name, urlSuffix) =
      switch region {
      case _ where region.hasPrefix("us-gov-"): ("aws-us-gov", "amazonaws.com")
      case _ where region.hasPrefix("cn-"): ("aws-cn", "amazonaws.com.cn")
      case _ where region.hasPrefix("eusc-"): ("aws-eusc", "amazonaws.eu")
      default: ("aws", "amazonaws.com")
      }
  }
}
