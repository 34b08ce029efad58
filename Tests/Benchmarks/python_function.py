"""What the functions are measured beside: a Python function on AWS's own runtime client, which answers a custom resource
with a drawn external id. It does what the public reference's function does, and no more."""
import json
import random
import string

import urllib3


def handler(event, context):
    length = int(event["ResourceProperties"]["Length"])
    letters = string.ascii_letters + string.digits
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": context.log_stream_name or "physical",
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"RandomExtId": "".join(random.choice(letters) for _ in range(length))},
    }
    urllib3.PoolManager().request(
        "PUT", event["ResponseURL"], body=json.dumps(answer).encode(), headers={"Content-Type": ""}
    )
