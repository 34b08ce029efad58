import FoundationEssentials

extension AWSService {
  /// Every service behind the endpoint.
  static let all: [AWSService] = [
    organizations, cloudFormation, secretsManager, tokens, identity, compute, storage, parameters, logs, queues,
    monitoring, quotas, account, lambda,
  ]

  private static let organizations = json(
    "organizations",
    target: "AWSOrganizationsV20161128",
    operations: OrganizationsService.reads.union(OrganizationsService.changes)
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try OrganizationsService(input: call.json, caller: call.caller(), now: now).answer(call.operation, &state)
  }

  private static let cloudFormation = query(
    "cloudformation",
    version: "2010-05-15",
    namespace: StackSetsService.namespace,
    operations: StackSetsService.operations.union(StacksService.operations)
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void in
    if StacksService.operations.contains(call.operation) {
      let (caller, kinds) = (try call.caller(), call.world.kinds)
      return try StacksService(input: call.query, caller: caller, region: call.region, now: now, kinds: kinds)
        .answer(call.operation, &state)
    }
    return try StackSetsService(input: call.query, caller: call.caller(), region: call.region, now: now)
      .answer(call.operation, &state)
  }

  private static let secretsManager = json(
    "secretsmanager",
    target: "secretsmanager",
    operations: SecretsService.reads.union(SecretsService.changes)
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try SecretsService(input: call.json, caller: call.caller(), region: call.region, now: now)
      .answer(call.operation, &state)
  }

  private static let tokens = query(
    "sts",
    version: "2011-06-15",
    namespace: TokenService.namespace,
    operations: TokenService.operations,
    unsigned: ["AssumeRoleWithWebIdentity"]
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void in
    try TokenService(input: call.query, caller: call.signer, now: now).answer(call.operation, &state)
  }
}
