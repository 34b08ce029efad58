"""What the tests with foreign clients and servers share."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
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
