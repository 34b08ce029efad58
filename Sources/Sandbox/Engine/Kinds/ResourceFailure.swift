/// Why a resource could not be made, changed or deleted, as the stack's events say it.
struct ResourceFailure: Error, Hashable {
  let reason: String
  /// What was made nevertheless and has to be deleted.
  var physicalID: String?

  /// In the words of a resource type's handler; `code` is one of its error codes, such as `AlreadyExists`.
  ///
  /// Source: CloudFormation CLI User Guide, "Handler error codes"; the form is that of stack events.
  static func handler(_ message: String, code: String, _ request: ResourceRequest) -> ResourceFailure {
    ResourceFailure(
      reason: "Resource handler returned message: \"\(message)\" "
        + "(RequestToken: \(request.requestID), HandlerErrorCode: \(code))"
    )
  }
}
