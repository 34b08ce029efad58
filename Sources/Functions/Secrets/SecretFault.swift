package import AWS

/// Why a secret could not be read; which one is told by its part, since its name may be long and says no more.
package enum SecretFault: Explained {
  /// There is no such version any more.
  case gone
  case unreadable(AWSError)
  /// It is not the JSON text that it should be; what it holds instead is not repeated.
  case malformed(needs: String)

  package var sentence: String {
    switch self {
    case .gone: "the secret, or the wanted version of it, does not exist"
    case .unreadable(let error): "the secret cannot be read: \(error.sentence)"
    case .malformed(let needs): "the secret is not of the form that it needs: \(needs)"
    }
  }
}
