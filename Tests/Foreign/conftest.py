"""What the tests with foreign clients and servers share."""
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from emulator import BOOTSTRAP, KEY, KEY_VERSION, SIGNING_SECRET, Emulator  # noqa: E402
from emulator import ResponseBucket, SecretsExtension, emulator_binary  # noqa: E402
from sandbox_process import BINARY, Sandbox  # noqa: E402


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Starts sandboxes, one for each set of arguments, and ends them with the module."""
    assert BINARY.exists(), f"{BINARY} is missing: build first, or set ROLECALL_BINARY"
    running = {}

    def start(*arguments, fresh=False):
        key = (arguments, len(running) if fresh else None)
        if key not in running:
            running[key] = Sandbox(tmp_path_factory.mktemp("sandbox"), *arguments)
        return running[key]

    yield start
    for sandbox in running.values():
        sandbox.stop()


@pytest.fixture(scope="session")
def emulator():
    """The emulator's binary, kept between runs."""
    assert BOOTSTRAP.exists(), f"{BOOTSTRAP} is missing: build it first, or set ROLECALL_BOOTSTRAP"
    folder = pathlib.Path(os.environ.get("ROLECALL_EMULATOR_CACHE", "/tmp/rolecall-emulator"))
    folder.mkdir(parents=True, exist_ok=True)
    return emulator_binary(folder)


@pytest.fixture
def bucket():
    server = ResponseBucket()
    yield server
    server.stop()


@pytest.fixture
def extension():
    server = SecretsExtension()
    server.secrets[SIGNING_SECRET] = [(KEY_VERSION, KEY)]
    yield server
    server.stop()


@pytest.fixture
def function(emulator, bucket, extension):
    """Starts a function whose answers go to `bucket` and whose secrets come from `extension`."""
    running = []

    def start(function="external-id", alias="cfn", **variables):
        surroundings = {
            "ROLECALL_RESPONSE_HOST": bucket.authority,
            "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": str(extension.port),
            "SIGNING_SECRET_ARN": SIGNING_SECRET,
        }
        running.append(Emulator(emulator, function, alias, **{**surroundings, **variables}))
        return running[-1]

    yield start
    for environment in running:
        environment.stop()
