import Fleet
import FoundationEssentials
import Operations
import Store

/// The snapshots of a configuration's contexts; without a place to keep them, nothing is kept and that is said once.
struct SnapshotShelf: Sendable {
  /// What a person should know about it.
  let remarks: [String]
  private let store: SnapshotStore?
  private let file: String
  private let variables: [String: String]

  init(_ configuration: Configuration, variables: [String: String], now: Date) {
    file = configuration.file
    self.variables = variables
    guard let directory = StateDirectory(environment: variables) else {
      store = nil
      remarks = ["nothing is kept for the next start: there is no home folder"]
      return
    }
    do {
      let store = try SnapshotStore(directory: directory, now: now)
      self.store = store
      remarks = store.remarks
    } catch {
      store = nil
      remarks = ["nothing is kept for the next start: \((error as? StoreError)?.sentence ?? "\(error)")"]
    }
  }

  func load(_ context: Context) throws -> Snapshot? { try store?.load(key(context)) }

  func save(_ part: SnapshotPart, readAt: Date, identity: CallerIdentity?, for context: Context) throws {
    try store?.save(part, readAt: readAt, identity: identity, for: key(context))
  }

  private func key(_ context: Context) -> SnapshotKey { SnapshotKey(context, file: file, variables: variables) }
}
