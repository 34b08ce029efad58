"""A program on a pseudo-terminal, with a model of the screen it draws.

Nothing here sleeps: every wait reads what the program writes until what is waited for is there, or a deadline is over.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import uuid

import pyte

DEADLINE = 20.0
MARK = "ROLECALL_TEST_SESSION"

KEYS = {
    "up": b"\x1bOA", "down": b"\x1bOB", "right": b"\x1bOC", "left": b"\x1bOD",
    "home": b"\x1bOH", "end": b"\x1bOF", "pgup": b"\x1b[5~", "pgdn": b"\x1b[6~",
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "space": b" ", "backspace": b"\x7f",
}
# Of the modes a screen switches on, how each is switched off again.
MODES = {
    "alternate screen": (rb"\x1b\[\?1049h", rb"\x1b\[\?1049l"),
    "hidden cursor": (rb"\x1b\[\?25l", rb"\x1b\[(?:\?12l\x1b\[)?\?25h"),
    "mouse": (rb"\x1b\[\?(?:1006;)?100[023]h", rb"\x1b\[\?(?:1006;)?100[023]l"),
    "bracketed paste": (rb"\x1b\[\?2004h", rb"\x1b\[\?2004l"),
    "focus reports": (rb"\x1b\[\?1004h", rb"\x1b\[\?1004l"),
}


class PseudoTerminal:
    def __init__(self, arguments, columns=80, rows=24, environment=None):
        self.output = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.status = None
        self.mark = uuid.uuid4().hex
        self._master, self._slave = pty.openpty()
        self.resize(columns, rows)
        variables = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", MARK: self.mark, **(environment or {})}
        for name in ("LINES", "COLUMNS", "TMUX", "STY", "NO_COLOR"):
            if name not in (environment or {}):
                variables.pop(name, None)
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self._master)
                _login(self._slave)
                os.execvpe(arguments[0], arguments, variables)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # What a person does

    def send(self, data):
        os.write(self._master, data.encode() if isinstance(data, str) else data)

    def press(self, *names):
        """Keys one after the other: names of KEYS, `^x`, or text."""
        for name in names:
            if name in KEYS:
                self.send(KEYS[name])
            elif len(name) == 2 and name[0] == "^":
                self.send(bytes([ord(name[1].upper()) & 0x1F]))
            else:
                self.send(name)

    def paste(self, text):
        self.send("\x1b[200~" + text + "\x1b[201~")

    def resize(self, columns, rows):
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def signal(self, number, pid=None):
        os.kill(pid or self.pid, number)

    def hang_up(self):
        """Closes the terminal, as a dropped link does."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    # What it shows

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self):
        return "\n".join(self.lines)

    def wait_for(self, pattern, deadline=DEADLINE):
        """Reads until the pattern is on the screen; returns its match."""
        return self._until(lambda: re.search(pattern, self.text, re.MULTILINE), deadline, f"/{pattern}/ on the screen")

    def wait_until_gone(self, pattern, deadline=DEADLINE):
        self._until(lambda: not re.search(pattern, self.text), deadline, f"no /{pattern}/ on the screen")

    def wait_until(self, condition, what, deadline=DEADLINE):
        return self._until(condition, deadline, what)

    def wait_for_output(self, pattern, since=0, deadline=DEADLINE):
        """Reads until the pattern was written, wherever; for what comes before and after the screen."""
        return self._until(lambda: re.search(pattern, bytes(self.output[since:])), deadline, f"{pattern!r} written")

    def settle(self, silence=0.2, deadline=DEADLINE):
        """Reads until nothing has been written for a while; returns what was."""
        start = len(self.output)
        end = time.monotonic() + deadline
        while time.monotonic() < end and self._pump(silence):
            pass
        return bytes(self.output[start:])

    # How it ends

    def wait_for_exit(self, deadline=DEADLINE):
        """The exit status; the negative number of a signal that ended it."""
        self._until(self._has_ended, deadline, "the end of the program")
        self.settle(0.05)
        return self.status

    def _has_ended(self):
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def left_on(self):
        """Modes that were switched on and not off again; "raw keys" if the line discipline is not back."""
        output = bytes(self.output)
        left = [name for name, (on, off) in MODES.items() if _last(on, output) > _last(off, output)]
        flags = termios.tcgetattr(self._slave)[3]
        if not (flags & termios.ICANON and flags & termios.ECHO and flags & termios.ISIG):
            left.append("raw keys")
        return left

    def processes(self):
        """Everything that this session started and that still runs."""
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    marked = f"{MARK}={self.mark}".encode() in file.read().split(b"\0")
                with open(f"/proc/{name}/stat") as file:
                    is_zombie = file.read().rpartition(")")[2].split()[0] == "Z"
            except OSError:
                continue
            if marked and not is_zombie:
                found.append(int(name))
        return found

    def processes_of(self, program):
        """Those of them that run this program."""
        return [pid for pid in self.processes() if os.path.realpath(f"/proc/{pid}/exe") == os.path.realpath(program)]

    def wait_until_alone(self, deadline=DEADLINE):
        self._until(lambda: self._has_ended() and not self.processes(), deadline, "the end of every process")

    def close(self):
        for number in (signal.SIGHUP, signal.SIGKILL):
            left = self.processes()
            if not left and self._has_ended():
                break
            for pid in left:
                try:
                    os.kill(pid, signal.SIGCONT)
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass
            end = time.monotonic() + 3
            while time.monotonic() < end and (self.processes() or not self._has_ended()):
                self._pump(0.05)
        for descriptor in (self._master, self._slave):
            if descriptor != -1:
                os.close(descriptor)
        self._master = self._slave = -1

    # Reading

    def _pump(self, timeout):
        """Takes in what is written within `timeout`; False if nothing was."""
        if self._master == -1:
            time.sleep(timeout)
            return False
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.output += data
        self._stream.feed(data)
        return True

    def _until(self, condition, deadline, what):
        end = time.monotonic() + deadline
        while True:
            result = condition()
            if result:
                return result
            if time.monotonic() > end:
                raise AssertionError(f"waited {deadline:g} s for {what}; the screen:\n{self.text}")
            self._pump(0.05)


def _last(pattern, output):
    return max((match.end() for match in re.finditer(pattern, output)), default=-1)


def _login(slave):
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(slave, descriptor)
    if slave > 2:
        os.close(slave)
