import Fleet
import Testing

@testable import rolecall

struct TableTests {
  private func table() -> Table {
    var table = Table(columns: [.init(title: "NAME"), .init(title: "N", isNumber: true), .init(title: "WORD")])
    table.rows = [
      [.init("宽宽"), .init("1"), .init("ready", color: Readiness.ready.color)],
      [.init("plain"), .init("1000"), .init("")],
      [.init("a\u{1B}[2Jb\nc"), .init("2"), .init("x")],
    ]
    return table
  }

  @Test func `columns are as wide as their cells look`() {
    #expect(
      table().text(width: nil, isColored: false) == """
        NAME         N  WORD
        宽宽         1  ready
        plain     1000
        a␛[2Jb␊c     2  x

        """
    )
  }

  @Test func `colour surrounds the word only`() {
    #expect(table().text(width: nil, isColored: true).contains("  \u{1B}[32mready\u{1B}[0m\n"))
  }

  @Test func `the widest column gives way to the terminal`() {
    var table = Table(columns: [.init(title: "ID"), .init(title: "NAME")])
    table.rows = [[.init("123456789012"), .init(String(repeating: "宽", count: 20))]]
    let lines = table.text(width: 30, isColored: false).split(separator: "\n")
    #expect(lines.last == "123456789012  宽宽宽宽宽宽宽…")
  }
}
