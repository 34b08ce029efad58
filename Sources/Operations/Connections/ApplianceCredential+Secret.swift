import AWS
import Fleet
import FoundationEssentials
import Veeam

extension ApplianceCredential {
  /// Reads `{"username", "password"}`; other keys are somebody else's.
  ///
  /// - Throws: ``SourceProblem`` that names the secret and never its text.
  init(secret: SecretsManager.SecretValue, id: String) throws {
    struct Content: Decodable {
      let username: String
      let password: String
    }
    guard let text = secret.secretString,
      let content = try? JSONDecoder().decode(Content.self, from: Data(text.utf8)),
      !content.username.isEmpty
    else {
      throw SourceProblem(
        kind: .other,
        sentence: "secret \(id) is not of the form {\"username\": …, \"password\": …}",
        nextStep: "store the appliance's user and password in that form"
      )
    }
    self.init(username: content.username, password: content.password)
  }
}
