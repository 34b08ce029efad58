#!/usr/bin/env python3
"""Measures the built program against its budgets, beside other programs on the same pseudo-terminal.

    Tests/bench [--only PART,…] [--quick]     PART: console, huge, signals, peers, rates, boto3, functions,
                                              rollout

Figures depend on the machine and on what else it does; nothing here passes or fails, and no test runs it.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import console as consoles  # noqa: E402
import functions  # noqa: E402
import inventory  # noqa: E402
import tui_bench  # noqa: E402
from serving import serving  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARTS = ("console", "huge", "signals", "peers", "rates", "boto3", "functions", "rollout")


class Table:
    """Rows as they are measured: what, must, aim, figure."""

    def __init__(self):
        self.has_head = False

    def head(self):
        if not self.has_head:
            print("\n{:<62}{:>11}{:>11}{:>13}".format("WHAT", "MUST", "AIM", "MEASURED"), flush=True)
        self.has_head = True

    def row(self, what, must, aim, figure, unit="", note=""):
        self.head()
        shown = f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}"
        verdict = "aim" if figure <= aim else "must" if figure <= must else "MISSED"
        print(f"{what:<62}{must:>8}{unit:>3}{aim:>8}{unit:>3}{shown:>10}{unit:>3}  {verdict}  {note}", flush=True)

    def at_least(self, what, must, aim, figure, note=""):
        self.head()
        verdict = "aim" if figure >= aim else "must" if figure >= must else "MISSED"
        print(f"{what:<62}{must:>8} x {aim:>8} x {figure:>9.1f} x   {verdict}  {note}", flush=True)


def measure_console(table, binary, quick):
    with serving(binary, 10_000, elsewhere=True) as world:
        with consoles.Console(binary, world) as first:
            first.wait_until_read()
            first.press("q")
        starts = []
        for _ in range(3 if quick else 7):
            with consoles.Console(binary, world) as started:
                starts.append(started.wait_for_bytes(b"%"))
        start = consoles.percentile(starts, 50) * 1000
        table.row("start to the first frame from the snapshot, 10,000 accounts", 100, 30, start, "ms")
        with consoles.Console(binary, world, "--refresh", "0") as session:
            session.wait_until_read()
            session.open_accounts()
            inside = session.keys("down", 25)
            session.keys("down", 12)
            beyond = session.keys("down", 60)
            latency = consoles.percentile(consoles.times(inside + beyond), 95) * 1000
            table.row("key to the last byte, p95, 10,000 accounts", 16, 5, latency, "ms")
            busy = session.while_refreshing()
            worst = consoles.percentile(consoles.times(busy), 95) * 1000
            table.row("the same during a refresh", 16, 5, worst, "ms", f"{len(busy)} keys")
            table.row("bytes: cursor down in the page", 500, 300, consoles.median_bytes(inside), "B")
            table.row("bytes: cursor down that scrolls", 800, 350, consoles.median_bytes(beyond), "B")
            pages = session.keys("pgdn", 8)
            table.row("bytes: a page", 8_000, 4_000, consoles.median_bytes(pages), "B")
            places = [session.press(key) for key in ("O", "o", "r", "o")]
            table.row("bytes: another place", 8_000, 4_000, consoles.median_bytes(places), "B")
            session.press("g")
            written, _ = session.burst("down", 50)
            table.row("bytes: 50 keys in one burst", 10_000, 4_000, written, "B")
            typed = session.filter("payments-web")
            table.row("filter keystroke, 10,000 accounts", 30, 10, max(typed) * 1000, "ms", "the slowest letter")
            rate, woken = session.idle(5 if quick else 20)
            table.row("idle", 60, 20, rate, "B", f"a second; {woken:.1f} wake-ups a second")
            table.row("resident memory, 10,000 accounts", 80, 40, session.memory(), "MB")


def measure_huge(table, binary):
    with serving(binary, 50_000) as world:
        with consoles.Console(binary, world, "--refresh", "0") as session:
            session.wait_until_read()
            session.open_accounts()
            latency = consoles.percentile(consoles.times(session.keys("down", 200)), 99) * 1000
            table.row("key to the last byte, p99, 50,000 accounts", 16, 8, latency, "ms")
            typed = session.filter("payments-web")
            table.row("filter keystroke, 50,000 accounts", 50, 16, max(typed) * 1000, "ms", "the slowest letter")
            table.row("resident memory, 50,000 accounts", 160, 100, session.memory(), "MB")


def measure_signals(binary):
    command = [binary, "sandbox", "--accounts", "60"]
    options = tui_bench.parse(["--signals", "--expect", "ready", "--", *command])
    found = tui_bench.signals(options)["signals"]
    checks = ("alt_off", "cursor_on", "mouse_off", "paste_off", "cooked")
    print("\nLEFT BEHIND AFTER A SIGNAL")
    for name, left in found.items():
        broken = [check for check in checks if left.get(check) is False]
        print(f"{name:<8}{'ok' if not broken else 'broken: ' + ', '.join(broken):<30}{left['exit']}")


def peers():
    """Commands of other programs, and what they are to show."""
    folder = tempfile.mkdtemp(prefix="rolecall-peers-")
    rows = os.path.join(folder, "accounts")
    with open(rows, "w") as file:
        for number in range(10_000):
            file.write(f"{100_000_000_000 + number * 7919}  payments-prod-{number:<24} ready   2/2   eu-west-1\n")
    history = os.path.join(folder, "history")
    subprocess.run(["git", "init", "-q", history], check=True)
    with subprocess.Popen(["git", "-C", history, "fast-import", "--quiet"], stdin=subprocess.PIPE, text=True) as made:
        for number in range(3_000):
            text = f"change number {number} of the payments account"
            made.stdin.write(f"commit refs/heads/main\ncommitter a <a@b> {1_700_000_000 + number} +0000\n")
            made.stdin.write(f"data {len(text)}\n{text}\n\n")
    return folder, [("less", ["less", rows]), ("htop", ["htop"]), ("tig", ["sh", "-c", f"cd {history} && exec tig main"])]


def measure_peers(binary, quick):
    folder, others = peers()
    columns = "{:<10}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}{:>10}"
    print("\nBESIDE OTHER PROGRAMS")
    print(columns.format("", "start ms", "down B", "p95 ms", "scroll B", "page B", "50 keys B", "idle B/s", "RSS MiB"))
    try:
        for name, command in [("rolecall", [binary, "sandbox", "--refresh", "0", "--accounts", "10000"]), *others]:
            if name != "rolecall" and shutil.which(name) is None:
                print(f"{name:<10} is not installed")
                continue
            warm = ["--warm", "o"] if name == "rolecall" else []
            expect = ["--expect", "ready is ready|BECAUSE", "--start-limit", "60"] if name == "rolecall" else []
            arguments = ["--starts", "1" if quick else "3", "--idle", "5", *warm, *expect, "--", *command]
            figures = tui_bench.measure(tui_bench.parse(arguments))
            if "error" in figures or figures["key"]["scrolling"] is None:
                print(f"{name:<10} {figures.get('error', 'ended before it was measured')}")
                continue
            key, page = figures["key"], figures["page_down"]
            print(
                columns.format(
                    name,
                    figures["start"]["first_frame_ms"],
                    key["in_page"]["bytes_median"],
                    key["in_page"]["last_ms_p95"],
                    key["scrolling"]["bytes_median"],
                    page["bytes_median"],
                    figures["burst"]["bytes"],
                    figures["idle"]["bytes_per_s"],
                    figures["memory"]["rss_mib"],
                ),
                flush=True,
            )
    finally:
        shutil.rmtree(folder)
    print("(rolecall here has the whole simulated organization in its own process)")


def measure_rates(table, binary):
    with serving(binary, 10_000, "--throttle") as world:
        spent, best, group = inventory.against_rates(binary, world)
    note = f"{spent:.1f} s, at best {best:.1f} s ({group})"
    table.row("full inventory under the documented rates, against the best", 1.3, 1.1, spent / best, "x", note)


def measure_boto3(table, binary):
    with serving(binary, 10_000) as world:
        (ours, ours_memory), (script, script_memory) = inventory.against_boto3(binary, world)
    table.at_least("the same without limits, faster than boto3 by", 3, 8, script / ours, f"{ours:.2f} s, {script:.2f} s")
    note = f"{ours_memory:.0f} MiB, {script_memory:.0f} MiB"
    table.row("its memory, against that of boto3", 0.5, 0.5, ours_memory / script_memory, "x", note)


def measure_functions(table, quick):
    if not functions.emulator.BOOTSTRAP.exists():
        print(f"{functions.emulator.BOOTSTRAP} is missing: Resources/package-functions makes it")
        return
    ours, theirs = functions.measure(3 if quick else 10)
    if theirs is None:
        print(f"functions: first answer {ours[0] * 1000:.0f} ms, peak {ours[1] / 2**20:.0f} MiB (awslambdaric is missing)")
        return
    note = f"{ours[0] * 1000:.0f} ms, Python {theirs[0] * 1000:.0f} ms"
    table.at_least("function: start to first answer, faster than Python by", 3, 5, theirs[0] / ours[0], note)
    note = f"{ours[1] / 2**20:.0f} MiB, Python {theirs[1] / 2**20:.0f} MiB"
    table.row("its peak memory, against that of Python", 1, 1, ours[1] / theirs[1], "x", note)


def measure_rollout(binary, accounts):
    begun = time.monotonic()
    with serving(binary, accounts, "--deploy") as world:
        spent = time.monotonic() - begun
        ready = inventory.ready(binary, world)
    print(f"\n{accounts:,} accounts deployed in the sandbox, {ready:,} of them ready: {spent:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="parts to measure, with commas between")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are: {' '.join(PARTS)}")
    binary = os.path.abspath(os.environ.get("ROLECALL_BINARY", ROOT / ".build/release/rolecall"))
    if not os.path.exists(binary):
        raise SystemExit(f"{binary} is missing: build first, or set ROLECALL_BINARY")
    table = Table()
    if "console" in wanted:
        measure_console(table, binary, options.quick)
    if "huge" in wanted:
        measure_huge(table, binary)
    if "rates" in wanted:
        measure_rates(table, binary)
    if "boto3" in wanted:
        measure_boto3(table, binary)
    if "functions" in wanted:
        measure_functions(table, options.quick)
    if "rollout" in wanted:
        measure_rollout(binary, 200 if options.quick else 1_000)
    if "signals" in wanted:
        measure_signals(binary)
    if "peers" in wanted:
        measure_peers(binary, options.quick)


if __name__ == "__main__":
    main()
