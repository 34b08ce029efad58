/// What one kind of custom resource does when CloudFormation asks for it.
///
/// Whoever calls this decodes, answers and keeps the deadline: a handler just returns or throws. It ends promptly when it is
/// cancelled, since it is cancelled shortly before the invocation ends. The same request may come again.
package protocol CustomResourceHandler: Sendable {
  /// The id that the resource of a Create will have.
  ///
  /// It is asked for first, so that even a Create which fails half-way names the resource, and the Delete that follows finds
  /// it. It must be constant for the resource: another id on an Update would make CloudFormation delete the old one.
  func physicalID(for request: CustomResourceRequest) async throws -> String

  /// Carries the request out.
  ///
  /// - Throws: Why it fails; the sentence of an ``Explained`` error stands in the stack's events.
  func handle(_ request: CustomResourceRequest, _ invocation: Invocation) async throws -> CustomResourceOutcome
}

/// What a request came to.
package struct CustomResourceOutcome: Sendable {
  /// Another physical id from now on, for an Update that makes the resource stand for something else; nil: as it was.
  ///
  /// CloudFormation then sends a Delete for the old one.
  package var physicalID: String?
  /// What `Fn::GetAtt` reads; complete on Create and on Update, since it reads the last answer.
  package var attributes: [String: String]
  /// Whether CloudFormation is to mask the attributes where it shows them.
  package var hidesAttributes: Bool
  /// Takes back what this request made, when nobody wants the answer; nil where there is nothing to take back.
  package var undo: (@Sendable () async throws -> Void)?

  package init(
    physicalID: String? = nil,
    attributes: [String: String] = [:],
    hidesAttributes: Bool = false,
    undo: (@Sendable () async throws -> Void)? = nil
  ) {
    self.physicalID = physicalID
    self.attributes = attributes
    self.hidesAttributes = hidesAttributes
    self.undo = undo
  }
}
