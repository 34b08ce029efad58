/// What the two secrets were read to be, and what that comes to.
struct SecretsExam {
  struct Secret: Hashable {
    let name: String
    let isBeingDeleted: Bool
    let rotates: Bool
    let kmsKey: String?
    /// Stages that versions are in.
    let stages: Set<String>
  }

  var credential: Fact<Secret>
  var signingKey: Fact<Secret>
  /// The key that the stack was deployed with; nil: none was asked for, or it is not known.
  var expectedKey: String?

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.credentialSecret, needing: credential) { secret in
        if let fault = fault(of: secret) { return fault }
        if secret.stages.contains("AWSPENDING") {
          return .warning(
            "\(secret.name) has a pending version: a rotation stopped before its end",
            mend: "look which of both passwords the appliance takes, and finish or take back the rotation"
          )
        }
        return .fine("\(secret.name) has a current version\(secret.rotates ? ", and rotates by itself" : "")")
      },
      DoctorCheck(.signingSecret, needing: signingKey) { secret in
        if let fault = fault(of: secret) { return fault }
        return secret.rotates
          ? .failing(
            "\(secret.name) rotates: every external id would change with it",
            mend: "aws secretsmanager cancel-rotate-secret on it, now"
          )
          : .fine("\(secret.name) has a current version and never rotates")
      },
    ]
  }

  private func fault(of secret: Secret) -> Judgement? {
    if secret.isBeingDeleted {
      return .failing("\(secret.name) is waiting to be deleted", mend: "aws secretsmanager restore-secret on it, now")
    }
    if !secret.stages.contains("AWSCURRENT") {
      return .failing(
        "\(secret.name) has no current version",
        mend: "set the same password on the appliance and in the secret"
      )
    }
    if let expectedKey, secret.kmsKey != expectedKey {
      return .warning(
        "\(secret.name) is not encrypted with the key that was deployed",
        mend: "rolecall deploy lambdas with KmsKeyArn"
      )
    }
    return nil
  }
}
