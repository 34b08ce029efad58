"""Every kind of profile, signed in with by the AWS command line and by the program: both are somebody, and the same."""
import datetime
import fcntl
import hashlib
import json
import os
import pathlib
import pwd
import re
import select
import stat
import subprocess
import sys
import termios
import threading
import urllib.request

import pytest
from sandbox_process import BINARY, _scripts

# Whatever USER says: a role session names who really runs the program.
SYSTEM_USER = pwd.getpwuid(os.getuid()).pw_name

CONTAINER_TOKEN = "sandbox-container-token"
WEB_IDENTITY = "rolecall-sandbox-web-identity"
PORTAL_ROLE = "OrganizationReader"


class Desk:
    """A home with profiles of every kind, in front of a sandbox."""

    def __init__(self, sandbox, home):
        self.home = pathlib.Path(home)
        self.url = sandbox.exports["AWS_ENDPOINT_URL"]
        self.region = sandbox.exports["AWS_REGION"]
        self.keys = sandbox.profiles()["org-read"]
        self.account = sandbox.client("sts").get_caller_identity()["Account"]
        (self.home / "token").write_text(WEB_IDENTITY)
        (self.home / "container-token").write_text(CONTAINER_TOKEN)
        self.printer = self.home / "print keys.py"
        self.printer.write_text(f"import json\nprint(json.dumps({self._printed()!r}))\n")
        self.config = self.home / "config"
        self.config.write_text(self._profiles())
        self.contexts = self.home / "config.yaml"
        self.contexts.write_text(
            f"current: test\ncontexts:\n  test:\n    organization: {{ region: {self.region} }}\n"
        )

    def _printed(self):
        return {
            "Version": 1,
            "AccessKeyId": self.keys["aws_access_key_id"],
            "SecretAccessKey": self.keys["aws_secret_access_key"],
        }

    def _profiles(self):
        role = f"arn:aws:iam::{self.account}:role"
        return f"""
[default]
region = {self.region}
[profile keys]  # an inline comment
aws_access_key_id = {self.keys["aws_access_key_id"]}
aws_secret_access_key = {self.keys["aws_secret_access_key"]}
[profile process]
credential_process = "{sys.executable}" '{self.printer}'
[profile role]
role_arn = {role}/OrgReader
source_profile = keys
role_session_name = same
[profile "role with an external id"]
role_arn = {role}/VendorReader
source_profile = keys
external_id = rolecall-sandbox
role_session_name = same
duration_seconds = 900
[profile role-of-process]
role_arn = {role}/OrgReader
source_profile = process
role_session_name = same
[profile itself]
role_arn = {role}/OrgReader
source_profile = itself
role_session_name = same
aws_access_key_id = {self.keys["aws_access_key_id"]}
aws_secret_access_key = {self.keys["aws_secret_access_key"]}
[profile role-of-environment]
role_arn = {role}/OrgReader
credential_source = Environment
role_session_name = same
[profile mfa]
role_arn = {role}/OrgReaderMFA
source_profile = keys
mfa_serial = arn:aws:iam::{self.account}:mfa/admin
[profile web]
role_arn = {role}/WebReader
web_identity_token_file = {self.home}/token
role_session_name = same
[profile sso]
sso_session = corp
sso_account_id = {self.account}
sso_role_name = {PORTAL_ROLE}
[sso-session corp]
sso_region = {self.region}
sso_start_url = https://corp.awsapps.com/start
[profile older-sso]
sso_start_url = https://corp.awsapps.com/start
sso_region = {self.region}
sso_account_id = {self.account}
sso_role_name = {PORTAL_ROLE}
[profile loop]
role_arn = {role}/OrgReader
source_profile = loop
"""

    def environment(self, **more):
        return {
            "PATH": os.pathsep.join([str(_scripts()), os.environ["PATH"]]),
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "USER": "ada",
            "XDG_STATE_HOME": str(self.home / "state"),
            "AWS_CONFIG_FILE": str(self.config),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.home / "none"),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "ROLECALL_CONFIG": str(self.contexts),
            **more,
        }

    def aws(self, *arguments, **more):
        """Who the AWS command line is."""
        result = self._run(["aws", "--output", "json", "sts", "get-caller-identity", *arguments], **more)
        assert result.returncode == 0, result.stderr
        identity = json.loads(result.stdout)
        return identity["Account"], identity["Arn"]

    def rolecall(self, *arguments, **more):
        """Who the program is."""
        result = self.whoami(*arguments, **more)
        assert result.returncode == 0, result.stderr
        record = json.loads(result.stdout)[0]
        assert record["error"] is None
        return record["account"], record["arn"]

    def whoami(self, *arguments, **more):
        return self._run([BINARY, "whoami", "-o", "json", *arguments], **more)

    def _run(self, command, **more):
        return subprocess.run(
            command,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            start_new_session=True,
        )

    def sign_in(self, profile):
        """`rolecall login`, with a person at the address it shows."""
        process = subprocess.Popen(
            [BINARY, "login", "--profile", profile],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        try:
            told = ""
            while not (address := re.search(r"http://\S+", told)):
                line = process.stderr.readline()
                assert line, f"no address in: {told}"
                told += line
            with urllib.request.urlopen(address.group(), timeout=20) as page:
                assert b"You are signed in" in page.read()
            _, rest = process.communicate(timeout=60)
            assert process.returncode == 0, told + rest
        finally:
            watchdog.cancel()
            if process.poll() is None:
                process.kill()
                process.wait()

    def token_file(self, name):
        return self.home / ".aws/sso/cache" / f"{hashlib.sha1(name.encode()).hexdigest()}.json"


@pytest.fixture(scope="module")
def desk(serve, tmp_path_factory):
    return Desk(serve("--accounts", "5"), tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(
    "profile", ["keys", "process", "role", "role with an external id", "role-of-process", "itself", "web"]
)
def test_both_are_the_same_with_a_profile(desk, profile):
    ours = desk.rolecall("--profile", profile)
    assert ours == desk.aws("--profile", profile)
    assert ours[0] == desk.account


def test_both_are_the_same_with_a_role_of_the_environment(desk):
    keys = {name.upper(): value for name, value in desk.keys.items()}
    arguments = "--profile", "role-of-environment"
    assert desk.rolecall(*arguments, **keys) == desk.aws(*arguments, **keys)


def test_both_are_the_same_with_the_environment_and_it_beats_the_variable_for_a_profile(desk):
    keys = {name.upper(): value for name, value in desk.keys.items()}
    ours = desk.rolecall(AWS_PROFILE="role", **keys)
    assert ours == desk.aws(AWS_PROFILE="role", **keys)
    assert ":user/" in ours[1]


def test_both_are_the_same_with_the_variable_for_a_profile(desk):
    ours = desk.rolecall(AWS_PROFILE="role")
    assert ours == desk.aws(AWS_PROFILE="role")
    assert ours[1].endswith("/OrgReader/same")


def test_both_are_the_same_in_a_container(desk):
    variables = {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{desk.url}/container/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(desk.home / "container-token"),
    }
    ours = desk.rolecall(**variables)
    assert ours == desk.aws(**variables)
    assert ":assumed-role/sandbox-task/" in ours[1]


def test_both_are_the_same_on_an_instance(desk):
    variables = {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": desk.url}
    ours = desk.rolecall(**variables)
    assert ours == desk.aws(**variables)
    assert ":assumed-role/sandbox-instance/" in ours[1]


@pytest.mark.parametrize(("profile", "name"), [("sso", "corp"), ("older-sso", "https://corp.awsapps.com/start")])
def test_the_aws_command_line_takes_our_sign_in(desk, profile, name):
    refused = desk.whoami("--profile", profile)
    assert refused.returncode == 1
    assert "aws sso login" in refused.stderr
    desk.sign_in(profile)
    ours = desk.rolecall("--profile", profile)
    assert ours == desk.aws("--profile", profile)
    assert f":assumed-role/AWSReservedSSO_{PORTAL_ROLE}_" in ours[1]
    file = desk.token_file(name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {"accessToken", "expiresAt", "clientId", "clientSecret", "registrationExpiresAt", "region", "startUrl"} <= set(
        json.loads(file.read_text())
    )


def test_a_token_that_one_renewed_serves_the_other(desk):
    desk.sign_in("sso")
    file = desk.token_file("corp")

    def age():
        token = json.loads(file.read_text())
        soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=5)
        token["expiresAt"] = soon.strftime("%Y-%m-%dT%H:%M:%SZ")
        file.write_text(json.dumps(token))
        return token

    old = age()
    ours = desk.rolecall("--profile", "sso")
    renewed = json.loads(file.read_text())
    assert renewed["accessToken"] != old["accessToken"]
    assert desk.aws("--profile", "sso") == ours
    assert json.loads(file.read_text())["accessToken"] == renewed["accessToken"]
    age()
    assert desk.aws("--profile", "sso") == ours
    assert json.loads(file.read_text())["accessToken"] != renewed["accessToken"]
    assert desk.rolecall("--profile", "sso") == ours


def test_a_sign_in_by_the_role_names_the_unix_user(desk):
    assert desk.config.write_text(desk.config.read_text().replace("[profile loop]", "[profile named]\nrole_arn = "
        f"arn:aws:iam::{desk.account}:role/OrgReader\nsource_profile = keys\n[profile loop]"))
    assert desk.rolecall("--profile", "named")[1].endswith(f"/OrgReader/rolecall-{SYSTEM_USER}")


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ("mfa", "asks for a code and there is no terminal to ask at"),
        ("loop", "source_profile goes round in a circle: loop → loop"),
        ("gone", "the profile gone is in neither the config nor the credentials file"),
    ],
)
def test_a_profile_that_leads_nowhere_says_why(desk, profile, sentence):
    result = desk.whoami("--profile", profile)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert desk.keys["aws_secret_access_key"] not in result.stdout + result.stderr


def test_a_code_is_asked_for_at_the_terminal(desk):
    leader, follower = os.openpty()

    def take_terminal():
        os.setsid()
        fcntl.ioctl(follower, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [BINARY, "whoami", "-o", "json", "--profile", "mfa"],
        env=desk.environment(TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=take_terminal,
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        shown = b""
        while b"MFA code" not in shown:
            assert select.select([leader], [], [], 60)[0], f"no question in: {shown}"
            shown += os.read(leader, 1024)
        os.write(leader, b"123456\n")
        out, err = process.communicate(timeout=60)
    finally:
        watchdog.cancel()
        os.close(leader)
        os.close(follower)
    assert process.returncode == 0, err
    assert json.loads(out)[0]["arn"].endswith(f"/OrgReaderMFA/rolecall-{SYSTEM_USER}")
    assert f"arn:aws:iam::{desk.account}:mfa/admin".encode() in shown


def test_without_credentials_what_was_tried_is_named(desk):
    result = desk.whoami()
    assert result.returncode == 1
    assert "no AWS credentials found (tried: environment, profile default, container" in result.stderr
