import Fleet
import FoundationEssentials
import Transport

/// What the appliance was read to be, and what that comes to.
struct ApplianceExam {
  struct Settings: Hashable {
    let authority: String
    let isDirect: Bool
    let pins: [CertificateFingerprint]
    /// Whether the console reads with a secret of its own.
    let hasOwnReader: Bool
  }

  struct Certificate: Hashable {
    let fingerprint: CertificateFingerprint
    let notAfter: Date
  }

  struct Version: Hashable {
    /// Nil where the user may not read it.
    let product: String?
    let revision: String?
  }

  struct User: Hashable {
    let name: String
    let isDefault: Bool
    let hasSecondFactor: Bool
  }

  var settings: Fact<Settings>
  var certificate: Fact<Certificate>
  /// The role of the user we signed in as.
  var signIn: Fact<String?>
  var version: Fact<Version>
  /// Registrations on the first page.
  var registrations: Fact<Int>
  /// The user that the functions sign in as; nil: the appliance has none of that name.
  var user: Fact<User?>
  /// Pins that the functions hold.
  var functionPins: Fact<[CertificateFingerprint]>
  var now: Date

  /// Days before a certificate's end from which on it is spoken of.
  static let certificateMargin = 30

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.applianceRoad, settings) { settings in
        .fine(settings.isDirect ? "read directly, at \(settings.authority)" : "read through the configurator function")
      },
      DoctorCheck(.applianceAnswers, certificate) { _ in
        let isDirect = (try? settings.get())?.isDirect ?? true
        return .fine(isDirect ? "answers with TLS from here" : "answers with TLS in the functions' network")
      },
      DoctorCheck(.certificate, certificate, judged(certificate:)),
      DoctorCheck(.signIn, signIn) { .fine("signed in\($0.map { " as \($0)" } ?? "")") },
      DoctorCheck(.applianceVersion, version, Self.judged(version:)),
      DoctorCheck(.readRights, registrations) { .fine("may read registrations (\($0) on the first page)") },
      DoctorCheck(.applianceUser, user, judged(user:)),
      DoctorCheck(
        .nativeOrganization,
        .notCheckable(
          "the appliance's API does not show its own organizations",
          mend: "look on its page whether one is added; its names must not be those of registrations"
        )
      ),
    ]
  }

  private func judged(certificate: Certificate) -> Judgement {
    let days = Int(certificate.notAfter.timeIntervalSince(now) / 86_400)
    let pins = (try? settings.get())?.pins ?? []
    if !pins.isEmpty, !pins.contains(certificate.fingerprint) {
      return .failing(
        "it presents \(certificate.fingerprint), which the context does not trust",
        mend: "compare it with the appliance's own page, then rolecall trust"
      )
    }
    if case .success(let functionPins) = functionPins, !functionPins.isEmpty,
      !functionPins.contains(certificate.fingerprint)
    {
      return .failing(
        "the functions do not trust \(certificate.fingerprint)",
        mend: "rolecall deploy lambdas with ApplianceSha256 of both the old and the new certificate"
      )
    }
    if days < 0 {
      return .failing("it ended \(-days) days ago", mend: "renew it on the appliance, and trust the new one first")
    }
    if days <= Self.certificateMargin {
      return .warning("it ends in \(days) days", mend: "add the next certificate's fingerprint before it is renewed")
    }
    return .fine("trusted, good for \(days) days")
  }

  private static func judged(version: Version) -> Judgement {
    guard let revision = version.revision else { return .notCheckable("no revision was agreed on") }
    guard let product = version.product else {
      return .fine("revision \(revision); the product's version needs Portal Administrator")
    }
    return .fine("version \(product), revision \(revision)")
  }

  private func judged(user: User?) -> Judgement {
    guard let user else {
      return .failing("the appliance has no user of the functions' credential", mend: "rolecall setup makes it")
    }
    if user.hasSecondFactor {
      return .failing(
        "\(user.name) has a second factor, which a function cannot give",
        mend: "take it off, or use another user"
      )
    }
    if user.isDefault {
      return .failing(
        "\(user.name) is the appliance's first administrator",
        mend: "give the functions a user of their own: rolecall setup"
      )
    }
    guard (try? settings.get())?.hasOwnReader == true else {
      return .warning(
        "the console reads as \(user.name), the user of the functions",
        mend: "add a Portal Operator and name its secret in appliance.signIn.read"
      )
    }
    return .fine("\(user.name) is used by the functions only, as far as this console knows")
  }
}
