import Terminal

/// All actions; the only place where keys and names are given out.
enum Keymap {
  static let actions = rows + places + program + moving

  private static let lists: Set<Place> = [.organization, .roles]

  private static let rows = [
    Action(
      .open,
      "open what is selected",
      word: "open",
      group: .rows,
      keys: [.enter],
      footer: Set(Place.allCases),
      refusal: { $0.hasSomethingToOpen ? nil : "nothing is selected that could be opened" }
    ),
    Action(
      .mark,
      "mark or unmark an account",
      word: "mark",
      group: .rows,
      keys: [.character(" ")],
      places: [.organization],
      footer: [.organization],
      refusal: { $0.selectedAccount == nil ? "no account is selected" : nil }
    ),
    Action(
      .unmarkAll,
      "take all marks off",
      group: .rows,
      keys: [.character("u")],
      refusal: { $0.marks.isEmpty ? "nothing is marked" : nil }
    ),
    Action(
      .switchPane,
      "go between tree and accounts",
      word: "tree",
      group: .rows,
      keys: [.tab, .backTab],
      places: [.organization],
      footer: [.organization]
    ),
    Action(
      .toggleTree,
      "hide or show the tree",
      group: .rows,
      keys: [.character("t")],
      places: [.organization],
      refusal: { $0.layout.hasBothPanes ? nil : "the screen is too narrow for both; tab goes between them" }
    ),
    Action(
      .filter,
      "filter what is listed",
      word: "filter",
      group: .rows,
      keys: [.character("/")],
      places: lists,
      footer: lists,
      command: "filter",
      argument: .filter
    ),
    Action(
      .order,
      "sort by a column; S again turns round",
      word: "sort",
      group: .rows,
      keys: [.character("S")],
      places: lists,
      footer: lists,
      command: "sort",
      argument: .order
    ),
    Action(
      .rawText,
      "show the service's own words",
      word: "raw text",
      group: .rows,
      keys: [.character("v")],
      places: [.account],
      footer: [.account],
      refusal: { $0.selectedLink?.raw == nil ? "the service said nothing more about this" : nil }
    ),
    Action(
      .copy,
      "copy the account id (or all marked)",
      word: "copy",
      group: .rows,
      keys: [.character("y")],
      footer: [.account],
      refusal: { $0.copyableText == nil ? "no account is selected" : nil }
    ),
    Action(
      .export,
      "write what is listed to a file",
      group: .rows,
      places: lists,
      danger: .writesFile,
      command: "export",
      argument: .export,
      refusal: { $0.picture == nil ? "nothing has been read yet" : nil }
    ),
  ]

  private static let places = [
    Action(
      .showOverview,
      "Overview",
      word: "overview",
      group: .places,
      keys: [.character("O")],
      command: "overview"
    ),
    Action(
      .showOrganization,
      "Organization",
      word: "organization",
      group: .places,
      keys: [.character("o")],
      footer: [.overview, .roles],
      command: "organization"
    ),
    Action(
      .showRoles,
      "Roles",
      word: "roles",
      group: .places,
      keys: [.character("r")],
      footer: [.overview],
      command: "roles"
    ),
    Action(
      .showDoctor,
      "Doctor: is everything in place",
      word: "doctor",
      group: .places,
      keys: [.character("d")],
      footer: [.overview],
      command: "doctor"
    ),
    Action(
      .back,
      "back to where one came from",
      word: "back",
      group: .places,
      keys: [.escape],
      footer: [.organization, .account, .roles, .doctor],
      refusal: { $0.canGoBack ? nil : "this is where it began; q quits" }
    ),
    Action(
      .historyBack,
      "back in history",
      group: .places,
      keys: [.character("["), .backspace],
      refusal: { $0.past.isEmpty ? "nothing to go back to" : nil }
    ),
    Action(
      .historyForward,
      "forward in history",
      group: .places,
      keys: [.character("]")],
      refusal: { $0.future.isEmpty ? "nothing to go forward to" : nil }
    ),
    Action(
      .switchContext,
      "switch to another context",
      group: .places,
      command: "context",
      argument: .context
    ),
  ]

  private static let program = [
    Action(
      .palette,
      "type a command or an account id",
      word: "command",
      group: .program,
      keys: [.character(":")],
      footer: [.overview]
    ),
    Action(
      .refresh,
      "read everything again now",
      word: "read again",
      group: .program,
      keys: [.character("R")],
      footer: [.doctor],
      command: "refresh",
      refusal: { state in
        if state.place == .doctor { return state.examination.isRunning ? "already examining" : nil }
        return state.refresh.isRunning && state.refresh.isAwaited ? "already reading" : nil
      }
    ),
    Action(.signIn, "sign in with a browser", group: .program, keys: [.character("L")], command: "login"),
    Action(
      .help,
      "this page",
      word: "help",
      group: .program,
      keys: [.character("?"), .function(1)],
      footer: Set(Place.allCases),
      command: "help"
    ),
    Action(
      .setMouse,
      "mouse selects; with shift, text",
      group: .program,
      command: "mouse",
      argument: .onOrOff
    ),
    Action(.redraw, "draw the screen anew", group: .program, keys: [.control("l")]),
    Action(.suspend, "suspend; fg comes back", group: .program, keys: [.control("z")]),
    Action(
      .quit,
      "quit",
      word: "quit",
      group: .program,
      keys: [.character("q"), .control("c")],
      footer: [.overview],
      command: "quit"
    ),
    Action(
      .crash,
      "end by a trap",
      group: .program,
      command: "debug trap",
      isHidden: true,
      refusal: { $0.options.isDebug ? nil : "no command \"debug trap\"" }
    ),
  ]

  private static let moving = [
    Action(.up, "up", group: .moving, keys: [.character("k"), .up]),
    Action(.down, "down", group: .moving, keys: [.character("j"), .down]),
    Action(.left, "fold, up the tree, to the tree", group: .moving, keys: [.character("h"), .left]),
    Action(.right, "unfold, to the accounts", group: .moving, keys: [.character("l"), .right]),
    Action(.first, "first row", group: .moving, keys: [.character("g"), .home]),
    Action(.last, "last row", group: .moving, keys: [.character("G"), .end]),
    Action(.pageUp, "page up", group: .moving, keys: [.control("b"), .pageUp]),
    Action(.pageDown, "page down", group: .moving, keys: [.control("f"), .pageDown]),
    Action(.halfPageUp, "half a page up", group: .moving, keys: [.control("u")]),
    Action(.halfPageDown, "half a page down", group: .moving, keys: [.control("d")]),
  ]

  // MARK: Looking

  private static let byKey: [Key: Action] = {
    var table: [Key: Action] = [:]
    for action in actions {
      for key in action.keys { table[key] = action }
    }
    return table
  }()

  private static let byID = Dictionary(actions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  static func action(for key: Key) -> Action? { byKey[key] }

  static func action(_ id: Action.ID) -> Action? { byID[id] }

  /// What a place's footer names, in the table's order, help and the ways out last.
  static func footer(of place: Place) -> [Action] {
    let named = actions.filter { $0.footer.contains(place) }
    let last: [Action.ID] = [.help, .back, .quit]
    return named.filter { !last.contains($0.id) } + last.compactMap { id in named.first { $0.id == id } }
  }

  /// Actions that can be typed, hidden ones left out.
  static let commands = actions.filter { $0.command != nil && !$0.isHidden }
}
