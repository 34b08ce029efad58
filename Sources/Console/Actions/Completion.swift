/// What the palette could make of what is typed so far.
struct Completion: Hashable, Sendable {
  /// Whole lines, each beginning with what is typed.
  let candidates: [String]

  init(of text: String, in state: State) {
    candidates = Self.lines(for: text, in: state).filter { $0.hasPrefix(text) && $0 != text }
  }

  /// What tab types: the longest beginning that all candidates share, and a space behind the only one that wants more.
  var extended: String? {
    guard var common = candidates.first else { return nil }
    for candidate in candidates.dropFirst() { common = common.commonPrefix(with: candidate) }
    return common
  }

  private static func lines(for text: String, in state: State) -> [String] {
    let usable = Keymap.commands.filter { $0.disabledReason(in: state) == nil }
    let opened = usable.first { action in action.command.map { text.hasPrefix($0 + " ") } ?? false }
    guard let opened, let name = opened.command, let argument = opened.argument else {
      return usable.compactMap { action in action.command.map { action.argument == nil ? $0 : $0 + " " } }.sorted()
    }
    return arguments(argument, in: state).map { "\(name) \($0)" }
  }

  private static func arguments(_ argument: Action.Argument, in state: State) -> [String] {
    switch argument {
    case .context: state.options.contexts.map(\.name)
    case .filter: []
    case .order: Command.columns(in: state.place).flatMap { [$0, "\($0) desc"] }
    case .export: ExportRequest.Format.allCases.map { "\($0.rawValue) " }
    case .onOrOff: ["on", "off"]
    }
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map(\.0))
  }
}
