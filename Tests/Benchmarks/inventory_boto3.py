#!/usr/bin/env python3
"""The inventory that `rolecall accounts` takes, as a script on boto3 would: the same calls, the three sources at once.

Reads what `rolecall sandbox --serve` exported. Prints how many accounts, stack instances and roles it found.
"""
import concurrent.futures
import json
import os
import ssl
import urllib.parse
import urllib.request

import boto3
import yaml

PAGE = 500


def organization(session):
    session.client("sts").get_caller_identity()
    client = session.client("organizations")
    client.describe_organization()
    roots = [root["Id"] for page in client.get_paginator("list_roots").paginate() for root in page["Roots"]]
    accounts = [account for page in client.get_paginator("list_accounts").paginate() for account in page["Accounts"]]
    units, waiting = [], roots
    while waiting:
        parent = waiting.pop()
        pages = client.get_paginator("list_organizational_units_for_parent").paginate(ParentId=parent)
        children = [unit for page in pages for unit in page["OrganizationalUnits"]]
        units += children
        waiting += [unit["Id"] for unit in children]
    return len(accounts)


def stack_sets(session, names):
    client = session.client("cloudformation")
    instances = []
    for name in names:
        client.describe_stack_set(StackSetName=name)
        client.list_stack_set_operations(StackSetName=name)
        client.list_stack_set_auto_deployment_targets(StackSetName=name)
        for page in client.get_paginator("list_stack_instances").paginate(StackSetName=name):
            instances += page["Summaries"]
    return len(instances)


def appliance(session, settings):
    secrets = session.client("secretsmanager")
    secret = json.loads(secrets.get_secret_value(SecretId=settings["signIn"]["read"])["SecretString"])
    unverified = ssl.create_default_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE

    def call(path, form=None, token=None):
        headers = {"x-api-version": "1.7-rev0", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(settings["url"] + "/api/v1" + path, data=body, headers=headers)
        with urllib.request.urlopen(request, context=unverified, timeout=30) as answer:
            return json.load(answer)

    form = {"grant_type": "password", "username": secret["username"], "password": secret["password"]}
    token = call("/token", form)["access_token"]
    roles = []
    while True:
        page = call(f"/accounts/amazon?Offset={len(roles)}&Limit={PAGE}", token=token)
        roles += page["results"]
        if not page["results"] or len(roles) >= page["totalCount"]:
            return len(roles)


def main():
    with open(os.environ["ROLECALL_CONFIG"]) as file:
        configuration = yaml.safe_load(file)
    context = configuration["contexts"][configuration["current"]]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        os.environ.pop(name, None)
    reader = boto3.Session(profile_name=context["organization"]["profile"])
    backup = boto3.Session(profile_name=context["backup"]["profile"])
    with concurrent.futures.ThreadPoolExecutor() as pool:
        found = [
            pool.submit(organization, reader),
            pool.submit(stack_sets, reader, context["stackSets"]),
            pool.submit(appliance, backup, context["appliance"]),
        ]
        print("accounts {} instances {} roles {}".format(*(future.result() for future in found)))


if __name__ == "__main__":
    main()
