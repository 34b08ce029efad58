package import FoundationEssentials

/// One step of taking an inventory, in the order in which things became known.
///
/// Between `started` and `finished` of a source come any number of `progress`; pages of the very first listing come as
/// `organizationGrew`, so that the first accounts are on screen after the first page.
package enum InventoryEvent: Hashable, Sendable {
  case identity(SourceName, CallerIdentity)
  case started(SourceName)
  /// `read` things so far, of `expected` if that is known.
  case progress(SourceName, read: Int, expected: Int?)
  /// The organization as far as it was read; `isComplete` false.
  case organizationGrew(Organization)
  case organization(Organization, at: Date)
  case stackSets(StackSetsReading, at: Date)
  case appliance(ApplianceReading, at: Date)
  case secret(SecretSummary, at: Date)
  /// A source failed; what was read of it before stays.
  case failed(SourceName, SourceProblem, at: Date)
  /// Something beside the three sources could not be read (the secret's description, automatic targets).
  case remark(String)
  /// The service asked for patience; nil once calls go through again.
  case throttled(service: String, retryIn: Duration?)
  case finished(at: Date)
}
