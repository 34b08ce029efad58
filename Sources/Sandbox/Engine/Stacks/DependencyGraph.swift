/// Which of a stack's resources need which others.
struct DependencyGraph: Sendable {
  /// What each node needs first.
  let needs: [String: Set<String>]
  /// Who waits for each node.
  let waiters: [String: Set<String>]

  /// Needs of nodes that are not in the graph themselves count as met.
  init(_ edges: [String: Set<String>]) {
    needs = edges.mapValues { $0.filter { edges[$0] != nil } }
    var waiters: [String: Set<String>] = [:]
    for (node, needed) in needs {
      for other in needed { waiters[other, default: []].insert(node) }
    }
    self.waiters = waiters
  }

  private init(needs: [String: Set<String>], waiters: [String: Set<String>]) {
    self.needs = needs
    self.waiters = waiters
  }

  /// The order in which the nodes are taken down again.
  var reversed: DependencyGraph {
    var needs = self.needs.mapValues { _ in Set<String>() }
    for (node, waiting) in waiters { needs[node] = waiting }
    return DependencyGraph(needs: needs, waiters: self.needs)
  }

  /// The nodes on or between cycles; empty when the graph can be ordered.
  var cyclic: Set<String> { unreachable.intersection(reversed.unreachable) }

  /// The nodes that never come up when one is taken after all its needs.
  private var unreachable: Set<String> {
    var open = needs.mapValues(\.count)
    var ready = open.filter { $0.value == 0 }.map(\.key)
    while let node = ready.popLast() {
      open[node] = nil
      for waiter in waiters[node] ?? [] {
        guard let count = open[waiter] else { continue }
        open[waiter] = count - 1
        if count == 1 { ready.append(waiter) }
      }
    }
    return Set(open.keys)
  }
}
