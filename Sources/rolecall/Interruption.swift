import Dispatch
import Glibc

/// The signals by which a person or a supervisor ends a command.
enum Interruption {
  private static var signals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    return signals
  }

  /// Keeps the signals from ending the process by themselves.
  ///
  /// Call it before there is a second thread: every later one inherits it.
  static func hold() {
    var signals = signals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Calls `act` with every such signal that comes, on a thread of its own.
  static func watch(_ act: @escaping @Sendable (Int32) -> Void) {
    DispatchQueue(label: "rolecall.signals").async {
      var signals = signals
      while true {
        var signal: Int32 = 0
        if sigwait(&signals, &signal) == 0 { act(signal) }
      }
    }
  }
}
