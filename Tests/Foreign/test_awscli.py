"""The AWS command line sees in the sandbox exactly the world that RoleCall shows."""
import json

import pytest


@pytest.fixture(scope="module")
def sandbox(serve):
    return serve("--scenario", "drifted", "--accounts", "90")


def answer(sandbox, *arguments):
    result = sandbox.aws(*arguments)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_it_lists_the_same_accounts(sandbox):
    listed = answer(sandbox, "organizations", "list-accounts")["Accounts"]
    shown = sandbox.rolecall_json("accounts")
    assert sorted((a["Id"], a["Name"], a["Email"], a["State"]) for a in listed) == sorted(
        (a["id"], a["name"], a["email"], a["state"]) for a in shown
    )


def test_it_lists_the_same_units(sandbox):
    def below(unit):
        children = answer(sandbox, "organizations", "list-organizational-units-for-parent", "--parent-id", unit["id"])
        assert sorted((c["Id"], c["Name"]) for c in children["OrganizationalUnits"]) == sorted(
            (child["id"], child["name"]) for child in unit["children"]
        )

    tree = sandbox.rolecall_json("tree")
    (root,) = answer(sandbox, "organizations", "list-roots")["Roots"]
    assert (root["Id"], root["Name"]) == (tree["id"], tree["name"])
    below(tree)
    below(next(child for child in tree["children"] if child["name"] == "Workloads"))


def test_it_lists_the_same_stack_instances(sandbox):
    command = ("cloudformation", "list-stack-instances", "--stack-set-name", "rolecall-roles")
    listed = answer(sandbox, *command)["Summaries"]
    shown = [
        (account["id"], instance["region"], instance["status"], instance["detailedStatus"])
        for account in sandbox.rolecall_json("accounts")
        for instance in account["stackInstances"]
    ]
    assert sorted(
        (i["Account"], i["Region"], i["Status"], i["StackInstanceStatus"]["DetailedStatus"]) for i in listed
    ) == sorted(shown)


def test_profiles_are_who_whoami_says(sandbox):
    (context,) = {record["context"] for record in sandbox.rolecall_json("whoami")}
    hats = {record["hat"]: record["arn"] for record in sandbox.rolecall_json("whoami") if record["context"] == context}
    for hat, profile in [("organization", "org-read"), ("backup", "backup")]:
        identity = answer(sandbox, "sts", "get-caller-identity", "--profile", profile)
        assert identity["Arn"] == hats[hat]


def test_the_secret_is_in_the_backup_account(sandbox):
    command = ("secretsmanager", "describe-secret", "--secret-id", "veeam-backup-aws-credentials")
    assert "AWSCURRENT" in str(answer(sandbox, *command, "--profile", "backup")["VersionIdsToStages"])
    refused = sandbox.aws(*command)
    assert refused.returncode != 0
    assert "ResourceNotFoundException" in refused.stderr


def test_an_error_is_told_in_the_service_s_words(sandbox):
    refused = sandbox.aws("cloudformation", "describe-stack-set", "--stack-set-name", "nope")
    assert refused.returncode != 0
    assert "StackSetNotFoundException" in refused.stderr
