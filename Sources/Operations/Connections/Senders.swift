import Synchronization
import Transport

/// The ways out of the program, one for each set of authorities that are trusted beside the system's.
final class Senders: Sendable {
  private let proxies: ProxySettings
  private let log: WireLog?
  private let made = Mutex<[String?: HTTPSender]>([:])

  init(proxies: ProxySettings, log: WireLog?) {
    self.proxies = proxies
    self.log = log
  }

  /// `file` is a PEM file of additional authorities.
  func sender(authorities file: String?) -> HTTPSender {
    made.withLock { made in
      if let known = made[file] { return known }
      let sender = HTTPSender(configuration(trust: .system, authorities: file))
      made[file] = sender
      return sender
    }
  }

  func configuration(trust: Trust, authorities file: String? = nil) -> HTTPSender.Configuration {
    HTTPSender.Configuration(trust: trust, additionalAuthorities: file, proxies: proxies, log: log)
  }

  func close() async {
    let senders = made.withLock { made in
      defer { made = [:] }
      return Array(made.values)
    }
    for sender in senders {
      // Nothing is sent any more: an unclean end of a connection is nobody's concern.
      try? await sender.shutdown()
    }
  }
}
