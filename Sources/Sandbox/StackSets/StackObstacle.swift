/// What keeps StackSets from working in an account at all.
enum StackObstacle: Hashable, Sendable {
  /// Suspended, closed, or on the way there.
  case suspended
  /// The execution role can't be made or used; with the words of the refusal.
  case noRole(String)
}

extension WorldState {
  func obstacle(in account: String) -> StackObstacle? {
    if let known = organization?.account(account), known.state != .active { return .suspended }
    return lockedAccounts[account].map { .noRole($0) }
  }
}
