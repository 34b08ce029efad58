import Fleet
import Terminal

extension State {
  // MARK: Opening

  mutating func promptForFilter() {
    var opened = Prompt(purpose: .filter(before: location))
    opened.field = TextField(currentFilter.text)
    prompt = opened
  }

  mutating func promptForOrder() {
    let columns = Command.columns(in: place)
    let current = place == .roles ? roleOrder.column.rawValue : order.column.rawValue
    let isDescending = place == .roles ? roleOrder.isDescending : order.isDescending
    let index = columns.firstIndex(of: current) ?? 0
    prompt = Prompt(purpose: .order(OrderChoice(columns: columns, index: index, isDescending: isDescending)))
  }

  /// Opens the prompt for a code that is waited for, unless something else is being typed.
  mutating func askNextQuestion() {
    guard prompt == nil, !questions.isEmpty else { return }
    prompt = Prompt(purpose: .code(questions.removeFirst()))
  }

  // MARK: Typing

  mutating func typeInPrompt(_ key: Key) -> [Effect] {
    guard let prompt else { return [] }
    var effects: [Effect] = []
    switch (prompt.purpose, key) {
    case (_, .mouse): break
    case (_, .escape), (_, .control("c")), (_, .control("g")): effects = leave(prompt)
    case (.order(let choice), _): effects = choose(choice, key)
    case (.overwrite(let request), _): effects = decide(request, key)
    case (_, .enter): effects = accept(prompt)
    case (.command, .tab): complete()
    case (.command, .up), (.filter, .up): recall(1)
    case (.command, .down), (.filter, .down): recall(-1)
    case (_, .backspace) where prompt.field.isEmpty: effects = leave(prompt)
    default: edit(key)
    }
    askNextQuestion()
    return effects
  }

  private mutating func edit(_ key: Key) {
    guard var edited = prompt else { return }
    edited.field.press(key)
    let isChanged = edited.field.characters != prompt?.field.characters
    if isChanged { edited.complaint = nil }
    prompt = edited
    if isChanged, case .filter = edited.purpose { filterByPrompt() }
  }

  private mutating func leave(_ left: Prompt) -> [Effect] {
    prompt = nil
    switch left.purpose {
    case .filter(let before): location = before
    case .code(let question): return [.answerCode(question.number, nil)]
    case .overwrite(let request): say("\(request.path) is as it was")
    case .command, .order: break
    }
    return []
  }

  private mutating func accept(_ accepted: Prompt) -> [Effect] {
    let text = accepted.field.text
    switch accepted.purpose {
    case .filter:
      guard accepted.complaint == nil else { return [] }
      prompt = nil
      filterHistory.remember(text)
    case .command:
      if text.trimmingSpaces.isEmpty {
        prompt = nil
        return []
      }
      do throws(Command.Refusal) {
        let command = try Command(parsing: text, in: self)
        prompt = nil
        commandHistory.remember(text.trimmingSpaces)
        return run(command)
      } catch {
        prompt?.complaint = error.sentence
      }
    case .code(let question):
      prompt = nil
      return [.answerCode(question.number, text)]
    case .order, .overwrite: break
    }
    return []
  }

  /// Filters by what is typed so far; what cannot be meant is said in the prompt, and the last result stays.
  private mutating func filterByPrompt() {
    guard let text = prompt?.field.text else { return }
    do throws(Command.Refusal) {
      setFilter(try Command.filter(text, in: place))
    } catch {
      prompt?.complaint = error.sentence
    }
  }

  // MARK: Commands

  private mutating func run(_ command: Command) -> [Effect] {
    switch command {
    case .action(let id): return Keymap.action(id).map { perform($0) } ?? []
    case .jump(let account): jump(to: account)
    case .context(let name): return options.contexts.first { $0.name == name }.map { open($0) } ?? []
    case .filter(let filter): setFilter(filter)
    case .accountOrder(let order): return sort(by: order)
    case .roleOrder(let order): roleOrder = order
    case .mouse(let isOn):
      hasMouse = isOn
      say(isOn ? "mouse on; hold shift to select text" : "mouse off")
      return [.terminal(.setMouse(isOn))]
    case .export(let format, let path): return export(format, to: path)
    }
    return []
  }

  private func export(_ format: ExportRequest.Format, to path: String) -> [Effect] {
    guard let picture else { return [] }
    let rows: ExportRequest.Rows = place == .roles ? .registrations(roleRows.indices) : .accounts(accountRows.indices)
    return [.export(ExportRequest(format: format, path: path, rows: rows, roster: picture.roster))]
  }

  private mutating func sort(by order: AccountOrder) -> [Effect] {
    self.order = order
    return [.arrange(order)]
  }

  // MARK: Choosing and deciding

  private mutating func choose(_ choice: OrderChoice, _ key: Key) -> [Effect] {
    var choice = choice
    switch key {
    case .enter: return apply(choice)
    case .character("S"):
      choice.isDescending.toggle()
      return apply(choice)
    case .left, .up, .backTab: choice.move(by: -1)
    case .right, .down, .tab: choice.move(by: 1)
    case .character(let letter): choice.jump(to: letter)
    default: break
    }
    prompt?.purpose = .order(choice)
    return []
  }

  private mutating func apply(_ choice: OrderChoice) -> [Effect] {
    prompt = nil
    if place == .roles {
      roleOrder = RoleOrder(RoleOrder.Column(rawValue: choice.column) ?? .account, isDescending: choice.isDescending)
      return []
    }
    return sort(
      by: AccountOrder(AccountOrder.Column(rawValue: choice.column) ?? .account, isDescending: choice.isDescending)
    )
  }

  private mutating func decide(_ request: ExportRequest, _ key: Key) -> [Effect] {
    prompt = nil
    guard key == .character("y") else {
      say("\(request.path) is as it was")
      return []
    }
    var overwriting = request
    overwriting.isOverwriting = true
    return [.export(overwriting)]
  }

  // MARK: Completion and history

  private mutating func complete() {
    guard let text = prompt?.field.text, let extended = Completion(of: text, in: self).extended else { return }
    prompt?.field = TextField(extended)
    prompt?.complaint = nil
  }

  /// Goes `step` lines back in what was typed before (or forth again, if negative).
  private mutating func recall(_ step: Int) {
    guard var recalling = prompt else { return }
    let isFilter = if case .filter = recalling.purpose { true } else { false }
    let history = isFilter ? filterHistory : commandHistory
    let wanted = (recalling.recalled ?? -1) + step
    guard wanted >= -1, wanted < history.count else { return }
    if recalling.recalled == nil { recalling.draft = recalling.field.text }
    recalling.recalled = wanted < 0 ? nil : wanted
    recalling.field = TextField(wanted < 0 ? recalling.draft : history[history.count - 1 - wanted])
    recalling.complaint = nil
    prompt = recalling
    if isFilter { filterByPrompt() }
  }
}

extension [String] {
  /// Puts a typed line at the end, in place of an earlier one that is equal.
  fileprivate mutating func remember(_ line: String) {
    guard !line.isEmpty else { return }
    removeAll { $0 == line }
    append(line)
    if count > 50 { removeFirst() }
  }
}

extension TextField {
  /// Edits as the key says; other keys do nothing.
  mutating func press(_ key: Key) {
    switch key {
    case .character(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .backspace, .control("h"): deleteBackward()
    case .delete, .control("d"): deleteForward()
    case .control("w"): deleteWordBackward()
    case .control("u"): deleteToStart()
    case .control("k"): deleteToEnd()
    case .left, .control("b"): moveLeft()
    case .right, .control("f"): moveRight()
    case .home, .control("a"): moveToStart()
    case .end, .control("e"): moveToEnd()
    default: break
    }
  }
}
