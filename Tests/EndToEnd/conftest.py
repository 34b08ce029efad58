"""What the tests of the built program in a pseudo-terminal share."""
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from pseudo_terminal import PseudoTerminal  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLD = ["--furnished", "--accounts", "60", "--seed", "7"]


@pytest.fixture(scope="session")
def binary():
    path = pathlib.Path(os.environ.get("ROLECALL_BINARY", ROOT / ".build/release/rolecall")).absolute()
    assert path.exists(), f"{path} is missing: build first, or set ROLECALL_BINARY"
    return str(path)


@pytest.fixture
def home(tmp_path):
    """An environment in which the program finds and leaves nothing of the user's own."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR")
    folders = {name: tmp_path / name.lower() for name in names}
    for folder in folders.values():
        folder.mkdir()
    return {name: str(folder) for name, folder in folders.items()}


@pytest.fixture
def terminal(home):
    """Starts any command on a pseudo-terminal; everything it started is ended afterwards."""
    started = []

    def start(arguments, environment=None, **options):
        session = PseudoTerminal(arguments, environment={**home, **(environment or {})}, **options)
        started.append(session)
        return session

    yield start
    for session in started:
        session.close()


@pytest.fixture
def console(terminal, binary):
    """Opens the console on a sandbox and waits until its organization has been read."""

    def start(*arguments, scenario="drifted", awaits=r"NOT READY BECAUSE|ready is ready", **options):
        session = terminal([binary, "sandbox", *WORLD, "--scenario", scenario, *arguments], **options)
        session.wait_for(awaits, deadline=60)
        return session

    return start
