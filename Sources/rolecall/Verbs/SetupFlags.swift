import ArgumentParser
import Fleet
import Operations

/// Answers of a setup, one flag each.
struct SetupFlags: ParsableArguments {
  @Option(help: ArgumentHelp("VPC of the functions; by default that of the appliance.", valueName: "vpc-id"))
  var vpc: String?

  @Option(
    name: .customLong("subnet"),
    help: ArgumentHelp("A subnet of the functions; two zones are better than one.", valueName: "subnet-id")
  )
  var subnets: [String] = []

  @Option(
    name: .customLong("security-group"),
    help: ArgumentHelp("A security group beside the stack's own.", valueName: "sg-id")
  )
  var securityGroups: [String] = []

  @Flag(
    name: .customLong("create-secrets-endpoint"),
    help: "Make the interface endpoint for Secrets Manager; the whole VPC then uses it."
  )
  var makesSecretsEndpoint = false

  @Option(
    name: .customLong("s3-route-table"),
    help: ArgumentHelp("Make a gateway endpoint for S3 in this route table.", valueName: "rtb-id")
  )
  var gatewayRouteTables: [String] = []

  @Option(
    name: .customLong("instance-role"),
    help: ArgumentHelp(
      "Role of the appliance's instance; by default found by the appliance's address.",
      valueName: "arn"
    )
  )
  var instanceRole: String?

  @Option(
    name: .customLong("target"),
    help: ArgumentHelp("A unit or root that gets the roles; by default the root.", valueName: "ou-id")
  )
  var targets: [OrganizationalUnitID] = []

  @Option(
    name: .customLong("automatic-deployment"),
    help: ArgumentHelp(
      "Whether accounts that join a target later get the roles by themselves.",
      valueName: "true|false"
    )
  )
  var isAutomatic = true

  @Option(
    name: .customLong("retain-on-removal"),
    help: ArgumentHelp("Whether an account that leaves the targets keeps its stack.", valueName: "true|false")
  )
  var retainsOnRemoval = true

  @Option(help: ArgumentHelp("Bucket for templates and code; by default one is made.", valueName: "name"))
  var bucket: String?

  @Option(name: .customLong("portal-user"), help: ArgumentHelp("Portal user of the functions.", valueName: "name"))
  var portalUser = "rolecall-functions"

  @Option(help: ArgumentHelp("Administrator of the appliance who makes the portal user.", valueName: "name"))
  var administrator: String?

  @Option(
    name: .customLong("administrator-password-file"),
    help: ArgumentHelp("File with the administrator's password; - reads standard input.", valueName: "file"),
    completion: .file()
  )
  var administratorPasswordFile: String?

  @Option(
    name: .customLong("lambdas-parameter"),
    help: ArgumentHelp("A further parameter of the Lambdas stack.", valueName: "name=value")
  )
  var lambdasParameters: [TemplateParameter] = []

  @Option(
    name: .customLong("roles-parameter"),
    help: ArgumentHelp("A further parameter of the Roles stack, such as EnableRds=yes.", valueName: "name=value")
  )
  var rolesParameters: [TemplateParameter] = []

  var choices: SetupChoices {
    var choices = SetupChoices()
    choices.vpc = vpc
    choices.subnets = subnets
    choices.securityGroups = securityGroups
    choices.makesSecretsEndpoint = makesSecretsEndpoint
    choices.gatewayRouteTables = gatewayRouteTables
    choices.instanceRole = instanceRole
    choices.targets = targets
    choices.isAutomatic = isAutomatic
    choices.retainsOnRemoval = retainsOnRemoval
    choices.bucket = bucket
    choices.portalUser = portalUser
    choices.lambdasParameters = TemplateParameter.values(lambdasParameters)
    choices.rolesParameters = TemplateParameter.values(rolesParameters)
    return choices
  }
}
