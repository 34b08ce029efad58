import Fleet

/// A unit, and the way to it from the root.
struct UnitPlace: Hashable, Sendable {
  /// The root first, the unit itself last.
  let path: [OrganizationalUnitID]
  let name: String?
}

/// Walks the tree of units from the root down, a few parents at a time.
struct UnitWalk {
  /// Enough to keep five calls a second going over a slow link; more would only wait at the governor.
  private static let width = 8

  private var waiting: [UnitPlace] = []
  private var found: [UnitPlace] = []

  /// All units below `roots`, these included; `visit` tells what is right below a path.
  mutating func places(
    below roots: [UnitPlace],
    visit: @escaping @Sendable (_ path: [OrganizationalUnitID]) async throws -> [UnitPlace]
  ) async throws -> [UnitPlace] {
    waiting = roots
    found = roots
    try await withThrowingTaskGroup(of: [UnitPlace].self) { group in
      var running = 0
      while true {
        while running < Self.width, let place = waiting.popLast() {
          group.addTask { try await visit(place.path) }
          running += 1
        }
        guard let children = try await group.next() else { break }
        running -= 1
        waiting += children
        found += children
      }
    }
    return found
  }
}
