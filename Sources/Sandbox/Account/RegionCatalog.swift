/// The regions of a partition, and which of them every account has to switch on.
///
/// Source: AWS Account Management Reference Guide, "Enable or disable AWS Regions in your account".
enum RegionCatalog {
  struct Region: Hashable, Sendable {
    let name: String
    /// Whether accounts have it without asking.
    let isDefault: Bool

    var isEnabled: Bool { isDefault }

    var optInStatus: String { isDefault ? "opt-in-not-required" : "not-opted-in" }
  }

  /// The regions of the partition that `region` is in.
  static func regions(beside region: String) -> [Region] {
    let (always, onRequest): ([String], [String]) =
      switch Partition(region: region).name {
      case "aws-us-gov": (["us-gov-east-1", "us-gov-west-1"], [])
      case "aws-cn": (["cn-north-1", "cn-northwest-1"], [])
      case "aws-eusc": (["eusc-de-east-1"], [])
      default: (commercial, commercialOnRequest)
      }
    return (always.map { Region(name: $0, isDefault: true) } + onRequest.map { Region(name: $0, isDefault: false) })
      .sorted { $0.name < $1.name }
  }

  private static let commercial = [
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
    "us-east-2", "us-west-1", "us-west-2",
  ]

  private static let commercialOnRequest = [
    "af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
    "me-central-1", "me-south-1", "mx-central-1",
  ]
}
