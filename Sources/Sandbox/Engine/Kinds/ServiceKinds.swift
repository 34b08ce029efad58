/// The resource types of the services that answer at once.
enum ServiceKinds {
  static let all: [any ResourceKind] = identity + network + secrets + watching + storage

  private static let identity: [any ResourceKind] = [
    RoleKind(), ManagedPolicyKind(), InlinePolicyKind(), InstanceProfileKind(),
  ]
  private static let network: [any ResourceKind] = [
    VPCEndpointKind(), SecurityGroupKind(), SecurityGroupRuleKind.ingress, SecurityGroupRuleKind.egress,
  ]
  private static let secrets: [any ResourceKind] = [SecretKind(), RotationScheduleKind(), SecretPolicyKind()]
  private static let watching: [any ResourceKind] = [
    LogGroupKind(), MetricFilterKind(), AlarmKind(), QueueKind(), QueuePolicyKind(), TopicKind(), RuleKind(),
    ScheduleKind(),
  ]
  private static let storage: [any ResourceKind] = [BucketKind(), BucketPolicyKind(), ParameterKind()]
}
