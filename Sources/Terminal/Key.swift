/// One thing a person did at the terminal.
package enum Key: Hashable, Sendable {
  /// A printable character, upper case told apart from lower.
  case character(Character)
  /// Control and a letter, `control("c")`.
  case control(Character)
  /// Escape-prefixed character.
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
  /// A whole bracketed paste, as one.
  case paste(String)
  case mouse(Mouse)

  package struct Mouse: Hashable, Sendable {
    package enum Action: Hashable, Sendable { case press, doublePress, scrollUp, scrollDown }
    package let action: Action
    package let row: Int
    package let column: Int

    package init(action: Action, row: Int, column: Int) {
      self.action = action
      self.row = row
      self.column = column
    }
  }
}
