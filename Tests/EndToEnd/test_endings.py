"""Every way out puts the terminal back and leaves no process behind."""
import signal

import pytest

SHELL = ["bash", "--norc", "--noediting", "-i"]


def put_back(session):
    """The terminal is as the program found it, and nothing of it runs."""
    session.wait_until_alone()
    return session.left_on() == []


@pytest.mark.parametrize("keys", [["q"], ["^c"], [":", "quit", "enter"]])
def test_leaving(console, keys):
    session = console()
    session.press(*keys)
    assert session.wait_for_exit() == 0
    assert put_back(session)


@pytest.mark.parametrize("name, status", [("TERM", 143), ("HUP", 129), ("INT", 130)])
def test_asked_to_end(console, name, status):
    session = console()
    session.signal(getattr(signal, "SIG" + name))
    assert session.wait_for_exit() == status
    assert put_back(session)


@pytest.mark.parametrize("name", ["SEGV", "ABRT", "BUS", "ILL", "FPE", "TRAP", "QUIT"])
def test_a_crash_puts_the_terminal_back_before_it_says_anything(console, name):
    # Reading the symbols of all libraries takes long, and is not what this is about.
    session = console("--mouse", environment={"SWIFT_BACKTRACE": "symbolicate=off"})
    number = getattr(signal, "SIG" + name)
    start = len(session.output)
    session.signal(number)
    assert session.wait_for_exit(60) == -number
    assert put_back(session)
    on_screen, _, afterwards = bytes(session.output[start:]).partition(b"\x1b[?1049l")
    assert b"***" not in on_screen, "nothing was printed over the screen"
    assert b"rolecall crashed: signal %d," % number in afterwards


def test_a_trap_of_swift_puts_the_terminal_back(console):
    session = console(environment={"ROLECALL_DEBUG": "1"})
    session.press(":", "debug trap", "enter")
    assert session.wait_for_exit(120) in (-signal.SIGILL, -signal.SIGTRAP)
    assert put_back(session)
    on_screen, _, afterwards = bytes(session.output).rpartition(b"\x1b[?1049l")
    assert b"crashed" not in on_screen
    assert b"rolecall crashed: signal" in afterwards, "on the normal screen"


def test_the_trap_is_not_offered_to_users(console):
    session = console()
    session.press(":", "debug trap", "enter")
    session.wait_for(r"no command")


def test_a_closed_terminal_ends_it(console):
    session = console()
    session.hang_up()
    session.wait_until_alone(10)
    assert session.status in (129, -signal.SIGHUP)


def test_suspended_and_back(terminal, binary):
    session = terminal(SHELL, environment={"PS1": "shell$ "})
    session.wait_for(r"shell\$")
    session.send(f"{binary} sandbox --accounts 60 --seed 7 --scenario drifted\n")
    session.wait_for(r"NOT READY BECAUSE", deadline=60)
    session.press("o")
    session.wait_for(r"▸ Organization")

    start = len(session.output)
    session.press("^z")
    session.wait_for_output(rb"Stopped", start)
    assert session.left_on() == [], "the shell has its terminal"

    session.resize(100, 30)
    start = len(session.output)
    session.send("fg\n")
    session.wait_for_output(rb"\x1b\[\?1049h", start)
    session.wait_for(r"▸ Organization")
    session.wait_until(lambda: "? help" in session.lines[29], "the keys at the bottom of the changed window")

    start = len(session.output)
    session.press("q")
    session.wait_for_output(rb"shell\$ ", start)
    assert session.left_on() == []


def test_continued_in_the_background_it_waits(terminal, binary):
    session = terminal(SHELL, environment={"PS1": "shell$ "})
    session.wait_for(r"shell\$")
    session.send(f"{binary} sandbox --accounts 60 --seed 7 --scenario drifted\n")
    session.wait_for(r"NOT READY BECAUSE", deadline=60)
    start = len(session.output)
    session.press("^z")
    session.wait_for_output(rb"Stopped", start)
    session.send("bg\n")
    session.settle(0.5)
    assert session.left_on() == [], "it did not take the terminal from the shell"
    start = len(session.output)
    session.send("fg\n")
    session.wait_for_output(rb"\x1b\[\?1049h", start)
    session.wait_for(r"\? help")
    start = len(session.output)
    session.press("q")
    session.wait_for_output(rb"shell\$ ", start)


def test_stopped_and_continued_from_outside(terminal, binary):
    session = terminal(SHELL, environment={"PS1": "shell$ "})
    session.wait_for(r"shell\$")
    session.send(f"{binary} sandbox --accounts 60 --seed 7 --scenario drifted\n")
    session.wait_for(r"NOT READY BECAUSE", deadline=60)
    start = len(session.output)
    for pid in session.processes_of(binary):
        session.signal(signal.SIGSTOP, pid)
    session.wait_for_output(rb"Stopped", start)
    session.send("fg\n")
    session.press("o")
    session.wait_for(r"▸ Organization")
    start = len(session.output)
    session.press("q")
    session.wait_for_output(rb"shell\$ ", start)
    assert session.left_on() == []
