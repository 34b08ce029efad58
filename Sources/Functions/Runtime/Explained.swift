import AWS
import Transport

/// An error that says in one sentence what an admin can act on, without a secret.
///
/// The sentence reaches the events of stacks in other accounts, and the log.
package protocol Explained: Error {
  var sentence: String { get }
}

extension AWSError: Explained {}
extension TransportError: Explained {}

/// Why a request is not carried out, in the words that its sender gets.
package struct Refusal: Explained, Hashable {
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }
}

/// What to tell of `error`; one that cannot explain itself is told by its type, since its text might hold anything.
package func sentence(of error: any Error) -> String {
  (error as? any Explained)?.sentence ?? "an unexpected error (\(type(of: error)))"
}
