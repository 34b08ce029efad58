/// Why a simulated service could not be started.
package enum LoopbackError: Error, Sendable {
  case notListening(port: Int, cause: String)
}
