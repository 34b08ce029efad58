"""The configurator function in AWS's own runtime emulator, against the simulated appliance."""
import json

import pytest
from appliance_client import ApplianceClient
from emulator import REGION

SECRET = f"arn:aws:secretsmanager:{REGION}:111122223333:secret:rolecall-portal-AbCdEf"
ADMINISTRATOR = "veeam-backup-aws-credentials"
ACCOUNT = "444455556666"
STACK = f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/StackSet-roles-1/0f1e2d3c-0000-4000-8000-000000000001"
EXTERNAL_ID = "an0therExternalId4TheEmu"


@pytest.fixture
def appliance(serve):
    return ApplianceClient(serve("--accounts", "5", "--scenario", "healthy", fresh=True))


@pytest.fixture
def configurator(function, appliance, extension):
    """Starts the configurator on an alias, with the appliance's own credential and certificate."""
    extension.secrets[SECRET] = [("c" * 36, json.dumps(appliance.credential(ADMINISTRATOR)))]
    host, port = appliance.sandbox.exports["ROLECALL_APPLIANCE_URL"].removeprefix("https://").split(":")

    def start(alias="cfn", **variables):
        surroundings = {
            "APPLIANCE_HOST": host,
            "APPLIANCE_PORT": port,
            "APPLIANCE_SHA256": appliance.sandbox.exports["ROLECALL_APPLIANCE_SHA256"],
            "SECRET_ARN": SECRET,
            "ORGANIZATION_ID": "o-emulated123",
        }
        return function("configurator", alias, **{**surroundings, **variables})

    return start


@pytest.fixture
def event(bucket):
    """Makes events of a registration's resource as CloudFormation sends them."""

    def event(kind="Create", physical=None, old=None, stack=STACK, url=None, **properties):
        wanted = {
            "ServiceToken": "arn",
            "MemberAccountId": ACCOUNT,
            "RoleName": "VeeamEc2Role-1",
            "RoleExtId": EXTERNAL_ID,
            "Purpose": "ec2",
        }
        made = {
            "RequestType": kind,
            "ResponseURL": url or bucket.address(),
            "StackId": stack,
            "RequestId": "unique",
            "LogicalResourceId": "RegisterEc2",
            "ResourceType": "Custom::VeeamAwsConfigurator",
            "ResourceProperties": {**wanted, **properties},
        }
        if physical:
            made["PhysicalResourceId"] = physical
        if old is not None:
            made["OldResourceProperties"] = {**wanted, **old}
        return made

    return event


@pytest.fixture
def entries(appliance):
    """Reads the appliance's entries of the account, by their names."""
    token = appliance.sign_in(**appliance.credential("veeam-console-reader")).json()["access_token"]

    def entries():
        page = appliance.request("GET", "/accounts/amazon", token=token, params={"Offset": 0, "Limit": -1}).json()
        return {role["name"]: role for role in page["results"] if role["name"].startswith(ACCOUNT)}

    return entries


def test_create_update_and_delete_leave_one_entry_then_none(configurator, event, entries, bucket):
    environment = configurator()
    environment.invoke(event())
    physical = bucket.answers()[-1]["PhysicalResourceId"]
    assert bucket.answers()[-1]["Status"] == "SUCCESS" and physical.startswith("v1.")
    assert list(entries()) == [f"{ACCOUNT}-ec2"]

    environment.invoke(event())
    assert bucket.answers()[-1]["PhysicalResourceId"] == physical
    assert list(entries()) == [f"{ACCOUNT}-ec2"]

    environment.invoke(event("Update", physical, old={}, Nonce="2"))
    assert bucket.answers()[-1]["Status"] == "SUCCESS", bucket.answers()[-1]
    assert list(entries()) == [f"{ACCOUNT}-ec2"]

    environment.invoke(event("Delete", bucket.answers()[-1]["PhysicalResourceId"], Nonce="2"))
    assert bucket.answers()[-1]["Status"] == "SUCCESS", bucket.answers()[-1]
    assert entries() == {}
    assert EXTERNAL_ID not in "".join(environment.output)


def test_a_forged_create_does_not_take_an_entry_over(configurator, event, entries, bucket):
    environment = configurator()
    environment.invoke(event())
    before = entries()
    environment.invoke(event(stack=STACK.replace("000000000001", "0000000000ff"), RoleExtId="Forged" + "x" * 18))
    assert [answer["Status"] for answer in bucket.answers()] == ["SUCCESS", "FAILED"]
    assert entries() == before


def test_a_forged_delete_changes_nothing_and_the_log_says_why(configurator, event, entries, bucket):
    environment = configurator()
    environment.invoke(event())
    before = entries()
    environment.invoke(event("Delete", bucket.answers()[0]["PhysicalResourceId"][:-4] + "0000"))
    assert bucket.answers()[-1]["Status"] == "SUCCESS"
    assert entries() == before
    assert "refused" in {line["outcome"] for line in environment.log()}


def test_an_entry_whose_answer_is_refused_is_taken_back(configurator, event, entries, bucket):
    bucket.statuses = [403]
    configurator().invoke(event())
    assert bucket.answers() == []
    assert entries() == {}


@pytest.mark.parametrize(
    "properties, reason",
    [
        ({"MemberAccountId": "44445555666"}, "MemberAccountId does not have 12 digits"),
        ({"MemberAccountId": "111122223333"}, ""),
        ({"RoleName": "bad name"}, ""),
        ({"RoleName": ""}, "RoleName must be specified"),
        ({"Purpose": "everything"}, ""),
        ({"OnDeleteInUse": "Never"}, "OnDeleteInUse is neither Fail nor Retain"),
        ({"Command": "x"}, "Command is not a property of this resource"),
    ],
)
def test_bad_input_fails_with_the_reason(configurator, event, entries, bucket, properties, reason):
    configurator().invoke(event(**properties))
    [answer] = bucket.answers()
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith(reason) and len(answer["Reason"]) > 40
    assert entries() == {}


def test_a_ping_by_the_operators_alias_proves_the_sign_in(configurator, appliance):
    answer = configurator(alias="ops").invoke({"op": "ping"})
    assert answer["version"], answer
    assert appliance.credential(ADMINISTRATOR)["password"] not in json.dumps(answer)


def test_a_ping_by_the_organizations_alias_changes_nothing(configurator, bucket):
    environment = configurator()
    assert environment.invoke({"op": "ping"}) is None
    assert bucket.puts == []
    assert environment.log()[0]["outcome"] == "refused"
