"""The built program against moto, a foreign AWS server that checks signatures.

moto knows neither `Paths` nor page limits nor stack sets worth the name, so the organization is walked parent by parent,
the stack set is missing, and the appliance is a closed port: everything read is shown, the rest is unknown.
"""
import json
import os
import pathlib
import socket
import subprocess

import boto3
import pytest
import requests
from botocore.config import Config
from moto.server import ThreadedMotoServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("ROLECALL_BINARY", ROOT / ".build/release/rolecall"))
REGION = "us-east-1"
# A name that would clear a screen and turn the text's direction, if anybody printed it raw.
HOSTILE = "\x1b[2J\u202eevil\ttab"
TREE = {"Workloads": {"Prod": {"EU": {}, "US": {}}, "Test": {}}, "Sandbox": {}}
PLACES = {
    "prod-eu-1": ["Workloads", "Prod", "EU"],
    "prod-eu-2": ["Workloads", "Prod", "EU"],
    "prod-us": ["Workloads", "Prod", "US"],
    "test": ["Workloads", "Test"],
    HOSTILE: ["Sandbox"],
    "at-the-root": [],
}


@pytest.fixture(scope="module")
def moto():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    require_authentication(url, free_calls=1_000_000)
    yield url
    require_authentication(url, free_calls=1_000_000)
    server.stop()


def require_authentication(url, free_calls=0):
    """From then on moto verifies every signature, as botocore would have made it."""
    answer = requests.post(
        f"{url}/moto-api/reset-auth", data=str(free_calls), headers={"Content-Type": "text/plain"}, timeout=10
    )
    answer.raise_for_status()


def client(url, service, key="made-up", secret="made-up"):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 1}),
    )


def make_units(organizations, parent, tree, path, found):
    found[tuple(path)] = parent
    for name, children in tree.items():
        unit = organizations.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]
        make_units(organizations, unit["Id"], children, path + [name], found)


@pytest.fixture(scope="module")
def world(moto):
    """Nested units and accounts made by boto3, then authentication switched on for one administrator."""
    organizations = client(moto, "organizations")
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    units = {}
    make_units(organizations, root, TREE, [], units)
    accounts = {}
    for number, (name, place) in enumerate(PLACES.items()):
        status = organizations.create_account(Email=f"a{number}@example.com", AccountName=name)["CreateAccountStatus"]
        accounts[status["AccountId"]] = (name, place)
        if place:
            organizations.move_account(
                AccountId=status["AccountId"], SourceParentId=root, DestinationParentId=units[tuple(place)]
            )
    # Enough for a second page of one parent.
    for number in range(25):
        status = organizations.create_account(Email=f"b{number}@example.com", AccountName=f"crowd-{number:02}")
        account = status["CreateAccountStatus"]["AccountId"]
        accounts[account] = (f"crowd-{number:02}", ["Workloads", "Prod"])
        organizations.move_account(
            AccountId=account, SourceParentId=root, DestinationParentId=units[("Workloads", "Prod")]
        )
    iam = client(moto, "iam")
    iam.create_user(UserName="reader")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="reader", PolicyName="all", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    value = json.dumps({"username": "reader", "password": "not a password"})
    client(moto, "secretsmanager").create_secret(Name="veeam-console-reader", SecretString=value)
    require_authentication(moto)
    return {"url": moto, "accounts": accounts, "root": root, "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


@pytest.fixture
def closed_port():
    """A port where nothing listens, held so that nobody else takes it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.fixture
def rolecall(world, closed_port, tmp_path):
    """Runs the program with a home of its own: status, standard output and standard error."""
    pin = ":".join(["AB"] * 32)
    configuration = tmp_path / "config.yaml"
    configuration.write_text(
        f"""
current: moto
contexts:
  moto:
    organization: {{ region: {REGION} }}
    backup: {{ region: {REGION}, secret: veeam-console-reader }}
    stackSets: [rolecall-roles]
    purposes: [ec2]
    appliance:
      url: "https://127.0.0.1:{closed_port}"
      trust: {{ sha256: ["{pin}"] }}
    rates: off
"""
    )

    def run(*arguments, secret=world["secret"]):
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "ROLECALL_CONFIG": str(configuration),
            "AWS_ENDPOINT_URL": world["url"],
            "AWS_ACCESS_KEY_ID": world["key"],
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        return subprocess.run(
            [BINARY, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
        )

    return run


def find(tree, path):
    for name in path:
        tree = next(child for child in tree["children"] if child["name"] == name)
    return tree


def shape(tree):
    return {child["name"]: shape(child) for child in tree["children"]}


def test_tree_shows_the_nested_units_and_counts(rolecall, world):
    result = rolecall("tree", "-o", "json")
    assert result.returncode == 3, result.stderr
    tree = json.loads(result.stdout)
    assert tree["id"] == world["root"]
    assert shape(tree) == TREE
    # moto's management account is beside those that were made.
    assert tree["accounts"] == len(world["accounts"]) + 1
    assert find(tree, ["Workloads"])["accounts"] == 4 + 25
    assert find(tree, ["Workloads", "Prod", "EU"])["accounts"] == 2
    assert find(tree, ["Sandbox"])["accounts"] == 1
    assert tree["ready"] is None


def test_accounts_shows_every_account_in_its_place_and_says_what_it_does_not_know(rolecall, world):
    result = rolecall("accounts", "-o", "json")
    assert result.returncode == 3, result.stderr
    accounts = {account["id"]: account for account in json.loads(result.stdout)}
    assert set(world["accounts"]) < set(accounts)
    for account, (name, place) in world["accounts"].items():
        found = accounts[account]
        assert found["name"] == name
        assert found["ouPath"] == "/".join(["Root", *place])
        assert found["state"] == "ACTIVE"
        assert found["readiness"] == "unknown"
        assert found["stackInstances"] == []
    assert "rolecall-roles" in result.stderr
    assert "127.0.0.1" in result.stderr


def test_json_escapes_what_could_move_a_cursor(rolecall, world):
    result = rolecall("accounts", "-o", "json")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("output", ["table", "csv", "yaml"])
def test_every_other_output_is_written_too(rolecall, world, output):
    result = rolecall("accounts", "-o", output)
    assert result.returncode == 3, result.stderr
    for account in world["accounts"]:
        assert account in result.stdout


def test_whoami_names_the_user(rolecall, world):
    result = rolecall("whoami", "-o", "json")
    identities = {identity["hat"]: identity for identity in json.loads(result.stdout)}
    assert identities["organization"]["account"] == "123456789012"
    assert identities["organization"]["arn"].endswith(":user/reader")


def test_a_wrong_secret_is_refused_and_said(rolecall):
    result = rolecall("tree", "-o", "json", secret="not the secret")
    assert result.returncode == 1
    assert result.stdout == ""
    assert "SignatureDoesNotMatch" in result.stderr or "signature" in result.stderr.lower()
    assert "not the secret" not in result.stderr
