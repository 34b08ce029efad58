/// What a portal user's password must hold.
///
/// The 2.0 REST guide asks for a digit, the deployment guides of products 10 and 11 for a special character.
package enum PasswordRule: Sendable {
  case digit
  case special
  case both

  /// The shortest rising or falling run, such as `abcd` or `4321`, that is refused.
  private static let shortestRun = 4

  /// What is wrong with `password`; empty when it may be used.
  package func objections(to password: String) -> [String] {
    var objections: [String] = []
    let scalars = Array(password.unicodeScalars)
    if scalars.count < 8 { objections.append("The password must have at least 8 characters.") }
    if scalars.count > 255 { objections.append("The password must have at most 255 characters.") }
    if !scalars.contains(where: { ("A"..."Z").contains($0) }) {
      objections.append("The password must contain an upper-case letter.")
    }
    if !scalars.contains(where: { ("a"..."z").contains($0) }) {
      objections.append("The password must contain a lower-case letter.")
    }
    if self != .special, !scalars.contains(where: { ("0"..."9").contains($0) }) {
      objections.append("The password must contain a digit.")
    }
    if self != .digit, !scalars.contains(where: Self.isSpecial) {
      objections.append("The password must contain a special character.")
    }
    if Self.hasRun(scalars.map { Int($0.value) }) {
      objections.append("The password must not contain a run of consecutive characters.")
    }
    return objections
  }

  private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar) && !scalar.properties.isWhitespace
  }

  private static func hasRun(_ values: [Int]) -> Bool {
    var (direction, length) = (0, 1)
    for (previous, next) in zip(values, values.dropFirst()) {
      let step = next - previous
      length = abs(step) == 1 ? (step == direction ? length + 1 : 2) : 1
      direction = step
      if length >= shortestRun { return true }
    }
    return false
  }
}
