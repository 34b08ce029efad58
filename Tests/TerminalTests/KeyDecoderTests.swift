import Terminal
import Testing

struct KeyDecoderTests {
  private static func codes(_ text: String) -> [KeyCode] { text.utf8.map { .byte($0) } }
  private let now = ContinuousClock.now

  @Test(arguments: [
    ("a", [Key.character("a")]),
    ("Gé日", [.character("G"), .character("é"), .character("日")]),
    ("\r", [.enter]),
    ("\n", [.enter]),
    ("\t", [.tab]),
    ("\u{7F}", [.backspace]),
    ("\u{08}", [.backspace]),
    ("\u{03}", [.control("c")]),
    ("\u{00}", [.control(" ")]),
    ("\u{1F}", [.control("_")]),
    ("\u{1B}", [.escape]),
    ("\u{1B}\u{1B}", [.escape, .escape]),
    ("\u{1B}x", [.alt("x")]),
    ("\u{1B}\r", [.escape, .enter]),
    ("\u{1B}[B", [.down]),
    ("\u{1B}OB", [.down]),
    ("\u{1B}[1;5C", [.right]),
    ("\u{1B}[5~", [.pageUp]),
    ("\u{1B}[3;2~", [.delete]),
    ("\u{1B}[Z", [.backTab]),
    ("\u{1B}OP", [.function(1)]),
    ("\u{1B}OM", [.enter]),
  ])
  func `bytes are keys`(text: String, keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Self.codes(text), at: now) == keys)
  }

  @Test(arguments: ["\u{1B}[I", "\u{1B}[999~", "\u{1B}[?62;22c", "\u{1B}[1;1R", "\u{1B}[<35;1;1M", "\u{1B}[12"])
  func `an unknown sequence is dropped whole`(text: String) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Self.codes(text), at: now) == [])
    #expect(decoder.decode(Self.codes("j"), at: now) == [.character("j")])
  }

  @Test func `a character whose bytes come apart is put together`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.byte(0xE6), .byte(0x97)], at: now) == [])
    #expect(decoder.decode([.byte(0xA5), .byte(0x6A)], at: now) == [.character("日"), .character("j")])
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x80], [0xE6]] as [[UInt8]])
  func `bytes that are no text are dropped`(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(bytes.map { .byte($0) } + [.byte(0x6A)], at: now) == [.character("j")])
  }

  // MARK: Paste

  @Test func `a paste is one key, its line ends alike, its control characters gone`() {
    var decoder = KeyDecoder()
    let pasted = Self.codes("rm -rf\r\nq\u{1B}[31m\u{03}\rx\ty\n")
    let keys = decoder.decode([.pasteBegin] + pasted + [.key(.up), .pasteEnd] + Self.codes("j"), at: now)
    #expect(keys == [.paste("rm -rf\nq[31m\nx\ty\n"), .character("j")])
  }

  @Test func `a paste may come in several batches`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.pasteBegin, .byte(0xE6), .byte(0x97)], at: now) == [])
    #expect(decoder.isPasting)
    #expect(decoder.decode([.byte(0xA5), .pasteEnd], at: now) == [.paste("日")])
    #expect(!decoder.isPasting)
  }

  @Test func `a paste whose end is lost ends anyway`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.pasteBegin] + Self.codes("abc"), at: now) == [])
    #expect(decoder.endPaste() == [.paste("abc")])
    #expect(decoder.decode(Self.codes("j"), at: now) == [.character("j")])
  }

  @Test func `a huge paste is read to its end and kept to its limit`() throws {
    var decoder = KeyDecoder()
    let bytes = [KeyCode](repeating: .byte(0x61), count: KeyDecoder.pasteLimit + 1000)
    let keys = decoder.decode([.pasteBegin] + bytes + [.pasteEnd], at: now)
    let key = try #require(keys.first)
    guard case .paste(let text) = key else {
      Issue.record("no paste but \(key)")
      return
    }
    #expect(text.utf8.count == KeyDecoder.pasteLimit)
  }

  // MARK: Mouse

  private static func press(_ action: Key.Mouse.Action = .press) -> Key {
    .mouse(Key.Mouse(action: action, row: 4, column: 2))
  }

  @Test(
    arguments: [
      ([.press, .release], [press()]),
      ([.click], [press()]),
      ([.release], [press()]),
      ([.doubleClick], [press(.doublePress)]),
      ([.press, .release, .press, .release], [press(), press(.doublePress)]),
      ([.click, .click, .click], [press(), press(.doublePress), press()]),
      ([.scrollUp, .scrollDown], [press(.scrollUp), press(.scrollDown)]),
    ] as [([KeyCode.Mouse], [Key])]
  )
  func `however a click is reported, it is one press`(events: [KeyCode.Mouse], keys: [Key]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(events.map { .mouse($0, row: 4, column: 2) }, at: now) == keys)
  }

  @Test func `two slow clicks are two presses`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.mouse(.click, row: 4, column: 2)], at: now) == [Self.press()])
    #expect(decoder.decode([.mouse(.click, row: 4, column: 2)], at: now + .milliseconds(500)) == [Self.press()])
  }

  @Test func `reports in the SGR form are understood where the terminal's description is older`() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(Self.codes("\u{1B}[<0;3;5M\u{1B}[<0;3;5m"), at: now) == [Self.press()])
    #expect(decoder.decode(Self.codes("\u{1B}[<65;3;5M"), at: now) == [Self.press(.scrollDown)])
  }
}
