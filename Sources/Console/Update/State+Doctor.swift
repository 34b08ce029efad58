import Operations

extension State {
  /// Goes to the doctor, who begins at once.
  mutating func showDoctor() -> [Effect] {
    go(to: .doctor(DoctorPlace()))
    return examination.isRunning ? [] : examine()
  }

  /// Looks at everything again.
  mutating func examine() -> [Effect] {
    examination.begin()
    return [.examine(context: context.name, generation: examination.generation)]
  }

  mutating func take(_ checks: [DoctorCheck], generation: Int) {
    guard generation == examination.generation else { return }
    examination.take(checks)
  }

  mutating func endExamination(generation: Int) {
    guard generation == examination.generation else { return }
    examination.isRunning = false
    examination.endedAt = now
  }

  /// Shows all that is known of the selected check.
  mutating func showCheck() {
    guard let check = selectedCheck else { return }
    let mend = check.mend.map { "\n\ntry: \($0)" } ?? ""
    overlay = .rawText(title: check.id.title, text: check.evidence + mend, top: 0)
  }

  /// Keeps the cursor on its check while others come; one that nobody has moved stays at the top, where the worst stands.
  mutating func settleDoctor(_ place: inout DoctorPlace) {
    if examination.isRunning, place.checks.position == 0 { place.checks = ListCursor() }
    place.checks.settle(in: CheckCursorRows(checks: examination.checks), height: layout.checkRows)
  }
}
