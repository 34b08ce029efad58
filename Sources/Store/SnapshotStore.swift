package import Fleet
package import FoundationEssentials
import GRDB

/// The last snapshot of every context, in one SQLite file.
///
/// Several processes may use it at once (write-ahead log, five seconds of patience). A file that is damaged, or made by
/// a newer release, is set aside under another name, said so through ``remarks``, and never deleted.
package final class SnapshotStore: Sendable {
  /// What a person should know about the opening: "… was damaged and is kept as …".
  package let remarks: [String]

  private let queue: DatabaseQueue
  private static let fileName = "snapshots.sqlite"

  /// Opens the file in `directory`, making both if needed.
  ///
  /// `now` names a file that has to be set aside.
  ///
  /// - Throws: ``StoreError`` when even a fresh file cannot be used.
  package init(directory: StateDirectory, now: Date) throws {
    do {
      try directory.create()
      let path = try directory.createPrivateFile(named: Self.fileName)
      do {
        queue = try Self.open(path)
        remarks = []
      } catch let problem as Unreadable {
        let kept = try Self.setAside(path, now: now)
        _ = try directory.createPrivateFile(named: Self.fileName)
        queue = try Self.open(path)
        remarks = ["\(path) \(problem.sentence); it is kept as \(kept)"]
      }
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError.unusable(path: directory.path, reason: String(describing: error))
    }
  }

  /// Keeps one source's facts, in place of those kept before.
  package func save(_ part: SnapshotPart, readAt: Date, identity: CallerIdentity?, for key: SnapshotKey) throws {
    let payload = Data(SnapshotCoding.bytes(of: part, identity: identity))
    try translating {
      try queue.write { database in
        try database.execute(
          sql: """
            INSERT INTO snapshot (context, source, origin, readAt, payload) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (context, source) DO UPDATE
            SET origin = excluded.origin, readAt = excluded.readAt, payload = excluded.payload
            """,
          arguments: [key.context, part.name, key.origin, readAt.timeIntervalSince1970, payload]
        )
      }
    }
  }

  /// The last known facts of a context; nil when nothing is kept under that key.
  ///
  /// A part that cannot be read is left out.
  package func load(_ key: SnapshotKey) throws -> Snapshot? {
    let rows = try translating {
      try queue.read { database in
        try Row.fetchAll(
          database,
          sql: "SELECT source, readAt, payload FROM snapshot WHERE context = ? AND origin = ?",
          arguments: [key.context, key.origin]
        )
      }
    }
    var snapshot = Snapshot()
    var isEmpty = true
    for row in rows {
      // A part in another release's format is as if it had never been kept: the next reading writes over it.
      guard let saved = Self.part(of: row) else { continue }
      isEmpty = false
      if let identity = saved.identity, let source = SourceName(rawValue: saved.name) {
        snapshot.identities[source] = identity
      }
      switch saved.part {
      case .organization(let value): snapshot.inventory.organization = Reading(value: value, readAt: saved.readAt)
      case .stackSets(let value): snapshot.inventory.stackSets = Reading(value: value, readAt: saved.readAt)
      case .appliance(let value): snapshot.inventory.appliance = Reading(value: value, readAt: saved.readAt)
      case .secret(let value): snapshot.secret = Reading(value: value, readAt: saved.readAt)
      }
    }
    return isEmpty ? nil : snapshot
  }

  private static func part(
    of row: Row
  ) -> (name: String, readAt: Date, part: SnapshotPart, identity: CallerIdentity?)? {
    guard let name: String = row["source"], let seconds: Double = row["readAt"], let payload: Data = row["payload"],
      let saved = try? SnapshotCoding.part(named: name, from: Array(payload))
    else { return nil }
    return (name, Date(timeIntervalSince1970: seconds), saved.part, saved.identity)
  }

  // MARK: Opening

  private struct Unreadable: Error {
    let sentence: String
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(5)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      if try queue.read(migrator.hasBeenSuperseded) { throw Unreadable(sentence: "was made by a newer release") }
      try migrator.migrate(queue)
      return queue
    } catch let error as DatabaseError where isDamage(error) {
      throw Unreadable(sentence: "is damaged")
    }
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR: true
    default: false
    }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("snapshots") { database in
      try database.execute(
        sql: """
          CREATE TABLE snapshot (
            context TEXT NOT NULL,
            source TEXT NOT NULL,
            origin TEXT NOT NULL,
            readAt REAL NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (context, source)
          ) STRICT
          """
      )
    }
    return migrator
  }

  /// Renames the file and its companions; the log belongs to it and must not meet a fresh file.
  private static func setAside(_ path: String, now: Date) throws -> String {
    let stamp = Int(now.timeIntervalSince1970)
    var kept = "\(path).set-aside-\(stamp)"
    var number = 1
    while FileManager.default.fileExists(atPath: kept) {
      number += 1
      kept = "\(path).set-aside-\(stamp)-\(number)"
    }
    for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.moveItem(atPath: path + suffix, toPath: kept + suffix)
    }
    return kept
  }

  private func translating<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError.unusable(path: queue.path, reason: error.message ?? "SQLite \(error.resultCode.rawValue)")
    }
  }
}
