/// Works on a stack's resources: each after those it needs, and at the same time whatever can be.
///
/// `prepare` and `finish` run one at a time, in the caller's piece of work; jobs run beside it, in turns of their own.
struct ResourceCrew {
  typealias Job = @Sendable () async -> Result<ResourceState, ResourceFailure>

  enum Step {
    /// Nothing to do: who waits for it may go on.
    case done
    case job(Job)
    /// Nothing was done, and who waits for it must not go on.
    case blocked
    /// It failed before any work: nothing new is begun.
    case failed
  }

  enum Verdict {
    case goOn
    /// Who waits for it must not go on; others may.
    case block
    /// Nothing new is begun, and what is at work is told to hurry.
    case stop
  }

  let graph: DependencyGraph
  /// The nodes in the order in which they are taken when nothing else decides.
  let order: [String]
  let clock: SandboxClock

  func work(
    prepare: (String) async -> Step,
    finish: (String, Result<ResourceState, ResourceFailure>) async -> Verdict,
    stopped: () async -> Void = {}
  ) async {
    let inbox = Inbox<(String, Result<ResourceState, ResourceFailure>)>(clock)
    var queue = Queue(graph: graph, order: order)
    await withDiscardingTaskGroup { group in
      var running = 0
      var isStopped = false
      func stop() async {
        guard !isStopped else { return }
        isStopped = true
        group.cancelAll()
        await stopped()
      }
      while true {
        while !isStopped, let node = queue.next() {
          switch await prepare(node) {
          case .done: queue.complete(node)
          case .blocked: break
          case .failed: await stop()
          case .job(let job):
            running += 1
            clock.begin()
            group.addTask {
              inbox.bring((node, await job()))
              clock.end()
            }
          }
        }
        guard running > 0 else { break }
        let (node, result) = await inbox.next()
        running -= 1
        switch await finish(node, result) {
        case .goOn: queue.complete(node)
        case .block: break
        case .stop: await stop()
        }
      }
    }
  }

  /// The nodes whose needs are met.
  private struct Queue {
    private let graph: DependencyGraph
    private let places: [String: Int]
    private var open: [String: Int]
    private var ready: [String]

    init(graph: DependencyGraph, order: [String]) {
      self.graph = graph
      places = Dictionary(order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
      open = graph.needs.mapValues(\.count)
      ready = order.filter { graph.needs[$0]?.isEmpty == true }
    }

    mutating func next() -> String? { ready.isEmpty ? nil : ready.removeFirst() }

    mutating func complete(_ node: String) {
      var unlocked: [String] = []
      for waiter in graph.waiters[node] ?? [] {
        guard let count = open[waiter] else { continue }
        open[waiter] = count - 1
        if count == 1 { unlocked.append(waiter) }
      }
      ready += unlocked.sorted { (places[$0] ?? .max, $0) < (places[$1] ?? .max, $1) }
    }
  }
}
