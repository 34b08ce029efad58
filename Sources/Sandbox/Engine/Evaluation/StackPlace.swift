/// Where and as what a stack lives: what the pseudo parameters tell.
struct StackPlace: Hashable, Sendable {
  let account: String
  let region: String
  let stackID: String
  let stackName: String
  var notificationARNs: [String] = []

  var partition: Partition { Partition(region: region) }

  /// The value of a pseudo parameter; nil for an unknown one and for `AWS::NoValue`, which is no value.
  func value(of pseudoParameter: String) -> TemplateValue? {
    switch pseudoParameter {
    case "AWS::AccountId": .string(account)
    case "AWS::Region": .string(region)
    case "AWS::Partition": .string(partition.name)
    case "AWS::URLSuffix": .string(partition.urlSuffix)
    case "AWS::StackId": .string(stackID)
    case "AWS::StackName": .string(stackName)
    case "AWS::NotificationARNs": .list(notificationARNs.map { .string($0) })
    default: nil
    }
  }
}
