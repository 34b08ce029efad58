import Terminal
import Testing

struct TextWidthTests {
  @Test(arguments: [("", 0), ("abc", 3), ("Zürich", 6), ("日本語", 6), ("a日b", 4), ("\u{1B}", 1), ("●◐▲✗–", 5)])
  func `text is as wide as its cells`(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"),
    ("abcdef", 5, "abcd…"),
    ("abcdef", 1, "…"),
    ("abcdef", 0, ""),
    ("日本語", 6, "日本語"),
    ("日本語", 5, "日本…"),
    ("日本語", 4, "日…"),
    ("日本語", 3, "日…"),
    ("日本語", 2, "…"),
    ("a日本", 4, "a日…"),
    ("a\nb", 3, "a␊b"),
  ])
  func `a cut ends in an ellipsis and never splits a wide character`(text: String, width: Int, cut: String) {
    #expect(TextWidth.cut(text, to: width) == cut)
  }

  @Test func `a cut in ASCII ends in a tilde`() {
    #expect(TextWidth.cut("abcdef", to: 4, glyphs: .ascii) == "abc~")
  }

  @Test(arguments: [("ab", "ab  "), ("日本語", "日… "), ("abcdef", "abc…"), ("日本", "日本")])
  func `fitted text takes exactly its cells`(text: String, fitted: String) {
    #expect(TextWidth.fit(text, to: 4) == fitted)
    #expect(TextWidth.of(fitted) == 4)
  }
}
