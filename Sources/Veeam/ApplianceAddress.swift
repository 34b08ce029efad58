package import Transport

/// Where an appliance's REST API listens.
package struct ApplianceAddress: Hashable, Sendable, CustomStringConvertible {
  /// The port of an appliance whose administrator did not change it.
  private static let standardPort = 11_005

  package let origin: Origin

  /// Reads `https://host`, `https://host:port`, each perhaps with a slash at the end.
  ///
  /// - Throws: ``ApplianceError/addressMalformed(_:)``; plain HTTP is not offered by appliances.
  package init(url: String) throws(ApplianceError) {
    guard url.lowercased().hasPrefix("https://") else { throw .addressMalformed(url) }
    let rest = url.dropFirst("https://".count)
    let authority = rest.hasSuffix("/") ? rest.dropLast() : rest
    guard !authority.contains(where: { "/?#@ ".contains($0) }),
      let origin = Origin(authority: authority, defaultPort: Self.standardPort)
    else { throw .addressMalformed(url) }
    self.origin = origin
  }

  package var description: String { "https://\(origin.authority)" }
}
