/// The answer of `/token`; no field is marked required there.
struct TokenResponse: Decodable {
  let accessToken: String?
  let refreshToken: String?
  /// In seconds.
  let expiresIn: Int?
  /// The display name of the user's role.
  let roleName: String?
  /// Set when the user has to give a second factor.
  let mfaToken: String?

  private enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case refreshToken = "refresh_token"
    case expiresIn = "expires_in"
    case roleName
    case mfaToken = "mfa_token"
  }
}
