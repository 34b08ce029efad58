import Terminal
import Testing

struct FrameTests {
  @Test(arguments: [
    ("abc", 0, nil as Int?, "abc", 3),
    ("abc", 8, nil, "        a…", 10),
    ("abc", 10, nil, "", 10),
    ("abcdef", 2, 4, "  abc…", 6),
    ("日本語", 0, 6, "日本語", 6),
    ("日本語", 0, 5, "日本…", 5),
    ("日本語", 0, 4, "日…", 4),
    ("日本語x", 5, nil, "     日本…", 10),
    ("a\u{1B}[Hb", 0, nil, "a␛[Hb", 5),
    ("x", -1, nil, "", -1),
    ("", 3, 2, "", 3),
    ("abc", 3, 0, "", 3),
  ])
  func `text is written where it fits`(text: String, column: Int, width: Int?, line: String, end: Int) {
    var frame = Frame(size: Size(columns: 10, rows: 1))
    #expect(frame.write(text, row: 0, column: column, width: width) == end)
    #expect(frame.text(ofRow: 0) == line)
  }

  @Test func `a row outside is left out`() {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.write("a", row: 1, column: 0)
    frame.write("a", row: -1, column: 0)
    #expect(frame == Frame(size: Size(columns: 4, rows: 1)))
  }

  @Test(arguments: [("12", "   12"), ("123456", "1234…"), ("日本", " 日本")])
  func `trailing text ends at the end`(text: String, line: String) {
    var frame = Frame(size: Size(columns: 8, rows: 1))
    frame.write(text, row: 0, column: 0, width: 5, alignment: .trailing)
    #expect(frame.text(ofRow: 0) == line)
  }

  @Test func `a wide character is a cell with text and one without`() {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.write("a日", row: 0, column: 0, style: .bold)
    #expect(frame.cells.map(\.text) == ["a", "日", "", " "])
    #expect(frame[0, 2].style == .bold)
  }

  @Test(arguments: [(1, [" ", "x", " ", " "]), (2, [" ", " ", "x", " "]), (0, ["x", "日", "", " "])])
  func `writing over half of a wide character blanks the other half`(column: Int, texts: [String]) {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.write("日", row: 0, column: 1)
    frame.write("x", row: 0, column: column)
    #expect(frame.cells.map(\.text) == texts)
  }

  @Test func `spans follow each other in their own styles and are cut as one`() {
    var frame = Frame(size: Size(columns: 10, rows: 1))
    let end = frame.write([.init("ab", .bold), .init("日本", .dim), .init("xy")], row: 0, column: 1, width: 5)
    #expect(end == 6)
    #expect(frame.text(ofRow: 0) == " ab日…")
    #expect(frame[0, 1].style == .bold)
    #expect(frame[0, 3].style == .dim)
  }

  @Test func `restyling keeps the text`() {
    var frame = Frame(size: Size(columns: 4, rows: 1))
    frame.write("abcd", row: 0, column: 0)
    frame.restyle(row: 0, columns: 1..<9) { $0.isReversed = true }
    #expect(frame.text(ofRow: 0) == "abcd")
    #expect(frame.cells.map(\.style.isReversed) == [false, true, true, true])
  }

  @Test func `a frame in ASCII holds nothing else`() {
    var frame = Frame(size: Size(columns: 10, rows: 1), glyphs: .ascii)
    frame.write("Zürich 日本語", row: 0, column: 0)
    #expect(frame.text(ofRow: 0) == "Z?rich ???")
    frame.write("Zürich 日本語!", row: 0, column: 0, width: 9)
    #expect(frame.text(ofRow: 0) == "Z?rich ?~?")
  }

  @Test(arguments: [Size(columns: 0, rows: 0), Size(columns: 0, rows: 3), Size(columns: 1, rows: 1)])
  func `the smallest frames take anything`(size: Size) {
    var frame = Frame(size: size)
    frame.write("日本", row: 0, column: 0)
    frame.write("abc", row: 0, column: 0)
    frame.clear(row: 0, columns: 0..<5)
    #expect(frame.changes(since: nil).isEmpty)
  }
}
