/// Which service and operation a request on the AWS endpoint is for, told as AWS tells it.
struct AWSCall: Sendable {
  enum Input: Sendable {
    case json(JSONInput)
    case query(QueryInput)
    /// The named parts of a REST path; the body is the service's to read.
    case path([String: String])
  }

  let service: AWSService
  let operation: String
  let input: Input

  /// - Parameters:
  ///   - request: What came in.
  ///   - services: Those there are.
  /// - Throws: ``ServiceFailure`` for a target, version, path or body that no service here knows.
  init(_ request: LoopbackRequest, among services: [AWSService] = AWSService.all) throws(ServiceFailure) {
    if let target = request.header("x-amz-target") {
      self = try Self.json(target, request.body, among: services)
    } else if let service = Self.signedRESTService(of: request, among: services) {
      self = try Self.rest(service, request)
    } else {
      self = try Self.form(request, among: services)
    }
  }

  private init(service: AWSService, operation: String, input: Input) {
    self.service = service
    self.operation = operation
    self.input = input
  }

  /// How a request that cannot be understood wants to hear that.
  static func wire(of request: LoopbackRequest, among services: [AWSService] = AWSService.all) -> ServiceFailure.Wire {
    if request.header("x-amz-target") != nil { return .json }
    return signedRESTService(of: request, among: services)?.wire ?? .query
  }

  private static func json(
    _ target: String,
    _ body: [UInt8],
    among services: [AWSService]
  ) throws(ServiceFailure) -> AWSCall {
    let parts = target.split(separator: ".", maxSplits: 1).map(String.init)
    let service = services.first { service in
      if case .target(let prefix) = service.key { prefix == parts.first } else { false }
    }
    guard parts.count == 2, let service else { throw .unknownOperation(.json, target) }
    return AWSCall(service: service, operation: parts[1], input: .json(try JSONInput(body)))
  }

  private static func signedRESTService(of request: LoopbackRequest, among services: [AWSService]) -> AWSService? {
    guard let header = request.header("authorization"), let claim = SignatureVerifier.Claim(header) else { return nil }
    return services.first { service in
      if case .routes = service.key { service.name == claim.service } else { false }
    }
  }

  private static func rest(_ service: AWSService, _ request: LoopbackRequest) throws(ServiceFailure) -> AWSCall {
    guard case .routes(let routes) = service.key else { throw .unknownOperation(service.wire, request.path) }
    for route in routes {
      guard let labels = route.labels(of: request) else { continue }
      return AWSCall(service: service, operation: route.operation, input: .path(labels))
    }
    throw .unknownOperation(service.wire, "\(request.method) \(request.path)")
  }

  private static func form(_ request: LoopbackRequest, among services: [AWSService]) throws(ServiceFailure) -> AWSCall {
    let items = FormEncoding.items(in: String(decoding: request.body, as: UTF8.self)) + request.query
    let values = Dictionary(items.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let service = services.first { service in
      if case .version(let version) = service.key { version == values["Version"] } else { false }
    }
    guard let action = values["Action"], let service else {
      throw ServiceFailure(
        code: "MissingAction",
        message: "The request names no action of a service that is simulated here"
      )
    }
    return AWSCall(service: service, operation: action, input: .query(QueryInput(values)))
  }

  var wire: ServiceFailure.Wire { service.wire }

  /// Whether it goes on in a list.
  var hasPageToken: Bool {
    switch input {
    case .json(let input): input.string("NextToken") != nil
    case .query(let input): input.string("NextToken") != nil
    case .path: false
    }
  }

  var isUnsigned: Bool { service.unsigned.contains(operation) }
}
