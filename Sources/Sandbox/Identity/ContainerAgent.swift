import FoundationEssentials

/// The agent that hands a container its task's credentials, to whoever knows the token.
struct ContainerAgent: Sendable {
  static let path = "/container/credentials"

  let world: World
  let options: IdentityOptions

  /// The answer to `request`, or nil when the path belongs to somebody else.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    guard request.path == Self.path else { return nil }
    guard request.method == "GET" else { return LoopbackReply(status: 405) }
    guard request.header("authorization") == options.containerToken else {
      return .json(["code": "AccessDenied", "message": "The authorization token is not valid."], status: 401)
    }
    let session = await world.issueSession(
      account: world.backupAccount,
      role: options.containerRole,
      session: "sandbox-task",
      lifetime: options.credentialLifetime
    )
    let role = "arn:aws:iam::\(world.backupAccount):role/\(options.containerRole)"
    return .json(MetadataCredentials(session, roleArn: role))
  }
}
