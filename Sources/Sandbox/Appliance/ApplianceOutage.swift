/// The ways an appliance can be away.
package enum ApplianceOutage: Sendable, CaseIterable {
  case none

  /// Nothing listens, as during a reboot.
  case refused

  /// The front-end proxy answers with its own page, as while a service restarts.
  case badGateway
  case unavailablePage
  case gatewayTimeout

  /// The service itself says that it is not available.
  case unavailableProblem

  /// What every request gets meanwhile; nil when requests are served, or cannot arrive at all.
  func reply(authority: String) -> LoopbackReply? {
    switch self {
    case .none, .refused: nil
    case .badGateway: .proxyPage(status: 502, title: "Bad Gateway")
    case .unavailablePage: .proxyPage(status: 503, title: "Service Temporarily Unavailable")
    case .gatewayTimeout: .proxyPage(status: 504, title: "Gateway Time-out")
    case .unavailableProblem: ApplianceProblem.unavailable.reply(authority: authority)
    }
  }
}
