import Fleet

/// One context as `contexts` prints it.
package struct ContextRecord: OutputRecord {
  package let context: Context
  package let isCurrent: Bool

  package init(_ context: Context, isCurrent: Bool) {
    self.context = context
    self.isCurrent = isCurrent
  }

  package var value: OutputValue {
    .object([
      .init("name", .text(context.name)),
      .init("current", .flag(isCurrent)),
      .init("access", .text(context.access.rawValue)),
      .init("organizationProfile", OutputValue(context.organization.profile)),
      .init("backupProfile", OutputValue(context.backup?.profile)),
      .init("region", OutputValue(context.organization.region?.rawValue)),
      .init("stackSets", .list(context.stackSets.map { .text($0.rawValue) })),
      .init("applianceUrl", OutputValue(context.appliance?.url)),
    ])
  }

  package static let columns = [
    "name", "current", "access", "organizationProfile", "backupProfile", "region", "stackSets", "applianceUrl",
  ]

  package var cells: [String] {
    [
      context.name, String(isCurrent), context.access.rawValue, context.organization.profile ?? "",
      context.backup?.profile ?? "", context.organization.region?.rawValue ?? "",
      context.stackSets.map(\.rawValue).joined(separator: "; "), context.appliance?.url ?? "",
    ]
  }
}
