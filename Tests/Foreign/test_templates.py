"""The shipped templates before foreign judges: cfn-lint, checkov, moto and the product's documented permissions."""
import base64
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

import boto3
import pytest
from moto import mock_aws
from moto.cloudformation.parsing import get_model_map

from cloudformation import TEMPLATES, Resolved, load, text

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKOV = pathlib.Path(os.environ.get("CHECKOV", ROOT / ".venv-checkov/bin/checkov"))
# What the product's guide lists for each role; see its "source".
PERMISSIONS = json.loads((pathlib.Path(__file__).parent / "veeam-permissions.json").read_text())
REGION = "eu-central-1"

LAMBDAS = load("lambdas")
ROLES = load("roles")
NAMES = ["lambdas", "roles"]
KEY = "arn:aws:kms:eu-central-1:111122223333:key/0b8ff1ae-0000-4000-8000-000000000000"
LAMBDAS_ANSWERS = {
    "OrganizationId": "o-abcdefghij",
    "VpcId": "vpc-0123456789abcdef0",
    "SubnetIds": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    "SecurityGroupIds": [],
    "S3GatewayRouteTableIds": [],
    "ApplianceHost": "appliance.example",
    "ApplianceSha256": "ab" * 32,
    "CodeBucket": "artifacts",
    "CodeKey": "functions.zip",
    "CodeObjectVersion": "1",
    "CodeSha256": "A" * 43 + "=",
    "DeploymentId": "1",
}
ROLES_ANSWERS = {
    "VeeamInstanceRoleArn": "arn:aws:iam::999988887777:role/appliance",
    "RandomExtIdLambdaArn": "arn:aws:lambda:eu-central-1:999988887777:function:rolecall-external-id:cfn",
    "VeeamConfiguratorLambdaArn": "arn:aws:lambda:eu-central-1:999988887777:function:rolecall-configurator:cfn",
}
EVERY_WORKLOAD = {name: "yes" for name in ROLES["Parameters"] if name.startswith("Enable")}


def lambdas(**answers):
    return Resolved(LAMBDAS, **LAMBDAS_ANSWERS | answers)


def roles(pseudo=None, **answers):
    return Resolved(ROLES, pseudo=pseudo, **ROLES_ANSWERS | answers)


def of_type(resolved, kind):
    return {name: resource for name, resource in resolved.resources.items() if resource["Type"] == kind}


def statements(policy):
    return policy["Properties"]["PolicyDocument"]["Statement"]


def actions(statement):
    return [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]


# -- Both templates


@pytest.mark.parametrize("name", NAMES)
def test_cfn_lint_finds_nothing(name):
    answer = subprocess.run(
        [pathlib.Path(sys.executable).parent / "cfn-lint", "--regions", REGION, "--", TEMPLATES / f"{name}.yaml"],
        capture_output=True, text=True, timeout=300, check=False,
    )
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "cfn-lint" not in text(name), "no suppressions"


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_says_what_it_takes(name):
    for parameter, declared in load(name)["Parameters"].items():
        assert declared["Description"].strip().endswith("."), parameter
        closed = {"AllowedValues", "AllowedPattern", "MinValue"} & set(declared)
        assert closed or declared["Type"].startswith(("AWS::", "List<AWS::")), parameter
        if "AllowedPattern" in declared:
            assert declared["AllowedPattern"][0] == "^" and declared["AllowedPattern"][-1] == "$", parameter
            assert declared["ConstraintDescription"], parameter
            default = declared.get("Default")
            assert default is None or re.search(declared["AllowedPattern"], default), parameter


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_stands_in_one_group(name):
    template = load(name)
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    grouped = [parameter for group in groups for parameter in group["Parameters"]]
    assert sorted(grouped) == sorted(template["Parameters"])


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_plain_and_knows_no_partition(name):
    source = text(name)
    assert "Transform" not in load(name) and "Fn::ForEach" not in source and "AWS::CloudFormation::Stack" not in source
    assert not re.search(r"^[^#]*: [&*]\w+", source, re.MULTILINE), "CloudFormation reads no YAML anchors"
    outside_patterns = "\n".join(line for line in source.splitlines() if "AllowedPattern" not in line)
    assert not re.search(r"arn:aws[:-]", outside_patterns)


def test_sizes():
    assert len(text("lambdas").encode()) <= 51_200, "goes inline"
    assert len(text("roles").encode()) <= 1_000_000, "goes by S3"


# -- Checkov

VARIANTS = {
    "lambdas as it stands": lambda: LAMBDAS,
    "lambdas with everything": lambda: lambdas(
        KmsKeyArn=KEY, AlarmTopicArn="arn:aws:sns:eu-central-1:111122223333:alarms", RotationSchedule="rate(30 days)",
        CreateSecretsManagerEndpoint="yes", S3GatewayRouteTableIds=["rtb-0123456789abcdef0"],
    ).plain(),
    "roles as it stands": lambda: ROLES,
    "roles with every workload and no limit": lambda: roles(IamScope="documented", **EVERY_WORKLOAD).plain(),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_checkov_finds_only_what_the_template_explains(variant, tmp_path):
    """checkov reads neither parameters nor most conditions, so it also gets the templates with these put in."""
    assert CHECKOV.exists(), f"{CHECKOV} is missing: Tests/run installs it, or set CHECKOV"
    file = tmp_path / "template.json"
    file.write_text(json.dumps(VARIANTS[variant]()))
    answer = subprocess.run(
        [CHECKOV, "-f", file, "--framework", "cloudformation", "--compact", "--quiet", "-o", "json"],
        capture_output=True, text=True, timeout=300, check=False, env=os.environ | {"LOG_LEVEL": "ERROR"},
    )
    report = json.loads(answer.stdout)
    assert report["summary"]["passed"] > 20
    found = [(check["check_id"], check["resource"]) for check in report.get("results", {}).get("failed_checks", [])]
    assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_every_exception_has_a_reason(name):
    for resource, declared in load(name)["Resources"].items():
        for exception in declared.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert exception["comment"].endswith("."), (resource, exception["id"])


# -- Roles: permissions


@pytest.mark.parametrize("policy", PERMISSIONS["policies"], ids=lambda policy: policy["policy"])
def test_a_policy_holds_what_the_guide_lists(policy):
    switches = {name: "yes" for name in policy["enable"]}
    resolved = roles(IamScope="documented", **({"EnableProductionWorkers": "no"} | switches))
    granted = {}
    for statement in statements(resolved.resources[policy["policy"]]):
        assert statement["Effect"] == "Allow" and statement["Resource"] == "*"
        for action in actions(statement):
            granted.setdefault(action, []).append(statement.get("Condition"))
    wanted = {action: [None] for action in policy["actions"]}
    for action, condition in policy.get("conditional", {}).items():
        wanted.setdefault(action, []).append(condition)
    assert {action: sorted(map(str, found)) for action, found in granted.items()} == {
        action: sorted(map(str, found)) for action, found in wanted.items()
    }


def test_every_policy_is_compared():
    compared = {policy["policy"] for policy in PERMISSIONS["policies"]}
    assert compared == set(of_type(roles(**EVERY_WORKLOAD), "AWS::IAM::ManagedPolicy"))


@pytest.mark.parametrize("scope", ["services", "own", "documented"])
def test_policies_fit(scope):
    """IAM counts characters without white space: at most 6,144."""
    prefix = {"NamePrefix": "a" * 20} if scope == "own" else {}
    for name, policy in of_type(roles(IamScope=scope, **EVERY_WORKLOAD, **prefix), "AWS::IAM::ManagedPolicy").items():
        size = len(json.dumps(policy["Properties"]["PolicyDocument"], separators=(",", ":")))
        assert size <= 6_144, (name, size)


# What would let a role give itself, or a role it may use, more than the template gave.
WIDENING = re.compile(
    r"iam:(Add|Attach|Create|Delete|Detach|Put|Remove|Set|Tag|Untag|Update|Upload)|lambda:(Create|Update|Invoke)|"
    r"cloudformation:|organizations:|sts:|.*\*"
)


def test_no_role_can_widen_itself():
    for name, policy in of_type(roles(**EVERY_WORKLOAD), "AWS::IAM::ManagedPolicy").items():
        for statement in statements(policy):
            for action in actions(statement):
                if action == "iam:PassRole":
                    services = statement["Condition"]["StringEqualsIfExists"]["iam:PassedToService"]
                    assert services, name
                elif action == "iam:CreateServiceLinkedRole":
                    assert statement["Condition"] == {
                        "StringEqualsIfExists": {"iam:AWSServiceName": "rds.amazonaws.com"}
                    }
                else:
                    assert not WIDENING.match(action), (name, action)


def test_own_passes_only_roles_of_this_stack():
    resolved = roles(IamScope="own", RolePath="/backup/", **EVERY_WORKLOAD)
    passing = [
        statement
        for policy in of_type(resolved, "AWS::IAM::ManagedPolicy").values()
        for statement in statements(policy)
        if actions(statement) == ["iam:PassRole"]
    ]
    assert len(passing) == 15
    assert {statement["Resource"] for statement in passing} == {"arn:aws:iam::111122223333:role/backup/*"}


# -- Roles: trust and registration


def test_each_role_trusts_the_appliance_by_an_external_id_of_its_own():
    resolved = roles(**EVERY_WORKLOAD)
    external_ids = set()
    for name, role in of_type(resolved, "AWS::IAM::Role").items():
        document = role["Properties"]["AssumeRolePolicyDocument"]
        assert document["Version"] == "2012-10-17"
        appliance, *services = document["Statement"]
        assert appliance["Principal"] == {"AWS": "arn:aws:iam::999988887777:role/appliance"}, name
        [source] = appliance["Condition"]["StringEquals"].values()
        external_ids.add(source["Fn::GetAtt"][0])
        for service in services:
            assert list(service["Principal"]) == ["Service"] and "Condition" not in service, name
    assert len(external_ids) == len(of_type(resolved, "AWS::IAM::Role")) == 10


@pytest.mark.parametrize(
    "partition, principal", [("aws", "ec2.amazonaws.com"), ("aws-us-gov", "ec2.amazonaws.com"),
                             ("aws-eusc", "ec2.amazonaws.com"), ("aws-cn", "ec2.amazonaws.com.cn")],
)
def test_workers_are_trusted_in_every_partition(partition, principal):
    role = roles(pseudo={"AWS::Partition": partition}).resources["VeeamWorkerRole"]
    assert role["Properties"]["AssumeRolePolicyDocument"]["Statement"][1]["Principal"] == {"Service": principal}


TRUSTED_SERVICES = {
    "VeeamEc2Role": [], "VeeamWorkerRole": ["ec2.amazonaws.com"], "VeeamFlrRole": ["ec2.amazonaws.com"],
    "VeeamRdsRole": ["rds.amazonaws.com"], "VeeamDynamoDbRole": ["backup.amazonaws.com"],
    "VeeamEfsRole": ["backup.amazonaws.com"], "VeeamFsxRole": ["backup.amazonaws.com"],
    "VeeamRedshiftRole": ["backup.amazonaws.com"], "VeeamRedshiftServerlessRole": [], "VeeamVpcRole": [],
}


def test_services_trusted_are_those_of_the_guide():
    found = {
        name: [statement["Principal"]["Service"] for statement in
               role["Properties"]["AssumeRolePolicyDocument"]["Statement"][1:]]
        for name, role in of_type(roles(**EVERY_WORKLOAD), "AWS::IAM::Role").items()
    }
    assert found == TRUSTED_SERVICES


def test_by_default_there_are_the_roles_of_the_reference():
    assert set(roles().resources) == {
        "RandomExtIdGeneratorEc2Role", "VeeamEc2Role", "VeeamEc2BackupPolicy", "VeeamEc2RestorePolicy",
        "RandomExtIdGeneratorWorkerRole", "VeeamWorkerRole", "VeeamWorkerConfigPolicy", "VeeamWorkerServicePolicy",
        "VeeamWorkerInstanceProfile", "VeeamAwsConfiguratorEc2Role", "VeeamAwsConfiguratorWorkerRole",
    }


def test_a_role_is_registered_only_when_it_is_whole():
    resolved = roles(**EVERY_WORKLOAD)
    profiles = {profile["Properties"]["Roles"][0]["Ref"]: name
                for name, profile in of_type(resolved, "AWS::IAM::InstanceProfile").items()}
    policies = set()
    for name, registration in of_type(resolved, "Custom::VeeamAwsConfigurator").items():
        properties = registration["Properties"]
        role = properties["RoleName"]["Fn::Select"][1]["Fn::Split"][1]["Fn::GetAtt"][0]
        attached = resolved.resources[role]["Properties"]["ManagedPolicyArns"]
        policies |= {policy["Ref"] for policy in attached}
        assert properties["RoleExtId"]["Fn::GetAtt"][0] == name.replace("VeeamAwsConfigurator", "RandomExtIdGenerator")
        assert registration.get("DependsOn") == profiles.get(role)
        assert properties["ServiceTimeout"] == 3_600 and properties["MemberAccountId"] == "111122223333"
    assert policies == set(of_type(resolved, "AWS::IAM::ManagedPolicy"))


def test_a_nonce_touches_nothing_but_registrations():
    before, after = roles(**EVERY_WORKLOAD).resources, roles(RegistrationNonce="2", **EVERY_WORKLOAD).resources
    changed = {name for name in before if before[name] != after[name]}
    assert changed == set(of_type(roles(**EVERY_WORKLOAD), "Custom::VeeamAwsConfigurator"))


def test_moving_over_leaves_the_external_ids_alone():
    """CloudFormation sends no Update to a custom resource whose properties are the same."""
    resolved = roles(MigrateFromReference="yes", ExternalIdLength="24", **EVERY_WORKLOAD)
    for name in ("RandomExtIdGeneratorEc2Role", "RandomExtIdGeneratorWorkerRole"):
        assert resolved.resources[name] == {
            "Type": "Custom::RandomExtIdGenerator",
            "Properties": {"ServiceToken": ROLES_ANSWERS["RandomExtIdLambdaArn"], "Length": 12},
        }
    for name in ("VeeamEc2Role", "VeeamWorkerRole"):
        properties = resolved.resources[name]["Properties"]
        assert properties["Path"] == "/" and "RoleName" not in properties, "or the role would be replaced"


# -- Lambdas


def test_the_generated_secrets_are_frozen():
    """A change of GenerateSecretString generates anew: nobody could sign in, or every external id would change."""
    made = lambdas().resources
    assert made["ApplianceSecret"]["Properties"]["GenerateSecretString"] == {
        "SecretStringTemplate": '{"username":"rolecall"}',
        "GenerateStringKey": "password",
        "PasswordLength": 32,
        "ExcludeCharacters": "\"'\\/@:;&<>`$,{}[]|~^ ",
    }
    assert made["SigningSecret"]["Properties"]["GenerateSecretString"] == {
        "SecretStringTemplate": "{}",
        "GenerateStringKey": "key",
        "PasswordLength": 64,
        "ExcludePunctuation": True,
    }
    # As the reference's template has it, letter by letter.
    assert lambdas(MigrateFromReference="yes").resources["VeeamSecret"]["Properties"] == {
        "Description": "Generated credentials for Veeam Backup for AWS",
        "Name": "veeam-backup-aws-credentials",
        "GenerateSecretString": {
            "SecretStringTemplate": '{"username": "veeam-aws-secrets-manager"}',
            "GenerateStringKey": "password",
        },
    }


def test_secrets_outlive_the_stack():
    secrets = of_type(lambdas(), "AWS::SecretsManager::Secret") | of_type(
        lambdas(MigrateFromReference="yes"), "AWS::SecretsManager::Secret"
    )
    assert set(secrets) == {"ApplianceSecret", "SigningSecret", "VeeamSecret"}
    for secret in secrets.values():
        assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_an_existing_secret_is_taken():
    arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:kept"
    resolved = lambdas(ExistingSecretArn=arn, ExistingSigningSecretArn=f"{arn}-signing")
    assert of_type(resolved, "AWS::SecretsManager::Secret") == {}
    variables = resolved.resources["VeeamConfiguratorLambda"]["Properties"]["Environment"]["Variables"]
    assert (variables["SECRET_ARN"], variables["SIGNING_SECRET_ARN"]) == (arn, f"{arn}-signing")


def test_function_names_are_fixed_unless_moving_over():
    names = {"RandomExtIdLambda": "rolecall-external-id", "VeeamConfiguratorLambda": "rolecall-configurator",
             "CredentialRotationLambda": "rolecall-rotation"}
    functions = of_type(lambdas(), "AWS::Lambda::Function")
    assert {name: function["Properties"]["FunctionName"] for name, function in functions.items()} == names
    for function in of_type(lambdas(MigrateFromReference="yes"), "AWS::Lambda::Function").values():
        assert "FunctionName" not in function["Properties"]


@pytest.mark.parametrize("change", [{"DeploymentId": "2"}, {"ApplianceSha256": "cd" * 32}])
def test_a_change_replaces_the_version_and_changes_the_function(change):
    """A version changes only by replacement, and Lambda publishes none of a function that did not change."""
    before, after = lambdas().resources, lambdas(**change).resources
    changed = {name for name in before if before[name] != after[name]}
    assert {"VeeamConfiguratorLambda", "VeeamConfiguratorVersion", "CredentialRotationLambda"} <= changed
    if "DeploymentId" in change:
        assert {"RandomExtIdLambda", "RandomExtIdVersion"} <= changed
    longest = lambdas(DeploymentId="x" * 60, ApplianceSha256=",".join(["ab" * 32] * 3)).resources
    assert len(longest["VeeamConfiguratorVersion"]["Properties"]["Description"]) <= 256


def test_the_organization_reaches_the_cfn_alias_only():
    def opened(resolved):
        return {
            permission["Properties"]["FunctionName"]["Ref"]
            for permission in of_type(resolved, "AWS::Lambda::Permission").values()
            if permission["Properties"]["Principal"] == "*"
        }

    for permission in of_type(lambdas(), "AWS::Lambda::Permission").values():
        if permission["Properties"]["Principal"] == "*":
            assert permission["Properties"]["PrincipalOrgID"] == "o-abcdefghij"
    assert opened(lambdas()) == {"RandomExtIdAlias", "VeeamConfiguratorAlias"}
    assert opened(lambdas(MigrateFromReference="yes")) == {
        "RandomExtIdAlias", "VeeamConfiguratorAlias", "RandomExtIdLambda", "VeeamConfiguratorLambda"
    }


def test_execution_roles_are_least_privilege():
    everywhere = {}
    for name, role in of_type(lambdas(KmsKeyArn=KEY), "AWS::IAM::Role").items():
        [policy] = role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Effect"] == "Allow" and statement["Resource"] == "*":
                everywhere.setdefault(name, set()).update(actions(statement))
    interfaces = {
        "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
    }
    assert everywhere == {
        "VeeamConfiguratorLambdaRole": interfaces,
        "CredentialRotationLambdaRole": interfaces | {"secretsmanager:GetRandomPassword"},
    }


def test_code_in_a_function_cannot_touch_network_interfaces():
    for name in ("VeeamConfiguratorLambdaRole", "CredentialRotationLambdaRole"):
        [policy] = lambdas().resources[name]["Properties"]["Policies"]
        [denied] = [part for part in policy["PolicyDocument"]["Statement"] if part["Effect"] == "Deny"]
        [allowed] = [part for part in policy["PolicyDocument"]["Statement"] if part.get("Sid") == "JoinNetwork"]
        assert set(actions(allowed)) <= set(actions(denied))
        assert denied["Condition"] == {
            "ArnLike": {"lambda:SourceFunctionArn": "arn:aws:lambda:eu-central-1:111122223333:function:*"}
        }


def test_rotation_is_off_until_a_schedule_is_given():
    assert of_type(lambdas(), "AWS::SecretsManager::RotationSchedule") == {}
    [schedule] = of_type(lambdas(RotationSchedule="rate(30 days)"), "AWS::SecretsManager::RotationSchedule").values()
    assert schedule["Properties"]["RotateImmediatelyOnUpdate"] is False


def test_endpoints_are_off_until_asked_for_and_then_narrow():
    assert of_type(lambdas(), "AWS::EC2::VPCEndpoint") == {}
    wanted = {"CreateSecretsManagerEndpoint": "yes", "S3GatewayRouteTableIds": ["rtb-0123456789abcdef0"]}
    made = of_type(lambdas(**wanted), "AWS::EC2::VPCEndpoint")
    assert made["S3GatewayEndpoint"]["Properties"]["PolicyDocument"]["Statement"][0]["Action"] == "s3:PutObject"
    secrets = made["AwsSecretsVpcEndpoint"]["Properties"]["PolicyDocument"]["Statement"][0]
    assert secrets["Resource"] == [{"Ref": "ApplianceSecret"}, {"Ref": "SigningSecret"}]
    for endpoint in of_type(lambdas(EndpointPolicies="open", **wanted), "AWS::EC2::VPCEndpoint").values():
        assert "PolicyDocument" not in endpoint["Properties"]


def test_each_function_writes_into_a_log_of_its_own_that_ends():
    resolved = lambdas(LogRetentionDays="30")
    groups = of_type(resolved, "AWS::Logs::LogGroup")
    assert {group["Properties"]["RetentionInDays"] for group in groups.values()} == {"30"}
    written = {function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
               for function in of_type(resolved, "AWS::Lambda::Function").values()}
    assert written == set(groups)
    assert "CreateLogGroup" not in text("lambdas")


def test_alarms_need_a_topic():
    assert of_type(lambdas(), "AWS::CloudWatch::Alarm") == {}
    alarms = of_type(lambdas(AlarmTopicArn="arn:aws:sns:eu-central-1:111122223333:alarms"), "AWS::CloudWatch::Alarm")
    assert {alarm["Properties"]["MetricName"] for alarm in alarms.values()} == {
        "Errors", "Throttles", "ApproximateNumberOfMessagesVisible", "Refused", "Pinged"
    }


# -- Moving over, both templates

REFERENCE_IDS = {
    "RandomExtIdLambda", "RandomExtIdLambdaPermission", "RandomExtIdLambdaRole", "VeeamConfiguratorLambda",
    "VeeamConfiguratorLambdaPermission", "VeeamConfiguratorLambdaRole", "VeeamSecret",
}


def test_moving_over_removes_nothing_that_is_in_use():
    resolved = lambdas(MigrateFromReference="yes", CreateSecretsManagerEndpoint="yes")
    assert REFERENCE_IDS | {"AwsSecretsVpcEndpoint"} <= set(resolved.resources)
    variables = resolved.resources["VeeamConfiguratorLambda"]["Properties"]["Environment"]["Variables"]
    assert variables["SECRET_ARN"] == {"Ref": "VeeamSecret"}
    assert {"RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"} <= set(LAMBDAS["Outputs"])
    assert resolved.value(LAMBDAS["Outputs"]["RandomExtIdLambdaArn"]["Value"]) == {
        "Fn::GetAtt": ["RandomExtIdLambda", "Arn"]
    }


# -- moto


def in_moto(template):
    """The template less the resource types that moto has no model for; who called an alias calls its function."""
    known = set(get_model_map())
    dropped = {name: resource for name, resource in template["Resources"].items() if resource["Type"] not in known}
    aliases = {name: resource["Properties"]["FunctionName"] for name, resource in dropped.items()
               if resource["Type"] == "AWS::Lambda::Alias"}

    def without(node):
        if isinstance(node, list):
            return [without(part) for part in node]
        if isinstance(node, dict):
            return aliases.get(node.get("Ref"), {key: without(part) for key, part in node.items()})
        return node

    kept = {name: without(resource) for name, resource in template["Resources"].items() if name not in dropped}
    return template | {"Resources": kept, "Outputs": without(template["Outputs"])}, dropped


@mock_aws
def test_moto_accepts_the_lambdas_stack():
    def client(service):
        return boto3.client(service, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")

    cloudformation, ec2, s3 = client("cloudformation"), client("ec2"), client("s3")
    validated = cloudformation.validate_template(TemplateBody=text("lambdas"))
    assert validated["Description"] == LAMBDAS["Description"]

    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=block)["Subnet"]["SubnetId"]
               for block in ("10.0.1.0/24", "10.0.2.0/24")]
    [route_table] = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("bootstrap", "")
    s3.create_bucket(Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="artifacts", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="artifacts", Key="functions.zip", Body=archive.getvalue())["VersionId"]
    # Its stacks make no secrets, so they take existing ones.
    secrets = [client("secretsmanager").create_secret(Name=name, SecretString="{}")["ARN"]
               for name in ("credential", "signing")]
    answers = LAMBDAS_ANSWERS | {
        "ExistingSecretArn": secrets[0],
        "ExistingSigningSecretArn": secrets[1],
        "VpcId": vpc,
        "SubnetIds": ",".join(subnets),
        "SecurityGroupIds": "",
        "S3GatewayRouteTableIds": route_table["RouteTableId"],
        "CreateSecretsManagerEndpoint": "yes",
        "AlarmTopicArn": f"arn:aws:sns:{REGION}:123456789012:alarms",
        "CodeObjectVersion": version,
        "CodeSha256": base64.b64encode(hashlib.sha256(archive.getvalue()).digest()).decode(),
    }
    template, dropped = in_moto(LAMBDAS)
    assert {resource["Type"] for resource in dropped.values()} <= {
        "AWS::CloudWatch::Alarm", "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Logs::MetricFilter",
        "AWS::Scheduler::Schedule", "AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::Secret",
    }
    cloudformation.create_stack(
        StackName="rolecall-lambdas",
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in answers.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    [stack] = cloudformation.describe_stacks(StackName="rolecall-lambdas")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    assert (outputs["SecretArn"], outputs["SigningSecretArn"]) == tuple(secrets)
    functions = client("lambda").list_functions()["Functions"]
    assert {function["Handler"] for function in functions} == {"external-id", "configurator", "rotation"}
