/// One HTTP answer of a simulated service, and how it reaches the client.
package struct LoopbackReply: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  package var delivery: Delivery
  /// Seconds that the server's clock, as its Date header shows it, is ahead.
  package var clockOffset = 0.0

  /// What happens to the answer on its way: faults are the sandbox's business, not each service's.
  package enum Delivery: Sendable, Equatable {
    case whole

    /// Waits before the first byte.
    case late(Duration)

    /// Announces the whole length, sends half of it and resets the connection.
    case resetMidBody

    /// Sends whole and then closes every connection of the server, as a service that restarts.
    case wholeThenRestart
  }

  package init(
    status: Int,
    contentType: String? = nil,
    headers: [(name: String, value: String)] = [],
    body: [UInt8] = [],
    delivery: Delivery = .whole
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
    if let contentType { self.headers.append((name: "content-type", value: contentType)) }
  }

  /// The page a front-end proxy shows while the service behind it is away.
  package static func proxyPage(status: Int, title: String) -> LoopbackReply {
    let page = """
      <html>\r
      <head><title>\(status) \(title)</title></head>\r
      <body>\r
      <center><h1>\(status) \(title)</h1></center>\r
      <hr><center>nginx</center>\r
      </body>\r
      </html>\r

      """
    return LoopbackReply(status: status, contentType: "text/html", body: Array(page.utf8))
  }
}
