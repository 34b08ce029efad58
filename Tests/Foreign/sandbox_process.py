"""A sandbox that only serves, and the program pointed at it."""
import json
import os
import pathlib
import select
import subprocess
import time

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("ROLECALL_BINARY", ROOT / ".build/release/rolecall")).absolute()


class Sandbox:
    """`rolecall sandbox --serve` with its exports; ended by `stop`.

    Furnished unless `--deploy` is asked for: most clients care for what is there, not for how it came to be.
    """

    def __init__(self, home, *arguments):
        if "--deploy" not in arguments and "fresh" not in arguments:
            arguments = ("--furnished", *arguments)
        self.home = pathlib.Path(home)
        self._process = subprocess.Popen(
            [BINARY, "sandbox", "--serve", *arguments],
            env=self._own_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.exports = self._read_exports()

    def _own_environment(self):
        folders = {name: str(self.home / name.lower()) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR")}
        for folder in folders.values():
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **folders}

    def _read_exports(self):
        exports, deadline, buffer = {}, time.monotonic() + 60, b""
        while "ROLECALL_APPLIANCE_SHA256" not in exports:
            ready, _, _ = select.select([self._process.stdout], [], [], max(deadline - time.monotonic(), 0))
            chunk = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                self.stop()
                raise AssertionError(f"the sandbox did not start: {self._process.stderr.read().decode()}")
            buffer += chunk
            lines = buffer.decode().split("\n")
            exports = dict(line.removeprefix("export ").split("=", 1) for line in lines[:-1])
        return exports

    def stop(self):
        """Interrupts it and returns its exit status."""
        if self._process.poll() is None:
            self._process.terminate()
        return self._process.wait(timeout=20)

    @property
    def environment(self):
        """What a shell has after evaluating the exports, and nothing of the user's own."""
        return {**self._own_environment(), **self.exports}

    # The program

    def rolecall(self, *arguments, timeout=120):
        return subprocess.run(
            [BINARY, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def rolecall_json(self, *arguments):
        result = self.rolecall(*arguments, "-o", "json")
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    # Foreign clients

    def session(self, profile=None):
        """A boto3 session that knows nothing but the exports, whatever this process's environment says."""
        if profile is None:
            return boto3.Session(
                aws_access_key_id=self.exports["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=self.exports["AWS_SECRET_ACCESS_KEY"],
                region_name=self.exports["AWS_REGION"],
            )
        credentials = self.profiles()[profile]
        return boto3.Session(region_name=self.exports["AWS_REGION"], **credentials)

    def profiles(self):
        import configparser

        parser = configparser.ConfigParser()
        parser.read(self.exports["AWS_SHARED_CREDENTIALS_FILE"])
        return {name: dict(parser[name]) for name in parser.sections()}

    def client(self, service, profile=None, attempts=1):
        return self.session(profile).client(
            service,
            endpoint_url=self.exports["AWS_ENDPOINT_URL"],
            config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=30),
        )

    def aws(self, *arguments):
        """The AWS command line, run as a user would after evaluating the exports."""
        result = subprocess.run(
            ["aws", "--output", "json", *arguments],
            env={**self.environment, "PATH": os.pathsep.join([str(_scripts()), os.environ["PATH"]])},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return result


def _scripts():
    import sysconfig

    return pathlib.Path(sysconfig.get_path("scripts"))


def pages(client, operation, key, **arguments):
    """Every item of a list, by boto3's own paginator."""
    return [item for page in client.get_paginator(operation).paginate(**arguments) for item in page[key]]
