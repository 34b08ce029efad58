"""Terminals and locales: fewer colours, fewer characters, or no terminal at all."""
import re
import subprocess

import pytest

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


def test_by_default_there_is_colour_and_utf8(console):
    session = console()
    assert COLOUR.search(bytes(session.output))
    assert "●" in session.text


@pytest.mark.parametrize("arguments, environment", [([], {"NO_COLOR": "1"}), (["--no-color"], {})])
def test_without_colour_glyphs_and_words_still_carry_each_status(console, arguments, environment):
    session = console(*arguments, environment=environment)
    session.press("o")
    session.wait_for(r"▸ Organization")
    session.wait_for(r"● ready")
    assert not COLOUR.search(bytes(session.output))


def test_an_empty_NO_COLOR_counts_for_nothing(console):
    session = console(environment={"NO_COLOR": ""})
    assert COLOUR.search(bytes(session.output))


def test_the_C_locale_gets_ASCII_alone(console):
    session = console(scenario="names", environment={"LC_ALL": "C"})
    session.press("o")
    session.wait_for(r"> Organization")
    session.wait_for(r"\* ready")
    assert not re.search(rb"[\x80-\xff]", bytes(session.output))


def test_a_locale_that_is_not_installed_still_gives_its_encoding(console):
    session = console(environment={"LC_ALL": "xx_XX.UTF-8"})
    assert "▸ Overview" in session.lines[0]


@pytest.mark.parametrize("name", ["vt100", "screen-256color", "tmux-256color", "xterm", "linux"])
def test_other_terminals_work(console, name):
    session = console(environment={"TERM": name})
    session.press("o")
    session.wait_for(r"▸ Organization")
    if name == "vt100":
        assert not COLOUR.search(bytes(session.output))
    session.press("q")
    assert session.wait_for_exit() == 0
    assert session.left_on() == []


@pytest.mark.parametrize("name", ["dumb", "", "no-such-terminal"])
def test_a_terminal_that_cannot_show_it_gets_a_sentence_and_status_2(terminal, binary, name):
    session = terminal([binary, "sandbox", "--accounts", "20"], environment={"TERM": name})
    assert session.wait_for_exit() == 2
    assert "TERM" in session.text
    assert b"\x1b[?1049h" not in session.output


def test_no_terminal_gets_a_sentence_and_status_2(binary, home):
    run = subprocess.run(
        [binary, "sandbox", "--accounts", "20"],
        env={**home, "PATH": "/usr/bin:/bin", "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 2
    assert "needs a terminal" in run.stderr
    assert "\x1b" not in run.stdout + run.stderr
