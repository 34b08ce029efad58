import Testing

@testable import Operations

struct OutputTextTests {
  @Test(
    arguments: [
      ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
      ("two\nlines", "\"two\nlines\""),
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
      ("=a,b", "\"'=a,b\""), ("a=1", "a=1"), ("\u{1B}[2J", "\u{1B}[2J"), ("é😀", "é😀"),
    ]
  )
  func `a cell is quoted where needed and never a formula`(text: String, cell: String) {
    #expect(CSVText.cell(text) == cell)
  }

  @Test func `lines of CSV end in CR LF`() {
    #expect(CSVText.of(columns: ["a", "b"], rows: [["1", "2"]]) == "a,b\r\n1,2\r\n")
  }

  @Test(
    arguments: [
      ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t\u{8}", #""\n\r\t\u0008""#), ("\u{1B}[31m\u{7F}", #""\u001b[31m\u007f""#),
      ("\u{85}\u{9B}", #""\u0085\u009b""#), ("\u{202E}evil\u{2066}", #""\u202eevil\u2066""#),
      ("\u{2028}\u{FEFF}", #""\u2028\ufeff""#), ("\u{E0001}", #""\udb40\udc01""#), ("宽👩‍👩‍👧é", "\"宽👩‍👩‍👧é\""),
    ]
  )
  func `JSON never carries a character that could move a cursor`(text: String, json: String) {
    #expect(JSONText.of(.text(text)) == json + "\n")
  }

  @Test func `JSON keeps the order of keys and indents by two`() {
    let value = OutputValue.object([
      .init("b", .list([.number(1), .null])), .init("a", .object([])), .init("c", .list([])), .init("d", .flag(true)),
    ])
    #expect(
      JSONText.of(value) == """
        {
          "b": [
            1,
            null
          ],
          "a": {},
          "c": [],
          "d": true
        }

        """
    )
  }

  @Test(arguments: [0, 1, 3, 20_000])
  func `a list in pieces is the same text`(count: Int) {
    let elements = (0..<count).map { OutputValue.object([.init("n", .number($0))]) }
    var pieces: [String] = []
    JSONText.pieces(of: elements) { pieces.append($0) }
    #expect(pieces.joined() == JSONText.of(.list(elements)))
    #expect(count < 20_000 || pieces.count > 5)
  }

  @Test func `YAML quotes text and keeps order`() throws {
    let value = OutputValue.object([
      .init("id", .text("000000000012")), .init("name", .text("no")), .init("ready", .null), .init("n", .number(3)),
    ])
    #expect(try YAMLText.of(value) == "id: \"000000000012\"\nname: \"no\"\nready: null\nn: 3\n")
  }

  @Test func `YAML escapes what turns text round`() throws {
    let text = try YAMLText.of(.text("ab\u{202E}\u{1B}é"))
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII && ($0.value >= 0x20 || $0 == "\n") })
  }
}
