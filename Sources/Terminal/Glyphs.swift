/// The signs that views draw with, in what the locale's encoding can show.
///
/// Each takes one cell in both, so that a layout is the same.
package enum Glyphs: Hashable, Sendable, CaseIterable {
  case unicode
  case ascii

  // Readiness
  package var ready: String { pick("●", "*") }
  package var deploying: String { pick("◐", "o") }
  package var degraded: String { pick("▲", "!") }
  package var missing: String { pick("✗", "x") }
  package var excluded: String { pick("–", "-") }
  package var unknown: String { "?" }

  // Trees and tables
  package var expanded: String { pick("▾", "v") }
  package var collapsed: String { pick("▸", ">") }
  package var ascending: String { pick("▴", "^") }
  package var descending: String { pick("▾", "v") }
  package var mark: String { pick("✓", "+") }
  package var ellipsis: String { pick("…", "~") }
  package var separator: String { pick("·", "-") }
  /// Between the places of a path: `prod ▸ Organization`.
  package var crumb: String { pick("▸", ">") }
  /// Left and right edge of the selected row.
  package var leftEdge: String { pick("▌", "[") }
  package var rightEdge: String { pick("▐", "]") }

  // Lines
  package var horizontal: String { pick("─", "-") }
  package var vertical: String { pick("│", "|") }
  package var teeDown: String { pick("┬", "+") }
  package var teeUp: String { pick("┴", "+") }
  package var teeRight: String { pick("├", "+") }
  package var teeLeft: String { pick("┤", "+") }
  package var cross: String { pick("┼", "+") }

  /// A horizontal bar that fills `fraction` of `width` cells, in steps of an eighth of a cell.
  ///
  /// Anything above nothing shows, and only all fills it. Not padded.
  package func bar(_ fraction: Double, width: Int) -> String {
    guard width > 0, fraction > 0 else { return "" }
    let steps = self == .ascii ? 1 : 8
    let all = width * steps
    var filled = min(all, Int(Double(all) * fraction))
    if filled == 0 { filled = 1 }
    let whole = String(repeating: pick("█", "#"), count: filled / steps)
    let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return whole + (self == .ascii ? "" : eighths[filled % steps])
  }

  /// The rest of a bar that shows how much is still to come.
  package func track(width: Int) -> String { String(repeating: pick("░", "."), count: max(0, width)) }

  private func pick(_ unicode: String, _ ascii: String) -> String { self == .unicode ? unicode : ascii }
}
