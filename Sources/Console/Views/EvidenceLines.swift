import Terminal

/// The chain of evidence as lines: one for each link, and the beginning of what the service said under those that need
/// explaining, where there is room.
struct EvidenceLines {
  enum Line: Hashable {
    case link(Int)
    /// What the service said about the link.
    case said(Int, String)
  }

  private let lines: [Line]
  private let top: Int
  private let height: Int

  init(_ links: [EvidenceLink], selected: Int, layout: Layout) {
    height = layout.body.rows
    let width = layout.size.columns - AccountView.textColumn - 1
    let short = links.indices.map { Line.link($0) }
    let long = links.indices.flatMap { index -> [Line] in
      guard let raw = links[index].raw, links[index].mark != .fine else { return [.link(index)] }
      let said = Wrapping.lines(raw, width: width).prefix(3).map { Line.said(index, $0) }
      return [.link(index)] + said
    }
    lines = long.count <= height ? long : short
    let position = lines.firstIndex(of: .link(selected)) ?? 0
    top = min(max(0, position - height / 2), max(0, lines.count - height))
  }

  /// The lines that the window shows.
  var visible: ArraySlice<Line> { lines[top..<min(lines.count, top + height)] }

  /// The link that `line` of the window belongs to.
  func link(onLine line: Int) -> Int? {
    guard line >= 0, line < visible.count else { return nil }
    switch visible[top + line] {
    case .link(let index), .said(let index, _): return index
    }
  }
}
