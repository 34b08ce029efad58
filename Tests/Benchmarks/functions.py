"""Start to first answer and peak memory of `bootstrap` in AWS's own runtime emulator, beside a Python function there."""
import os
import pathlib
import statistics
import stat
import sys
import tempfile
import time

FOREIGN = pathlib.Path(__file__).resolve().parents[1] / "Foreign"
sys.path.insert(0, str(FOREIGN))
import emulator  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
KEY = '{"key":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab"}'
STACK = "arn:aws:cloudformation:us-east-1:444455556666:stack/StackSet-roles-1/0f1e2d3c-0000-4000-8000-000000000001"


def measure(runs=10):
    """Medians of ours and of the Python function: ((seconds, bytes), (seconds, bytes)); the second is None without it."""
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        cache = os.environ.get("ROLECALL_EMULATOR_CACHE", folder)
        pathlib.Path(cache).mkdir(parents=True, exist_ok=True)
        binary = emulator.emulator_binary(cache)
        ours = [_once(binary, emulator.BOOTSTRAP, "bootstrap", "external-id") for _ in range(runs)]
        peer = _python_bootstrap(folder)
        theirs = [_once(binary, peer, "python", "python_function.handler") for _ in range(runs)] if peer else None
    return _medians(ours), theirs and _medians(theirs)


def _medians(figures):
    return tuple(statistics.median(column) for column in zip(*figures))


def _once(binary, bootstrap, name, handler):
    bucket, extension = emulator.ResponseBucket(), emulator.SecretsExtension()
    extension.secrets[emulator.SIGNING_SECRET] = [("a1b2c3d4-0000-4000-8000-00000000aaaa", KEY)]
    variables = {
        "ROLECALL_RESPONSE_HOST": bucket.authority,
        "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": str(extension.port),
        "SIGNING_SECRET_ARN": emulator.SIGNING_SECRET,
    }
    function = emulator.Emulator(binary, handler, bootstrap=bootstrap, **variables)
    try:
        # The emulator starts the program with the first event.
        begun = time.perf_counter()
        function.invoke(_event(bucket))
        spent = time.perf_counter() - begun
        assert [answer["Status"] for answer in bucket.answers()] == ["SUCCESS"], function.output
        return spent, function.peak_memory(name)
    finally:
        function.stop()
        bucket.stop()
        extension.stop()


def _event(bucket):
    return {
        "RequestType": "Create",
        "ServiceToken": "arn:aws:lambda:us-east-1:111122223333:function:rolecall-external-id:cfn",
        "ResponseURL": bucket.address(),
        "StackId": STACK,
        "RequestId": "9f8e7d6c-0000-4000-8000-000000000001",
        "LogicalResourceId": "ExternalIdEc2",
        "ResourceType": "Custom::RandomExtIdGenerator",
        "ResourceProperties": {"ServiceToken": "arn", "Length": "24"},
    }


def _python_bootstrap(folder):
    """A program that runs the Python function on AWS's runtime client; None where that is not installed."""
    try:
        import awslambdaric  # noqa: F401
        import urllib3  # noqa: F401
    except ImportError:
        return None
    path = pathlib.Path(folder) / "python-bootstrap"
    path.write_text(f'#!/bin/sh\ncd {HERE} && exec {sys.executable} -m awslambdaric "$_HANDLER"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
