import Operations
import Store
import Synchronization

/// The snapshot that the console opens with, read while the terminal is still being set up.
///
/// It serves once: whoever comes back to the context later wants what was kept meanwhile.
final class FirstSnapshot: Sendable {
  private let name: String
  private let reading: Mutex<Task<Snapshot?, any Error>?>

  init(of context: Context, on shelf: SnapshotShelf) {
    name = context.name
    reading = Mutex(Task { try shelf.load(context) })
  }

  /// The reading that was started, the first time it is asked for.
  func take(for name: String) -> Task<Snapshot?, any Error>? {
    guard name == self.name else { return nil }
    return reading.withLock { reading in
      defer { reading = nil }
      return reading
    }
  }
}
