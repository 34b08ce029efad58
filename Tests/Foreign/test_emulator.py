"""The external-id function in AWS's own runtime emulator, its answers arriving at a pre-signed address."""
import string

import pytest
from emulator import KEY, KEY_VERSION, SIGNING_SECRET

STACK = "arn:aws:cloudformation:us-east-1:444455556666:stack/StackSet-roles-1/0f1e2d3c-0000-4000-8000-000000000001"


@pytest.fixture
def event(bucket):
    """Makes events of an external id's resource as CloudFormation sends them."""

    def event(kind="Create", physical=None, length="24", logical="ExternalIdEc2", old=None, **changes):
        made = {
            "RequestType": kind,
            "ServiceToken": "arn:aws:lambda:us-east-1:111122223333:function:rolecall-external-id:cfn",
            "ResponseURL": bucket.address(),
            "StackId": STACK,
            "RequestId": "9f8e7d6c-0000-4000-8000-000000000001",
            "LogicalResourceId": logical,
            "ResourceType": "Custom::RandomExtIdGenerator",
            "ResourceProperties": {"ServiceToken": "arn", "Length": length},
        }
        if physical:
            made["PhysicalResourceId"] = physical
        if old:
            made["OldResourceProperties"] = {"ServiceToken": "arn", "Length": old}
        made.update(changes)
        return {name: value for name, value in made.items() if value is not None}

    return event


def test_a_create_is_answered_once_at_the_pre_signed_address(function, event, bucket):
    assert function().invoke(event()) is None
    [put] = bucket.puts
    assert put["method"] == "PUT"
    assert "http://" + bucket.authority + put["path"] == bucket.address()
    assert put["headers"].get_all("Content-Type") == [""]
    assert put["headers"]["Content-Length"] == str(len(put["body"])) and len(put["body"]) <= 4096
    assert "Transfer-Encoding" not in put["headers"]
    [answer] = bucket.answers()
    assert {name: answer[name] for name in ("Status", "StackId", "RequestId", "LogicalResourceId", "NoEcho")} == {
        "Status": "SUCCESS",
        "StackId": STACK,
        "RequestId": "9f8e7d6c-0000-4000-8000-000000000001",
        "LogicalResourceId": "ExternalIdEc2",
        "NoEcho": True,
    }
    assert answer["PhysicalResourceId"].startswith(f"x1.{KEY_VERSION}.")
    external_id = answer["Data"]["RandomExtId"]
    assert len(external_id) == 24 and set(external_id) <= set(string.ascii_letters + string.digits)


def test_an_update_says_the_same_id_again_in_another_environment_and_with_a_newer_key(function, event, bucket, extension):
    function().invoke(event())
    extension.secrets[SIGNING_SECRET].append(("b" * 32, KEY.replace("abc", "xyz")))
    [created] = bucket.answers()
    function().invoke(event("Update", created["PhysicalResourceId"], old="24"))
    [_, updated] = bucket.answers()
    assert updated == created


def test_a_delete_succeeds_whatever_its_id(function, event, bucket):
    environment = function()
    for physical in ("2023/01/01/[$LATEST]0123456789abcdef", "x1.unknown.code"):
        environment.invoke(event("Delete", physical))
    assert [(answer["Status"], answer["PhysicalResourceId"]) for answer in bucket.answers()] == [
        ("SUCCESS", "2023/01/01/[$LATEST]0123456789abcdef"),
        ("SUCCESS", "x1.unknown.code"),
    ]


def test_a_changed_length_is_refused_and_the_way_back_succeeds(function, event, bucket):
    environment = function()
    environment.invoke(event())
    physical = bucket.answers()[0]["PhysicalResourceId"]
    environment.invoke(event("Update", physical, length="32", old="24"))
    environment.invoke(event("Update", physical, length="24", old="32"))
    created, refused, back = bucket.answers()
    assert refused["Status"] == "FAILED"
    assert refused["Reason"].startswith("Length cannot be changed from 24 to 32")
    assert refused["PhysicalResourceId"] == physical
    assert back == created


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"length": None}, "Length must be specified"),
        ({"length": "many"}, "Length must be an integer"),
        ({"length": "1"}, "Length must be an integer between 2 and 1224"),
        ({"length": "1225"}, "Length must be an integer between 2 and 1224"),
        ({"RequestType": "Destroy"}, "RequestType is none of Create, Update and Delete"),
        ({"StackId": "arn:aws:cloudformation:eu-west-1:444455556666:stack/s/1"}, "StackId names aws eu-west-1"),
        ({"StackId": "arn:aws:iam::444455556666:role/r"}, "StackId is not the ARN of a stack"),
        ({"kind": "Update"}, "PhysicalResourceId is missing"),
        ({"ResourceProperties": {"Length": "24", "Shell": "rm"}}, "Shell is not a property of this resource"),
        ({"ResourceProperties": "none"}, "the event is not of the form that CloudFormation documents"),
    ],
)
def test_bad_input_fails_with_the_reason(function, event, bucket, changes, reason):
    if changes == {"length": None}:
        changes = {"ResourceProperties": {"ServiceToken": "arn"}}
    function().invoke(event(**changes))
    [answer] = bucket.answers()
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith(reason)
    assert answer["PhysicalResourceId"]
    assert "Data" not in answer


def test_an_answer_for_another_host_is_not_sent_and_the_log_says_why(function, event, bucket):
    environment = function()
    environment.invoke(event(ResponseURL=bucket.address().replace("127.0.0.1", "localhost")))
    environment.invoke(event(ResponseURL="https://example.com/answer"))
    assert bucket.puts == []
    assert [(line["step"], line["outcome"]) for line in environment.log()] == [("admission", "refused")] * 2
    assert "ResponseURL is not in the bucket" in environment.log()[0]["message"]


def test_an_extension_that_is_not_ready_is_asked_again(function, event, bucket, extension):
    extension.not_ready = 2
    function().invoke(event())
    assert bucket.answers()[0]["Status"] == "SUCCESS"
    assert len(extension.requests) >= 3


def test_before_the_time_is_over_the_work_is_answered_as_failed(function, event, bucket, extension):
    extension.speaking.clear()
    assert function(AWS_LAMBDA_FUNCTION_TIMEOUT="3").invoke(event()) is None
    extension.speaking.set()
    [answer] = bucket.answers()
    assert answer["Status"] == "FAILED"
    assert answer["Reason"].startswith("the function's time was over before its work was")


def test_faults_of_the_bucket_are_tried_again_and_a_refusal_is_not(function, event, bucket):
    environment = function()
    bucket.statuses = [503, 500]
    environment.invoke(event())
    assert [put["status"] for put in bucket.puts] == [503, 500, 200]
    bucket.puts.clear()
    bucket.statuses = [403]
    environment.invoke(event())
    assert [put["status"] for put in bucket.puts] == [403]


def test_a_ping_through_the_alias_of_the_organization_changes_nothing(function, bucket):
    environment = function()
    assert environment.invoke({"ping": True}) is None
    assert bucket.puts == []
    assert environment.log()[0]["message"] == "not the event of a custom resource"


@pytest.mark.parametrize("migrating, answers", [("no", 0), ("yes", 1)])
def test_the_function_itself_is_an_alias_only_while_moving_over(function, event, bucket, migrating, answers):
    function(alias=None, MIGRATE_FROM_REFERENCE=migrating).invoke(event())
    assert len(bucket.answers()) == answers


def test_a_handler_that_does_not_exist_is_an_error_of_the_start(function):
    answer = function("no-such").invoke({})
    assert answer["errorType"] == "Runtime.NoSuchHandler"
    assert answer["errorMessage"] == "_HANDLER names none of external-id, configurator, rotation"


def test_rotation_says_that_it_is_not_there_yet(function):
    answer = function("rotation", alias=None).invoke({"Step": "createSecret"})
    assert answer["errorMessage"].startswith("this release does not rotate the credential by function yet")


def test_the_log_holds_no_secret(function, event, bucket):
    environment = function()
    environment.invoke(event())
    environment.invoke(event("Update", bucket.answers()[0]["PhysicalResourceId"], length="30"))
    answer = bucket.answers()[0]
    text = "".join(environment.output)
    for secret in (
        answer["Data"]["RandomExtId"],
        answer["PhysicalResourceId"],
        KEY_VERSION,
        "X-Amz-Signature",
        "abcdefghijklmnop",
        "session-token",
    ):
        assert secret not in text
    done = [line for line in environment.log() if line["step"] == "request"]
    assert [line["outcome"] for line in done] == ["done", "failed"]
    assert all(line["account"] == "444455556666" and line["requestId"] and line["durationMs"] >= 0 for line in done)
