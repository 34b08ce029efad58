import FoundationEssentials

/// Parameters that AWS publishes in every region: here the newest Parameters and Secrets extension.
///
/// Source: Systems Manager User Guide, "Using AWS Parameter Store parameters in AWS Lambda functions", table of
/// 28 July 2026.
enum PublicParameters {
  private struct Layer {
    let account: String
    let x86: Int
    /// Nil where the layer is not offered.
    let arm64: Int?
  }

  private static let folder = "/aws/service/aws-parameters-and-secrets-lambda-extension/"
  private static let layerName = "AWS-Parameters-and-Secrets-Lambda-Extension"
  private static let published = Date(timeIntervalSince1970: 1_785_196_800)  // 2026-07-28T00:00:00Z

  static func parameter(_ name: String, region: String) -> ParameterState.Parameter? {
    let layer = layers[region]
    let arn = "arn:\(Partition(region: region).name):lambda:\(region):\(layer?.account ?? "")"
    let value: String? =
      switch name {
      case folder + "x86/latest": layer.map { "\(arn):layer:\(layerName):\($0.x86)" }
      case folder + "arm64/latest": layer?.arm64.map { "\(arn):layer:\(layerName)-Arm64:\($0)" }
      default: nil
      }
    return value.map {
      .init(
        name: name,
        arn: "arn:\(Partition(region: region).name):ssm:\(region)::parameter\(name)",
        value: $0,
        changedAt: published
      )
    }
  }

  private static let layers: [String: Layer] = [
    "af-south-1": Layer(account: "317013901791", x86: 100, arm64: 97),
    "ap-east-1": Layer(account: "768336418462", x86: 97, arm64: 94),
    "ap-east-2": Layer(account: "890742577149", x86: 69, arm64: 65),
    "ap-northeast-1": Layer(account: "133490724326", x86: 100, arm64: 100),
    "ap-northeast-2": Layer(account: "738900069198", x86: 99, arm64: 96),
    "ap-northeast-3": Layer(account: "576959938190", x86: 94, arm64: 91),
    "ap-south-1": Layer(account: "176022468876", x86: 95, arm64: 95),
    "ap-south-2": Layer(account: "070087711984", x86: 91, arm64: 83),
    "ap-southeast-1": Layer(account: "044395824272", x86: 101, arm64: 101),
    "ap-southeast-2": Layer(account: "665172237481", x86: 105, arm64: 105),
    "ap-southeast-3": Layer(account: "490737872127", x86: 94, arm64: 91),
    "ap-southeast-4": Layer(account: "090732460067", x86: 84, arm64: 83),
    "ap-southeast-5": Layer(account: "381492012281", x86: 83, arm64: 83),
    "ap-southeast-6": Layer(account: "995508174458", x86: 78, arm64: 76),
    "ap-southeast-7": Layer(account: "941377119484", x86: 84, arm64: 83),
    "ca-central-1": Layer(account: "200266452380", x86: 107, arm64: 104),
    "ca-west-1": Layer(account: "243964427225", x86: 71, arm64: 70),
    "cn-north-1": Layer(account: "287114880934", x86: 100, arm64: 89),
    "cn-northwest-1": Layer(account: "287310001119", x86: 94, arm64: 83),
    "eu-central-1": Layer(account: "187925254637", x86: 101, arm64: 101),
    "eu-central-2": Layer(account: "772501565639", x86: 78, arm64: 70),
    "eu-north-1": Layer(account: "427196147048", x86: 95, arm64: 92),
    "eu-south-1": Layer(account: "325218067255", x86: 95, arm64: 92),
    "eu-south-2": Layer(account: "524103009944", x86: 90, arm64: 82),
    "eu-west-1": Layer(account: "015030872274", x86: 101, arm64: 101),
    "eu-west-2": Layer(account: "133256977650", x86: 99, arm64: 99),
    "eu-west-3": Layer(account: "780235371811", x86: 98, arm64: 95),
    "eusc-de-east-1": Layer(account: "041683371183", x86: 5, arm64: nil),
    "il-central-1": Layer(account: "148806536434", x86: 71, arm64: 70),
    "me-central-1": Layer(account: "858974508948", x86: 60, arm64: 49),
    "me-south-1": Layer(account: "832021897121", x86: 58, arm64: 55),
    "mx-central-1": Layer(account: "241533131596", x86: 68, arm64: 67),
    "sa-east-1": Layer(account: "933737806257", x86: 103, arm64: 100),
    "us-east-1": Layer(account: "177933569100", x86: 99, arm64: 99),
    "us-east-2": Layer(account: "590474943231", x86: 109, arm64: 109),
    "us-gov-east-1": Layer(account: "129776340158", x86: 95, arm64: 84),
    "us-gov-west-1": Layer(account: "127562683043", x86: 98, arm64: 87),
    "us-west-1": Layer(account: "997803712105", x86: 96, arm64: 93),
    "us-west-2": Layer(account: "345057560386", x86: 99, arm64: 99),
  ]
}
