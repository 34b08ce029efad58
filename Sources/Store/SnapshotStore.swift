import Dispatch
package import Fleet
package import FoundationEssentials
import GRDB
import Synchronization

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
    let saved = Self.parts(of: try kept(under: key))
    var snapshot = Snapshot()
    for part in saved {
      if let identity = part.identity, let source = SourceName(rawValue: part.name) {
        snapshot.identities[source] = identity
      }
      switch part.part {
      case .organization(let value): snapshot.inventory.organization = Reading(value: value, readAt: part.readAt)
      case .stackSets(let value): snapshot.inventory.stackSets = Reading(value: value, readAt: part.readAt)
      case .appliance(let value): snapshot.inventory.appliance = Reading(value: value, readAt: part.readAt)
      case .secret(let value): snapshot.secret = Reading(value: value, readAt: part.readAt)
      }
    }
    return saved.isEmpty ? nil : snapshot
  }

  private struct Kept: Sendable {
    let name: String
    let readAt: Date
    let payload: [UInt8]
  }

  private struct Part: Sendable {
    let name: String
    let readAt: Date
    let part: SnapshotPart
    let identity: CallerIdentity?
  }

  private func kept(under key: SnapshotKey) throws -> [Kept] {
    try translating {
      try queue.read { database in
        let rows = try Row.fetchCursor(
          database,
          sql: "SELECT source, readAt, payload FROM snapshot WHERE context = ? AND origin = ?",
          arguments: [key.context, key.origin]
        )
        var kept: [Kept] = []
        while let row = try rows.next() {
          guard let name: String = row["source"], let seconds: Double = row["readAt"] else { continue }
          let payload = try row.withUnsafeData(named: "payload") { Array($0 ?? Data()) }
          kept.append(Kept(name: name, readAt: Date(timeIntervalSince1970: seconds), payload: payload))
        }
        return kept
      }
    }
  }

  /// The parts, read side by side: this is most of the time before the first frame.
  ///
  /// A part in another release's format is as if it had never been kept: the next reading writes over it.
  private static func parts(of kept: [Kept]) -> [Part] {
    let parts = Mutex<[Part]>([])
    DispatchQueue.concurrentPerform(iterations: kept.count) { index in
      let row = kept[index]
      guard let saved = try? SnapshotCoding.part(named: row.name, from: row.payload) else { return }
      let part = Part(name: row.name, readAt: row.readAt, part: saved.part, identity: saved.identity)
      parts.withLock { $0.append(part) }
    }
    return parts.withLock { $0 }
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
