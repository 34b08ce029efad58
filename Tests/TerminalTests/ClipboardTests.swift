import Terminal
import Testing

struct ClipboardTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("日本", "5pel5pys"),
  ])
  func `the text travels as base64`(text: String, encoded: String) {
    #expect(Clipboard(multiplexer: .none).sequence(copying: text) == "\u{1B}]52;c;\(encoded)\u{07}")
  }

  @Test func `control characters are left out, line ends and tabs stay`() {
    #expect(
      Clipboard(multiplexer: .none).sequence(copying: "a\u{1B}\u{03}\u{9B}\n\tb") == "\u{1B}]52;c;YQoJYg==\u{07}"
    )
  }

  @Test func `tmux gets it for itself and wrapped for the terminal around it`() {
    #expect(
      Clipboard(multiplexer: .tmux).sequence(copying: "foo")
        == "\u{1B}]52;c;Zm9v\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{07}\u{1B}\\"
    )
  }

  @Test func `screen gets it in pieces it can take`() throws {
    let text = String(repeating: "a", count: 900)
    let sequence = try #require(Clipboard(multiplexer: .screen).sequence(copying: text))
    let pieces = sequence.split(separator: "\u{1B}\\").map { $0.dropFirst(2) }
    #expect(pieces.allSatisfy { $0.utf8.count <= 512 })
    #expect(pieces.joined() == Clipboard(multiplexer: .none).sequence(copying: text))
  }

  @Test func `more than terminals take is refused`() {
    #expect(Clipboard(multiplexer: .none).sequence(copying: String(repeating: "a", count: 64 * 1024)) != nil)
    #expect(Clipboard(multiplexer: .none).sequence(copying: String(repeating: "a", count: 64 * 1024 + 1)) == nil)
  }
}
