package import FoundationEssentials

extension SecretsManager {
  // MARK: Lists

  /// Secrets whose names begin with `prefix`, those that are waiting for deletion too.
  package func listSecrets(prefix: String) -> Pages<ListSecretsResponse> {
    let filter = ListRequest.Filter(key: "name", values: [prefix])
    return Pages(.secretsManager, "ListSecrets") { token throws(AWSError) in
      let request = ListRequest(filters: [filter], nextToken: token)
      return try await perform("ListSecrets", request)
    }
  }

  /// Versions of a secret, without those that have no stage.
  package func listSecretVersionIDs(_ id: String) -> Pages<ListSecretVersionIDsResponse> {
    Pages(.secretsManager, "ListSecretVersionIds") { token throws(AWSError) in
      try await perform("ListSecretVersionIds", VersionsRequest(secretID: id, nextToken: token))
    }
  }

  // MARK: Writes

  /// Makes a secret with its first version; sending the same token and value again changes nothing.
  ///
  /// - Parameters:
  ///   - name: Up to 512 characters.
  ///   - value: Its first value.
  ///   - token: 32 to 64 characters, the first version's id.
  ///   - description: For people.
  ///   - kmsKeyID: Nil: the account's key that AWS manages.
  /// - Returns: Its ARN, name and version.
  /// - Throws: ``AWSError``; code ``ServiceError/Code/resourceExists`` when the name is in use.
  package func createSecret(
    name: String,
    value: String,
    token: String,
    description: String? = nil,
    kmsKeyID: String? = nil
  ) async throws(AWSError) -> SecretVersion {
    let request = CreateRequest(
      name: name,
      clientRequestToken: token,
      description: description,
      kmsKeyID: kmsKeyID,
      secretString: value
    )
    return try await perform(secretCall("CreateSecret", request))
  }

  /// Adds a version in `stages`, which are taken from whichever version had them.
  ///
  /// Sending the same token and value again changes nothing; the same token with another value is refused.
  package func putSecretValue(
    _ id: String,
    value: String,
    stages: [String],
    token: String
  ) async throws(AWSError) -> SecretVersion {
    let request = PutRequest(secretID: id, clientRequestToken: token, secretString: value, versionStages: stages)
    return try await perform(secretCall("PutSecretValue", request))
  }

  /// Moves a stage from one version to another: refused where `removeFrom` has not got it, so it is a compare-and-set.
  ///
  /// Not sent again where an earlier attempt may have moved it: ``describeSecret(_:)`` tells.
  package func updateSecretVersionStage(
    _ id: String,
    stage: String,
    moveTo: String?,
    removeFrom: String?
  ) async throws(AWSError) {
    let request = StageRequest(secretID: id, versionStage: stage, removeFrom: removeFrom, moveTo: moveTo)
    var call: Call<Nothing> = try call("UpdateSecretVersionStage", request)
    call.isRepeatable = false
    _ = try await perform(call)
  }

  /// Takes a deletion back while its waiting time runs.
  package func restoreSecret(_ id: String) async throws(AWSError) {
    let _: Nothing = try await perform("RestoreSecret", SecretRequest(secretID: id))
  }

  /// Deletes a secret after `days` (7 to 30), in which it can be restored.
  package func deleteSecret(_ id: String, after days: Int) async throws(AWSError) {
    let _: Nothing = try await perform("DeleteSecret", DeleteRequest(secretID: id, recoveryWindowInDays: days))
  }

  /// A password of the service's making, with one of each kind of character that is not excluded.
  package func getRandomPassword(length: Int, excludeCharacters: String = "") async throws(AWSError) -> String {
    let request = PasswordRequest(passwordLength: length, excludeCharacters: excludeCharacters)
    let response: GetRandomPasswordResponse = try await perform(secretCall("GetRandomPassword", request))
    return response.randomPassword
  }

  private func secretCall<Output: Decodable>(
    _ operation: String,
    _ request: some Encodable
  ) throws(AWSError) -> Call<Output> {
    var call: Call<Output> = try call(operation, request)
    call.mayHoldSecret = true
    return call
  }
}

// Source: the service model of Secrets Manager 2017-10-17 (botocore 1.43.11).
extension SecretsManager {
  package struct ListSecretsResponse: Page, Decodable {
    package let secretList: [SecretListEntry]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case secretList = "SecretList"
      case nextToken = "NextToken"
    }
  }

  package struct SecretListEntry: Decodable, Hashable, Sendable {
    package let arn: String
    package let name: String
    package let description: String?
    /// When it was asked to be deleted; nil for one that stays.
    package let deletedDate: Date?
    package let createdDate: Date?

    enum CodingKeys: String, CodingKey {
      case arn = "ARN"
      case name = "Name"
      case description = "Description"
      case deletedDate = "DeletedDate"
      case createdDate = "CreatedDate"
    }
  }

  package struct ListSecretVersionIDsResponse: Page, Decodable {
    package let versions: [SecretVersionsListEntry]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case versions = "Versions"
      case nextToken = "NextToken"
    }
  }

  package struct SecretVersionsListEntry: Decodable, Hashable, Sendable {
    package let versionID: String
    package let versionStages: [String]?
    package let createdDate: Date?
    package let lastAccessedDate: Date?

    enum CodingKeys: String, CodingKey {
      case versionID = "VersionId"
      case versionStages = "VersionStages"
      case createdDate = "CreatedDate"
      case lastAccessedDate = "LastAccessedDate"
    }
  }

  /// What a write answers: which version of which secret.
  package struct SecretVersion: Decodable, Hashable, Sendable {
    package let arn: String
    package let name: String
    package let versionID: String?

    enum CodingKeys: String, CodingKey {
      case arn = "ARN"
      case name = "Name"
      case versionID = "VersionId"
    }
  }

  private struct Nothing: Decodable, Sendable {}

  private struct GetRandomPasswordResponse: Decodable, Sendable {
    let randomPassword: String

    enum CodingKeys: String, CodingKey {
      case randomPassword = "RandomPassword"
    }
  }
}

// MARK: Requests

extension SecretsManager {
  private struct ListRequest: Encodable {
    struct Filter: Encodable, Sendable {
      let key: String
      let values: [String]

      enum CodingKeys: String, CodingKey {
        case key = "Key"
        case values = "Values"
      }
    }

    let filters: [Filter]
    var includePlannedDeletion = true
    let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case filters = "Filters"
      case includePlannedDeletion = "IncludePlannedDeletion"
      case nextToken = "NextToken"
    }
  }

  private struct VersionsRequest: Encodable {
    let secretID: String
    let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case secretID = "SecretId"
      case nextToken = "NextToken"
    }
  }

  private struct CreateRequest: Encodable {
    let name: String
    let clientRequestToken: String
    let description: String?
    let kmsKeyID: String?
    let secretString: String

    enum CodingKeys: String, CodingKey {
      case name = "Name"
      case clientRequestToken = "ClientRequestToken"
      case description = "Description"
      case kmsKeyID = "KmsKeyId"
      case secretString = "SecretString"
    }
  }

  private struct PutRequest: Encodable {
    let secretID: String
    let clientRequestToken: String
    let secretString: String
    let versionStages: [String]

    enum CodingKeys: String, CodingKey {
      case secretID = "SecretId"
      case clientRequestToken = "ClientRequestToken"
      case secretString = "SecretString"
      case versionStages = "VersionStages"
    }
  }

  private struct StageRequest: Encodable {
    let secretID: String
    let versionStage: String
    let removeFrom: String?
    let moveTo: String?

    enum CodingKeys: String, CodingKey {
      case secretID = "SecretId"
      case versionStage = "VersionStage"
      case removeFrom = "RemoveFromVersionId"
      case moveTo = "MoveToVersionId"
    }
  }

  private struct DeleteRequest: Encodable {
    let secretID: String
    let recoveryWindowInDays: Int

    enum CodingKeys: String, CodingKey {
      case secretID = "SecretId"
      case recoveryWindowInDays = "RecoveryWindowInDays"
    }
  }

  private struct PasswordRequest: Encodable {
    let passwordLength: Int
    let excludeCharacters: String

    enum CodingKeys: String, CodingKey {
      case passwordLength = "PasswordLength"
      case excludeCharacters = "ExcludeCharacters"
    }
  }
}
