/// One call on the AWS endpoint: which service and operation it is for, told as AWS tells it.
struct AWSCall: Sendable {
  enum Input: Sendable {
    case json(JSONInput)
    case query(QueryInput)
  }

  /// The signing name: `organizations`, `cloudformation`, `secretsmanager`, `sts`.
  let service: String
  let operation: String
  let input: Input

  /// - Throws: ``ServiceFailure`` for a target, version or body that no service here knows.
  init(_ request: LoopbackRequest) throws(ServiceFailure) {
    if let target = request.header("x-amz-target") {
      let parts = target.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2, let service = Self.targets[parts[0]] else { throw .unknownOperation(.json, target) }
      self.service = service
      operation = parts[1]
      input = .json(try JSONInput(request.body))
      return
    }
    let items = FormEncoding.items(in: String(decoding: request.body, as: UTF8.self)) + request.query
    let values = Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let action = values["Action"], let version = values["Version"], let service = Self.versions[version] else {
      throw ServiceFailure(
        code: "MissingAction",
        message: "The request names no action of a service that is simulated here"
      )
    }
    self.service = service
    operation = action
    input = .query(QueryInput(values))
  }

  private static let targets = [
    "AWSOrganizationsV20161128": "organizations",
    "secretsmanager": "secretsmanager",
  ]

  private static let versions = ["2010-05-15": "cloudformation", "2011-06-15": "sts"]

  var wire: ServiceFailure.Wire {
    switch input {
    case .json: .json
    case .query: .query
    }
  }

  /// Whether it goes on in a list.
  var hasPageToken: Bool {
    switch input {
    case .json(let input): input.string("NextToken") != nil
    case .query(let input): input.string("NextToken") != nil
    }
  }

  /// The one call without a signature.
  var isUnsigned: Bool { operation == "AssumeRoleWithWebIdentity" && service == "sts" }

  var namespace: String {
    service == "sts" ? TokenService.namespace : StackSetsService.namespace
  }
}
