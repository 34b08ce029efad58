/// The parts of `arn:partition:service:region:account:resource`.
struct ARN: Hashable, Sendable {
  let partition: String
  let service: String
  let region: String
  let account: String
  /// All that is left, with its own colons and slashes.
  let resource: String

  /// Takes `text` apart; what is missing is empty.
  init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
    (partition, service, region, account, resource) = (part(1), part(2), part(3), part(4), part(5))
  }
}
