/// What makes a server's certificate good.
///
/// There is no value that turns verification off.
package enum Trust: Hashable, Sendable {
  /// The system's certificate authorities, and the name must match.
  case system
  /// The authorities in one PEM file, and the name must match.
  case certificateAuthorities(file: String)
  /// The leaf certificate itself, by digest; several, so that a renewal can be prepared.
  ///
  /// Name and validity are then not looked at: the digest says more.
  case pinned([CertificateFingerprint])
}
