import Foundation
import Terminal
import Testing

/// Frames as files that people can read: what stands in every cell, and under it how it looks.
///
/// `RECORD=1` writes them anew; a missing one fails.
enum Golden {
  static func expect(_ frame: Frame, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let text = self.text(of: frame)
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let file = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try #require(
      try? String(contentsOf: file, encoding: .utf8),
      "no golden \(name); RECORD=1 makes it",
      sourceLocation: sourceLocation
    )
    #expect(text == recorded, "\(name) differs:\n\(text)", sourceLocation: sourceLocation)
  }

  static func text(of frame: Frame) -> String {
    var lines: [String] = []
    let rows = 0..<frame.size.rows
    lines += rows.map { frame.text(ofRow: $0) }
    lines.append(String(repeating: "=", count: frame.size.columns))
    lines += rows.map { row in
      var line = (0..<frame.size.columns).map { letter(frame[row, $0].style) }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
    lines.append(String(repeating: "=", count: frame.size.columns))
    if let cursor = frame.cursor {
      lines.append("cursor \(cursor.row),\(cursor.column) \(cursor.isVisible ? "visible" : "hidden")")
    } else {
      lines.append("no cursor")
    }
    lines.append("red r, green g, yellow y, blue u; capital: bold; dim d, bold b, reversed #, underlined _")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func letter(_ style: Style) -> String {
    if style.isReversed { return "#" }
    if style.isUnderlined { return "_" }
    let color =
      switch style.color {
      case .plain: style.isBold ? "b" : style.isDim ? "d" : " "
      case .red: "r"
      case .green: "g"
      case .yellow: "y"
      case .blue: "u"
      case .magenta: "m"
      case .cyan: "c"
      }
    return style.isBold && style.color != .plain ? color.uppercased() : color
  }
}
