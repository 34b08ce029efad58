import Terminal
import Testing

struct SafeTextTests {
  @Test(arguments: [
    ("payments-prod", "payments-prod"),
    ("", ""),
    ("Zürich 日本", "Zürich 日本"),
    ("a\nb\tc\rd", "a␊b␉c␍d"),
    ("\u{1B}[2J\u{1B}]0;owned\u{07}", "␛[2J␛]0;owned␇"),
    ("nul\u{0}del\u{7F}", "nul␀del␡"),
    ("csi\u{9B}31m", "csi\u{FFFD}31m"),
    ("abc\u{202E}fdp.exe", "abc\u{FFFD}fdp.exe"),
    ("\u{200F}\u{200E}\u{061C}\u{2066}\u{2069}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ("line\u{2028}paragraph\u{2029}", "line␤paragraph␤"),
    ("zero\u{200B}width\u{FEFF}", "zero\u{FFFD}width\u{FFFD}"),
    ("soft\u{AD}hyphen", "soft-hyphen"),
    ("noncharacter\u{FFFF}", "noncharacter\u{FFFD}"),
  ])
  func `control and bidirectional characters become stand-ins`(text: String, safe: String) {
    #expect(SafeText.of(text) == safe)
  }

  @Test(arguments: [
    ("👨\u{200D}👩\u{200D}👧", "👨👩👧", 6),
    ("👍🏽", "👍", 2),
    ("❤\u{FE0F}", "❤", 1),
    ("🇩🇪", "DE", 2),
    ("e\u{301}", "e\u{301}", 1),
    ("a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}", "a\u{300}\u{301}\u{302}\u{303}", 1),
    ("\u{301}lonely", "lonely", 6),
  ])
  func `sequences that terminals disagree about come apart`(text: String, safe: String, width: Int) {
    #expect(Array(SafeText.of(text).unicodeScalars) == Array(safe.unicodeScalars))
    #expect(TextWidth.of(text) == width)
  }

  @Test(arguments: [("Zürich", "Z?rich"), ("日本", "??"), ("a\nb", "a?b"), ("e\u{301}", "e"), ("plain", "plain")])
  func `what ASCII can't show is a question mark`(text: String, safe: String) {
    #expect(SafeText.of(text, glyphs: .ascii) == safe)
  }

  @Test func `making safe text safe changes nothing`() {
    for text in ["a\u{1B}b\u{202E}c👨\u{200D}👩", "日本\u{0}語", "plain"] {
      let once = SafeText.of(text)
      #expect(SafeText.of(once) == once)
    }
  }
}
