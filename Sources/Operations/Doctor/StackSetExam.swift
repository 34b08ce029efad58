import Fleet

/// What the stack set of the roles was read to be, and what that comes to.
struct StackSetExam {
  struct Definition: Hashable {
    let name: StackSetName
    let regions: [String]
    let parameters: [String: String]
    let isServiceManaged: Bool
    let isDeployingAutomatically: Bool
    let retainsStacksOnAccountRemoval: Bool?
    let isManagedExecutionActive: Bool
    let template: ReleaseMatch?
  }

  struct Operation: Hashable {
    let id: String
    let action: String
    let status: String
  }

  var definition: Fact<Definition>
  var operations: Fact<[Operation]>
  /// Regions of the backup account, with whether they are switched on.
  var regions: Fact<[String: Bool]>
  /// Outputs of the Lambdas stack.
  var outputs: Fact<[String: String]>

  var checks: [DoctorCheck] {
    [
      DoctorCheck(.stackSetRegion, needing: definition, judged(region:)),
      DoctorCheck(.regionEnabled, both(definition, regions)) { Self.judged(enabled: $0.1, for: $0.0) },
      DoctorCheck(.stackSetIdle, operations, Self.judged(operations:)),
      DoctorCheck(.automaticDeployment, definition, Self.judged(automatic:)),
      DoctorCheck(.managedExecution, definition) { set in
        set.isManagedExecutionActive
          ? .fine("operations queue up instead of refusing each other")
          : .warning(
            "automatic deployment and your own operations refuse each other",
            mend: "rolecall deploy roles switches managed execution on"
          )
      },
      DoctorCheck(.functionAddress, both(definition, outputs)) { Self.judged(addressesIn: $0.0, $0.1) },
      DoctorCheck(.rolesTemplate, definition) { set in
        guard let template = set.template else { return .notCheckable("CloudFormation does not show the template") }
        return template.judged("the template of \(set.name)", deploy: "rolecall deploy roles")
      },
    ]
  }

  private func judged(region set: Definition) -> Judgement {
    guard set.regions.count == 1, let region = set.regions.first else {
      return .failing(
        "\(set.name) is in \(set.regions.isEmpty ? "no region" : set.regions.joined(separator: ", "))",
        mend: "roles have the same names in every region: keep one, and remove the others with their stacks retained"
      )
    }
    let function = set.parameters["VeeamConfiguratorLambdaArn"].flatMap(FunctionAddress.init)
    guard let function, function.region != region else {
      return .fine("\(set.name) is in \(region), as its functions are")
    }
    return .failing(
      "\(set.name) is in \(region), but its functions are in \(function.region)",
      mend: "a custom resource reaches functions of its own region only: deploy the Lambdas stack in \(region)"
    )
  }

  private static func judged(enabled regions: [String: Bool], for set: Definition) -> Judgement {
    let off = set.regions.filter { regions[$0] != true }
    guard off.isEmpty else {
      return .failing(
        "\(off.joined(separator: ", ")) is not switched on in the backup account",
        mend: "enable the region"
      )
    }
    return .fine("\(set.regions.joined(separator: ", ")) is on in the backup account; others are not read")
  }

  private static func judged(operations: [Operation]) -> Judgement {
    let live = operations.filter { ["RUNNING", "QUEUED", "STOPPING"].contains($0.status) }
    guard let first = live.first else { return .fine("no operation runs or waits") }
    return .warning(
      "\(first.action) \(first.id) is \(first.status)" + (live.count > 1 ? ", \(live.count - 1) more" : ""),
      mend: "wait for it to end before you start another"
    )
  }

  private static func judged(automatic set: Definition) -> Judgement {
    guard set.isServiceManaged else {
      return .warning("\(set.name) is self-managed: new accounts get no roles by themselves", mend: nil)
    }
    guard set.isDeployingAutomatically else {
      return .warning(
        "new accounts get no roles by themselves",
        mend: "rolecall deploy roles with automatic deployment"
      )
    }
    return set.retainsStacksOnAccountRemoval == true
      ? .fine("new accounts get their roles; those that leave keep them")
      : .warning(
        "accounts that leave a target lose roles and registrations",
        mend: "retain stacks on account removal, unless that is meant"
      )
  }

  private static func judged(addressesIn set: Definition, _ outputs: [String: String]) -> Judgement {
    for name in ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"] {
      guard let given = set.parameters[name] else { return .warning("\(set.name) has no parameter \(name)", mend: nil) }
      guard let wanted = outputs[name] else {
        return .warning("the Lambdas stack has no output \(name)", mend: "rolecall deploy lambdas")
      }
      guard given == wanted else {
        return .failing(
          "\(set.name) calls \(given), the Lambdas stack offers \(wanted)",
          mend: "rolecall deploy roles; a ServiceToken cannot change, so keep the functions' names"
        )
      }
    }
    return .fine("\(set.name) calls the functions of the Lambdas stack")
  }
}

/// Two facts as one; the first that was not read says why.
func both<First, Second>(_ first: Fact<First>, _ second: Fact<Second>) -> Fact<(First, Second)> {
  first.flatMap { first in second.map { (first, $0) } }
}
