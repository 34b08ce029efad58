import AWS
import AWSQuery
import Fleet
import FoundationEssentials

/// Looks whether everything that roles need is in place: reads only, and says of each thing that cannot be read why.
package struct Doctor: Sendable {
  let connections: Connections

  /// How long one thing may take to be read.
  static let patience: Duration = .seconds(30)

  package init(_ connections: Connections) { self.connections = connections }

  /// The checks, group by group as they become known; all of them have come when the stream ends.
  ///
  /// Dropping the stream, or cancelling the task that reads it, cancels every request.
  package func examine() -> AsyncStream<[DoctorCheck]> {
    let (stream, continuation) = AsyncStream.makeStream(of: [DoctorCheck].self)
    let task = Task {
      await examine { continuation.yield($0) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  /// All checks in the order of ``DoctorCheck/ID``; those not known within `limit` are not checkable.
  package func report(within limit: Duration? = nil) async -> [DoctorCheck] {
    let stream = examine()
    var known: [DoctorCheck.ID: DoctorCheck] = [:]
    let reading = Task { await stream.reduce(into: [DoctorCheck]()) { $0 += $1 } }
    let alarm = Task {
      guard let limit else { return }
      try await Task.sleep(for: limit)
      reading.cancel()
    }
    await withTaskCancellationHandler {
      for check in await reading.value { known[check.id] = check }
    } onCancel: {
      reading.cancel()
    }
    alarm.cancel()
    let late = SourceProblem(
      kind: .unreachable,
      sentence: "not known within the time allowed",
      nextStep: "allow more with --timeout"
    )
    return DoctorCheck.ID.allCases.map { known[$0] ?? DoctorCheck($0, .unread(late)) }
  }

  private func examine(_ tell: @escaping @Sendable ([DoctorCheck]) -> Void) async {
    let roots = await roots()
    await withTaskGroup { group in
      group.addTask { tell(await organizationExam(roots).checks) }
      group.addTask { tell(await stackSetExam(roots).checks) }
      group.addTask { tell(await stackExam(roots).checks) }
      group.addTask {
        let functions = await functions(roots)
        async let exam = functionsExam(roots, functions)
        async let network = networkExam(roots, functions)
        tell(await exam.checks)
        tell(await network.checks)
      }
      group.addTask { tell(await secretsExam(roots).checks) }
      group.addTask { tell(await applianceExam(roots).checks) }
      group.addTask { tell(await rolesExam(roots).checks) }
    }
  }

  // MARK: What most of it rests on

  /// Read first, since most other reads follow from it.
  struct Roots: Sendable {
    let organizationCaller: Fact<CallerIdentity>
    let backupCaller: Fact<CallerIdentity>
    let stackSet: Fact<CloudFormation.StackSet>
    let stack: Fact<StackExam.Stack>

    /// The stack's outputs.
    var outputs: Fact<[String: String]> { stack.map(\.outputs) }

    func output(_ name: String) -> String? { (try? stack.get())?.outputs[name] }

    /// What the Lambdas stack was deployed with; an empty value counts as none.
    func parameter(_ name: String) -> String? {
      (try? stack.get())?.parameters[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the stack set's instances are deployed with; an empty value counts as none.
    func stackSetParameter(_ name: String) -> String? {
      let value = (try? stackSet.get())?.parameters.first { $0.key == name }?.value
      return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    var configurator: FunctionAddress? {
      (output("VeeamConfiguratorLambdaArn") ?? stackSetParameter("VeeamConfiguratorLambdaArn"))
        .flatMap(FunctionAddress.init)
    }
  }

  private func roots() async -> Roots {
    async let organizationCaller = connections.identity(of: .organization, within: Self.patience)
    async let backupCaller = backupCaller()
    async let stackSet = fact { try await describedStackSet() }
    async let stack = fact { try await describedStack() }
    return await Roots(
      organizationCaller: organizationCaller,
      backupCaller: backupCaller,
      stackSet: stackSet,
      stack: stack
    )
  }

  private func backupCaller() async -> Fact<CallerIdentity> {
    guard connections.context.backup != nil else { return .failure(noBackup) }
    return await connections.identity(of: .backup, within: Self.patience)
  }

  private func describedStackSet() async throws -> CloudFormation.StackSet {
    guard let name = connections.context.stackSets.first else {
      throw SourceProblem.notConfigured(.stackSets, key: "stackSets", context: connections.context.name)
    }
    return try await stackSets().describeStackSet(name.rawValue)
  }

  private func describedStack() async throws -> StackExam.Stack {
    guard let name = connections.context.backup?.lambdasStack else {
      throw SourceProblem(
        kind: .notConfigured,
        sentence: "not configured: context \(connections.context.name) names no Lambdas stack",
        nextStep: "add backup: { lambdasStack: NAME } to the context"
      )
    }
    guard let stack = try await CloudFormation(aws(.backup)).describeStack(name) else {
      throw SourceProblem(
        kind: .notFound,
        sentence: "there is no stack \(name) in the backup account",
        nextStep: "rolecall setup makes it"
      )
    }
    return StackExam.Stack(
      name: stack.stackName,
      status: stack.stackStatus,
      statusReason: stack.stackStatusReason,
      isTerminationProtected: stack.isTerminationProtected,
      outputs: stack.outputs,
      parameters: stack.parameters.reduce(into: [:]) { $0[$1.key] = $1.value }
    )
  }

  // MARK: Reading

  var noBackup: SourceProblem {
    SourceProblem(
      kind: .notConfigured,
      sentence: "not configured: context \(connections.context.name) has no backup",
      nextStep: "add backup to the context"
    )
  }

  /// A hat's connection; the organization's own is never taken for the backup account's.
  func aws(_ hat: Hat) throws -> AWSConnection {
    guard hat == .organization || connections.context.backup != nil else { throw noBackup }
    return try connections.aws(hat)
  }

  func stackSets() throws -> CloudFormation {
    CloudFormation(
      try aws(.organization),
      callAs: CloudFormation.CallAs(rawValue: connections.context.organization.callAs.rawValue)
    )
  }

  /// Reads something, or tells why it could not be read.
  func fact<Value: Sendable>(_ read: @escaping @Sendable () async throws -> Value) async -> Fact<Value> {
    do {
      return .success(try await TimeLimit.run(Self.patience) { try await read() })
    } catch {
      return .failure(SourceProblem(error) ?? SourceProblem(kind: .other, sentence: "cancelled"))
    }
  }

  /// All items of a list's pages.
  static func all<Page, Item>(
    _ pages: Pages<Page>,
    _ items: (Page) -> [Item]
  ) async throws -> [Item] {
    var all: [Item] = []
    for try await page in pages { all += items(page) }
    return all
  }
}
