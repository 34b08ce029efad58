/// How a cell looks.
///
/// Colour only carries what a glyph or a word already says.
package struct Style: Hashable, Sendable {
  /// The eight ANSI colours, so that the user's own palette decides; `plain` is the terminal's default.
  package enum Color: UInt8, Hashable, Sendable, CaseIterable { case plain, red, green, yellow, blue, magenta, cyan }

  package var color: Color
  package var isBold: Bool
  package var isDim: Bool
  package var isReversed: Bool
  package var isUnderlined: Bool

  package init(
    _ color: Color = .plain,
    isBold: Bool = false,
    isDim: Bool = false,
    isReversed: Bool = false,
    isUnderlined: Bool = false
  ) {
    self.color = color
    self.isBold = isBold
    self.isDim = isDim
    self.isReversed = isReversed
    self.isUnderlined = isUnderlined
  }

  package static let plain = Style()
  package static let bold = Style(isBold: true)
  package static let dim = Style(isDim: true)
  package static let reversed = Style(isReversed: true)
}
