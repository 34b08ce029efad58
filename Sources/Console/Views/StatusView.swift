import Fleet
import FoundationEssentials
import Operations
import Terminal

/// The line above the footer: an open prompt, or what just happened, what is under way, what failed and what mends it;
/// at its right, how much of all is shown.
struct StatusView {
  let state: State

  private var row: Int { state.layout.statusRow }
  private var columns: Int { state.size.columns }

  func draw(on frame: inout Frame) {
    if let prompt = state.prompt { return draw(prompt, on: &frame) }
    let tally = tally
    let tallyWidth = TextWidth.of(tally)
    frame.write(tally, row: row, column: columns - tallyWidth - 1, style: Theme.chrome)
    guard let (text, style) = message else { return }
    frame.write(text, row: row, column: 1, width: columns - tallyWidth - (tallyWidth > 0 ? 4 : 2), style: style)
  }

  // MARK: Messages

  /// The most important thing to say.
  private var message: (text: String, style: Style)? {
    if let notice = state.notice { return (notice.text, style(of: notice.tone)) }
    if let throttle = state.refresh.throttle {
      let wait = max(1, Int(throttle.retryAt.timeIntervalSince(state.now).rounded(.up)))
      return ("\(throttle.service) asks for patience, next try in \(wait) s", Theme.warning)
    }
    if state.place == .doctor, state.examination.isRunning { return ("examining", Theme.chrome) }
    if state.refresh.isRunning, state.refresh.isAwaited { return (progress, Theme.chrome) }
    if let problem = problem { return (problem, Theme.warning) }
    if let narrowing { return (narrowing, .plain) }
    return state.refresh.remarks.first.map { ($0, Theme.chrome) }
  }

  private func style(of tone: Notice.Tone) -> Style {
    switch tone {
    case .plain: .plain
    case .warning: Theme.warning
    case .failure: Theme.failure
    }
  }

  private var progress: String {
    let sources = SourceName.allCases.compactMap { source in
      state.refresh.progress[source].map { "\(source.label)\(amount($0))" }
    }
    return sources.isEmpty ? "reading" : "reading \(sources.joined(separator: ", "))"
  }

  private func amount(_ progress: RefreshStatus.Progress) -> String {
    guard progress.read > 0 else { return "" }
    return " \(Words.grouped(progress.read))" + (progress.expected.map { " of \(Words.grouped($0))" } ?? "")
  }

  /// The first source that could not be read, and the way out.
  private var problem: String? {
    guard let sources = state.picture?.sources else { return nil }
    let failed = SourceName.allCases.compactMap { source in sources[source]?.problem.map { (source, $0) } }
    // A source that the configuration leaves out on purpose is no news; the Overview says it.
    guard let (source, problem) = failed.first(where: { $0.1.kind != .notConfigured }) else { return nil }
    let wayOut = problem.nextStep.map { " \(state.glyphs.crumb) \($0)" } ?? ""
    return "\(source.label): \(problem.sentence)\(wayOut)"
  }

  private var narrowing: String? {
    let cause = state.organization?.cause.map { "cause: \(state.glyphs.of($0.readiness)) \($0.reason.sentence)" }
    let filter = state.currentFilter.isEverything ? nil : "filter: \(state.currentFilter.text)"
    let parts = [cause, filter].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "  ")
  }

  // MARK: Tally

  private var tally: String {
    if state.place == .doctor { return examined }
    guard let picture = state.picture else { return "" }
    switch state.place {
    case .overview, .account, .doctor: return markTally(picture)
    case .organization:
      let rows = state.accountRows
      let shown =
        rows.count == rows.unfiltered
        ? Words.count(rows.count, "account") : "\(Words.grouped(rows.count)) of \(Words.grouped(rows.unfiltered))"
      let notReady = rows.counts.notReady
      let open = notReady > 0 && state.currentFilter.isEverything ? ", \(Words.grouped(notReady)) not ready" : ""
      return [markTally(picture), shown + open].filter { !$0.isEmpty }.joined(separator: "  ")
    case .roles:
      let all = picture.roster.registrations.count
      let shown = state.roleRows.count
      return shown == all ? Words.count(all, "role") : "\(Words.grouped(shown)) of \(Words.grouped(all))"
    }
  }

  private var examined: String {
    let checks = state.examination.checks
    guard !checks.isEmpty else { return "" }
    let tally = DoctorTally(checks)
    return state.layout.hasBothPanes ? tally.sentence : "\(tally.failing) failing"
  }

  private func markTally(_ picture: Picture) -> String {
    guard !state.marks.isEmpty else { return "" }
    let hidden = state.place == .organization ? state.accountRows.hiddenMarks(state.marks, roster: picture.roster) : 0
    return "\(state.marks.count) marked" + (hidden > 0 ? ", \(hidden) not listed here" : "")
  }

  // MARK: Prompt

  private func draw(_ prompt: Prompt, on frame: inout Frame) {
    switch prompt.purpose {
    case .filter: draw(prompt, label: "/", on: &frame)
    case .command: draw(prompt, label: ":", on: &frame)
    case .code(let question): draw(prompt, label: "\(question.sentence): ", on: &frame)
    case .order(let choice):
      let direction = choice.isDescending ? "descending" : "ascending"
      var column = frame.write("sort by ", row: row, column: 1)
      column = frame.write(choice.column, row: row, column: column, style: Theme.cursor)
      frame.cursor = Frame.Cursor(row: row, column: column - choice.column.count, isVisible: true)
      frame.write(" \(direction)", row: row, column: column, style: Theme.chrome)
    case .overwrite(let request):
      let end = frame.write("\(request.path) exists. Overwrite it? y/n ", row: row, column: 1, style: Theme.warning)
      frame.cursor = Frame.Cursor(row: row, column: min(end, columns - 1), isVisible: true)
    }
  }

  private func draw(_ prompt: Prompt, label: String, on frame: inout Frame) {
    let start = frame.write(label, row: row, column: 1, width: columns / 2, style: Theme.title)
    let width = columns - start - 2
    let (text, cursor) = Self.window(on: prompt.field, width: width)
    let end = frame.write(text, row: row, column: start)
    frame.cursor = Frame.Cursor(row: row, column: start + cursor, isVisible: true)
    let left = columns - end - 4
    if let complaint = prompt.complaint {
      if TextWidth.of(complaint) <= left {
        frame.write(complaint, row: row, column: end + 3, style: Theme.warning)
      }
    } else if case .command = prompt.purpose, left > 10 {
      let candidates = Completion(of: prompt.field.text, in: state).candidates.map(\.trimmingSpaces)
      frame.write(candidates.joined(separator: "  "), row: row, column: end + 3, width: left, style: Theme.chrome)
    }
  }

  /// A complaint that does not fit beside what is typed; the footer's line says it.
  var complaintForFooter: String? {
    guard let prompt = state.prompt, let complaint = prompt.complaint else { return nil }
    let typed = 2 + TextWidth.of(prompt.field.text)
    return TextWidth.of(complaint) <= columns - typed - 4 ? nil : complaint
  }

  /// As much of what is typed as fits, and where in it the cursor stands.
  private static func window(on field: TextField, width: Int) -> (text: String, cursor: Int) {
    var before = String(field.characters[..<field.cursor])
    while TextWidth.of(before) > width - 1, !before.isEmpty { before.removeFirst() }
    let after = String(field.characters[field.cursor...])
    return (TextWidth.cut(before + after, to: width), TextWidth.of(before))
  }
}
