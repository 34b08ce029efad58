"""A simulated organization in a process of its own, so that its work and memory are not the console's."""
import contextlib
import os
import signal
import subprocess
import tempfile


@contextlib.contextmanager
def serving(binary, accounts, *arguments, scenario="healthy", elsewhere=False):
    """Runs `rolecall sandbox --serve`; gives the environment that points clients at it.

    `elsewhere`: the services are not on the admin's machine, so they take no processor from what is measured.
    """
    with tempfile.TemporaryDirectory(prefix="rolecall-bench-") as folder:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ROLECALL_"))}
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            clean[name] = os.path.join(folder, name.lower())
        command = [binary, "sandbox", "--serve", "--scenario", scenario, "--accounts", str(accounts), *arguments]
        nicely = (lambda: os.nice(19)) if elsewhere else None
        server = subprocess.Popen(command, env=clean, stdout=subprocess.PIPE, text=True, preexec_fn=nicely)
        try:
            exports = {}
            while "ROLECALL_APPLIANCE_SHA256" not in exports:
                line = server.stdout.readline()
                if not line:
                    raise SystemExit(f"{' '.join(command)} ended with status {server.wait()}")
                name, _, value = line.removeprefix("export ").rstrip("\n").partition("=")
                exports[name] = value
            yield {**clean, **exports}
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
