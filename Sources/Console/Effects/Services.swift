package import Fleet
package import FoundationEssentials
package import Operations
package import Store

/// All that the console asks of the world, as functions, so that tests can be the world.
///
/// `context` is always the name of one of ``ConsoleOptions/contexts``.
package struct Services: Sendable {
  /// Takes an inventory; ends after `finished`, or early when the consuming task is cancelled.
  package var refresh: @Sendable (_ context: String) -> AsyncStream<InventoryEvent>
  /// Looks whether everything is in place; reads only, and ends when all checks have come.
  package var examine: @Sendable (_ context: String) -> AsyncStream<[DoctorCheck]>
  /// What the last run left behind; nil if there is nothing.
  package var loadSnapshot: @Sendable (_ context: String) async throws -> Snapshot?
  /// Keeps one source's facts, read to their end at `readAt` as `identity`, for the next run.
  package var saveSnapshot: @Sendable (_ context: String, _ kept: KeptReading) async throws -> Void
  /// Signs in with a browser somewhere; ends after `succeeded` or `failed`.
  package var signIn: @Sendable (_ context: String) -> AsyncStream<SignInEvent>
  /// Writes `text` to `path` (`~` allowed); throws ``ExportProblem`` when it exists and `isOverwriting` is false.
  package var write: @Sendable (_ text: String, _ path: String, _ isOverwriting: Bool) async throws -> Void
  /// Where the credential chain asks for codes.
  package var codes: CodeDesk
  package var now: @Sendable () -> Date

  package init(
    refresh: @escaping @Sendable (String) -> AsyncStream<InventoryEvent>,
    examine: @escaping @Sendable (String) -> AsyncStream<[DoctorCheck]>,
    loadSnapshot: @escaping @Sendable (String) async throws -> Snapshot?,
    saveSnapshot: @escaping @Sendable (String, KeptReading) async throws -> Void,
    signIn: @escaping @Sendable (String) -> AsyncStream<SignInEvent>,
    write: @escaping @Sendable (String, String, Bool) async throws -> Void,
    codes: CodeDesk,
    now: @escaping @Sendable () -> Date
  ) {
    self.refresh = refresh
    self.examine = examine
    self.loadSnapshot = loadSnapshot
    self.saveSnapshot = saveSnapshot
    self.signIn = signIn
    self.write = write
    self.codes = codes
    self.now = now
  }
}
