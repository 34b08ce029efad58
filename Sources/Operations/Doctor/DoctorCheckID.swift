extension DoctorCheck {
  /// What is checked; its raw value is the name in machine-readable output and never changes.
  package enum ID: String, Hashable, Sendable, CaseIterable {
    // Organization
    case organizationCaller = "organization-caller"
    case organizationFeatures = "organization-features"
    case trustedAccess = "trusted-access"
    case delegation
    case targets
    case controlPolicies = "control-policies"
    case invocationPolicy = "invocation-policy"
    // Stack set
    case stackSetRegion = "stack-set-region"
    case regionEnabled = "region-enabled"
    case stackSetIdle = "stack-set-idle"
    case automaticDeployment = "automatic-deployment"
    case managedExecution = "managed-execution"
    case functionAddress = "function-address"
    case rolesTemplate = "roles-template"
    // Functions
    case backupCaller = "backup-caller"
    case lambdasStack = "lambdas-stack"
    case stackProtection = "stack-protection"
    case lambdasTemplate = "lambdas-template"
    case templateValid = "template-valid"
    case functionState = "function-state"
    case functionCode = "function-code"
    case functionAliases = "function-aliases"
    case functionPolicy = "function-policy"
    case responseHost = "response-host"
    case migration
    case concurrency
    case extensionLayer = "extension-layer"
    case logRetention = "log-retention"
    case alarms
    case deadLetters = "dead-letters"
    case ping
    // Network
    case subnets
    case nameResolution = "name-resolution"
    case responsePath = "response-path"
    case secretsPath = "secrets-path"
    case securityGroups = "security-groups"
    case reachability
    // Secrets
    case credentialSecret = "credential-secret"
    case signingSecret = "signing-secret"
    // Appliance
    case applianceRoad = "appliance-road"
    case applianceAnswers = "appliance-answers"
    case certificate
    case signIn = "sign-in"
    case applianceVersion = "appliance-version"
    case readRights = "read-rights"
    case applianceUser = "appliance-user"
    case nativeOrganization = "native-organization"
    // Roles
    case applianceRole = "appliance-role"
    case applianceInstance = "appliance-instance"
    case permissionsBoundary = "permissions-boundary"
    case roleQuota = "role-quota"
    case roleNames = "role-names"
  }

  /// What checks are about; they are listed by it.
  package enum Group: String, Hashable, Sendable, CaseIterable {
    case organization = "Organization"
    case stackSet = "Stack set"
    case functions = "Functions"
    case network = "Network"
    case secrets = "Secrets"
    case appliance = "Appliance"
    case roles = "Roles"
  }
}

extension DoctorCheck.ID {
  package var group: DoctorCheck.Group {
    switch self {
    case .organizationCaller, .organizationFeatures, .trustedAccess, .delegation, .targets, .controlPolicies,
      .invocationPolicy:
      .organization
    case .stackSetRegion, .regionEnabled, .stackSetIdle, .automaticDeployment, .managedExecution, .functionAddress,
      .rolesTemplate:
      .stackSet
    case .backupCaller, .lambdasStack, .stackProtection, .lambdasTemplate, .templateValid, .functionState,
      .functionCode, .functionAliases, .functionPolicy, .responseHost, .migration, .concurrency, .extensionLayer,
      .logRetention, .alarms, .deadLetters, .ping:
      .functions
    case .subnets, .nameResolution, .responsePath, .secretsPath, .securityGroups, .reachability: .network
    case .credentialSecret, .signingSecret: .secrets
    case .applianceRoad, .applianceAnswers, .certificate, .signIn, .applianceVersion, .readRights, .applianceUser,
      .nativeOrganization:
      .appliance
    case .applianceRole, .applianceInstance, .permissionsBoundary, .roleQuota, .roleNames: .roles
    }
  }

  /// A few words, as lists show them.
  package var title: String {
    switch self {
    case .organizationCaller: "Caller"
    case .organizationFeatures: "Features"
    case .trustedAccess: "Trusted access"
    case .delegation: "Delegation"
    case .targets: "Targets"
    case .controlPolicies: "Service control policies"
    case .invocationPolicy: "Callers of functions"
    case .stackSetRegion: "Region"
    case .regionEnabled: "Region is on"
    case .stackSetIdle: "Operations"
    case .automaticDeployment: "Automatic deployment"
    case .managedExecution: "Managed execution"
    case .functionAddress: "Function addresses"
    case .rolesTemplate: "Roles template"
    case .backupCaller: "Caller"
    case .lambdasStack: "Lambdas stack"
    case .stackProtection: "Stack protection"
    case .lambdasTemplate: "Lambdas template"
    case .templateValid: "Template valid"
    case .functionState: "Functions"
    case .functionCode: "Code"
    case .functionAliases: "Aliases"
    case .functionPolicy: "Policies"
    case .responseHost: "Answers"
    case .migration: "Moving over"
    case .concurrency: "Concurrency"
    case .extensionLayer: "Secrets extension"
    case .logRetention: "Logs"
    case .alarms: "Alarms"
    case .deadLetters: "Dead letters"
    case .ping: "Ping"
    case .subnets: "Subnets"
    case .nameResolution: "Name resolution"
    case .responsePath: "Way to S3"
    case .secretsPath: "Way to Secrets Manager"
    case .securityGroups: "Security groups"
    case .reachability: "Reachability Analyzer"
    case .credentialSecret: "Credential"
    case .signingSecret: "Signing key"
    case .applianceRoad: "Road"
    case .applianceAnswers: "Connection"
    case .certificate: "Certificate"
    case .signIn: "Sign-in"
    case .applianceVersion: "Version"
    case .readRights: "Rights"
    case .applianceUser: "Functions' user"
    case .nativeOrganization: "Native organization"
    case .applianceRole: "Appliance's role"
    case .applianceInstance: "Appliance's instance"
    case .permissionsBoundary: "Permissions boundary"
    case .roleQuota: "Quotas"
    case .roleNames: "Role names"
    }
  }
}
