"""boto3 sees in the sandbox exactly the world that RoleCall shows."""
import time

import pytest
from botocore.exceptions import ClientError
from sandbox_process import pages
from shapes import problems

STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"
ROLES = "rolecall-roles"


def refusal(call, *arguments, **named):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **named)
    return caught.value.response["Error"]["Code"]


def walk(client, unit, name):
    """The tree below a unit, read as a foreign tool reads it: parent by parent."""
    children = [
        walk(client, child["Id"], child["Name"])
        for child in pages(client, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=unit)
    ]
    own = len(pages(client, "list_accounts_for_parent", "Accounts", ParentId=unit))
    return {
        "id": unit,
        "name": name,
        "accounts": own + sum(child["accounts"] for child in children),
        "children": sorted(children, key=lambda child: child["id"]),
    }


def plain(unit):
    """RoleCall's tree without what only RoleCall knows."""
    return {
        "id": unit["id"],
        "name": unit["name"],
        "accounts": unit["accounts"],
        "children": sorted(map(plain, unit["children"]), key=lambda child: child["id"]),
    }


@pytest.mark.parametrize(
    "arguments",
    [("--scenario", "drifted"), ("--scenario", "healthy", "--no-paths"), ("--scenario", "names", "--accounts", "60")],
)
def test_the_tree_is_the_same(serve, arguments):
    sandbox = serve(*arguments)
    client = sandbox.client("organizations")
    (root,) = client.list_roots()["Roots"]
    assert plain(sandbox.rolecall_json("tree")) == walk(client, root["Id"], root["Name"])


@pytest.mark.parametrize(
    "arguments",
    [("--scenario", "drifted"), ("--scenario", "orphans"), ("--scenario", "names", "--accounts", "60")],
)
def test_accounts_and_stack_instances_are_the_same(serve, arguments):
    sandbox = serve(*arguments)
    accounts = pages(sandbox.client("organizations"), "list_accounts", "Accounts")
    instances = pages(sandbox.client("cloudformation"), "list_stack_instances", "Summaries", StackSetName=ROLES)
    shown = sandbox.rolecall_json("accounts")

    def of_boto3(account):
        # o-…/r-…/ou-…/123456789012/
        return (account["Id"], account["Name"], account["Email"], account["State"], account["Paths"][0].split("/")[-3])

    assert sorted(map(of_boto3, accounts)) == sorted(
        (account["id"], account["name"], account["email"], account["state"], account["ouId"]) for account in shown
    )
    expected = [
        (
            instance["Account"],
            instance["Region"],
            instance["Status"],
            instance["StackInstanceStatus"]["DetailedStatus"],
            instance["DriftStatus"],
            instance.get("StatusReason"),
            instance["LastOperationId"],
            instance["OrganizationalUnitId"],
        )
        for instance in instances
    ]
    keys = (
        "region", "status", "detailedStatus", "driftStatus", "statusReason", "lastOperationId", "organizationalUnitId"
    )
    assert sorted(expected, key=str) == sorted(
        (
            (account["id"], *(instance[key] for key in keys))
            for account in shown
            for instance in account["stackInstances"]
        ),
        key=str,
    )


def operations(sandbox):
    """Every operation of the sandbox that reads, with arguments that find something."""
    organizations = sandbox.client("organizations")
    cloudformation = sandbox.client("cloudformation")
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = pages(organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=root)[0]["Id"]
    accounts = pages(organizations, "list_accounts", "Accounts")
    delegated = organizations.list_delegated_administrators(ServicePrincipal=STACK_SETS)
    delegate = delegated["DelegatedAdministrators"][0]["Id"]
    operation = cloudformation.list_stack_set_operations(StackSetName=ROLES)["Summaries"][0]["OperationId"]
    instance = cloudformation.list_stack_instances(StackSetName=ROLES)["Summaries"][0]
    secret = {"SecretId": "veeam-backup-aws-credentials"}
    role = f"arn:aws:iam::{accounts[0]['Id']}:role/OrgReader"
    web = f"arn:aws:iam::{accounts[0]['Id']}:role/WebReader"
    named = {"StackSetName": ROLES}
    return [
        ("organizations", "DescribeOrganization", {}, None),
        ("organizations", "ListRoots", {}, None),
        ("organizations", "ListOrganizationalUnitsForParent", {"ParentId": root}, None),
        ("organizations", "DescribeOrganizationalUnit", {"OrganizationalUnitId": unit}, None),
        ("organizations", "ListAccountsForParent", {"ParentId": unit}, None),
        ("organizations", "ListAccounts", {}, None),
        ("organizations", "DescribeAccount", {"AccountId": delegate}, None),
        ("organizations", "ListParents", {"ChildId": delegate}, None),
        ("organizations", "ListChildren", {"ParentId": unit, "ChildType": "ACCOUNT"}, None),
        ("organizations", "ListDelegatedAdministrators", {}, None),
        ("organizations", "ListDelegatedServicesForAccount", {"AccountId": delegate}, None),
        ("cloudformation", "DescribeOrganizationsAccess", {}, None),
        ("cloudformation", "ListStackSets", {}, None),
        ("cloudformation", "DescribeStackSet", named, None),
        ("cloudformation", "ListStackInstances", named, None),
        (
            "cloudformation",
            "DescribeStackInstance",
            {**named, "StackInstanceAccount": instance["Account"], "StackInstanceRegion": instance["Region"]},
            None,
        ),
        ("cloudformation", "ListStackSetOperations", named, None),
        ("cloudformation", "DescribeStackSetOperation", {**named, "OperationId": operation}, None),
        ("cloudformation", "ListStackSetOperationResults", {**named, "OperationId": operation}, None),
        ("cloudformation", "ListStackSetAutoDeploymentTargets", named, None),
        ("cloudformation", "DescribeStacks", {"StackName": "rolecall-lambdas"}, "backup"),
        ("cloudformation", "DescribeStackEvents", {"StackName": "rolecall-lambdas"}, "backup"),
        ("secretsmanager", "DescribeSecret", secret, "backup"),
        ("secretsmanager", "GetSecretValue", secret, "backup"),
        ("sts", "GetCallerIdentity", {}, "member"),
        ("sts", "AssumeRole", {"RoleArn": role, "RoleSessionName": "test"}, None),
        (
            "sts",
            "AssumeRoleWithWebIdentity",
            {"RoleArn": web, "RoleSessionName": "test", "WebIdentityToken": "rolecall-sandbox-web-identity"},
            None,
        ),
    ]


@pytest.mark.parametrize("scenario", ["drifted", "onboarding", "orphans"])
def test_every_answer_is_what_the_service_model_says(serve, scenario):
    sandbox = serve("--scenario", scenario)
    found = {}
    for service, operation, arguments, profile in operations(sandbox):
        client = sandbox.client(service, profile)
        bodies = []
        client.meta.events.register("before-parse.*", lambda response_dict, **_: bodies.append(response_dict["body"]))
        method = next(name for name, api in client.meta.method_to_api_mapping.items() if api == operation)
        getattr(client, method)(**arguments)
        assert bodies, f"{operation}: no body was seen"
        found[operation] = problems(client, operation, bodies[-1])
    assert {operation: problem for operation, problem in found.items() if problem} == {}


def test_a_wrong_signature_is_refused(serve):
    sandbox = serve("--scenario", "drifted")
    keys = {"aws_access_key_id": sandbox.exports["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": "wrong"}
    endpoint = {"endpoint_url": sandbox.exports["AWS_ENDPOINT_URL"], "region_name": "eu-west-1"}
    session = sandbox.session()
    assert refusal(session.client("organizations", **keys, **endpoint).list_roots) == "InvalidSignatureException"
    assert refusal(session.client("cloudformation", **keys, **endpoint).list_stack_sets) == "SignatureDoesNotMatch"
    stranger = {"aws_access_key_id": "AKIANOBODY", "aws_secret_access_key": "wrong"}
    organizations = session.client("organizations", **stranger, **endpoint)
    assert refusal(organizations.list_roots) == "UnrecognizedClientException"
    assert refusal(session.client("sts", **stranger, **endpoint).get_caller_identity) == "InvalidClientTokenId"


def test_limits_and_rights_are_aws_s(serve):
    sandbox = serve("--scenario", "drifted")
    organizations = sandbox.client("organizations")
    assert refusal(organizations.list_accounts, MaxResults=21) == "InvalidInputException"
    assert refusal(organizations.list_accounts, NextToken="made up") == "InvalidInputException"
    assert refusal(sandbox.client("organizations", "member").list_accounts) == "AccessDeniedException"
    assert sandbox.client("organizations", "delegated").list_accounts(MaxResults=1)["Accounts"]
    reader = sandbox.client("organizations", "org-read")
    assert refusal(reader.create_account, AccountName="x", Email="x@acme.example") == "AccessDeniedException"
    cloudformation = sandbox.client("cloudformation")
    assert refusal(cloudformation.list_stack_instances, StackSetName="nope") == "StackSetNotFoundException"
    assert refusal(cloudformation.list_stack_sets, CallAs="DELEGATED_ADMIN") == "ValidationError"
    delegate = sandbox.client("cloudformation", "delegated")
    assert ROLES in [s["StackSetName"] for s in delegate.list_stack_sets(CallAs="DELEGATED_ADMIN")["Summaries"]]


def test_rates_are_kept_when_asked_for(serve):
    client = serve("--scenario", "healthy", "--throttle").client("organizations")
    codes = []
    for _ in range(4):
        try:
            client.list_roots()
            codes.append("fine")
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])
    assert codes[:2] == ["fine", "fine"]
    assert "TooManyRequestsException" in codes


TEMPLATE = """
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
"""


def eventually(check, seconds=20):
    deadline = time.monotonic() + seconds
    while not (value := check()):
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.1)
    return value


def test_a_foreign_client_builds_a_world_and_rolecall_shows_it(serve):
    sandbox = serve("--accounts", "0")
    organizations = sandbox.client("organizations")
    assert refusal(organizations.list_accounts) == "AWSOrganizationsNotInUseException"
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    units = {}
    for name, parent in [("Workloads", root), ("Prod", "Workloads"), ("Sandbox", root)]:
        made = organizations.create_organizational_unit(ParentId=units.get(parent, parent), Name=name)
        units[name] = made["OrganizationalUnit"]["Id"]
    for number in range(25):
        status = organizations.create_account(AccountName=f"app-{number}", Email=f"app-{number}@acme.example")
        request = status["CreateAccountStatus"]["Id"]

        def made():
            status = organizations.describe_create_account_status(CreateAccountRequestId=request)
            return status["CreateAccountStatus"].get("AccountId")

        target = units["Prod"] if number < 22 else units["Sandbox"]
        organizations.move_account(AccountId=eventually(made), SourceParentId=root, DestinationParentId=target)

    cloudformation = sandbox.client("cloudformation")
    arguments = dict(
        StackSetName=ROLES,
        TemplateBody=TEMPLATE,
        PermissionModel="SERVICE_MANAGED",
        AutoDeployment={"Enabled": True, "RetainStacksOnAccountRemoval": True},
    )
    assert refusal(cloudformation.create_stack_set, **arguments) == "ValidationError"
    cloudformation.activate_organizations_access()
    cloudformation.create_stack_set(**arguments)
    assert refusal(cloudformation.create_stack_set, **arguments) == "NameAlreadyExistsException"
    operation = cloudformation.create_stack_instances(
        StackSetName=ROLES,
        DeploymentTargets={"OrganizationalUnitIds": [units["Workloads"]]},
        Regions=["eu-west-1"],
        OperationPreferences={"MaxConcurrentPercentage": 100, "FailureTolerancePercentage": 100},
    )["OperationId"]
    described = {"StackSetName": ROLES, "OperationId": operation}
    eventually(
        lambda: cloudformation.describe_stack_set_operation(**described)["StackSetOperation"]["Status"] == "SUCCEEDED"
    )
    tree = sandbox.rolecall_json("tree")
    prod = next(child for child in tree["children"] if child["name"] == "Workloads")["children"][0]
    assert (tree["accounts"], prod["name"], prod["accounts"]) == (26, "Prod", 22)
    standings = [
        [(instance["status"], instance["detailedStatus"]) for instance in account["stackInstances"]]
        for account in sandbox.rolecall_json("accounts")
    ]
    assert standings.count([("CURRENT", "SUCCEEDED")]) == 22


def test_a_foreign_client_keeps_secrets(serve):
    client = serve("--scenario", "healthy").client("secretsmanager", "backup")
    client.create_secret(Name="mine", SecretString="one")
    second = client.put_secret_value(SecretId="mine", SecretString="two", VersionStages=["AWSPENDING"])
    assert client.get_secret_value(SecretId="mine")["SecretString"] == "one"
    assert client.get_secret_value(SecretId="mine", VersionStage="AWSPENDING")["SecretString"] == "two"
    token = {"SecretId": "mine", "ClientRequestToken": second["VersionId"]}
    client.put_secret_value(**token, SecretString="two")
    assert refusal(client.put_secret_value, **token, SecretString="three") == "ResourceExistsException"
    stages = client.describe_secret(SecretId="mine")["VersionIdsToStages"]
    assert sorted(stages.values()) == [["AWSCURRENT"], ["AWSPENDING"]]


def test_the_same_seed_makes_the_same_world(serve):
    first = serve("--scenario", "drifted")
    second = serve("--scenario", "drifted", fresh=True)
    other = serve("--scenario", "drifted", "--seed", "2")
    accounts = [
        pages(sandbox.client("organizations"), "list_accounts", "Accounts") for sandbox in (first, second, other)
    ]
    assert accounts[0] == accounts[1]
    assert not {a["Id"] for a in accounts[0]} & {a["Id"] for a in accounts[2]}
    assert first.exports["AWS_ACCESS_KEY_ID"] == second.exports["AWS_ACCESS_KEY_ID"]


def test_a_sandbox_leaves_nothing_behind(serve):
    sandbox = serve("--scenario", "healthy", "--accounts", "20", fresh=True)
    temporary = sandbox.home / "tmpdir"
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in folder.iterdir())
    assert sandbox.stop() == 0
    assert list(temporary.iterdir()) == []
