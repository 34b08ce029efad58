package import FoundationEssentials

/// One step of signing in with a browser that may be on another machine.
package enum SignInEvent: Hashable, Sendable {
  /// What the person has to open and to type there.
  case invitation(address: String, code: String, expires: Date?)
  case succeeded
  /// One sentence.
  case failed(String)
}
