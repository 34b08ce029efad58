import Terminal
import Testing

struct GlyphsTests {
  @Test(
    arguments: [
      (0, 10, ""), (1, 10, "██████████"), (0.5, 10, "█████"), (0.55, 10, "█████▌"), (0.0001, 10, "▏"),
      (0.9999, 4, "███▉"), (2, 3, "███"), (0.5, 0, ""),
    ] as [(Double, Int, String)]
  )
  func `a bar fills its part, any part shows, and only all is full`(fraction: Double, width: Int, bar: String) {
    #expect(Glyphs.unicode.bar(fraction, width: width) == bar)
  }

  @Test(arguments: [(0, ""), (1, "####"), (0.5, "##"), (0.01, "#")] as [(Double, String)])
  func `a bar in ASCII has whole cells`(fraction: Double, bar: String) {
    #expect(Glyphs.ascii.bar(fraction, width: 4) == bar)
  }

  @Test func `every glyph takes one cell in both encodings`() {
    for glyphs in Glyphs.allCases {
      let all = [
        glyphs.ready, glyphs.deploying, glyphs.degraded, glyphs.missing, glyphs.excluded, glyphs.unknown,
        glyphs.expanded, glyphs.collapsed, glyphs.ascending, glyphs.descending, glyphs.mark, glyphs.ellipsis,
        glyphs.separator, glyphs.crumb, glyphs.leftEdge, glyphs.rightEdge, glyphs.horizontal, glyphs.vertical,
        glyphs.teeDown, glyphs.teeUp, glyphs.teeRight, glyphs.teeLeft, glyphs.cross,
      ]
      for glyph in all { #expect(TextWidth.of(glyph) == 1) }
      if glyphs == .ascii { #expect(all.allSatisfy { $0.utf8.count == 1 }) }
    }
  }
}
