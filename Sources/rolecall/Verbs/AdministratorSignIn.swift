import FoundationEssentials
import Operations
import Veeam

/// The appliance's administrator, asked for once and kept nowhere.
struct AdministratorSignIn {
  let flags: SetupFlags
  let surroundings: Surroundings

  func credential() async throws -> ApplianceCredential {
    ApplianceCredential(username: try await name(), password: try await password())
  }

  private func name() async throws -> String {
    if let name = flags.administrator { return name }
    return try answered(await surroundings.ask("Administrator of the appliance"), flag: "--administrator NAME")
  }

  private func password() async throws -> String {
    guard let file = flags.administratorPasswordFile else {
      return try answered(
        await surroundings.askSecret("Password, which is kept nowhere"),
        flag: "--administrator-password-file FILE"
      )
    }
    do {
      let path = file == "-" ? "/dev/stdin" : file
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    } catch {
      throw OperatorError(sentence: "\(file) cannot be read", exitStatus: ExitStatus.misused.rawValue)
    }
  }

  private func answered(_ answer: String?, flag: String) throws -> String {
    guard let answer, !answer.isEmpty else {
      throw OperatorError(
        sentence: "the portal user is made by an administrator of the appliance, and nobody answered",
        nextStep: flag,
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    return answer
  }
}
