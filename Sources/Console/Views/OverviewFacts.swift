import Fleet
import FoundationEssentials
import Terminal

/// The Overview's lines about what runs, the credential, the appliance and the reading.
struct OverviewFacts {
  let state: State
  let picture: Picture

  private static let column = 14

  func draw(on frame: inout Frame, row: Int) {
    let lines = [
      ("Operation", operation(glyphs: frame.glyphs)), ("Credential", credential), ("Appliance", appliance),
      ("Read", reading),
    ]
    for (offset, (label, spans)) in lines.enumerated() {
      frame.write(label, row: row + offset, column: 1, style: Theme.chrome)
      frame.write(spans, row: row + offset, column: Self.column, width: state.size.columns - Self.column - 1)
    }
  }

  // MARK: Operation

  private func operation(glyphs: Glyphs) -> [Frame.Span] {
    guard let progress = picture.operations.first else {
      guard picture.sources[.stackSets]?.hasValue == true else { return [Frame.Span("not read", Theme.chrome)] }
      return [Frame.Span("none running", Theme.chrome)]
    }
    let operation = progress.operation
    var spans = [Frame.Span("\(operation.action) \(operation.stackSet)  ")]
    if progress.total > 0 {
      let ended = progress.done + progress.failed
      let width = state.size.columns < 100 ? 12 : 28
      let bar = glyphs.bar(Double(ended) / Double(progress.total), width: width)
      spans.append(Frame.Span(bar, Style(.blue)))
      spans.append(Frame.Span(glyphs.track(width: width - bar.count), Theme.chrome))
      spans.append(Frame.Span("  \(Words.grouped(ended))/\(Words.grouped(progress.total))"))
      if progress.failed > 0 {
        spans.append(Frame.Span("  \(glyphs.missing) \(Words.grouped(progress.failed))", Theme.failure))
      }
    } else {
      spans.append(Frame.Span(operation.status, Theme.chrome))
    }
    if let time = time(of: progress) { spans.append(Frame.Span("  \(time)", Theme.chrome)) }
    if picture.operations.count > 1 { spans.append(Frame.Span("  and \(picture.operations.count - 1) more")) }
    return spans
  }

  /// How long it may still take if it goes on as it began; before anything has ended, how long it has been running.
  private func time(of progress: OperationProgress) -> String? {
    guard let started = progress.operation.startedAt else { return nil }
    let ended = progress.done + progress.failed
    guard ended > 0, ended < progress.total else {
      return "for \(Words.coarseAge(since: started, now: state.now))"
    }
    let left = state.now.timeIntervalSince(started) * Double(progress.total - ended) / Double(ended)
    return "about \(Words.coarseAge(since: state.now, now: state.now.addingTimeInterval(left))) left"
  }

  // MARK: Credential

  private var credential: [Frame.Span] {
    guard let secret = picture.secret.value else { return [Frame.Span("not read", Theme.chrome)] }
    if secret.deletedAt != nil { return [Frame.Span("\(secret.name) is scheduled for deletion", Theme.failure)] }
    var parts: [Frame.Span] = []
    if let changed = secret.lastChanged {
      parts.append(Frame.Span("\(Words.count(Words.days(from: changed, until: state.now), "day")) old"))
      if let days = state.context.credentialMaxAgeDays {
        let due = changed.addingTimeInterval(Double(days) * 86_400)
        let isLate = due < state.now
        parts.append(
          Frame.Span(
            isLate ? "should have been rotated by \(Words.day(due))" : "rotate by \(Words.day(due))",
            isLate ? Theme.warning : Theme.chrome
          )
        )
      }
    }
    if secret.pendingVersion != nil {
      parts.append(Frame.Span("\(state.glyphs.degraded) a rotation is not finished", Theme.warning))
    } else if secret.rotationEnabled {
      parts.append(Frame.Span("rotated on a schedule", Theme.chrome))
    }
    return joined(parts.isEmpty ? [Frame.Span(secret.name)] : parts)
  }

  // MARK: Appliance

  private var appliance: [Frame.Span] {
    let facts = picture.appliance
    let source = picture.sources[.appliance]
    if source?.problem?.kind == .notConfigured { return [Frame.Span("not configured", Theme.chrome)] }
    var parts = state.context.applianceAddress.map { [Frame.Span($0)] } ?? []
    if source?.hasValue != true { return joined(parts + [Frame.Span("not read", Theme.chrome)]) }
    if let version = facts.version { parts.append(Frame.Span("version \(version)")) }
    if let revision = facts.revision { parts.append(Frame.Span("api \(revision)", Theme.chrome)) }
    if let expires = facts.certificateExpires {
      let days = Words.days(from: state.now, until: expires)
      let text = days < 0 ? "certificate expired" : "certificate \(Words.count(days, "day"))"
      parts.append(Frame.Span(text, days < Self.certificateWarningDays ? Theme.warning : Theme.chrome))
    }
    if let remark = facts.remarks.first { parts.append(Frame.Span(remark, Theme.chrome)) }
    return joined(parts)
  }

  private static let certificateWarningDays = 30

  // MARK: Reading

  private var reading: [Frame.Span] {
    var spans: [Frame.Span] = []
    for source in SourceName.allCases {
      spans.append(Frame.Span((spans.isEmpty ? "" : "   ") + source.label + " ", Theme.chrome))
      let facts = picture.sources[source]
      let age = facts?.readAt.map { Words.coarseAge(since: $0, now: state.now) }
      switch (facts?.hasValue == true, facts?.problem) {
      case (true, nil): spans.append(Frame.Span(age ?? ""))
      case (true, .some): spans.append(Frame.Span("\(age ?? "") stale", Theme.warning))
      case (false, .some(let problem)) where problem.kind == .notConfigured:
        spans.append(Frame.Span("not configured", Theme.chrome))
      case (false, .some): spans.append(Frame.Span("failed", Theme.failure))
      case (false, nil): spans.append(Frame.Span(state.refresh.isRunning ? "reading" : "not read", Theme.chrome))
      }
    }
    return spans
  }

  private func joined(_ parts: [Frame.Span]) -> [Frame.Span] {
    Array(parts.map { [$0] }.joined(separator: [Frame.Span("  ")]))
  }
}
