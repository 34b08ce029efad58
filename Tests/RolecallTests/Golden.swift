import Foundation
import Testing

/// Recorded output; `RECORD=1` writes it anew, a missing one fails.
enum Golden {
  static func expect(_ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try #require(
      try? String(contentsOf: file, encoding: .utf8),
      "no golden \(name); RECORD=1 makes it",
      sourceLocation: sourceLocation
    )
    #expect(text == recorded, "\(name) differs", sourceLocation: sourceLocation)
  }
}
