import Foundation
import Testing

@testable import Console

/// What the README says of the keys is what the keymap says.
struct ReadmeTests {
  @Test func `the README's key table is the keymap's`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md").standardized
    let text = try String(contentsOf: file, encoding: .utf8)
    let heading = try #require(text.range(of: "## Keys\n\n"))
    let end = try #require(text.range(of: "\nFilters:", range: heading.upperBound..<text.endIndex))
    let table = heading.upperBound..<end.lowerBound
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.replacingCharacters(in: table, with: KeymapTable.markdown).write(
        to: file,
        atomically: true,
        encoding: .utf8
      )
    } else {
      #expect(text[table] == KeymapTable.markdown, "RECORD=1 writes it anew")
    }
  }
}
