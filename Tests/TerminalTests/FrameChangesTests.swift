import Terminal
import Testing

struct FrameChangesTests {
  private static let size = Size(columns: 12, rows: 2)

  private static func frame(_ first: String, _ second: String = "", style: Style = .plain) -> Frame {
    var frame = Frame(size: size)
    frame.write(first, row: 0, column: 0, style: style)
    frame.write(second, row: 1, column: 0)
    return frame
  }

  @Test func `the same frame changes nothing`() {
    #expect(Self.frame("abc", "日本").changes(since: Self.frame("abc", "日本")).isEmpty)
  }

  @Test func `on a blank screen only what is not blank is put`() {
    #expect(
      Self.frame("ab  cd", "x").changes(since: nil) == [
        Frame.Run(row: 0, column: 0, text: "ab", style: .plain),
        Frame.Run(row: 0, column: 4, text: "cd", style: .plain),
        Frame.Run(row: 1, column: 0, text: "x", style: .plain),
      ]
    )
  }

  @Test(arguments: [
    ("abcdef", "abXYef", [Frame.Run(row: 0, column: 2, text: "XY", style: .plain)]),
    ("abc", "", [Frame.Run(row: 0, column: 0, text: "   ", style: .plain)]),
    ("日本", "abcd", [Frame.Run(row: 0, column: 0, text: "abcd", style: .plain)]),
    ("abcd", "日本", [Frame.Run(row: 0, column: 0, text: "日本", style: .plain)]),
    ("a日b", "a本b", [Frame.Run(row: 0, column: 1, text: "本", style: .plain)]),
    ("日x", "x日", [Frame.Run(row: 0, column: 0, text: "x日", style: .plain)]),
  ])
  func `what differs is put as runs`(old: String, new: String, runs: [Frame.Run]) {
    #expect(Self.frame(new).changes(since: Self.frame(old)) == runs)
  }

  @Test func `a run has one style`() {
    var frame = Self.frame("abcd")
    frame.restyle(row: 0, columns: 1..<3) { $0.isReversed = true }
    #expect(
      frame.changes(since: Self.frame("abcd")) == [Frame.Run(row: 0, column: 1, text: "bc", style: .reversed)]
    )
    #expect(frame.changes(since: nil).map(\.text) == ["a", "bc", "d"])
  }

  @Test func `a frame of another size is put whole`() {
    let before = Frame(size: Size(columns: 3, rows: 1))
    #expect(Self.frame("a").changes(since: before).map(\.text) == ["a"])
  }

  /// Putting the runs of a change on the old frame gives the new one, for any two frames.
  @Test func `old frame and changes make the new frame`() {
    var random = SplitMix(state: 42)
    let pieces = ["a", "bc", "日", "本語", " ", "é", "e\u{301}", "\u{1B}", "👨\u{200D}👩"]
    var before = Frame(size: Self.size)
    for _ in 0..<500 {
      var after = before
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        let text = pieces.randomElement(using: &random) ?? ""
        let style = [Style.plain, .bold, Style(.red)].randomElement(using: &random) ?? .plain
        let column = Int.random(in: 0..<12, using: &random)
        after.write(text, row: Int.random(in: 0..<2, using: &random), column: column, style: style)
      }
      var shown = before
      for run in after.changes(since: before) {
        shown.write(run.text, row: run.row, column: run.column, style: run.style)
      }
      #expect(shown == after)
      before = after
    }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
