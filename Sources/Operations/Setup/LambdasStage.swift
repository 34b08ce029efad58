import AWS
import AWSQuery
import Crypto
import Fleet
import FoundationEssentials
import Templates

/// Makes the Lambdas stack, or brings it to this release.
struct LambdasStage: Stage {
  let name = "lambdas"
  let site: SetupSite
  let bucket: ArtifactBucket
  let stackName: String
  let functions: FunctionsArchive
  /// Parameters by name; those not named keep their value, or take the template's default in a new stack.
  let parameters: [String: String]

  var title: String { "Lambdas stack \(stackName)" }

  private static let template = ShippedTemplate.lambdas

  // MARK: Looking

  func examine() async throws -> StageReport {
    guard let stack = try await site.stack(stackName) else { return creation(details: []) }
    switch stack.stackStatus {
    case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED":
      return creation(details: ["delete the stack that could not be made (\(stack.stackStatus))"])
    case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE": return try await update(of: stack)
    case let status where status.hasSuffix("_IN_PROGRESS"):
      return StageReport(.due, details: ["wait: the stack is \(status)"])
    default:
      return .blocked(
        "the stack is \(stack.stackStatus)",
        nextStep: "look at its events, then continue the rollback or delete it in the CloudFormation console"
      )
    }
  }

  private func creation(details: [String]) -> StageReport {
    StageReport(
      .due,
      details: details + [
        "three functions, their roles, log groups and alarms; the credential's secret and the signing key's",
        "termination protection on; a stack policy keeps secrets and functions from being replaced",
      ],
      calls: ["CreateStack", "SetStackPolicy"],
      undo: "rolecall teardown; both secrets stay"
    )
  }

  private func update(of stack: CloudFormation.Stack) async throws -> StageReport {
    let body = try await site.stacks().getTemplate(stack: stackName)
    let comparison = TemplateComparison(from: body, to: Self.template.body)
    var changed = changedParameters(of: stack)
    let isNewCode = stack.outputs["CodeSha256"] != functions.base64SHA256
    if comparison.isEmpty, !isNewCode, changed.isEmpty {
      return .done("stack \(stackName) is of this release", "code \(functions.base64SHA256)")
    }
    if isNewCode { changed.append("code \(functions.base64SHA256)") }
    return StageReport(
      .due,
      details: comparison.lines + changed,
      calls: ["SetStackPolicy", "UpdateStack"],
      undo: "the same with the earlier release"
    )
  }

  private func changedParameters(of stack: CloudFormation.Stack) -> [String] {
    let before = stack.parameters.reduce(into: [String: String]()) { $0[$1.key] = $1.value }
    return parameters.sorted { $0.key < $1.key }.compactMap { name, value in
      guard let old = before[name], old != value else { return nil }
      return "\(name) \(old.isEmpty ? "(empty)" : old) → \(value.isEmpty ? "(empty)" : value)"
    }
  }

  // MARK: Doing

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    var stack = try await site.stack(stackName, isWriting: true)
    if let busy = stack, busy.stackStatus.hasSuffix("_IN_PROGRESS"), let id = busy.stackID {
      _ = try await StackWatch(site: site, stackID: id, since: site.connections.now()).end(tell)
      stack = try await site.stack(stackName, isWriting: true)
    }
    if let failed = stack, ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"].contains(failed.stackStatus) {
      try await StackRemoval(site: site, name: stackName).perform(tell)
      stack = nil
    }
    guard let place = try await bucket.find(isWriting: true) else {
      throw OperatorError(sentence: "there is no bucket for the code", nextStep: "run the command again")
    }
    let wanted = try await wantedParameters(in: place, beside: stack)
    let begun = site.connections.now()
    let id: String
    if let stack {
      id = try await update(stack, to: wanted, from: place)
    } else {
      id = try await create(wanted, from: place)
    }
    let watch = StackWatch(site: site, stackID: id, since: begun)
    let status = try await watch.end(tell)
    guard ["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(status) else {
      let cause = try await watch.firstFailure() ?? "no reason given"
      throw OperatorError(
        sentence: "stack \(stackName) is \(status): \(cause)",
        nextStep: "mend that, then run it again"
      )
    }
    try await Release(site: site).verifyLambdas(stack: stackName)
  }

  private func create(_ parameters: [CloudFormation.Parameter], from place: ArtifactBucket.Place) async throws -> String
  {
    try await site.stacks(isWriting: true).createStack(
      stackName,
      StackDefinition(
        template: try await source(in: place),
        parameters: parameters,
        tags: [.init("rolecall:stack", "lambdas")]
      ),
      stackPolicy: ShippedPolicy.lambdasStack.body,
      isTerminationProtected: true,
      token: token(of: parameters)
    )
  }

  private func update(
    _ stack: CloudFormation.Stack,
    to parameters: [CloudFormation.Parameter],
    from place: ArtifactBucket.Place
  ) async throws -> String {
    let service = try site.stacks(isWriting: true)
    try await service.setStackPolicy(stack: stackName, body: ShippedPolicy.lambdasStack.body)
    let definition = StackDefinition(template: try await source(in: place), parameters: parameters)
    let id = try await service.updateStack(stackName, definition, token: token(of: parameters))
    return id ?? stack.stackID ?? stackName
  }

  /// Inline where it fits, else one version of the object in the bucket.
  private func source(in place: ArtifactBucket.Place) async throws -> CloudFormation.TemplateSource {
    let body = Self.template.body
    return body.utf8.count <= CloudFormation.largestTemplateBody
      ? .body(body) : .url(try await bucket.url(of: Self.template, in: place))
  }

  private func wantedParameters(
    in place: ArtifactBucket.Place,
    beside stack: CloudFormation.Stack?
  ) async throws -> [CloudFormation.Parameter] {
    var values = parameters
    values["CodeBucket"] = place.name
    values["CodeKey"] = functions.key
    values["CodeObjectVersion"] = try await bucket.version(of: .init(functions), in: place)
    values["CodeSha256"] = functions.base64SHA256
    values["Architecture"] = functions.architecture.rawValue
    values["DeploymentId"] = ""
    let kept = Set(stack?.parameters.map(\.key) ?? []).subtracting(values.keys)
      .intersection(TemplateOutline(Self.template.body).parameters)
    values["DeploymentId"] = deployment(of: values, kept: stack)
    return values.sorted { $0.key < $1.key }.map { CloudFormation.Parameter(key: $0.key, value: $0.value) }
      + kept.sorted().map { CloudFormation.Parameter(key: $0, value: nil) }
  }

  /// Changes with the code and with every parameter, so that a version of the functions is published whenever it should.
  private func deployment(of values: [String: String], kept stack: CloudFormation.Stack?) -> String {
    var all = stack?.parameters.reduce(into: [String: String]()) { $0[$1.key] = $1.value } ?? [:]
    all.merge(values) { _, new in new }
    all["DeploymentId"] = nil
    let text = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined() + Self.template.body
    return String(HexText.of(SHA256.hash(data: Array(text.utf8))).prefix(16))
  }

  /// The same for the same wish, so that a repeat after a lost answer is harmless.
  private func token(of parameters: [CloudFormation.Parameter]) -> String {
    let text = "\(stackName) \(parameters) \(Self.template.body)"
    return "rolecall-" + HexText.of(SHA256.hash(data: Array(text.utf8))).prefix(32)
  }
}
