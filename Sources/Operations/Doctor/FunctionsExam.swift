import Fleet

/// What the Lambdas stack's functions were read to be, and what that comes to.
struct FunctionsExam {
  struct AccountLimit: Hashable {
    let concurrent: Int?
    let unreserved: Int?
  }

  struct LogGroup: Hashable {
    let name: String
    let retentionInDays: Int?
  }

  var functions: Fact<[FunctionFacts]>
  /// Hash of the code that the stack was deployed with.
  var deployedCode: Fact<String?>
  var organization: String?
  var accountLimit: Fact<AccountLimit>
  /// The newest version of the extension's layer, by architecture.
  var newestLayers: Fact<[String: String]>
  var logGroups: Fact<[LogGroup]>

  /// Alias that the organization calls.
  static let calledAlias = "cfn"
  /// Alias that only the backup account calls.
  static let operatorsAlias = "ops"
  /// What Lambda wants to keep for functions without a reservation.
  static let leastUnreserved = 100

  var checks: [DoctorCheck] {
    let made = functions.flatMap { $0.isEmpty ? Fact.failure(Self.noFunction) : .success($0) }
    return [
      DoctorCheck(.functionState, needing: made, Self.judged(states:)),
      DoctorCheck(.functionCode, both(made, deployedCode)) { Self.judged(code: $0.0, deployed: $0.1) },
      DoctorCheck(.functionAliases, made, Self.judged(aliases:)),
      DoctorCheck(.functionPolicy, made, judged(policies:)),
      DoctorCheck(.responseHost, made, Self.judged(responseHosts:)),
      DoctorCheck(.migration, made, Self.judged(migration:)),
      DoctorCheck(.concurrency, both(made, accountLimit)) { Self.judged(concurrency: $0.0, $0.1) },
      DoctorCheck(.extensionLayer, both(made, newestLayers)) { Self.judged(layers: $0.0, newest: $0.1) },
      DoctorCheck(.logRetention, logGroups, Self.judged(logGroups:)),
    ]
  }

  private static let noFunction = SourceProblem(
    kind: .notFound,
    sentence: "the Lambdas stack names no function",
    nextStep: "rolecall deploy lambdas"
  )

  // MARK: State and code

  /// Until 30 June 2029, as "Lambda runtimes" in the Lambda Developer Guide said in 2026.
  private static let supportedRuntimes: Set<String> = ["provided.al2023"]

  private static func judged(states functions: [FunctionFacts]) -> Judgement {
    for function in functions {
      let configuration = function.latest
      switch configuration.state {
      case nil, "Active": break
      case "Inactive":
        return .warning(
          "\(function.name) is inactive after days without a call",
          mend: "invoke its ops alias with {\"action\":\"ping\"}, and look why the schedule did not"
        )
      case let state?:
        let reason = configuration.stateReason.map { ": \($0)" } ?? ""
        return state == "Pending"
          ? .warning("\(function.name) is being made\(reason)", mend: "wait a minute")
          : .failing("\(function.name) is \(state)\(reason)", mend: "rolecall deploy lambdas")
      }
      if let status = configuration.lastUpdateStatus, status != "Successful" {
        return .failing("the last update of \(function.name) is \(status)", mend: "rolecall deploy lambdas")
      }
      if let runtime = configuration.runtime, !supportedRuntimes.contains(runtime) {
        return .failing("\(function.name) runs on \(runtime)", mend: "rolecall deploy lambdas brings provided.al2023")
      }
    }
    return .fine("\(functions.map(\.name).joined(separator: ", ")) active")
  }

  private static func judged(code functions: [FunctionFacts], deployed: String?) -> Judgement {
    guard let deployed else {
      return .warning("the stack does not say which code it was deployed with", mend: "rolecall deploy lambdas")
    }
    let others = functions.filter { $0.latest.codeSHA256 != deployed }
    guard let other = others.first else {
      return .fine("every function has the code that was deployed (\(deployed.prefix(8))…)")
    }
    return .failing(
      "\(other.name) has other code than the stack was deployed with",
      mend:
        "find out who changed it, then rolecall deploy lambdas; until then nothing is updated or registered from here"
    )
  }

  private static func judged(aliases functions: [FunctionFacts]) -> Judgement {
    for function in functions {
      for (alias, frozen) in function.aliases.sorted(by: { $0.key < $1.key }) {
        guard let difference = frozen.difference(from: function.latest) else { continue }
        return .failing(
          "\(function.name):\(alias) still runs \(difference)",
          mend: "rolecall deploy lambdas publishes a version and moves the aliases"
        )
      }
    }
    let aliases = functions.flatMap { function in function.aliases.keys.sorted().map { "\(function.name):\($0)" } }
    return aliases.isEmpty
      ? .warning("the functions have no aliases", mend: "rolecall deploy lambdas")
      : .fine("\(aliases.count) aliases run what is deployed")
  }

  // MARK: Who may call

  private func judged(policies functions: [FunctionFacts]) -> Judgement {
    for function in functions where function.aliases[Self.calledAlias] != nil || isMigrating(function) {
      for (qualifier, policy) in function.policies.sorted(by: { $0.key < $1.key }) {
        let place = qualifier.isEmpty ? function.name : "\(function.name):\(qualifier)"
        if qualifier == Self.operatorsAlias {
          return .failing("\(place) may be called from outside", mend: "remove every permission on the ops alias")
        }
        if qualifier.isEmpty, !isMigrating(function) {
          return .failing(
            "\(place) may be called without its alias",
            mend: "remove the permission on the function itself"
          )
        }
        if let fault = fault(in: policy) {
          return .failing(
            "the policy of \(place) \(fault)",
            mend: "remove what does not belong there, then rolecall deploy lambdas"
          )
        }
      }
      if function.aliases[Self.calledAlias] != nil, function.policies[Self.calledAlias] == nil {
        return .failing(
          "nobody in the organization may call \(function.name):\(Self.calledAlias)",
          mend: "rolecall deploy lambdas"
        )
      }
    }
    return .fine("one statement each, for \(organization ?? "the organization") only; ops has none")
  }

  private func isMigrating(_ function: FunctionFacts) -> Bool {
    function.latest.variables["MIGRATE_FROM_REFERENCE"] == "yes"
  }

  private func fault(in policy: PolicyDocument) -> String? {
    guard policy.statements.count == 1, let statement = policy.statements.first else {
      return "has \(policy.statements.count) statements instead of one"
    }
    let organizations = statement.values(ofCondition: "aws:PrincipalOrgID")
    if organizations.isEmpty { return "lets in \(statement.principals.joined(separator: ", ")) of any organization" }
    if let organization, organizations != [organization] { return "lets in \(organizations.joined(separator: ", "))" }
    return statement.principals == ["*"] ? nil : "names \(statement.principals.joined(separator: ", "))"
  }

  private static func judged(responseHosts functions: [FunctionFacts]) -> Judgement {
    let open = functions.filter { function in
      ([function.latest] + function.aliases.values).contains { $0.variables["ROLECALL_RESPONSE_HOST"] != nil }
    }
    guard let first = open.first else { return .fine("the functions answer to CloudFormation's buckets only") }
    return .failing(
      "\(first.name) has ROLECALL_RESPONSE_HOST, so it answers to another host too",
      mend: "take the variable away: it is for simulations"
    )
  }

  private static func judged(migration functions: [FunctionFacts]) -> Judgement {
    let migrating = functions.filter { $0.latest.variables["MIGRATE_FROM_REFERENCE"] == "yes" }
    guard let first = migrating.first else { return .fine("MigrateFromReference is off") }
    return .warning(
      "\(first.name) still takes calls without an alias and ids of the reference",
      mend: "when every account is updated, deploy both stacks with MigrateFromReference no"
    )
  }

  // MARK: Room

  private static func judged(concurrency functions: [FunctionFacts], _ limit: AccountLimit) -> Judgement {
    if let off = functions.first(where: { $0.reservedConcurrency == 0 }) {
      return .failing(
        "\(off.name) may not run: none is reserved for it",
        mend: "rolecall deploy lambdas with ReservedConcurrency"
      )
    }
    if let unreserved = limit.unreserved, unreserved < leastUnreserved {
      return .warning(
        "the account keeps \(unreserved) concurrent executions for everything else",
        mend: "ask for a higher quota, or deploy with a smaller ReservedConcurrency"
      )
    }
    let reserved = functions.compactMap { function in function.reservedConcurrency.map { "\(function.name) \($0)" } }
    guard !reserved.isEmpty else {
      return .warning(
        "nothing is reserved: others in the account can take every execution",
        mend: "deploy with ReservedConcurrency, if the account's quota allows it"
      )
    }
    return .fine("reserved: \(reserved.joined(separator: ", "))")
  }

  private static func judged(layers functions: [FunctionFacts], newest: [String: String]) -> Judgement {
    let mark = "AWS-Parameters-and-Secrets-Lambda-Extension"
    let used = functions.compactMap { function in
      function.latest.layers.first { $0.contains(mark) }.map { (function, $0) }
    }
    guard !used.isEmpty else { return .fine("not used: secrets are read directly") }
    for (function, layer) in used {
      guard let wanted = newest[function.latest.architecture ?? "x86_64"], wanted != layer else { continue }
      let version = layer.split(separator: ":").last ?? "?"
      let latest = wanted.split(separator: ":").last ?? "?"
      return .warning(
        "\(function.name) has version \(version), the newest is \(latest)",
        mend: "rolecall deploy lambdas"
      )
    }
    return .fine("the newest version of the layer")
  }

  private static func judged(logGroups: [LogGroup]) -> Judgement {
    guard !logGroups.isEmpty else {
      return .warning("the functions have no log group yet", mend: "rolecall deploy lambdas")
    }
    let endless = logGroups.filter { $0.retentionInDays == nil }
    guard let first = endless.first else {
      let days = Set(logGroups.compactMap(\.retentionInDays)).sorted().map(String.init).joined(separator: ", ")
      return .fine("\(logGroups.count) groups, kept for \(days) days")
    }
    return .warning("\(first.name) keeps lines for ever", mend: "rolecall deploy lambdas with LogRetentionDays")
  }
}
