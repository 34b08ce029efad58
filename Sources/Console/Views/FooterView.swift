import Terminal

/// The last line: what can be pressed here, from the keymap.
struct FooterView {
  let state: State

  func draw(on frame: inout Frame) {
    let row = state.layout.footerRow
    if let prompt = state.prompt {
      if let complaint = StatusView(state: state).complaintForFooter {
        frame.write(complaint, row: row, column: 1, style: Theme.warning)
      } else {
        write(Self.hints(for: prompt), on: &frame, row: row)
      }
    } else if let overlay = state.overlay {
      write(Self.hints(for: overlay), on: &frame, row: row)
    } else {
      write(placeHints, on: &frame, row: row)
    }
  }

  private typealias Hint = (key: String, word: String)

  private var placeHints: [Hint] {
    Keymap.footer(of: state.place).map { action in (action.keys.first?.label ?? "", word(of: action)) }
  }

  /// Tab leads to the other pane, and says which that is.
  private func word(of action: Action) -> String {
    action.id == .switchPane && state.organization?.pane == .tree ? "accounts" : action.word
  }

  private static func hints(for prompt: Prompt) -> [Hint] {
    switch prompt.purpose {
    case .filter: [("enter", "keep"), ("esc", "undo"), ("up", "earlier ones")]
    case .command: [("enter", "do it"), ("tab", "complete"), ("up", "earlier ones"), ("esc", "leave")]
    case .order: [("left right", "column"), ("S", "turn round"), ("enter", "sort"), ("esc", "leave")]
    case .code: [("enter", "answer"), ("esc", "decline")]
    case .overwrite: [("y", "overwrite"), ("any other", "leave it")]
    }
  }

  private static func hints(for overlay: Overlay) -> [Hint] {
    switch overlay {
    case .help: [("j k", "scroll"), ("esc", "close")]
    case .rawText: [("j k", "scroll"), ("y", "copy"), ("esc", "close")]
    case .signIn: [("y", "copy the code"), ("esc", "leave")]
    }
  }

  /// As many hints as fit; help and the ways out are the last to give way, and tab where it is the only way to the tree.
  private func write(_ hints: [Hint], on frame: inout Frame, row: Int) {
    var kept = hints
    func width(_ hints: [Hint]) -> Int { hints.reduce(0) { $0 + $1.key.count + $1.word.count + 3 } }
    while width(kept) > state.size.columns, kept.count > 1 {
      let dear: Set<String> = state.layout.hasBothPanes ? ["?", "esc", "q"] : ["?", "esc", "q", "tab"]
      guard let index = kept.lastIndex(where: { !dear.contains($0.key) }) else { break }
      kept.remove(at: index)
    }
    var column = 1
    for hint in kept {
      column = frame.write(hint.key, row: row, column: column, style: Theme.key)
      column = frame.write(" \(hint.word)", row: row, column: column, style: Theme.chrome) + 2
    }
  }
}
