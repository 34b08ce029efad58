import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Transport
import Veeam

/// Makes the portal user that the functions sign in as, with the password that the Lambdas stack has generated.
struct CredentialStage: Stage {
  let name = "credential"
  let title = "Portal user of the functions"
  let site: SetupSite
  let lambdasStack: String
  let user: String
  /// Asks for the sign-in of an administrator of the appliance; it is kept nowhere.
  let administrator: @Sendable () async throws -> ApplianceCredential

  func examine() async throws -> StageReport {
    guard let secret = try await secretARN() else { return missing }
    let credential: ApplianceCredential
    do {
      credential = try await self.credential(secret)
    } catch let error as AWSError where error.code?.isDenial == true {
      return StageReport(
        .due,
        details: ["whether \(user) signs in is not known: the secret may not be read with the profile for looking"]
      )
    }
    switch try await standing(of: credential) {
    case .signsIn: return .done("\(credential.username) signs in")
    case .refused: return missing
    case .lacksRights(let role):
      return .blocked(
        "\(credential.username) signs in, but is \(role ?? "no Portal Administrator")",
        nextStep: "make it a Portal Administrator on the appliance"
      )
    }
  }

  private var missing: StageReport {
    StageReport(
      .due,
      details: [
        "portal user \(user), Portal Administrator, used by nothing else", "asks for an administrator's sign-in",
      ],
      calls: ["POST /users"],
      undo: "remove the user on the appliance"
    )
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    guard let secret = try await secretARN(isWriting: true) else {
      throw OperatorError(sentence: "stack \(lambdasStack) has no output SecretArn")
    }
    let credential = try await self.credential(secret, isWriting: true)
    if case .signsIn = try await standing(of: credential) { return }
    let administrator = try await administrator()
    let appliance = try site.connections.appliance(as: administrator)
    do {
      try await make(credential, on: appliance)
    } catch {
      await appliance.leave()
      throw error
    }
    await appliance.leave()
    guard case .signsIn = try await standing(of: credential) else {
      throw OperatorError(
        sentence: "\(credential.username) was made, but does not sign in",
        nextStep: "look at the user on the appliance: role Portal Administrator, multi-factor authentication off"
      )
    }
    tell(.note("\(credential.username) signs in"))
  }

  private func make(_ credential: ApplianceCredential, on appliance: Appliance) async throws {
    if try await appliance.user(named: credential.username) != nil {
      throw OperatorError(
        sentence: "the appliance has a user \(credential.username) already, whose password is another one",
        nextStep: "remove that user on the appliance, or give --portal-user another name before the stack is made"
      )
    }
    if let objection = try await appliance.validatePassword(credential.password).first {
      throw OperatorError(sentence: "the appliance refuses the generated password: \(objection)")
    }
    try await appliance.createUser(credential, description: "RoleCall functions; used by nothing else")
  }

  // MARK: How it stands

  private enum Standing {
    case signsIn
    case refused
    case lacksRights(role: String?)
  }

  private func standing(of credential: ApplianceCredential) async throws -> Standing {
    let appliance = try site.connections.appliance(as: credential)
    do {
      let role = try await appliance.signIn()
      await appliance.leave()
      return role.map { $0.contains("Administrator") } ?? true ? .signsIn : .lacksRights(role: role)
    } catch ApplianceError.signInRefused {
      return .refused
    }
  }

  private func secretARN(isWriting: Bool = false) async throws -> String? {
    try await site.stack(lambdasStack, isWriting: isWriting)?.outputs["SecretArn"]
  }

  private func credential(_ secret: String, isWriting: Bool = false) async throws -> ApplianceCredential {
    let value = try await SecretsManager(site.connections.aws(.backup, isWriting: isWriting)).getSecretValue(secret)
    return try ApplianceCredential(secret: value, id: secret)
  }
}

extension Appliance {
  /// Signs out; a session that cannot be ended ends by itself.
  fileprivate func leave() async { try? await signOut() }
}
