import Crypto
import FoundationEssentials
import Transport
import Veeam

/// What the Lambdas stack's parameters say to the configurator, through its environment variables.
struct ConfiguratorSettings: Sendable {
  /// What becomes of registrations whose stacks are deleted.
  enum DeleteMode: String, Sendable {
    /// They are removed, or treated as `OnDeleteInUse` says.
    case remove
    /// They stay and are marked as let go.
    case mark
    /// They stay as they are: for taking everything down while the appliance goes on.
    case keep
  }

  let address: ApplianceAddress
  /// Tried first; whatever the appliance accepts is found where it refuses this one.
  let version: APIVersion?
  let trust: Trust
  let organization: String
  let deleteMode: DeleteMode
  let isMigrating: Bool
  /// Whether a secret's pending version is tried when the current one is refused.
  let triesPending: Bool

  /// Reads the variables.
  ///
  /// - Throws: ``Refusal`` that names the stack's parameter.
  init(_ variables: [String: String]) throws {
    func text(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
    func isOn(_ name: String, default value: String) throws(Refusal) -> Bool {
      switch text(name) ?? value {
      case "yes": true
      case "no": false
      default: throw Refusal("\(name) is neither yes nor no")
      }
    }
    guard let host = text("APPLIANCE_HOST") else { throw Refusal("the Lambdas stack names no ApplianceHost") }
    let authority = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    do throws(ApplianceError) {
      address = try ApplianceAddress(url: "https://\(authority):\(text("APPLIANCE_PORT") ?? "11005")")
    } catch {
      throw Refusal("ApplianceHost and AppliancePort of the Lambdas stack are no address")
    }
    version = text("APPLIANCE_API_VERSION").map(APIVersion.init(rawValue:))
    trust = try Self.trust(pins: text("APPLIANCE_SHA256"), authorities: text("APPLIANCE_CA"))
    guard let organization = text("ORGANIZATION_ID") else {
      throw Refusal("the Lambdas stack names no OrganizationId")
    }
    self.organization = organization
    guard let mode = DeleteMode(rawValue: text("DELETE_MODE") ?? "remove") else {
      throw Refusal("DeleteMode of the Lambdas stack is none of remove, mark and keep")
    }
    deleteMode = mode
    isMigrating = try isOn("MIGRATE_FROM_REFERENCE", default: "no")
    triesPending = try isOn("TRY_PENDING", default: "yes")
  }

  /// Pins say more than authorities; without either the appliance is not spoken to.
  private static func trust(pins: String?, authorities: String?) throws -> Trust {
    if let pins {
      let fingerprints = pins.split(separator: ",").map { CertificateFingerprint(String($0)) }
      guard !fingerprints.isEmpty, !fingerprints.contains(nil) else {
        throw Refusal("ApplianceSha256 of the Lambdas stack holds a fingerprint that is none")
      }
      return .pinned(fingerprints.compactMap { $0 })
    }
    guard let authorities else {
      throw Refusal(
        "the appliance's certificate cannot be verified: give the Lambdas stack ApplianceSha256 or "
          + "ApplianceCaCertificate"
      )
    }
    return .certificateAuthorities(file: try file(holding: authorities))
  }

  /// TLS reads authorities from a file; environments that share a machine with others get one each per content.
  private static func file(holding authorities: String) throws -> String {
    let digest = SHA256.hash(data: Array(authorities.utf8)).prefix(8).hexadecimal
    let file = FileManager.default.temporaryDirectory.appending(path: "appliance-\(digest).pem")
    do {
      try Data(authorities.utf8).write(to: file, options: .atomic)
    } catch {
      throw Refusal("ApplianceCaCertificate cannot be written to the function's temporary folder")
    }
    return file.path
  }
}
