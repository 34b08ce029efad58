import Terminal

/// One thing that can be done from the console.
///
/// The table of these (``Keymap``) drives keys, footer, help, palette, the README's key table, and what a read-only
/// context refuses.
struct Action: Sendable {
  enum ID: String, Hashable, Sendable, CaseIterable {
    case open, switchPane, toggleTree, mark, unmarkAll, filter, order, copy, rawText
    case showOverview, showOrganization, showRoles, showDoctor
    case palette, help, back, historyBack, historyForward
    case refresh, signIn, redraw, suspend, quit
    case up, down, left, right, first, last, pageUp, pageDown, halfPageUp, halfPageDown
    // Without a key, by their names only.
    case switchContext, export, setMouse, crash
  }

  enum Group: String, Hashable, Sendable, CaseIterable {
    case rows = "What is selected"
    case places = "Places"
    case moving = "Moving"
    case program = "Program"
  }

  /// What an action can do to things outside of the screen.
  enum Danger: Hashable, Sendable {
    case none
    /// Writes a file here.
    case writesFile
    /// Changes the organization or the appliance; a read-only context refuses it.
    case changesCloud
  }

  /// What has to be typed behind an action's name in the palette.
  enum Argument: Hashable, Sendable {
    case context, filter, order, export, onOrOff

    /// As help shows it.
    var hint: String {
      switch self {
      case .context: "NAME"
      case .filter: "EXPRESSION"
      case .order: "COLUMN [desc]"
      case .export: "csv|json PATH"
      case .onOrOff: "on|off"
      }
    }
  }

  let id: ID
  /// For help: what it does, in a few words.
  let title: String
  /// For the footer: one word.
  let word: String
  let group: Group
  let keys: [Key]
  /// Where it applies; empty: everywhere.
  let places: Set<Place>
  /// Places whose footer names it.
  let footer: Set<Place>
  let danger: Danger
  /// Its name in the palette.
  let command: String?
  let argument: Argument?
  /// Known to those who know it: not in help, palette or README.
  let isHidden: Bool
  /// Why it cannot be done right now.
  private let refusal: @Sendable (State) -> String?

  init(
    _ id: ID,
    _ title: String,
    word: String = "",
    group: Group,
    keys: [Key] = [],
    places: Set<Place> = [],
    footer: Set<Place> = [],
    danger: Danger = .none,
    command: String? = nil,
    argument: Argument? = nil,
    isHidden: Bool = false,
    refusal: @escaping @Sendable (State) -> String? = { _ in nil }
  ) {
    self.id = id
    self.title = title
    self.word = word
    self.group = group
    self.keys = keys
    self.places = places
    self.footer = footer
    self.danger = danger
    self.command = command
    self.argument = argument
    self.isHidden = isHidden
    self.refusal = refusal
  }

  /// Why the action cannot be done now, in a sentence; nil when it can.
  func disabledReason(in state: State) -> String? {
    if !places.isEmpty, !places.contains(state.place) {
      let homes = Place.allCases.filter(places.contains).map(\.title).joined(separator: " and ")
      return "\(title): only in \(homes)"
    }
    if danger == .changesCloud, state.context.access == .readOnly {
      return "\(title): the context \(state.context.name) is read-only"
    }
    return refusal(state)
  }
}
