import Fleet
import FoundationEssentials
import Terminal

/// The lines of what lies over a place.
enum OverlayText {
  static func lines(in state: State) -> [[Frame.Span]] {
    switch state.overlay {
    case .help: help(in: state)
    case .rawText(_, let text, _):
      Wrapping.lines(text, width: state.size.columns - 2).map { [Frame.Span($0)] }
    case .signIn(let panel): signIn(panel, in: state)
    case nil: []
    }
  }

  // MARK: Help

  /// The action table, as it applies here: what cannot be done now says why.
  private static func help(in state: State) -> [[Frame.Span]] {
    var lines: [[Frame.Span]] = []
    for group in Action.Group.allCases {
      if !lines.isEmpty { lines.append([]) }
      lines.append([Frame.Span(group.rawValue.uppercased(), Theme.tableHead)])
      for action in Keymap.actions where action.group == group && !action.isHidden {
        lines.append(line(for: action, in: state))
      }
    }
    lines.append([])
    lines += filterHelp
    return lines
  }

  private static func line(for action: Action, in state: State) -> [Frame.Span] {
    let keys = action.keys.map(\.label).joined(separator: " ")
    let command = action.command.map { name in ":\(name)" + (action.argument.map { " \($0.hint)" } ?? "") } ?? ""
    let reason = action.disabledReason(in: state)
    var spans = [
      Frame.Span(TextWidth.fit(keys, to: 15), reason == nil ? Theme.key : Theme.chrome),
      Frame.Span(TextWidth.fit(action.title, to: 40), reason == nil ? .plain : Theme.chrome),
    ]
    if !command.isEmpty { spans.append(Frame.Span(command, Theme.chrome)) }
    return spans
  }

  private static var filterHelp: [[Frame.Span]] {
    let fields = Filter.Field.allCases.map(\.rawValue).joined(separator: " ")
    let words = Readiness.allCases.map(\.rawValue).joined(separator: " ")
    let lines = [
      "Words that all have to match: in id, name, e-mail or unit path.",
      "field:value looks in one place, ! turns a term round, quotes keep spaces.",
      "Fields: \(fields)", "ou:/A/B is that unit and all below it.", "A readiness alone: \(words)",
    ]
    return [[Frame.Span("FILTERS", Theme.tableHead)]] + lines.map { [Frame.Span($0)] }
  }

  // MARK: Sign-in

  private static func signIn(_ panel: SignInPanel, in state: State) -> [[Frame.Span]] {
    switch panel.step {
    case .starting: return [[Frame.Span("Asking for a sign-in address and code.", Theme.chrome)]]
    case .failed(let sentence):
      return Wrapping.lines(sentence, width: state.size.columns - 2).map { [Frame.Span($0, Theme.failure)] }
        + [[], [Frame.Span("Leave with esc; L tries again.", Theme.chrome)]]
    case .invited(let address, let code, let expires):
      var lines: [[Frame.Span]] = [
        [Frame.Span("Open this address in any browser:")], [], [Frame.Span("  \(address)", Theme.title)], [],
        [Frame.Span("and check that it shows this code:")], [], [Frame.Span("  \(code)", Theme.title)], [],
      ]
      if let expires {
        let minutes = max(0, Int(expires.timeIntervalSince(state.now) / 60))
        lines.append([Frame.Span("The code holds for another \(Words.count(minutes, "minute")).", Theme.chrome)])
      }
      lines.append([Frame.Span("Everything is read again once you have signed in.", Theme.chrome)])
      return lines
    }
  }
}
