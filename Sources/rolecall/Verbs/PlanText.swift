import Operations

/// A plan as text for people.
enum PlanText {
  private static let marks: [String: String] = ["done": "done", "due": "to do", "blocked": "blocked"]

  static func of(_ plan: ChangePlan) -> String {
    let head =
      "\(plan.verb) in context \(plan.context): \(plan.isDone ? "nothing is left to do" : "nothing has changed yet")"
    return SafeLine.of(head) + "\n" + plan.steps.map(text).joined()
  }

  private static func text(_ step: ChangePlan.Step) -> String {
    let report = step.report
    let word = marks[report.standing.word] ?? report.standing.word
    var lines = ["", "  \(padded(word, to: 8))\(SafeLine.of(step.title))"]
    func add(_ label: String, _ texts: [String]) {
      for (index, text) in texts.enumerated() {
        lines.append("          \(padded(index == 0 ? label : "", to: 7))\(SafeLine.of(text))")
      }
    }
    if case .blocked(let problem) = report.standing {
      add("", [problem.sentence])
      add("try", problem.nextStep.map { [$0] } ?? [])
    }
    add("", report.details)
    if !report.calls.isEmpty { add("calls", [calls(report.calls)]) }
    add("undo", report.undo.map { [$0] } ?? [])
    return lines.joined(separator: "\n") + "\n"
  }

  /// Each call once, with its number.
  private static func calls(_ calls: [String]) -> String {
    var order: [String] = []
    var counts: [String: Int] = [:]
    for call in calls {
      if counts[call] == nil { order.append(call) }
      counts[call, default: 0] += 1
    }
    return order.map { call in
      let count = counts[call] ?? 1
      return count == 1 ? call : "\(count) \(call)"
    }.joined(separator: ", ")
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 1))
  }
}
