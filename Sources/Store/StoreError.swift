/// Why the state could not be kept.
///
/// The console goes on without: only what would have been remembered is lost.
package enum StoreError: Error, Hashable, Sendable {
  case unusable(path: String, reason: String)

  package var sentence: String {
    switch self {
    case .unusable(let path, let reason): "\(path) cannot be used: \(reason)"
    }
  }
}
