"""Whatever goes wrong on the wire: right data or a sentence, never a hang and never a wrong count."""
import json

import pytest

WORLD = ("--scenario", "drifted", "--accounts", "120")


def rows(text):
    """What is said of each account, without when it was read."""
    return {account["id"]: {k: v for k, v in account.items() if k != "readAt"} for account in json.loads(text)}


@pytest.fixture(scope="module")
def truth(serve):
    result = serve(*WORLD).rolecall("accounts", "-o", "json")
    assert result.returncode == 0, result.stderr
    return rows(result.stdout)


@pytest.mark.parametrize(
    "fault",
    [
        "organizations=throttle@2",
        "organizations=500@2",
        "organizations=html503@3",
        "organizations=skew",
        "organizations.ListAccounts=reset@2",
        "organizations.ListAccounts=expire@2",
        "organizations.ListAccounts=slow@1",
        "cloudformation=throttle@2",
        "cloudformation=skew",
        "cloudformation.ListStackInstances=reset@1",
        "cloudformation.ListStackInstances=500@1",
        "cloudformation.ListStackInstances=expire@2",
        "secretsmanager.GetSecretValue=reset@1",
        "sts=reset@1",
        "appliance.POST /token=500@1",
        "appliance.GET /accounts/amazon=throttle@1",
        "appliance.GET /accounts/amazon=html503@1",
        "appliance.GET /accounts/amazon=reset@1",
        "appliance.GET /accounts/amazon=expire@1",
    ],
)
def test_what_passes_is_overcome(serve, truth, fault):
    result = serve(*WORLD, "--fault", fault).rolecall("accounts", "-o", "json", "--timeout", "90s")
    assert result.returncode == 0, result.stderr
    assert rows(result.stdout) == truth


@pytest.mark.parametrize(
    "fault, words",
    [
        ("cloudformation.ListStackInstances=truncate", "cut off"),
        ("cloudformation.ListStackInstances=token", "NextToken"),
        ("cloudformation=type", "stack sets"),
        ("cloudformation=expire", "stack sets"),
        ("appliance.GET /accounts/amazon=truncate", "not understood"),
        ("appliance=html503", "503"),
        ("appliance=type", "appliance"),
        ("secretsmanager=500", "Secrets Manager"),
    ],
)
def test_a_source_that_cannot_be_read_is_said_and_nothing_guessed(serve, truth, fault, words):
    # 120 accounts need a second page only with more instances than a page holds, so a refused token needs more.
    world = ("--scenario", "drifted", "--accounts", "200") if fault.endswith("=token") else WORLD
    result = serve(*world, "--fault", fault).rolecall("accounts", "-o", "json", "--timeout", "60s")
    assert result.returncode == 3, result.stderr
    assert words in result.stderr
    shown = rows(result.stdout)
    assert len(shown) == (200 if world is not WORLD else len(truth))
    assert {account["readiness"] for account in shown.values()} <= {"unknown", "excluded"}


@pytest.mark.parametrize(
    "fault, words",
    [
        ("organizations.ListAccounts=token", "NextToken"),
        ("organizations.ListAccounts=truncate@3", "cut off"),
        ("organizations.ListAccounts=type@3", "JSON was expected"),
    ],
)
def test_a_listing_that_breaks_off_shows_what_was_read(serve, truth, fault, words):
    result = serve(*WORLD, "--fault", fault).rolecall("accounts", "-o", "json", "--timeout", "60s")
    assert result.returncode == 3, result.stderr
    assert words in result.stderr
    shown = rows(result.stdout)
    assert 0 < len(shown) < len(truth)
    assert all(truth[id]["name"] == account["name"] for id, account in shown.items())


def test_nothing_readable_is_a_failure(serve):
    sandbox = serve(*WORLD, "--fault", "organizations=500")
    result = sandbox.rolecall("accounts", "-o", "json", "--timeout", "60s")
    assert result.returncode == 1
    assert "Organizations" in result.stderr


@pytest.mark.parametrize(
    "text, words",
    [
        ("organizations.ListAcounts=500", "no operation 'ListAcounts'"),
        ("organisations=500", "no service 'organisations'"),
        ("organizations=explode", "no kind 'explode'"),
        ("organizations=500@zero", "'zero'"),
    ],
)
def test_a_fault_that_says_nothing_is_refused(tmp_path, text, words):
    from sandbox_process import Sandbox

    with pytest.raises(AssertionError) as refused:
        Sandbox(tmp_path, "--fault", text)
    assert words in str(refused.value)
