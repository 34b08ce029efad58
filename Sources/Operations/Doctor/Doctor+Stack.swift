import AWS
import AWSQuery
import Fleet
import Templates
import Veeam

extension Doctor {
  func stackExam(_ roots: Roots) async -> StackExam {
    async let policy = fact {
      let stack = try roots.stack.get()
      return try await CloudFormation(aws(.backup)).getStackPolicy(stack: stack.name).flatMap(PolicyDocument.init)
    }
    async let template = fact {
      let stack = try roots.stack.get()
      let body = try await CloudFormation(aws(.backup)).getTemplate(stack: stack.name)
      return ReleaseMatch(body: body, shipped: .lambdas)
    }
    async let validation = fact {
      try await CloudFormation(aws(.backup)).validateTemplate(.body(ShippedTemplate.lambdas.body)).parameters.count
    }
    async let alarms = fact { try await self.alarms(of: roots.stack.get()) }
    async let deadLetters = fact { () -> Int? in
      guard let queue = try roots.stack.get().outputs["DeadLettersUrl"] else { return nil }
      let attributes = try await SQS(aws(.backup)).getQueueAttributes(queue)
      return attributes["ApproximateNumberOfMessages"].flatMap { Int($0) } ?? 0
    }
    async let pong = fact { try await ping(roots) }
    return await StackExam(
      caller: roots.backupCaller,
      stack: roots.stack,
      policy: policy,
      template: template,
      validation: validation,
      alarms: alarms,
      deadLetters: deadLetters,
      pong: pong
    )
  }

  private func alarms(of stack: StackExam.Stack) async throws -> [StackExam.Alarm] {
    let resources = try await CloudFormation(aws(.backup)).describeStackResources(stack: stack.name)
    let names = resources.filter { $0.resourceType == "AWS::CloudWatch::Alarm" }.compactMap(\.physicalResourceID)
    guard !names.isEmpty else { return [] }
    return try await Self.all(CloudWatch(aws(.backup)).describeAlarms(named: names)) {
      $0.metricAlarms.map { StackExam.Alarm(name: $0.alarmName, state: $0.stateValue) }
    }
  }

  /// Asks the configurator to sign in from where it is; changes nothing.
  private func ping(_ roots: Roots) async throws -> StackExam.Pong {
    guard let function = try roots.stack.get().outputs["ConfiguratorOpsArn"] else {
      throw SourceProblem(
        kind: .notFound,
        sentence: "the Lambdas stack has no output ConfiguratorOpsArn",
        nextStep: "rolecall deploy lambdas"
      )
    }
    let road = FunctionRoad(Lambda(try aws(.backup))) { function }
    do {
      let answer: PingAnswer = try await road.run(Errand(.ping))
      return StackExam.Pong(failure: nil, applianceVersion: answer.version ?? answer.revision)
    } catch let problem as SourceProblem {
      // The function's own words; what keeps it from being asked is another error.
      return StackExam.Pong(failure: problem.sentence, applianceVersion: nil, mend: problem.nextStep)
    }
  }
}
