import Transport

// Source: the service model of Lambda 2015-03-31 (botocore 1.43.11). Words for states are kept as they come.
extension Lambda {
  /// What a function returned; printing one shows its status only.
  package struct Invocation: Hashable, Sendable {
    package let statusCode: Int
    /// `Handled` or `Unhandled` where the function failed: the payload then has `errorType` and `errorMessage`.
    package let functionError: String?
    package let executedVersion: String?
    package let payload: [UInt8]

    init(_ response: HTTPResponse) {
      statusCode = response.status
      functionError = response["X-Amz-Function-Error"]
      executedVersion = response["X-Amz-Executed-Version"]
      payload = response.body
    }
  }

  package struct Function: Decodable, Hashable, Sendable {
    package let configuration: FunctionConfiguration?
    package let concurrency: Concurrency?
    package let tags: [String: String]?

    enum CodingKeys: String, CodingKey {
      case configuration = "Configuration"
      case concurrency = "Concurrency"
      case tags = "Tags"
    }
  }

  package struct Concurrency: Decodable, Hashable, Sendable {
    package let reservedConcurrentExecutions: Int?

    enum CodingKeys: String, CodingKey {
      case reservedConcurrentExecutions = "ReservedConcurrentExecutions"
    }
  }

  package struct FunctionConfiguration: Decodable, Hashable, Sendable {
    package let functionName: String?
    package let functionARN: String?
    package let runtime: String?
    package let role: String?
    package let handler: String?
    package let description: String?
    /// In seconds.
    package let timeout: Int?
    /// In MiB.
    package let memorySize: Int?
    /// SHA-256 of the archive, in base 64.
    package let codeSHA256: String?
    /// `$LATEST` or a number.
    package let version: String?
    package let vpcConfig: VpcConfig?
    package let environment: Environment?
    package let deadLetterConfig: DeadLetterConfig?
    package let layers: [Layer]?
    package let architectures: [String]?
    /// Missing means active, as it was for functions before states existed.
    package let state: String?
    package let stateReason: String?
    package let lastUpdateStatus: String?
    package let lastUpdateStatusReason: String?
    package let loggingConfig: LoggingConfig?

    enum CodingKeys: String, CodingKey {
      case functionName = "FunctionName"
      case functionARN = "FunctionArn"
      case runtime = "Runtime"
      case role = "Role"
      case handler = "Handler"
      case description = "Description"
      case timeout = "Timeout"
      case memorySize = "MemorySize"
      case codeSHA256 = "CodeSha256"
      case version = "Version"
      case vpcConfig = "VpcConfig"
      case environment = "Environment"
      case deadLetterConfig = "DeadLetterConfig"
      case layers = "Layers"
      case architectures = "Architectures"
      case state = "State"
      case stateReason = "StateReason"
      case lastUpdateStatus = "LastUpdateStatus"
      case lastUpdateStatusReason = "LastUpdateStatusReason"
      case loggingConfig = "LoggingConfig"
    }
  }

  package struct VpcConfig: Decodable, Hashable, Sendable {
    package let subnetIDs: [String]?
    package let securityGroupIDs: [String]?
    package let vpcID: String?

    enum CodingKeys: String, CodingKey {
      case subnetIDs = "SubnetIds"
      case securityGroupIDs = "SecurityGroupIds"
      case vpcID = "VpcId"
    }
  }

  package struct Environment: Decodable, Hashable, Sendable {
    package let variables: [String: String]?

    enum CodingKeys: String, CodingKey {
      case variables = "Variables"
    }
  }

  package struct DeadLetterConfig: Decodable, Hashable, Sendable {
    package let targetARN: String?

    enum CodingKeys: String, CodingKey {
      case targetARN = "TargetArn"
    }
  }

  package struct Layer: Decodable, Hashable, Sendable {
    package let arn: String?

    enum CodingKeys: String, CodingKey {
      case arn = "Arn"
    }
  }

  package struct LoggingConfig: Decodable, Hashable, Sendable {
    package let logGroup: String?
    package let logFormat: String?

    enum CodingKeys: String, CodingKey {
      case logGroup = "LogGroup"
      case logFormat = "LogFormat"
    }
  }

  package struct Alias: Decodable, Hashable, Sendable {
    package let aliasARN: String?
    package let name: String?
    package let functionVersion: String?
    package let description: String?

    enum CodingKeys: String, CodingKey {
      case aliasARN = "AliasArn"
      case name = "Name"
      case functionVersion = "FunctionVersion"
      case description = "Description"
    }
  }

  package struct ListVersionsResponse: Page, Decodable {
    package let versions: [FunctionConfiguration]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case versions = "Versions"
      case nextToken = "NextMarker"
    }
  }

  package struct AccountSettings: Decodable, Hashable, Sendable {
    package let accountLimit: AccountLimit?

    enum CodingKeys: String, CodingKey {
      case accountLimit = "AccountLimit"
    }
  }

  package struct AccountLimit: Decodable, Hashable, Sendable {
    package let concurrentExecutions: Int?
    package let unreservedConcurrentExecutions: Int?

    enum CodingKeys: String, CodingKey {
      case concurrentExecutions = "ConcurrentExecutions"
      case unreservedConcurrentExecutions = "UnreservedConcurrentExecutions"
    }
  }

  struct GetPolicyResponse: Decodable, Sendable {
    let policy: String

    enum CodingKeys: String, CodingKey {
      case policy = "Policy"
    }
  }

  struct GetFunctionConcurrencyResponse: Decodable, Sendable {
    let reservedConcurrentExecutions: Int?

    enum CodingKeys: String, CodingKey {
      case reservedConcurrentExecutions = "ReservedConcurrentExecutions"
    }
  }
}

extension Lambda.Invocation: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "Invocation(\(statusCode))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["statusCode": statusCode]) }
}
