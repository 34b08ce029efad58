#!/usr/bin/env python3
"""Measure how a full-screen terminal program behaves on a pty.

    tui_bench.py [options] -- COMMAND [ARG...]

What it reports
  start   : ms to the first byte, and to the last byte of the first complete frame
            (the last byte before --quiet ms of silence; with --expect, the first
            moment that text is on the screen)
  key     : per key press, bytes written by the program, ms from key to first byte and
            from key to last byte; split into moves inside the page and moves that scroll
  burst   : the same key sent N times in a single write (what a lagging ssh link does to
            auto-repeat): total bytes, ms to quiet.  A program that drains its input
            before it draws needs about one frame for the whole burst.
  idle    : bytes/s, CPU %, wake-ups/s with nobody typing
  memory  : RSS and PSS of the process tree
  signals : (--signals) after TERM/HUP/INT/SEGV/ABRT, was the terminal put back?
  env     : (--environs) does it start, colour, and stay ASCII under NO_COLOR,
            LC_ALL=C, TERM=vt100 / screen-256color / dumb

The clock: a key is one write() to the pty master; its frame is over when the master has
been silent for --gap ms.  Only the program and the kernel's tty layer are in the figure,
no terminal emulator and no network.  Add RTT + bytes/bandwidth for a real link (--link).

Needs only the standard library; uses pyte (screen model) and psutil (memory, CPU) when
they are there.
"""
import argparse
import errno
import fcntl
import json
import os
import pty
import re
import select
import shlex
import signal
import statistics
import struct
import sys
import termios
import time

try:
    import pyte
except ImportError:
    pyte = None
try:
    import psutil
except ImportError:
    psutil = None

KEYS = {
    "down": {"app": b"\x1bOB", "norm": b"\x1b[B"},
    "up": {"app": b"\x1bOA", "norm": b"\x1b[A"},
    "right": {"app": b"\x1bOC", "norm": b"\x1b[C"},
    "left": {"app": b"\x1bOD", "norm": b"\x1b[D"},
    "pgdn": {"app": b"\x1b[6~", "norm": b"\x1b[6~"},
    "pgup": {"app": b"\x1b[5~", "norm": b"\x1b[5~"},
    "enter": {"app": b"\r", "norm": b"\r"},
    "esc": {"app": b"\x1b", "norm": b"\x1b"},
    "tab": {"app": b"\t", "norm": b"\t"},
    "space": {"app": b" ", "norm": b" "},
}

# What a quiet, plain terminal would answer, so that programs that ask do not stall.
ANSWERS = [
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;354;0c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[\?(\d+)\$p"), None),  # DECRQM: "not recognised"
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
]

COLOUR_SGR = re.compile(rb"\x1b\[[0-9;:]*m")
CSI = re.compile(rb"\x1b\[[0-9;:?<>=!]*[ -/]*[@-~]")


def has_colour(sgr):
    """True when an SGR sequence selects a colour (30-38, 40-48, 90-97, 100-107)."""
    body = sgr[2:-1].replace(b":", b";")
    parts = [int(p) for p in body.split(b";") if p.isdigit()]
    i = 0
    while i < len(parts):
        p = parts[i]
        if p in (38, 48) or 30 <= p <= 37 or 40 <= p <= 47 or 90 <= p <= 97 or 100 <= p <= 107:
            return True
        i += 1
    return False


class Session:
    """One program on one pty."""

    def __init__(self, argv, cols, rows, env):
        self.cols, self.rows = cols, rows
        self.out = bytearray()
        self.chunks = []  # (time, size)
        self.screen = self.stream = None
        if pyte is not None:
            self.screen = pyte.Screen(cols, rows)
            self.stream = pyte.ByteStream(self.screen)
        self.t0 = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            for name in ("LINES", "COLUMNS", "NO_COLOR", "TMUX", "STY", "SSH_TTY"):
                os.environ.pop(name, None)
            os.environ.update(env)
            try:
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        os.set_blocking(self.fd, False)
        self.termios0 = termios.tcgetattr(self.fd)
        self.alive = True

    def pump(self, timeout):
        """Wait up to timeout seconds for output; returns (time, bytes) or None."""
        if not self.alive:
            return None
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return None
        try:
            data = os.read(self.fd, 65536)
        except OSError as err:
            if err.errno in (errno.EIO, errno.EBADF):
                self.alive = False
                return None
            if err.errno == errno.EAGAIN:
                return None
            raise
        now = time.perf_counter()
        if not data:
            self.alive = False
            return None
        self.out += data
        self.chunks.append((now, len(data)))
        self.answer(data)
        return now, data

    def answer(self, data):
        for pattern, reply in ANSWERS:
            for m in pattern.finditer(data):
                text = reply if reply is not None else b"\x1b[?" + m.group(1) + b";0$y"
                try:
                    os.write(self.fd, text)
                except OSError:
                    pass

    def feed(self, data):
        if self.stream is None:
            return
        try:
            self.stream.feed(data)
        except Exception:  # pyte does not know every sequence; the byte counts still stand
            pass

    def drain(self, quiet, limit):
        """Read until the program has been silent for `quiet` s.  Returns (bytes, t_first, t_last, reads)."""
        start = time.perf_counter()
        total, first, last, reads = 0, None, None, 0
        while True:
            left = start + limit - time.perf_counter()
            if left <= 0:
                break
            wait = min(quiet if last is not None else limit, left)
            if last is not None:
                wait = min(left, max(0.0, last + quiet - time.perf_counter()))
            got = self.pump(wait)
            if got is None:
                if last is not None or not self.alive:
                    break
                continue
            now, data = got
            self.feed(data)
            total += len(data)
            reads += 1
            first = first or now
            last = now
        return total, first, last, reads

    def key_mode(self):
        """Application cursor keys on?  The last of DECCKM set/reset in the output decides."""
        return "app" if self.out.rfind(b"\x1b[?1h") > self.out.rfind(b"\x1b[?1l") else "norm"

    def key(self, name):
        if name in KEYS:
            return KEYS[name][self.key_mode()]
        if len(name) == 2 and name[0] == "^":
            return bytes([ord(name[1].upper()) & 0x1F])
        return name.encode()

    def send(self, data):
        t = time.perf_counter()
        os.write(self.fd, data)
        return t

    def lines(self):
        return list(self.screen.display) if self.screen is not None else []

    def tree(self):
        if psutil is None:
            return []
        try:
            root = psutil.Process(self.pid)
            return [root] + root.children(recursive=True)
        except psutil.Error:
            return []

    def memory(self):
        rss = pss = 0
        for p in self.tree():
            try:
                rss += p.memory_info().rss
                pss += getattr(p.memory_full_info(), "pss", 0)
            except psutil.Error:
                pass
        return rss, pss

    def cpu(self):
        spent = switches = 0
        for p in self.tree():
            try:
                t = p.cpu_times()
                spent += t.user + t.system
                switches += p.num_ctx_switches().voluntary
            except psutil.Error:
                pass
        return spent, switches

    def close(self):
        """End the program this session started (by its own pid) and free the pty."""
        if self.pid:
            for sig in (signal.SIGTERM, signal.SIGKILL):
                try:
                    done, _ = os.waitpid(self.pid, os.WNOHANG)
                    if done:
                        break
                    os.kill(self.pid, sig)
                except (ProcessLookupError, ChildProcessError):
                    break
                end = time.time() + 0.6
                while time.time() < end:
                    self.pump(0.02)
                    try:
                        done, _ = os.waitpid(self.pid, os.WNOHANG)
                    except ChildProcessError:
                        done = self.pid
                    if done:
                        break
                else:
                    continue
                break
            self.pid = 0
        try:
            os.close(self.fd)
        except OSError:
            pass


def slave_name(master):
    """Linux: the pty's number, asked of its master (os.ptsname is newer than many Pythons)."""
    buf = fcntl.ioctl(master, 0x80045430, struct.pack("I", 0))  # TIOCGPTN
    return "/dev/pts/%d" % struct.unpack("I", buf)[0]


def pct(values, q):
    if not values:
        return None
    values = sorted(values)
    i = min(len(values) - 1, max(0, round(q / 100 * (len(values) - 1))))
    return values[i]


def ms(x):
    return None if x is None else round(x * 1000, 2)


def start(opts, extra=None):
    env = {"TERM": opts.term, "LC_ALL": opts.locale}
    for pair in opts.env:
        k, _, v = pair.partition("=")
        env[k] = v
    env.update(extra or {})
    s = Session(opts.command, opts.cols, opts.rows, env)
    shown = None
    end = s.t0 + opts.start_limit
    last = None
    first = None
    while time.perf_counter() < end:
        wait = opts.quiet if last is None else max(0.0, last + opts.quiet - time.perf_counter())
        got = s.pump(min(wait, max(0.0, end - time.perf_counter())))
        if got is None:
            if not s.alive:
                break
            if last is not None and (opts.expect is None or shown is not None):
                break
            continue
        now, data = got
        s.feed(data)
        first = first or now
        last = now
        if opts.expect and shown is None and any(re.search(opts.expect, l) for l in s.lines()):
            shown = now
    return s, first, last, shown


def summary(rows):
    if not rows:
        return None
    sizes = [r["bytes"] for r in rows]
    return {
        "keys": len(rows),
        "bytes_median": statistics.median(sizes),
        "bytes_p95": pct(sizes, 95),
        "bytes_max": max(sizes),
        "first_ms_median": ms(statistics.median([r["first"] for r in rows if r["first"] is not None] or [0])),
        "last_ms_median": ms(statistics.median([r["last"] for r in rows if r["last"] is not None] or [0])),
        "last_ms_p95": ms(pct([r["last"] for r in rows if r["last"] is not None], 95)),
        "last_ms_max": ms(max([r["last"] for r in rows if r["last"] is not None] or [0])),
        "no_output": sum(1 for r in rows if r["bytes"] == 0),
    }


def measure(opts):
    result = {"command": " ".join(map(shlex.quote, opts.command)), "size": f"{opts.cols}x{opts.rows}", "term": opts.term}
    firsts, frames, sizes, shows = [], [], [], []
    s = None
    for i in range(opts.starts):
        if s is not None:
            s.close()
        s, first, last, shown = start(opts)
        if first is None:
            break
        firsts.append(first - s.t0)
        frames.append((shown or last) - s.t0)
        sizes.append(len(s.out))
    if s is None or not s.out:
        result["error"] = "no output"
        return result
    result["start"] = {
        "runs": len(firsts),
        "first_byte_ms": ms(statistics.median(firsts)),
        "first_frame_ms": ms(statistics.median(frames)),
        "frame_bytes": int(statistics.median(sizes)),
        "modes": {
            "alt_screen": b"\x1b[?1049h" in s.out,
            "mouse": bool(re.search(rb"\x1b\[\?(?:1006;)?100[0-3]", bytes(s.out))),
            "bracketed_paste": b"\x1b[?2004h" in s.out,
            "sync_2026": b"\x1b[?2026h" in s.out,
        },
    }
    for k in opts.warm:
        s.send(s.key(k))
        s.drain(opts.quiet, opts.start_limit)
    result["screen_lines_in_use"] = sum(1 for l in s.lines() if l.strip())

    # idle
    if opts.idle > 0:
        s.drain(opts.gap, 0.3)
        cpu0, sw0 = s.cpu()
        n0 = len(s.out)
        t0 = time.perf_counter()
        while time.perf_counter() - t0 < opts.idle:
            got = s.pump(0.1)
            if got:
                s.feed(got[1])
        dt = time.perf_counter() - t0
        cpu1, sw1 = s.cpu()
        result["idle"] = {
            "bytes_per_s": round((len(s.out) - n0) / dt, 1),
            "cpu_percent": round((cpu1 - cpu0) / dt * 100, 2),
            "wakeups_per_s": round((sw1 - sw0) / dt, 1),
        }

    # keys one by one
    rows = []
    key = s.key(opts.key)
    for i in range(opts.count):
        s.drain(opts.gap, 0.005)
        t = s.send(key)
        n, first, last, reads = s.drain(opts.gap, opts.key_limit)
        rows.append({
            "bytes": n,
            "first": None if first is None else first - t,
            "last": None if last is None else last - t,
            "reads": reads,
        })
        if not s.alive:
            break
        time.sleep(opts.pause)
    inside = rows[: opts.page]
    beyond = rows[opts.page + 8:]
    result["key"] = {"name": opts.key, "in_page": summary(inside), "scrolling": summary(beyond)}

    # page down
    pages = []
    if opts.pages:
        key_p = s.key("pgdn")
        for i in range(opts.pages):
            s.drain(opts.gap, 0.005)
            t = s.send(key_p)
            n, first, last, reads = s.drain(opts.gap, opts.key_limit)
            pages.append({"bytes": n, "first": None if first is None else first - t,
                          "last": None if last is None else last - t, "reads": reads})
            time.sleep(opts.pause)
        result["page_down"] = summary(pages)

    # burst
    if opts.burst:
        s.drain(opts.gap, 0.2)
        t = s.send(key * opts.burst)
        n, first, last, reads = s.drain(max(opts.gap, 0.06), 5.0)
        result["burst"] = {
            "keys": opts.burst,
            "bytes": n,
            "bytes_per_key": round(n / opts.burst, 1),
            "ms_to_quiet": ms(None if last is None else last - t),
        }

    # resize
    if opts.resize:
        s.drain(opts.gap, 0.2)
        fcntl.ioctl(s.fd, termios.TIOCSWINSZ, struct.pack("HHHH", opts.rows - 8, opts.cols - 20, 0, 0))
        t = time.perf_counter()
        n, first, last, reads = s.drain(0.15, 2.0)
        result["resize"] = {"bytes": n, "first_ms": ms(None if first is None else first - t),
                            "last_ms": ms(None if last is None else last - t)}

    rss, pss = s.memory()
    result["memory"] = {"rss_mib": round(rss / 2**20, 1), "pss_mib": round(pss / 2**20, 1)}
    if opts.link:
        kbps, rtt = (float(x) for x in opts.link.split(":"))
        inp = result["key"]["in_page"]
        if inp:
            result["link"] = {"kbps": kbps, "rtt_ms": rtt,
                              "key_to_frame_ms": round(rtt + inp["last_ms_median"] + inp["bytes_median"] * 8 / kbps, 1)}
    s.close()
    return result


def restored(s, before_len, flags0):
    tail = bytes(s.out[before_len:])
    whole = bytes(s.out)
    verdict = {}
    if b"\x1b[?1049h" in whole:
        verdict["alt_off"] = whole.rfind(b"\x1b[?1049l") > whole.rfind(b"\x1b[?1049h")
    if b"\x1b[?25l" in whole:
        verdict["cursor_on"] = whole.rfind(b"\x1b[?25h") > whole.rfind(b"\x1b[?25l") or whole.rfind(b"\x1b[?12l\x1b[?25h") > whole.rfind(b"\x1b[?25l")
    if re.search(rb"\x1b\[\?(?:1006;)?100[0-3]h", whole):
        verdict["mouse_off"] = max(whole.rfind(b"1000l"), whole.rfind(b"1002l"), whole.rfind(b"1003l")) > max(
            whole.rfind(b"1000h"), whole.rfind(b"1002h"), whole.rfind(b"1003h"))
    if b"\x1b[?2004h" in whole:
        verdict["paste_off"] = whole.rfind(b"\x1b[?2004l") > whole.rfind(b"\x1b[?2004h")
    try:
        now = termios.tcgetattr(s.fd)
        verdict["cooked"] = bool(now[3] & termios.ICANON) and bool(now[3] & termios.ECHO)
    except termios.error:
        verdict["cooked"] = None
    verdict["tail_bytes"] = len(tail)
    return verdict


def signals(opts):
    table = {}
    for name in opts.signals.split(","):
        sig = getattr(signal, "SIG" + name)
        # keep our own end of the slave open, so that termios can be read after the exit
        s, first, last, shown = start(opts)
        for k in opts.warm:
            s.send(s.key(k))
            s.drain(opts.quiet, opts.start_limit)
        slave = os.open(slave_name(s.fd), os.O_RDWR | os.O_NOCTTY)
        n = len(s.out)
        os.kill(s.pid, sig)
        s.drain(0.2, 1.0)
        end = time.time() + 1.0
        status = None
        while time.time() < end:
            done, st = os.waitpid(s.pid, os.WNOHANG)
            if done:
                status = st
                s.pid = 0
                break
            s.pump(0.02)
        v = restored(s, n, None)
        v["exit"] = ("still running" if status is None else
                     f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"code {os.WEXITSTATUS(status)}")
        table[name] = v
        os.close(slave)
        s.close()
    return {"command": " ".join(opts.command), "signals": table}


def environs(opts):
    table = {}
    cases = {
        "default": {},
        "NO_COLOR=1": {"NO_COLOR": "1"},
        "LC_ALL=C": {"LC_ALL": "C", "LANG": "C"},
        "TERM=vt100": {"TERM": "vt100"},
        "TERM=screen-256color": {"TERM": "screen-256color"},
        "TERM=dumb": {"TERM": "dumb"},
    }
    for name, extra in cases.items():
        s, first, last, shown = start(opts, extra)
        for k in opts.warm:
            if s.alive:
                try:
                    s.send(s.key(k))
                except OSError:
                    break
                s.drain(opts.quiet, opts.start_limit)
        data = bytes(s.out)
        code = None
        try:
            done, st = os.waitpid(s.pid, os.WNOHANG)
            if done:
                s.pid = 0
                code = os.WEXITSTATUS(st) if os.WIFEXITED(st) else -os.WTERMSIG(st)
        except ChildProcessError:
            pass
        table[name] = {
            "running": code is None,
            "exit": code,
            "colour_sgr": sum(1 for m in COLOUR_SGR.findall(data) if has_colour(m)),
            "non_ascii_bytes": sum(1 for b in data if b >= 0x80),
            "csi": len(CSI.findall(data)),
            "bytes": len(data),
        }
        s.close()
    return {"command": " ".join(opts.command), "environs": table}


def parser():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--size", default="120x40")
    ap.add_argument("--term", default="xterm-256color")
    ap.add_argument("--locale", default="C.UTF-8")
    ap.add_argument("--env", action="append", default=[], metavar="K=V")
    ap.add_argument("--key", default="down", help="down, up, pgdn, enter, ^F, or literal text")
    ap.add_argument("--count", type=int, default=80, help="single key presses")
    ap.add_argument("--page", type=int, default=25, help="how many of them surely stay inside the first page")
    ap.add_argument("--pages", type=int, default=8, help="page-down presses")
    ap.add_argument("--burst", type=int, default=50)
    ap.add_argument("--idle", type=float, default=5.0, help="seconds of idling")
    ap.add_argument("--starts", type=int, default=5)
    ap.add_argument("--warm", action="append", default=[], help="key(s) to send after start, before measuring")
    ap.add_argument("--expect", help="regex: the first frame is complete once it is on the screen")
    ap.add_argument("--quiet", type=float, default=0.15, help="silence that ends the start-up frame, s")
    ap.add_argument("--gap", type=float, default=0.03, help="silence that ends a key's frame, s")
    ap.add_argument("--pause", type=float, default=0.0, help="pause between keys, s")
    ap.add_argument("--key-limit", type=float, default=0.6)
    ap.add_argument("--start-limit", type=float, default=8.0)
    ap.add_argument("--resize", action="store_true", default=True)
    ap.add_argument("--no-resize", dest="resize", action="store_false")
    ap.add_argument("--link", metavar="KBPS:RTT_MS", help="estimate key-to-frame over such a link")
    ap.add_argument("--signals", nargs="?", const="TERM,HUP,INT,SEGV,ABRT", default=None)
    ap.add_argument("--environs", action="store_true")
    ap.add_argument("--dump", action="store_true", help="print the start-up screen")
    ap.add_argument("command", nargs=argparse.REMAINDER)
    return ap


def parse(arguments=None):
    ap = parser()
    opts = ap.parse_args(arguments)
    if opts.command and opts.command[0] == "--":
        opts.command = opts.command[1:]
    if not opts.command:
        ap.error("no command")
    opts.cols, opts.rows = (int(x) for x in opts.size.split("x"))
    return opts


def main():
    opts = parse()
    if opts.signals:
        result = signals(opts)
    elif opts.environs:
        result = environs(opts)
    elif opts.dump:
        s, *_ = start(opts)
        for k in opts.warm:
            s.send(s.key(k))
            s.drain(opts.quiet, opts.start_limit)
        print("\n".join(l.rstrip() for l in s.lines()))
        s.close()
        return
    else:
        result = measure(opts)
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
