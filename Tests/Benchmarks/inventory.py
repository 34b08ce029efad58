"""Inventories: against the time that the documented rates allow, and against a boto3 script."""
import collections
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
# Per second and at once, as documented (StackSets: not published, named by AWS staff).
RATES = {
    "ListAccounts": ("ListAccounts", 8, 12),
    "ListAccountsForParent": ("per parent", 5, 8),
    "ListOrganizationalUnitsForParent": ("per parent", 5, 8),
    "ListRoots": ("ListRoots", 1, 2),
    "DescribeOrganization": ("DescribeOrganization", 1, 2),
    "ListDelegatedAdministrators": ("ListDelegatedAdministrators", 5, 8),
    "DescribeStackSet": ("stack sets", 2, 4),
    "ListStackSets": ("stack sets", 2, 4),
    "ListStackInstances": ("stack sets", 2, 4),
    "ListStackSetOperations": ("stack sets", 2, 4),
    "ListStackSetAutoDeploymentTargets": ("stack sets", 2, 4),
}


def run(command, environment):
    """Runs a command to its end; seconds, largest resident MiB, standard output."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{command} ended with status {process.returncode}")
        output.seek(0)
        return spent, usage.ru_maxrss / 1024, output.read()


def ready(binary, world):
    """How many accounts are ready."""
    _, _, output = run([binary, "tree", "-o", "json"], world)
    return json.loads(output)["ready"]


def calls(log):
    """How often each operation was asked for, from a wire log."""
    counted = collections.Counter()
    for entry in pathlib.Path(log).read_text(errors="replace").split("\n\n"):
        found = re.search(r"^> x-amz-target: \w+\.(\w+)|^> .*\bAction=(\w+)", entry, re.MULTILINE | re.IGNORECASE)
        if found:
            counted[found.group(1) or found.group(2)] += 1
    return counted


def best_time(counted):
    """The shortest time in which these calls can be made, and the group of operations that sets it."""
    groups = collections.defaultdict(int)
    rates = {}
    for operation, count in counted.items():
        if operation in RATES:
            group, rate, burst = RATES[operation]
            groups[group] += count
            rates[group] = (rate, burst)
    return max((max(0.0, (count - rates[group][1]) / rates[group][0]), group) for group, count in groups.items())


def against_rates(binary, environment):
    """Seconds taken, the best possible, and what limits it."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "wire.log")
        spent, _, _ = run([binary, "accounts", "-o", "json", "--log", log], environment)
        best, group = best_time(calls(log))
    return spent, best, group


def against_boto3(binary, environment, runs=3):
    """Median seconds and largest MiB of ours, then of the script."""
    ours = [run([binary, "accounts", "-o", "json"], environment)[:2] for _ in range(runs)]
    script = [run([sys.executable, str(HERE / "inventory_boto3.py")], environment)[:2] for _ in range(runs)]
    return [(statistics.median(t for t, _ in rows), max(m for _, m in rows)) for rows in (ours, script)]
