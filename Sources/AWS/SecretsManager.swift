package import FoundationEssentials

/// AWS Secrets Manager.
package struct SecretsManager: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// What is known of a secret without its value; `id` is its name or full ARN.
  package func describeSecret(_ id: String) async throws(AWSError) -> Secret {
    try await connection.perform(call("DescribeSecret", SecretRequest(secretID: id)))
  }

  /// A version's value: by id, by stage, or the one in stage AWSCURRENT.
  package func getSecretValue(
    _ id: String,
    versionID: String? = nil,
    versionStage: String? = nil
  ) async throws(AWSError) -> SecretValue {
    let request = SecretRequest(secretID: id, versionID: versionID, versionStage: versionStage)
    var call: Call<SecretValue> = try call("GetSecretValue", request)
    call.mayHoldSecret = true
    return try await connection.perform(call)
  }

  // MARK: The wire

  func perform<Output: Decodable & Sendable>(
    _ operation: String,
    _ request: some Encodable
  ) async throws(AWSError) -> Output {
    try await connection.perform(call(operation, request))
  }

  func perform<Output: Sendable>(_ call: Call<Output>) async throws(AWSError) -> Output {
    try await connection.perform(call)
  }

  func call<Output: Decodable>(
    _ operation: String,
    _ request: some Encodable
  ) throws(AWSError) -> Call<Output> {
    try .json(.secretsManager, operation, prefix: "secretsmanager", input: request)
  }

  struct SecretRequest: Encodable {
    let secretID: String
    var versionID: String?
    var versionStage: String?

    enum CodingKeys: String, CodingKey {
      case secretID = "SecretId"
      case versionID = "VersionId"
      case versionStage = "VersionStage"
    }
  }
}

// Source: the service model of Secrets Manager 2017-10-17 (botocore 1.43.11).
extension SecretsManager {
  package struct Secret: Decodable, Hashable, Sendable {
    package let arn: String
    package let name: String
    /// Nil: the account's key that AWS manages.
    package let kmsKeyID: String?
    /// The service that manages it, for one that people do not.
    package let owningService: String?
    package let rotationEnabled: Bool?
    package let lastRotatedDate: Date?
    package let lastChangedDate: Date?
    package let deletedDate: Date?
    package let nextRotationDate: Date?
    /// Version ids with the stages they are in.
    package let versionIDsToStages: [String: [String]]?
    package let createdDate: Date?

    enum CodingKeys: String, CodingKey {
      case arn = "ARN"
      case name = "Name"
      case kmsKeyID = "KmsKeyId"
      case owningService = "OwningService"
      case rotationEnabled = "RotationEnabled"
      case lastRotatedDate = "LastRotatedDate"
      case lastChangedDate = "LastChangedDate"
      case deletedDate = "DeletedDate"
      case nextRotationDate = "NextRotationDate"
      case versionIDsToStages = "VersionIdsToStages"
      case createdDate = "CreatedDate"
    }
  }

  /// A secret's value; printing one shows its name only.
  package struct SecretValue: Decodable, Hashable, Sendable {
    package let arn: String
    package let name: String
    package let versionID: String?
    package let versionStages: [String]?
    /// Nil for a binary secret.
    package let secretString: String?

    enum CodingKeys: String, CodingKey {
      case arn = "ARN"
      case name = "Name"
      case versionID = "VersionId"
      case versionStages = "VersionStages"
      case secretString = "SecretString"
    }
  }
}

extension SecretsManager.SecretValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "SecretValue(\(name))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
