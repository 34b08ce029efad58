import Operations
import Terminal

/// Checks as a page for people: by group, with evidence, and with what mends it under what is not in order.
struct DoctorSheet {
  let checks: [DoctorCheck]
  /// The terminal's; nil where lines may have any length.
  let width: Int?
  let isColored: Bool

  private static let verdictColumn = 2
  private static let textColumn = 15
  /// Below this a line is not broken: it would be all indentation.
  private static let narrowest = 20

  var text: String {
    var text = ""
    for group in DoctorCheck.Group.allCases {
      let own = checks.filter { $0.id.group == group }
      guard !own.isEmpty else { continue }
      text += (text.isEmpty ? "" : "\n") + group.rawValue + "\n"
      for check in own { text += lines(of: check) }
    }
    return text + "\n" + DoctorTally(checks).sentence + "\n"
  }

  private func lines(of check: DoctorCheck) -> String {
    let word = check.verdict.word
    let padding = String(repeating: " ", count: Self.textColumn - Self.verdictColumn - word.count)
    let mark = isColored ? check.verdict.color.map { "\u{1B}[\($0)m\(word)\u{1B}[0m" } ?? word : word
    var lines = wrapped("\(check.id.title): \(check.evidence)")
    if let mend = check.mend, check.verdict != .fine { lines += wrapped("try: \(mend)") }
    let first = String(repeating: " ", count: Self.verdictColumn) + mark + padding + (lines.first ?? "") + "\n"
    let hanging = String(repeating: " ", count: Self.textColumn)
    return lines.dropFirst().reduce(first) { $0 + hanging + $1 + "\n" }
  }

  /// Lines that fit beside the verdict, broken between words; text of a service cannot move the cursor.
  private func wrapped(_ text: String) -> [String] {
    let text = SafeText.of(text)
    guard let width, width - Self.textColumn >= Self.narrowest else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, TextWidth.of(line) + 1 + TextWidth.of(String(word)) > width - Self.textColumn {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }
}

extension DoctorCheck.Verdict {
  /// For people; machines get the raw value.
  fileprivate var word: String { self == .notCheckable ? "not checked" : rawValue }

  /// The colour's code; it only carries what the word says already.
  fileprivate var color: Int? {
    switch self {
    case .fine: 32
    case .warning: 33
    case .failing: 31
    case .notCheckable: nil
    }
  }
}
