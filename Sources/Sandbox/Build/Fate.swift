/// What became of the backup roles in one account.
enum Fate: Hashable {
  /// Deployed and registered.
  case deployed
  case failed(Failure)
  /// Not reached: the operation had stopped before.
  case cancelled
  /// Left out of a partial update.
  case outdated
  case drifted
  case inoperable
  /// Joined before the targets, so that automatic deployment never saw it.
  case noInstance
  /// Deployed, but these purposes are gone from the appliance.
  case unregistered([String])
  /// Suspended or closed after its roles had been deployed.
  case skipped

  /// Whether roles of `purpose` are registered.
  func isRegistered(_ purpose: String) -> Bool {
    switch self {
    case .deployed, .outdated, .drifted, .inoperable, .skipped: true
    case .unregistered(let gone): !gone.contains(purpose)
    case .failed, .cancelled, .noInstance: false
    }
  }

  /// Whether its stack was made once, with everything in order.
  var isDeployed: Bool {
    switch self {
    case .deployed, .outdated, .drifted, .inoperable, .unregistered, .skipped: true
    case .failed, .cancelled, .noInstance: false
    }
  }

  /// Fates of a neglected organization, spread so that 100 accounts in a row meet each.
  static func drifted(_ number: Int) -> Fate {
    switch number * 37 % 100 {
    case 0..<70: .deployed
    case 70..<76: .failed(.credentialRefused)
    case 76..<79: .failed(.applianceUnreachable)
    case 79..<81: .failed(.deniedByPolicy)
    case 81..<82: .failed(.noAnswer)
    case 82..<84: .cancelled
    case 84..<87: .outdated
    case 87..<90: .drifted
    case 90..<91: .inoperable
    case 91..<94: .noInstance
    case 94..<97: .unregistered(["worker"])
    default: .unregistered(["ec2", "worker"])
    }
  }
}

/// Why a stack failed, in the words CloudFormation passes on.
enum Failure: Hashable {
  case credentialRefused
  case applianceUnreachable
  /// An organization that the appliance backs up by itself has the name.
  case nameReserved
  case deniedByPolicy
  case noAnswer
  case noExecutionRole

  /// Whether a stack was made at all.
  var leavesStack: Bool { self != .noExecutionRole && self != .deniedByPolicy }

  func reason(requestID: String, account: String) -> String {
    switch self {
    case .credentialRefused:
      Self.customResource("the appliance refuses the credential (401)", requestID)
    case .applianceUnreachable:
      Self.customResource("the appliance does not answer (connect timed out after 5 s)", requestID)
    case .nameReserved:
      Self.customResource("the appliance refused (400): An organization has this name.", requestID)
    case .deniedByPolicy: Self.denial(in: account)
    case .noAnswer:
      """
      ResourceLogicalId:VeeamAwsConfiguratorWorkerRole, ResourceType:Custom::VeeamAwsConfigurator, \
      ResourceStatusReason:CloudFormation did not receive a response from your Custom Resource. Please check your logs \
      for requestId [\(requestID)]. If you are using the Python cfn-response module, you may need to update your \
      Lambda function code so that CloudFormation can attach the updated version.
      """
    case .noExecutionRole:
      "Account \(account) should have 'AWSCloudFormationStackSetExecutionRole' role with trust relationship to Role."
    }
  }

  /// What StackSets says where a service control policy denies it its role.
  static func denial(in account: String) -> String {
    """
    Account \(account) should have 'stacksets-exec-4c1f0b6a' role with trust relationship to Role \
    'aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin'; \
    User is not authorized to perform: iam:CreateRole with an explicit deny in a service control policy
    """
  }

  private static func customResource(_ message: String, _ requestID: String) -> String {
    """
    ResourceLogicalId:VeeamAwsConfiguratorEc2Role, ResourceType:Custom::VeeamAwsConfigurator, \
    ResourceStatusReason:Received response status [FAILED] from custom resource. Message returned: \
    \(message) (RequestId: \(requestID)).
    """
  }
}
