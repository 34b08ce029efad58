import FoundationEssentials

/// The metadata service of an instance, version 2 only: nothing is read without a token.
///
/// Source: EC2 user guide, instance metadata (read 2026-11).
actor InstanceMetadata {
  private static let roles = "/latest/meta-data/iam/security-credentials/"

  private let world: World
  private let options: IdentityOptions
  private var tokens: [String: Date] = [:]

  init(world: World, options: IdentityOptions) {
    self.world = world
    self.options = options
  }

  /// The answer to `request`, or nil when the path belongs to somebody else.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    guard request.path.hasPrefix("/latest/") else { return nil }
    if request.path == "/latest/api/token" { return issueToken(request) }
    guard request.method == "GET" else { return LoopbackReply(status: 405) }
    let token = request.header("x-aws-ec2-metadata-token") ?? ""
    guard let expires = tokens[token], expires > world.clock.now else { return LoopbackReply(status: 401) }
    switch request.path {
    case Self.roles, String(Self.roles.dropLast()):
      guard options.instance != .bare else { return LoopbackReply(status: 404) }
      return Self.text(options.instanceRole)
    case Self.roles + options.instanceRole where options.instance != .bare:
      return await credentials()
    case "/latest/meta-data/placement/region":
      return Self.text("eu-west-1")
    default:
      return LoopbackReply(status: 404)
    }
  }

  private func issueToken(_ request: LoopbackRequest) -> LoopbackReply {
    guard request.method == "PUT" else { return LoopbackReply(status: 405) }
    guard let lifetime = request.header("x-aws-ec2-metadata-token-ttl-seconds").flatMap({ Int($0) }),
      (1...21_600).contains(lifetime)
    else { return LoopbackReply(status: 400) }
    let token = OpaqueToken.make()
    tokens[token] = world.clock.now + .seconds(lifetime)
    return Self.text(token)
  }

  private func credentials() async -> LoopbackReply {
    let hasExpired = options.instance == .expired
    let session = await world.issueSession(
      account: world.backupAccount,
      role: options.instanceRole,
      session: "i-0123456789abcdef0",
      lifetime: options.credentialLifetime
    )
    let expiration = hasExpired ? world.clock.now + .seconds(-60) : session.expiration
    return .json(
      MetadataCredentials(
        session,
        code: "Success",
        type: "AWS-HMAC",
        lastUpdated: world.clock.now,
        expiration: expiration
      )
    )
  }

  private static func text(_ text: String) -> LoopbackReply {
    LoopbackReply(status: 200, contentType: "text/plain", body: Array(text.utf8))
  }
}
