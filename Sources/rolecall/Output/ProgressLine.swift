import Fleet
import Synchronization

/// One line on standard error that says how far reading has come; nothing where that is no terminal.
final class ProgressLine: Sendable {
  private let stream: any TextStream
  private let counts = Mutex<[SourceName: String]>([:])

  init(stream: any TextStream) { self.stream = stream }

  func show(_ event: InventoryEvent) {
    guard stream.isTerminal, case .progress(let source, let read, let expected) = event else { return }
    let line = counts.withLock { counts in
      counts[source] = "\(source.label) \(read)\(expected.map { " of \($0)" } ?? "")"
      return SourceName.allCases.compactMap { counts[$0] }.joined(separator: "   ")
    }
    put("\r\u{1B}[K\(line)")
  }

  func clear() {
    guard stream.isTerminal, counts.withLock({ !$0.isEmpty }) else { return }
    put("\r\u{1B}[K")
  }

  private func put(_ text: String) {
    // Progress is a courtesy: a closed standard error is no reason to stop reading.
    _ = try? stream.write(text)
  }
}
