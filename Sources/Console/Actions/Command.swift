import Fleet

/// A line typed into the palette, understood.
enum Command: Hashable, Sendable {
  case action(Action.ID)
  case jump(AccountID)
  case context(String)
  case filter(Filter)
  case accountOrder(AccountOrder)
  case roleOrder(RoleOrder)
  case export(ExportRequest.Format, path: String)
  case mouse(Bool)

  /// Why a line cannot be meant, in a sentence.
  struct Refusal: Error, Hashable {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
  }

  init(parsing line: String, in state: State) throws(Refusal) {
    let line = line.trimmingSpaces
    if let account = AccountID(rawValue: line) {
      self = .jump(account)
      return
    }
    guard let action = Self.action(named: line), let name = action.command else {
      let word = line.prefix { $0 != " " }
      throw Refusal("no command \"\(word)\"; tab lists them, ? explains")
    }
    if let reason = action.disabledReason(in: state) { throw Refusal(reason) }
    let rest = String(line.dropFirst(name.count)).trimmingSpaces
    guard let argument = action.argument else {
      guard rest.isEmpty else { throw Refusal("\(name) stands alone") }
      self = .action(action.id)
      return
    }
    self = try Self.argument(argument, rest, in: state)
  }

  /// The action whose name `line` is or begins with; the longest, as names may have two words.
  private static func action(named line: String) -> Action? {
    Keymap.actions
      .filter { action in action.command.map { line == $0 || line.hasPrefix($0 + " ") } ?? false }
      .max { ($0.command?.count ?? 0) < ($1.command?.count ?? 0) }
  }

  private static func argument(_ argument: Action.Argument, _ text: String, in state: State) throws(Refusal) -> Command
  {
    switch argument {
    case .context:
      let names = state.options.contexts.map(\.name)
      guard names.contains(text) else {
        throw Refusal("no context \"\(text)\"; there are: \(names.joined(separator: " "))")
      }
      return .context(text)
    case .filter: return .filter(try filter(text, in: state.place))
    case .order: return try order(text, in: state.place)
    case .export: return try export(text)
    case .onOrOff:
      switch text {
      case "on": return .mouse(true)
      case "off": return .mouse(false)
      default: throw Refusal("on or off?")
      }
    }
  }

  /// Reads a filter as `place` understands it.
  static func filter(_ text: String, in place: Place) throws(Refusal) -> Filter {
    let filter: Filter
    do throws(FilterError) {
      filter = try Filter(parsing: text)
    } catch {
      throw Refusal(error.sentence)
    }
    if place == .roles, let complaint = RoleMatcher.complaint(about: filter) { throw Refusal(complaint) }
    return filter
  }

  private static func order(_ text: String, in place: Place) throws(Refusal) -> Command {
    var words = text.split(separator: " ").map(String.init)
    let isDescending = words.last == "desc"
    if isDescending { words.removeLast() }
    let name = words.joined(separator: " ")
    if place == .roles {
      if let column = RoleOrder.Column(rawValue: name) {
        return .roleOrder(RoleOrder(column, isDescending: isDescending))
      }
    } else if let column = AccountOrder.Column(rawValue: name) {
      return .accountOrder(AccountOrder(column, isDescending: isDescending))
    }
    throw Refusal("sort by one of: \(columns(in: place).joined(separator: " "))")
  }

  /// Columns that a place can be sorted by.
  static func columns(in place: Place) -> [String] {
    place == .roles ? RoleOrder.Column.allCases.map(\.rawValue) : AccountOrder.Column.allCases.map(\.rawValue)
  }

  private static func export(_ text: String) throws(Refusal) -> Command {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first, let format = ExportRequest.Format(rawValue: name) else {
      throw Refusal("csv or json, then a path")
    }
    guard words.count == 2 else { throw Refusal("write \(name) to which path?") }
    return .export(format, path: words[1].trimmingSpaces)
  }
}

extension String {
  /// Without spaces at either end.
  var trimmingSpaces: String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[first...last])
  }
}
