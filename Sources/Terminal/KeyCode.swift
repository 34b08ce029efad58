internal import CTerminal

/// One piece of input as ncurses gives it, before it means anything.
package enum KeyCode: Hashable, Sendable {
  package enum Mouse: Hashable, Sendable { case press, release, click, doubleClick, scrollUp, scrollDown }

  case byte(UInt8)
  /// A key whose sequence the terminal's description knows.
  case key(Key)
  case pasteBegin
  case pasteEnd
  case mouse(Mouse, row: Int, column: Int)

  /// All input that is already there; an event of no use here is left out.
  static func waiting() -> [KeyCode] {
    var codes: [KeyCode] = []
    while true {
      let input = ct_read()
      if input.code == CT_KEY_NONE.rawValue { return codes }
      if let code = KeyCode(input) { codes.append(code) }
    }
  }

  private init?(_ input: ct_input) {
    if let byte = UInt8(exactly: input.code) {
      self = .byte(byte)
    } else if input.code > CT_KEY_FUNCTION.rawValue {
      self = .key(.function(Int(input.code - CT_KEY_FUNCTION.rawValue)))
    } else if let key = Self.keys[input.code] {
      self = .key(key)
    } else if let event = Self.mouseEvents[input.code] {
      self = .mouse(event, row: Int(input.row), column: Int(input.column))
    } else if input.code == CT_KEY_PASTE_BEGIN.rawValue {
      self = .pasteBegin
    } else if input.code == CT_KEY_PASTE_END.rawValue {
      self = .pasteEnd
    } else {
      return nil
    }
  }

  private static let keys: [Int32: Key] = [
    CT_KEY_UP.rawValue: .up,
    CT_KEY_DOWN.rawValue: .down,
    CT_KEY_LEFT.rawValue: .left,
    CT_KEY_RIGHT.rawValue: .right,
    CT_KEY_HOME.rawValue: .home,
    CT_KEY_END.rawValue: .end,
    CT_KEY_PAGE_UP.rawValue: .pageUp,
    CT_KEY_PAGE_DOWN.rawValue: .pageDown,
    CT_KEY_ENTER.rawValue: .enter,
    CT_KEY_BACKSPACE.rawValue: .backspace,
    CT_KEY_DELETE.rawValue: .delete,
    CT_KEY_INSERT.rawValue: .insert,
    CT_KEY_BACK_TAB.rawValue: .backTab,
  ]

  private static let mouseEvents: [Int32: Mouse] = [
    CT_KEY_MOUSE_PRESS.rawValue: .press,
    CT_KEY_MOUSE_RELEASE.rawValue: .release,
    CT_KEY_MOUSE_CLICK.rawValue: .click,
    CT_KEY_MOUSE_DOUBLE.rawValue: .doubleClick,
    CT_KEY_MOUSE_UP.rawValue: .scrollUp,
    CT_KEY_MOUSE_DOWN.rawValue: .scrollDown,
  ]
}
