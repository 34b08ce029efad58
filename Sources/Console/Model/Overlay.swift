import FoundationEssentials

/// What lies over a place until it is closed.
enum Overlay: Hashable, Sendable {
  /// `top`: the first line shown.
  case help(top: Int)
  /// Raw text of a link in an account's evidence, as the service said it.
  case rawText(title: String, text: String, top: Int)
  case signIn(SignInPanel)
}

/// Signing in with a browser, as far as it has come.
struct SignInPanel: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case starting
    case invited(address: String, code: String, expires: Date?)
    case failed(String)
  }

  /// Told apart from answers of an attempt that was left.
  let attempt: Int
  var step = Step.starting
}
