import Fleet
import Terminal

extension Readiness {
  /// The word's colour; it only carries what the word says already.
  var color: Style.Color {
    switch self {
    case .ready: .green
    case .deploying: .blue
    case .degraded: .yellow
    case .missing: .red
    case .excluded, .unknown: .plain
    }
  }
}
