import CTerminal

/// How many cells text takes.
package enum TextWidth {
  /// Cells of one scalar as the terminal counts them.
  package static func of(_ scalar: Unicode.Scalar) -> Int { Int(ct_width(scalar.value)) }
}
