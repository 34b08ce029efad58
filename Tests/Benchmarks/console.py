"""The console, measured: what a person at its keys waits for, and what a slow link has to carry."""
import re
import statistics
import time

import tui_bench

COLUMNS, ROWS = 120, 40
QUIET = 0.03
LIMIT = 90.0


class Console:
    """One console on a pseudo-terminal, and the figures of what it does."""

    def __init__(self, binary, environment, *arguments):
        self.session = tui_bench.Session(
            [binary, *arguments], COLUMNS, ROWS, {**environment, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.close()

    @property
    def header(self):
        lines = self.session.lines()
        return lines[0] if lines else ""

    def wait(self, condition, what):
        """Reads until the condition holds; the seconds since the start of the program."""
        end = time.perf_counter() + LIMIT
        while not condition():
            if time.perf_counter() > end or not self.session.alive:
                raise SystemExit(f"waited for {what}; the screen:\n" + "\n".join(self.session.lines()))
            got = self.session.pump(0.05)
            if got:
                self.session.feed(got[1])
        return time.perf_counter() - self.session.t0

    def wait_for_bytes(self, text):
        """Seconds from the start to the bytes that hold `text`, read past the screen's model, which is slower than we are."""
        end = time.perf_counter() + LIMIT
        arrived = []
        while not arrived or text not in b"".join(data for _, data in arrived):
            if time.perf_counter() > end or not self.session.alive:
                raise SystemExit(f"waited for {text}")
            got = self.session.pump(0.05)
            if got:
                arrived.append(got)
        return arrived[-1][0] - self.session.t0

    def wait_for(self, pattern):
        return self.wait(lambda: any(re.search(pattern, line) for line in self.session.lines()), pattern)

    def wait_until_read(self):
        """Until no refresh runs and there is something to show."""
        self.wait(lambda: re.search(r"\d+[smhd] *$", self.header), "the end of the refresh")
        self.session.drain(0.2, 2.0)

    def press(self, key):
        """One key; bytes written, and seconds to the last of them (None if there was none)."""
        self.session.drain(QUIET, 0.005)
        sent = self.session.send(self.session.key(key))
        written, _, last, _ = self.session.drain(QUIET, 2.0)
        return written, None if last is None else last - sent

    def keys(self, key, count):
        return [self.press(key) for _ in range(count)]

    def open_accounts(self):
        """The Organization place, the cursor among the accounts of the root, at the first."""
        self.press("o")
        self.wait_for(r"ACCOUNT.*NAME")
        self.press("g")

    def burst(self, key, count):
        self.session.drain(QUIET, 0.2)
        sent = self.session.send(self.session.key(key) * count)
        written, _, last, _ = self.session.drain(0.1, 5.0)
        return written, None if last is None else last - sent

    def idle(self, seconds):
        """Bytes a second, and voluntary wake-ups a second of the whole process."""
        self.session.drain(QUIET, 0.5)
        before, woken = len(self.session.out), self.session.cpu()[1]
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            got = self.session.pump(0.1)
            if got:
                self.session.feed(got[1])
        spent = time.perf_counter() - start
        return (len(self.session.out) - before) / spent, (self.session.cpu()[1] - woken) / spent

    def filter(self, text):
        """Types a filter letter by letter; the seconds of each."""
        self.press("/")
        times = [self.press(letter)[1] for letter in text]
        self.press("esc")
        return [time for time in times if time is not None]

    def move_seen(self, key):
        """One key that moves the cursor; bytes until it has moved, and seconds to that.

        While a refresh draws its progress there is no silence that would end the key's own frame.
        """
        before = self.session.screen.cursor.y
        written, sent = 0, self.session.send(self.session.key(key))
        while self.session.screen.cursor.y == before:
            got = self.session.pump(0.5)
            if not got:
                return written, None
            arrived, data = got
            written += len(data)
            self.session.feed(data)
        return written, arrived - sent

    def while_refreshing(self):
        """Moves the cursor down and up from the start of a refresh to its end."""
        self.session.send(b"R")
        self.wait(lambda: "…" in self.header, "a refresh to start")
        moved = []
        while "…" in self.header and len(moved) < 2000:
            moved.append(self.move_seen("up" if len(moved) % 2 else "down"))
        return moved

    def memory(self):
        return self.session.memory()[0] / 2**20


def times(presses):
    return [time for _, time in presses if time is not None]


def percentile(values, q):
    return tui_bench.pct(values, q)


def median_bytes(presses):
    return statistics.median(written for written, _ in presses)
