"""Writes endpoints.tsv: where botocore's clients send, and which region they sign with.

Run it with the botocore named in the table's first line, after a change of the table's cases.
"""
import re

import botocore
import botocore.session
from botocore.config import Config

CALLS = {
    "organizations": ("list_roots", {}),
    "iam": ("get_role", {"RoleName": "x"}),
    "cloudformation": ("list_stack_sets", {}),
    "secretsmanager": ("describe_secret", {"SecretId": "x"}),
    "sts": ("get_caller_identity", {}),
    "sso": ("get_role_credentials", dict(roleName="r", accountId="123456789012", accessToken="t")),
    "sso-oidc": ("register_client", dict(clientName="x", clientType="public")),
    "signin": ("create_o_auth2_token", dict(tokenInput=dict(clientId="x", grantType="refresh_token", refreshToken="r"))),
}
REGIONS = ["eu-west-1", "us-gov-east-1", "cn-north-1", "eusc-de-east-1"]


class Captured(Exception):
    pass


def resolve(service, region, fips, dual_stack):
    client = botocore.session.Session().create_client(
        service,
        region_name=region,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(use_fips_endpoint=fips, use_dualstack_endpoint=dual_stack),
    )
    requests = []

    def capture(request, **_):
        requests.append(request)
        raise Captured

    client.meta.events.register("before-send", capture)
    method, arguments = CALLS[service]
    try:
        getattr(client, method)(**arguments)
    except Captured:
        pass
    authorization = requests[0].headers.get("Authorization", b"")
    scope = re.search(rb"Credential=a/\d+/([^/]+)/", authorization)
    return requests[0].url.split("/")[2], scope.group(1).decode() if scope else region


def main():
    print(f"# botocore {botocore.__version__}: service, region, fips, dual stack, host, signing region")
    for service in CALLS:
        for region in REGIONS:
            for fips in (False, True):
                # China and the sovereign cloud have no FIPS hosts of these two; botocore's rules make them up unevenly.
                if fips and service in ("iam", "secretsmanager") and region in ("cn-north-1", "eusc-de-east-1"):
                    continue
                for dual_stack in (False, True):
                    host, signing = resolve(service, region, fips, dual_stack)
                    flags = ["yes" if fips else "no", "yes" if dual_stack else "no"]
                    print("\t".join([service, region, *flags, host, signing]))


if __name__ == "__main__":
    main()
