import Fleet

/// What the Lambdas stack was read to be, and what that comes to.
struct StackExam {
  struct Stack: Hashable {
    let name: String
    let status: String
    var statusReason: String?
    var isTerminationProtected: Bool?
    var outputs: [String: String] = [:]
    var parameters: [String: String] = [:]
  }

  struct Alarm: Hashable {
    let name: String
    let state: String?
  }

  /// What the configurator told about its side.
  struct Pong: Hashable {
    /// The function's own sentence where it failed.
    let failure: String?
    let applianceVersion: String?
    var mend: String?
  }

  var caller: Fact<CallerIdentity>
  var stack: Fact<Stack>
  /// Nil: it has none.
  var policy: Fact<PolicyDocument?>
  var template: Fact<ReleaseMatch>
  /// What the templates of this release declare to CloudFormation, by name.
  var validation: Fact<Int>
  var alarms: Fact<[Alarm]>
  /// Messages in the dead-letter queue; nil: there is no queue.
  var deadLetters: Fact<Int?>
  var pong: Fact<Pong>

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.backupCaller, caller, judged(caller:)),
      DoctorCheck(.lambdasStack, needing: stack, Self.judged(stack:)),
      DoctorCheck(.stackProtection, both(stack, policy)) { Self.judged(protectionOf: $0.0, policy: $0.1) },
      DoctorCheck(.lambdasTemplate, template) { match in
        match.judged("the template of the Lambdas stack", deploy: "rolecall deploy lambdas")
      },
      DoctorCheck(.templateValid, validation) {
        .fine("CloudFormation takes the shipped Lambdas template (\($0) parameters)")
      },
      DoctorCheck(.alarms, alarms, Self.judged(alarms:)),
      DoctorCheck(.deadLetters, deadLetters, Self.judged(deadLetters:)),
      DoctorCheck(.ping, pong, Self.judged(pong:)),
    ]
  }

  private func judged(caller: CallerIdentity) -> Judgement {
    let outputs = (try? stack.get())?.outputs ?? [:]
    guard let owner = outputs["VeeamConfiguratorLambdaArn"].flatMap(FunctionAddress.init)?.account else {
      return .fine("\(caller.arn) in \(caller.account), partition \(caller.partition)")
    }
    guard owner == caller.account else {
      return .failing("signed in to \(caller.account), but the functions are in \(owner)", mend: "check backup.profile")
    }
    return .fine("\(caller.arn) in \(caller.account), partition \(caller.partition)")
  }

  private static func judged(stack: Stack) -> Judgement {
    let version = stack.outputs["TemplateVersion"].map { ", template \($0)" } ?? ""
    switch stack.status {
    case "CREATE_COMPLETE", "UPDATE_COMPLETE": return .fine("\(stack.name) is \(stack.status)\(version)")
    case "UPDATE_ROLLBACK_COMPLETE":
      return .warning(
        "the last update of \(stack.name) was rolled back",
        mend: "rolecall deploy lambdas --plan shows what is left to do"
      )
    case let status where status.hasSuffix("_IN_PROGRESS"):
      return .warning("\(stack.name) is \(status)", mend: "wait for it to end")
    default:
      let reason = stack.statusReason.map { ": \($0)" } ?? ""
      return .failing("\(stack.name) is \(stack.status)\(reason)", mend: "mend the cause, then rolecall deploy lambdas")
    }
  }

  private static func judged(protectionOf stack: Stack, policy: PolicyDocument?) -> Judgement {
    guard stack.isTerminationProtected == true else {
      return .failing(
        "\(stack.name) can be deleted by accident",
        mend: "rolecall deploy lambdas switches termination protection on"
      )
    }
    let keeps = policy?.statements.contains { !$0.isAllowing && $0.covers(action: "Update:Replace") } ?? false
    return keeps
      ? .fine("deletion is refused, and no update may replace what must stay")
      : .warning(
        "an update may replace the secrets or functions of \(stack.name)",
        mend: "rolecall deploy lambdas sets the stack policy"
      )
  }

  private static func judged(alarms: [Alarm]) -> Judgement {
    guard !alarms.isEmpty else {
      return .warning("no alarm watches the functions", mend: "deploy the Lambdas stack with AlarmTopicArn")
    }
    let ringing = alarms.filter { $0.state == "ALARM" }
    guard let first = ringing.first else { return .fine("\(alarms.count) alarms, none rings") }
    return .failing(
      "\(first.name) rings" + (ringing.count > 1 ? ", and \(ringing.count - 1) more" : ""),
      mend: "its description says what is wrong; the functions' logs say why"
    )
  }

  private static func judged(deadLetters: Int?) -> Judgement {
    switch deadLetters {
    case nil:
      .warning(
        "events that nobody could handle are not kept",
        mend: "deploy the Lambdas stack with KeepDeadLetters yes"
      )
    case 0: .fine("none")
    case let count?:
      .failing(
        "\(count) events ended unhandled",
        mend: "read one, mend its cause, then redrive the queue: the handlers take the same event twice"
      )
    }
  }

  private static func judged(pong: Pong) -> Judgement {
    if let failure = pong.failure {
      return .failing(failure, mend: pong.mend ?? "its log says more")
    }
    let version = pong.applianceVersion.map { ", appliance \($0)" } ?? ""
    return .fine("from the functions' network: secret read, appliance verified and signed in\(version)")
  }
}
