import Fleet
import Terminal

extension State {
  /// A key goes to the prompt if one is open, else to what lies over the place, else to the place.
  mutating func press(_ key: Key) -> [Effect] {
    if let notice, notice.until == nil { self.notice = nil }
    if prompt != nil { return typeInPrompt(key) }
    if overlay != nil { return pressOverOverlay(key) }
    switch key {
    case .paste:
      say("pasted text dropped: / and : take text")
      return []
    case .mouse(let mouse): return press(mouse)
    default: break
    }
    guard let action = Keymap.action(for: key) else {
      say("\(key.label) does nothing here; ? lists the keys")
      return []
    }
    return perform(action)
  }

  /// Does what the action says, or says why it cannot be done.
  mutating func perform(_ action: Action) -> [Effect] {
    if let reason = action.disabledReason(in: self) {
      say(reason)
      return []
    }
    switch action.id {
    case .up, .down, .left, .right, .first, .last, .pageUp, .pageDown, .halfPageUp, .halfPageDown: move(action.id)
    case .open: openSelected()
    case .switchPane: switchPane()
    case .toggleTree: isTreeHidden.toggle()
    case .mark: markSelected()
    case .unmarkAll: marks = []
    case .filter: promptForFilter()
    case .order: promptForOrder()
    case .copy: return copySelected()
    case .rawText: showRawText()
    case .showOverview: go(to: .overview(OverviewPlace()))
    case .showOrganization: go(to: .organization(OrganizationPlace()))
    case .showRoles: go(to: .roles(RolesPlace()))
    case .showDoctor: return showDoctor()
    case .palette: prompt = Prompt(purpose: .command)
    case .help: overlay = .help(top: 0)
    case .back: goBackOrTakeFilterOff()
    case .historyBack: goBack()
    case .historyForward: goForward()
    case .refresh: return place == .doctor ? examine() : refreshNow(isAwaited: true)
    case .signIn: return beginSignIn()
    case .quit: return [.terminal(.quit)]
    case .crash: return [.terminal(.crash)]
    // The event loop does the first two itself; the others have no key and get their argument from the palette.
    case .redraw, .suspend, .switchContext, .export, .setMouse: break
    }
    return []
  }

  // MARK: Overlays

  private mutating func pressOverOverlay(_ key: Key) -> [Effect] {
    guard let overlay else { return [] }
    let action = Keymap.action(for: key)?.id
    switch (overlay, action) {
    case (_, _) where key == .control("c"): return [.terminal(.quit)]
    case (.signIn, .copy): return copySignInCode()
    case (.signIn, .back), (.signIn, .quit):
      self.overlay = nil
      return [.leaveSignIn]
    case (.signIn, _): return []
    case (.rawText(_, let text, _), .copy): return copy(text, saying: "raw text copied")
    case (.help, .back), (.help, .quit), (.help, .help), (.rawText, .back), (.rawText, .quit), (.rawText, .rawText):
      self.overlay = nil
      return []
    case (.help(let top), _): self.overlay = .help(top: scrolled(top, action))
    case (.rawText(let title, let text, let top), _):
      self.overlay = .rawText(title: title, text: text, top: scrolled(top, action))
    }
    return []
  }

  /// The first line shown of an overlay after a moving key.
  private func scrolled(_ top: Int, _ action: Action.ID?) -> Int {
    let page = layout.overlayRows
    let last = max(0, OverlayText.lines(in: self).count - page)
    let wanted =
      switch action {
      case .up: top - 1
      case .down: top + 1
      case .pageUp: top - page
      case .pageDown: top + page
      case .halfPageUp: top - page / 2
      case .halfPageDown: top + page / 2
      case .first: 0
      case .last: last
      default: top
      }
    return min(max(0, wanted), last)
  }

  // MARK: Copying

  /// What copying would copy: the marked accounts, or the selected one.
  var copyableText: String? {
    marks.isEmpty ? selectedAccount?.rawValue : marks.sorted().map(\.rawValue).joined(separator: "\n")
  }

  private mutating func copySelected() -> [Effect] {
    guard let text = copyableText else { return [] }
    return copy(text, saying: marks.count > 1 ? "\(marks.count) marked ids copied" : "\(text) copied")
  }

  private mutating func copySignInCode() -> [Effect] {
    guard case .signIn(let panel) = overlay, case .invited(_, let code, _) = panel.step else { return [] }
    return copy(code, saying: "code copied")
  }

  private mutating func copy(_ text: String, saying sentence: String) -> [Effect] {
    say(sentence)
    return [.terminal(.copy(text))]
  }
}
