import Crypto

/// A place to sign in through IAM Identity Center.
package struct SSOSession: Hashable, Sendable {
  /// The name of the `[sso-session]` section; nil in the older form, where the profile itself holds the settings.
  package let name: String?
  package let startURL: String
  package let region: String
  /// What the sign-in asks for; with nothing asked for there is no renewal.
  package let scopes: [String]
  /// The profile it was read for; the older form is signed in to by profile.
  package let profileName: String?

  /// Reads the session of that name.
  package init(named name: String, configuration: SharedConfiguration) throws(CredentialError) {
    guard let settings = configuration.session(named: name) else {
      throw .misconfigured("the config file has no [sso-session \(name)]")
    }
    guard let startURL = settings["sso_start_url"], let region = settings["sso_region"] else {
      throw .misconfigured("[sso-session \(name)] needs sso_start_url and sso_region")
    }
    let scopes = (settings["sso_registration_scopes"] ?? "sso:account:access").split(separator: ",")
    self.init(
      name: name,
      startURL: startURL,
      region: region,
      scopes: scopes.map { String($0.trimmed) },
      profileName: nil
    )
  }

  /// Reads the session of a profile, or nil where the profile has none.
  package init?(_ profile: Profile, configuration: SharedConfiguration) throws(CredentialError) {
    if let name = profile["sso_session"] {
      try self.init(named: name, configuration: configuration)
      for (key, own) in [("sso_start_url", startURL), ("sso_region", region)] {
        guard let other = profile[key], other != own else { continue }
        throw .misconfigured("\(key) of the profile \(profile.name) and of [sso-session \(name)] differ")
      }
      return
    }
    guard let startURL = profile["sso_start_url"] else { return nil }
    guard let region = profile["sso_region"] else {
      throw .misconfigured("the profile \(profile.name) has sso_start_url and no sso_region")
    }
    self.init(name: nil, startURL: startURL, region: region, scopes: [], profileName: profile.name)
  }

  private init(name: String?, startURL: String, region: String, scopes: [String], profileName: String?) {
    self.name = name
    self.startURL = startURL
    self.region = region
    self.scopes = scopes
    self.profileName = profileName
  }

  /// What a person calls it.
  package var title: String { name.map { "SSO session \($0)" } ?? "SSO sign-in at \(startURL)" }

  /// What starts the sign-in anew.
  package var command: String {
    let option = name.map { "--sso-session \(ShellQuoting.quoted($0))" }
    let other = option ?? profileName.map { "--profile \(ShellQuoting.quoted($0))" } ?? ""
    return "aws sso login \(other) (or rolecall login)"
  }

  /// The token file's name, without its ending: all AWS tools find the token by it.
  var cacheKey: String {
    Insecure.SHA1.hash(data: Array((name ?? startURL).utf8)).hexadecimal
  }

  var expired: CredentialError { .signInExpired(source: title, command: command) }
}

extension Digest {
  /// Two lower-case digits a byte.
  var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
