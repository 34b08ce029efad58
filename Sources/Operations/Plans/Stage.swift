/// One step of a verb that changes things.
///
/// It tells from the services alone how it stands, so that a verb can be run again and goes on where it stopped.
protocol Stage: Sendable {
  /// A word that never changes, for machines.
  var name: String { get }
  var title: String { get }

  /// Reads how things stand; changes nothing.
  func examine() async throws -> StageReport

  /// Does what ``examine()`` told; only called when it said that something is to do.
  func perform(_ tell: @escaping StagedVerb.Tell) async throws
}
