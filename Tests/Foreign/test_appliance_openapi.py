"""The simulated appliance answers as its OpenAPI description says, to requests generated from that description."""
import pathlib

import pytest
import schemathesis
from appliance_client import VERSION, ApplianceClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
UNHURRIED = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
# After these the certificate is another one.
RENEWALS = {"regenerateCertificate", "uploadCertificate"}

schema = schemathesis.openapi.from_path(str(pathlib.Path(__file__).with_name("veeam-openapi.yaml")))
# What each operation is asked is drawn at random only: listing every edge of every field takes minutes.
schema.config.phases.coverage.enabled = False


class Examiner:
    """Sends generated requests as an administrator and checks what comes back."""

    def __init__(self, appliance):
        self.appliance = appliance
        self.credential = appliance.credential("veeam-backup-aws-credentials")
        self.token = None

    def authorization(self):
        # A generated request may end the session; then the next one begins another.
        alive = self.token and self.appliance.request("GET", "/system/time", token=self.token).status_code == 200
        if not alive:
            self.token = self.appliance.sign_in(**self.credential).json()["access_token"]
        return f"Bearer {self.token}"

    def examine(self, case, **headers):
        headers = {"Authorization": self.authorization(), **headers}
        response = case.call(base_url=self.appliance.url, headers=headers, verify=self.appliance.certificate)
        if case.operation.definition.raw["operationId"] in RENEWALS:
            self.appliance.trust()
        case.validate_response(response, checks=CHECKS)

    def known(self, name):
        """Something that exists, for the path parameter called so."""
        self.authorization()
        if name == "problemName":
            return "validationError"
        if name == "userId":
            user = {"name": "passing-by", "description": "", "password": "Harbor?6173x"}
            self.appliance.request("POST", "/users", token=self.token, json=user)
            return user["name"]
        path = {"IAMRoleId": "/accounts/amazon", "sessionId": "/sessions"}[name]
        page = self.appliance.request("GET", path, token=self.token, params={"Offset": 0, "Limit": 100}).json()
        return page["results"][-1]["id"]


@pytest.fixture(scope="module")
def examiner(serve):
    return Examiner(ApplianceClient(serve("--accounts", "50", "--scenario", "healthy")))


@schema.parametrize()
@UNHURRIED
def test_generated_requests(case, examiner):
    examiner.examine(case, **{"x-api-version": VERSION})


@schema.parametrize()
@settings(UNHURRIED, max_examples=2)
def test_generated_versions(case, examiner):
    examiner.examine(case)


@schema.include(path_regex=r"\{").parametrize()
@settings(UNHURRIED, max_examples=3)
def test_generated_requests_about_what_exists(case, examiner):
    for name in case.path_parameters:
        case.path_parameters[name] = examiner.known(name)
    examiner.examine(case, **{"x-api-version": VERSION})


@pytest.mark.parametrize(
    "path, method, options",
    [
        ("/token", "POST", {"data": {"grant_type": "password", "username": "{username}", "password": "{password}"}}),
        ("/users", "POST", {"json": {"name": "hello$", "description": "", "password": "Harbor?6173x"}}),
    ],
)
def test_successes_that_chance_does_not_reach(examiner, path, method, options):
    form = {key: value.format(**examiner.credential) for key, value in options.get("data", {}).items()}
    examiner.authorization()
    response = examiner.appliance.request(method, path, token=examiner.token, **{**options, "data": form or None})
    assert response.ok
    schema[path][method].validate_response(response)
