"""boto3 and the AWS command line deploy, change and delete stacks in the sandbox."""
import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError, WaiterError

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Description: What a foreign client deploys.
Parameters:
  Team:
    Type: String
    AllowedPattern: ^[a-z]+$
    ConstraintDescription: must be small letters
  Retention:
    Type: Number
    Default: 14
  Password:
    Type: String
    NoEcho: true
    Default: hidden
Conditions:
  HasQueue: !Equals [!Ref Team, backup]
Resources:
  Log:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /test/${AWS::StackName}/${Team}
      RetentionInDays: !Ref Retention
  Queue:
    Type: AWS::SQS::Queue
    Condition: HasQueue
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "logs:GetLogEvents", Resource: !GetAtt Log.Arn}
Outputs:
  LogArn:
    Description: The log group.
    Value: !GetAtt Log.Arn
    Export: {Name: !Sub "${AWS::StackName}-log"}
  Role:
    Value: !Ref Reader
"""

FAST = {"Delay": 1, "MaxAttempts": 30}


@pytest.fixture(scope="module")
def sandbox(serve):
    return serve("--scenario", "healthy", "--accounts", "5")


@pytest.fixture
def client(sandbox):
    return sandbox.client("cloudformation", "backup")


@pytest.fixture
def name():
    return f"test-{uuid.uuid4().hex[:8]}"


def parameters(**values):
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def create(client, name, team="backup", **more):
    client.create_stack(
        StackName=name,
        TemplateBody=TEMPLATE,
        Parameters=parameters(Team=team),
        Capabilities=["CAPABILITY_IAM"],
        **more,
    )
    client.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=FAST)
    return described(client, name)


def described(client, name):
    (stack,) = client.describe_stacks(StackName=name)["Stacks"]
    return stack


def settled(client, name):
    """The status in which the stack comes to rest."""
    for _ in range(60):
        status = described(client, name)["StackStatus"]
        if not status.endswith("_IN_PROGRESS"):
            return status
        time.sleep(0.5)
    raise AssertionError(f"{name} is still {status}")


def outputs(stack):
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def message(call, *arguments, **named):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **named)
    return caught.value.response["Error"]["Message"]


def test_a_stack_is_made_changed_and_deleted(client, name):
    stack = create(client, name, Tags=[{"Key": "team", "Value": "backup"}])
    assert outputs(stack)["LogArn"].startswith(f"arn:aws:logs:eu-west-1:{stack['StackId'].split(':')[4]}:log-group:/test/{name}/backup")
    assert stack["Tags"] == [{"Key": "team", "Value": "backup"}]
    assert stack["Description"] == "What a foreign client deploys."
    assert {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]} == {
        "Team": "backup",
        "Retention": "14",
        "Password": "****",
    }
    assert outputs(stack)["Role"].startswith(f"{name}-Reader-")

    client.update_stack(
        StackName=name,
        UsePreviousTemplate=True,
        Parameters=[{"ParameterKey": "Team", "UsePreviousValue": True}, *parameters(Retention="30")],
        Capabilities=["CAPABILITY_IAM"],
    )
    client.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=FAST)
    assert {p["ParameterKey"]: p["ParameterValue"] for p in described(client, name)["Parameters"]}["Retention"] == "30"

    client.delete_stack(StackName=name)
    client.get_waiter("stack_delete_complete").wait(StackName=stack["StackId"], WaiterConfig=FAST)
    assert described(client, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert message(client.describe_stacks, StackName=name) == f"Stack with id {name} does not exist"


def test_a_replacement_takes_the_old_name_s_place(client, name):
    create(client, name)
    before = client.describe_stack_resource(StackName=name, LogicalResourceId="Log")["StackResourceDetail"]
    client.update_stack(
        StackName=name,
        TemplateBody=TEMPLATE,
        Parameters=parameters(Team="platform"),
        Capabilities=["CAPABILITY_IAM"],
    )
    client.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig=FAST)
    resources = client.describe_stack_resources(StackName=name)["StackResources"]
    assert {r["LogicalResourceId"] for r in resources} == {"Log", "Reader"}
    after = next(r for r in resources if r["LogicalResourceId"] == "Log")
    assert (before["PhysicalResourceId"], after["PhysicalResourceId"]) == (f"/test/{name}/backup", f"/test/{name}/platform")
    events = [
        (event["LogicalResourceId"], event["ResourceStatus"])
        for event in client.describe_stack_events(StackName=name)["StackEvents"]
    ]
    assert events[0] == (name, "UPDATE_COMPLETE")
    assert ("Log", "DELETE_COMPLETE") in events and ("Queue", "DELETE_COMPLETE") in events


def test_a_failure_is_rolled_back_with_its_reason(client, name):
    create(client, name)
    other = f"{name}-again"
    taken = TEMPLATE.replace("${AWS::StackName}/${Team}", f"{name}/${{Team}}")
    client.create_stack(
        StackName=other, TemplateBody=taken, Parameters=parameters(Team="backup"), Capabilities=["CAPABILITY_IAM"]
    )
    with pytest.raises(WaiterError):
        client.get_waiter("stack_create_complete").wait(StackName=other, WaiterConfig=FAST)
    assert settled(client, other) == "ROLLBACK_COMPLETE"
    reasons = {
        event["LogicalResourceId"]: event.get("ResourceStatusReason", "")
        for event in client.describe_stack_events(StackName=other)["StackEvents"]
        if event["ResourceStatus"] == "CREATE_FAILED"
    }
    assert "already exists" in reasons["Log"]


@pytest.mark.parametrize(
    "change, words",
    [
        ({"Capabilities": []}, "Requires capabilities : [CAPABILITY_IAM]"),
        ({"Parameters": []}, "Parameters: [Team] must have values"),
        ({"Parameters": parameters(Team="UPPER")}, "Parameter 'Team' failed to satisfy constraint: must be small letters"),
        ({"TemplateBody": "Resources: {A: {Type: AWS::No::Such}}"}, "Template format error: Unrecognized resource types: [AWS::No::Such]"),
        ({"TemplateBody": "x" * 51_201}, "Member must have length less than or equal to 51200"),
        ({"StackName": "no_underscores"}, "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"),
    ],
)
def test_what_is_wrong_is_refused_at_once(client, name, change, words):
    order = {
        "StackName": name,
        "TemplateBody": TEMPLATE,
        "Parameters": parameters(Team="backup"),
        "Capabilities": ["CAPABILITY_IAM"],
    }
    assert words in message(client.create_stack, **{**order, **change})
    assert "does not exist" in message(client.describe_stacks, StackName=name)


def test_protection_and_policies_hold(client, name):
    guard = {
        "Statement": [
            {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "Update:Replace", "Principal": "*", "Resource": "LogicalResourceId/Log"},
        ]
    }
    create(client, name, EnableTerminationProtection=True, StackPolicyBody=json.dumps(guard))
    assert json.loads(client.get_stack_policy(StackName=name)["StackPolicyBody"]) == guard
    assert "TerminationProtection is enabled" in message(client.delete_stack, StackName=name)
    client.update_stack(
        StackName=name,
        UsePreviousTemplate=True,
        Parameters=parameters(Team="platform"),
        Capabilities=["CAPABILITY_IAM"],
    )
    assert settled(client, name) == "UPDATE_ROLLBACK_COMPLETE"
    client.update_termination_protection(StackName=name, EnableTerminationProtection=False)
    client.delete_stack(StackName=name)
    client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=FAST)


def test_templates_are_described(client, name):
    summary = client.get_template_summary(TemplateBody=TEMPLATE)
    assert summary["Capabilities"] == ["CAPABILITY_IAM"]
    assert summary["ResourceTypes"] == ["AWS::Logs::LogGroup", "AWS::SQS::Queue", "AWS::IAM::Role"]
    assert [p["ParameterKey"] for p in client.validate_template(TemplateBody=TEMPLATE)["Parameters"]] == [
        "Team",
        "Retention",
        "Password",
    ]
    create(client, name)
    assert client.get_template(StackName=name)["TemplateBody"] == TEMPLATE
    exported = {export["Name"] for export in client.list_exports()["Exports"]}
    assert f"{name}-log" in exported
    statuses = {s["StackName"]: s["StackStatus"] for s in client.list_stacks()["StackSummaries"]}
    assert statuses[name] == "CREATE_COMPLETE"


def test_the_command_line_deploys_with_change_sets(sandbox, tmp_path, name):
    file = tmp_path / "template.yaml"
    file.write_text(TEMPLATE)

    def deploy(*overrides):
        return sandbox.aws(
            "cloudformation", "deploy", "--profile", "backup", "--stack-name", name, "--template-file", str(file),
            "--capabilities", "CAPABILITY_IAM", "--parameter-overrides", *overrides,
        )

    made = deploy("Team=backup")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Successfully created/updated stack" in made.stdout
    changed = deploy("Team=backup", "Retention=60")
    assert changed.returncode == 0, changed.stdout + changed.stderr
    same = deploy("Team=backup", "Retention=60")
    assert same.returncode in (0, 255)
    assert "No changes to deploy" in same.stdout + same.stderr


def test_a_change_set_tells_what_it_would_do(client, name):
    create(client, name)
    client.create_change_set(
        StackName=name,
        ChangeSetName="look",
        UsePreviousTemplate=True,
        Parameters=parameters(Team="platform"),
        Capabilities=["CAPABILITY_IAM"],
    )
    client.get_waiter("change_set_create_complete").wait(StackName=name, ChangeSetName="look", WaiterConfig=FAST)
    changes = client.describe_change_set(StackName=name, ChangeSetName="look")["Changes"]
    assert {
        (c["ResourceChange"]["LogicalResourceId"], c["ResourceChange"]["Action"], c["ResourceChange"].get("Replacement"))
        for c in changes
    } == {("Log", "Modify", "True"), ("Queue", "Remove", None)}
    client.delete_change_set(StackName=name, ChangeSetName="look")
    assert "does not exist" in message(client.describe_change_set, StackName=name, ChangeSetName="look")
