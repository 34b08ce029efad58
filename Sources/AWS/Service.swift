/// A service of AWS: what it is called in hosts, signatures, settings and sentences.
package struct Service: Hashable, Sendable {
  /// As people call it, `Secrets Manager`.
  package let name: String
  /// The first label of its host.
  package let hostLabel: String
  /// Its name in a signature's scope, and the prefix of its IAM actions.
  package let signingName: String
  /// Its id in `AWS_ENDPOINT_URL_<ID>`, spaces as underscores.
  package let settingsKey: String

  private init(_ name: String, host: String, signing: String, settings: String) {
    self.name = name
    hostLabel = host
    signingName = signing
    settingsKey = settings
  }

  // Source: endpointPrefix, signingName and serviceId of botocore 1.43's service models.
  package static let account = Service("Account Management", host: "account", signing: "account", settings: "ACCOUNT")
  package static let cloudFormation = Service(
    "CloudFormation",
    host: "cloudformation",
    signing: "cloudformation",
    settings: "CLOUDFORMATION"
  )
  package static let cloudWatch = Service(
    "CloudWatch",
    host: "monitoring",
    signing: "monitoring",
    settings: "CLOUDWATCH"
  )
  package static let ec2 = Service("EC2", host: "ec2", signing: "ec2", settings: "EC2")
  package static let iam = Service("IAM", host: "iam", signing: "iam", settings: "IAM")
  package static let lambda = Service("Lambda", host: "lambda", signing: "lambda", settings: "LAMBDA")
  package static let logs = Service("CloudWatch Logs", host: "logs", signing: "logs", settings: "CLOUDWATCH_LOGS")
  package static let organizations = Service(
    "Organizations",
    host: "organizations",
    signing: "organizations",
    settings: "ORGANIZATIONS"
  )
  package static let s3 = Service("S3", host: "s3", signing: "s3", settings: "S3")
  package static let secretsManager = Service(
    "Secrets Manager",
    host: "secretsmanager",
    signing: "secretsmanager",
    settings: "SECRETS_MANAGER"
  )
  package static let serviceQuotas = Service(
    "Service Quotas",
    host: "servicequotas",
    signing: "servicequotas",
    settings: "SERVICE_QUOTAS"
  )
  package static let signIn = Service("Sign-In", host: "signin", signing: "signin", settings: "SIGNIN")
  package static let sqs = Service("SQS", host: "sqs", signing: "sqs", settings: "SQS")
  package static let ssm = Service("Systems Manager", host: "ssm", signing: "ssm", settings: "SSM")
  package static let sso = Service("SSO", host: "portal.sso", signing: "awsssoportal", settings: "SSO")
  package static let ssoOIDC = Service("SSO OIDC", host: "oidc", signing: "sso-oauth", settings: "SSO_OIDC")
  package static let sts = Service("STS", host: "sts", signing: "sts", settings: "STS")
}
