"""AWS's own Lambda runtime emulator with the functions' `bootstrap` in it, and what stands around a function in a VPC."""
import contextlib
import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOOTSTRAP = pathlib.Path(os.environ.get("ROLECALL_BOOTSTRAP", ROOT / ".build/release/bootstrap")).absolute()
# The only one that the emulator puts into the ARNs it invokes by.
REGION = "us-east-1"
TOKEN = "session-token-of-the-environment"
SIGNING_SECRET = f"arn:aws:secretsmanager:{REGION}:111122223333:secret:rolecall-signing-AbCdEf"
KEY_VERSION = "a1b2c3d4-0000-4000-8000-00000000aaaa"
KEY = '{"key":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ab"}'


def emulator_binary(folder):
    """The emulator from the wheel of the AWS SAM command line, kept in `folder`."""
    machine = {"x86_64": "x86_64", "aarch64": "arm64"}[os.uname().machine]
    binary = pathlib.Path(folder) / f"aws-lambda-rie-{machine}"
    if not binary.exists():
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "aws-sam-cli"], check=True
        )
        wheel = max(pathlib.Path(folder).glob("aws_sam_cli-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            binary.write_bytes(archive.read(f"samcli/local/rapid/{binary.name}"))
        wheel.unlink()
        binary.chmod(0o755)
    return binary


class Server:
    """A loopback server whose answers are `answer(method, path, headers, body) -> (status, headers, body)`."""

    def __init__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, answer = outer.answer(self.command, self.path, self.headers, body)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_PUT = do_POST = handle_any

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, method, path, headers, body):
        raise NotImplementedError

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


class ResponseBucket(Server):
    """Where CloudFormation would wait for answers; keeps every PUT as it came."""

    def __init__(self):
        self.puts, self.statuses, self._arrived = [], [], threading.Condition()
        super().__init__()

    @property
    def authority(self):
        return f"127.0.0.1:{self.port}"

    def address(self, name="answer"):
        """A pre-signed address, with the characters that real ones have."""
        return (
            f"http://{self.authority}/arn%3Aaws%3Acloudformation%3Aus-east-1%3A444455556666%3Astack/s/1%7CRes%7C{name}"
            "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261124%2Fus-east-1%2Fs3%2Faws4_request"
            "&X-Amz-SignedHeaders=host&X-Amz-Signature=5ec8e7+/=="
        )

    def answer(self, method, path, headers, body):
        with self._arrived:
            status = self.statuses.pop(0) if self.statuses else 200
            self.puts.append({"method": method, "path": path, "headers": headers, "body": body, "status": status})
            self._arrived.notify_all()
        return status, {}, b""

    def answers(self):
        return [json.loads(put["body"]) for put in self.puts if put["status"] == 200]


class SecretsExtension(Server):
    """The Parameters and Secrets extension: secrets by ARN, each a list of (version id, text), the last one current."""

    def __init__(self):
        self.secrets, self.requests, self.not_ready, self.speaking = {}, [], 0, threading.Event()
        # Cleared, the extension answers no more.
        self.speaking.set()
        super().__init__()

    def answer(self, method, path, headers, body):
        self.requests.append(path)
        self.speaking.wait()
        if headers.get("X-Aws-Parameters-Secrets-Token") != TOKEN:
            return 401, {}, b"unauthorized"
        if self.not_ready:
            self.not_ready -= 1
            return 400, {}, b"not ready to serve traffic, please wait"
        query = {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).items()}
        versions = self.secrets.get(query["secretId"], [])
        if "versionId" in query:
            versions = [version for version in versions if version[0] == query["versionId"]]
        if not versions:
            return 400, {}, b"an unexpected error occurred while executing request"
        identifier, text = versions[-1]
        found = {"ARN": query["secretId"], "Name": "name", "VersionId": identifier, "SecretString": text}
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()


class Emulator:
    """One execution environment: the emulator, and in it `bootstrap` (or another program) with one of the functions."""

    def __init__(self, binary, function, alias="cfn", bootstrap=BOOTSTRAP, **variables):
        self.address, runtime = f"127.0.0.1:{_free_port()}", f"127.0.0.1:{_free_port()}"
        name = f"rolecall-{function}" + (f":{alias}" if alias else "")
        environment = {
            "PATH": os.environ["PATH"],
            "TZ": ":UTC",
            # The emulator makes the invoked ARN of this name, and so says by which alias it was.
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "60",
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_SESSION_TOKEN": TOKEN,
            **variables,
        }
        self._process = subprocess.Popen(
            [binary, "--log-level", "error", "--runtime-interface-emulator-address", self.address]
            + ["--runtime-api-address", runtime, bootstrap, function],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = []
        threading.Thread(target=lambda: self.output.extend(self._process.stdout), daemon=True).start()
        _wait_until_listening(self.address)

    def invoke(self, event):
        """Delivers `event`, and returns what the function's caller gets."""
        request = urllib.request.Request(
            f"http://{self.address}/2015-03-31/functions/function/invocations", json.dumps(event).encode(), method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=90) as response:
                return json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            # An environment that did not start.
            return json.loads(error.read() or b"null")

    def log(self):
        """The lines of the function's own log so far."""
        lines = [line for line in list(self.output) if line.startswith("{")]
        return [json.loads(line) for line in lines]

    def peak_memory(self, name="bootstrap"):
        """The most memory that the program of that name has held, in bytes."""
        children = pathlib.Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        processes = set()
        for task in children.parent.parent.iterdir():
            processes.update((task / "children").read_text().split())
        peaks = []
        for process in processes:
            status = pathlib.Path(f"/proc/{process}/status").read_text()
            if status.startswith(f"Name:\t{name}"):
                peaks += [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        return max(peaks)

    def stop(self):
        if self._process.poll() is None:
            self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=10)
        self._process.kill()
        return self._process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_listening(address):
    host, port = address.split(":")
    end = time.monotonic() + 20
    while True:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        assert time.monotonic() < end, "the emulator does not listen"
        time.sleep(0.02)
