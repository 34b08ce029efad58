"""A person browses: to an account that is not ready and back, in windows of all sizes."""
import base64
import re

import pytest


def test_the_first_screen_says_where_who_how_fresh_and_what_to_press(console):
    session = console()
    assert re.search(r"▸ Overview", session.lines[0])
    assert re.search(r"\d{12}", session.lines[0]), "whose answers these are"
    assert re.search(r"\d+s", session.lines[0]), "how old they are"
    assert "? help" in session.lines[-1] and "q quit" in session.lines[-1]
    for word in ("ready", "deploying", "degraded", "missing", "excluded"):
        assert word in session.text


def test_to_a_failing_account_and_back(console):
    session = console()
    session.press("o")
    session.wait_for(r"▸ Organization")
    session.wait_for(r"ACCOUNT\b.*NAME")
    session.press("/")
    session.press("readiness:missing")
    session.press("enter")
    session.wait_for(r"\d+ of 60 *$")
    session.wait_for(r"✗ missing")
    session.press("enter")
    session.wait_for(r"Stack instance")
    account = session.wait_for(r"▸ (\d{12}) ").group(1)
    session.wait_for(r"READINESS +missing")
    session.press("escape")
    session.wait_for(r"\d+ of 60 *$")
    assert re.search(rf"{account}.*✗ missing", session.text), "the cursor's account is still listed"
    session.press("escape")
    session.wait_for(r"60 accounts")
    session.press("escape")
    session.wait_for(r"▸ Overview")
    session.press("q")
    assert session.wait_for_exit() == 0
    assert session.left_on() == []


def test_help_lists_the_keys(console):
    session = console()
    session.press("?")
    session.wait_for(r"▸ Help")
    session.wait_for(r"read everything again now|go between tree and accounts")
    session.press("escape")
    session.wait_until_gone(r"▸ Help")


def test_the_palette_goes_anywhere(console):
    session = console()
    session.press(":")
    session.press("roles")
    session.press("enter")
    session.wait_for(r"▸ Roles")
    session.press(":")
    session.press("nonsense")
    session.press("enter")
    session.wait_for(r'no command "nonsense"')


@pytest.mark.parametrize("columns, rows", [(120, 40), (80, 24), (60, 15), (40, 10), (200, 60)])
def test_any_size_from_40x10_shows_place_and_keys(console, columns, rows):
    session = console()
    session.press("o")
    session.wait_for(r"▸ Organization")
    session.resize(columns, rows)
    session.settle()
    assert len(session.lines) == rows
    assert "▸" in session.lines[0]
    assert "? help" in session.lines[-1]
    assert all(len(line) <= columns for line in session.lines)


def test_below_40x10_there_is_a_sentence_and_above_the_screen_is_back(console):
    session = console()
    session.resize(39, 9)
    session.wait_for(r"needs 40 columns and 10")
    session.press("o")
    session.resize(80, 24)
    session.wait_for(r"▸ (Overview|Organization)")
    session.wait_for(r"\? help")


def test_after_a_storm_of_sizes_the_last_one_holds(console):
    session = console()
    for columns in range(50, 120, 3):
        session.resize(columns, 20)
    session.resize(97, 31)
    session.settle(0.4)
    assert len(session.lines[1]) == 97, "the rule under the header is as wide as the window"
    assert "? help" in session.lines[30]


def test_a_paste_outside_a_field_is_dropped_and_inside_typed(console):
    session = console()
    session.paste("q\rq\rq")
    session.wait_for(r"pasted text dropped")
    assert "▸ Overview" in session.lines[0]
    session.press(":")
    session.paste("roles\nq")
    session.settle()
    assert re.search(r":roles", session.text), "a line end does not send it off"
    session.press("escape")


@pytest.mark.parametrize("place", ["o", "r"])
def test_names_that_try_to_break_the_screen_do_not(console, place):
    session = console(scenario="names")
    start = len(session.output)
    session.press(place)
    session.wait_for(r"▸ (Organization|Roles)")
    for _ in range(6):
        session.press("pgdn")
        session.settle()
        assert "▸" in session.lines[0] and "? help" in session.lines[-1]
    written = bytes(session.output[start:])
    assert b"\x1b]" not in written and b"\x07" not in written, "no title was set, no bell rung"
    assert "\u202e".encode() not in written
    session.press("q")
    assert session.wait_for_exit() == 0
    assert session.left_on() == []


def test_copying_an_id_hands_it_to_the_terminal(console):
    session = console()
    session.press("o")
    session.wait_for(r"ACCOUNT\b.*NAME")
    start = len(session.output)
    session.press("y")
    encoded = session.wait_for_output(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", start).group(1)
    assert re.fullmatch(rb"\d{12}", base64.b64decode(encoded))


def test_the_cursor_stands_on_the_selected_row(console):
    session = console()
    session.press("o")
    session.wait_for(r"ACCOUNT\b.*NAME")
    session.settle()
    before = session.screen.cursor.y
    session.press("down")
    session.settle()
    assert session.screen.cursor.y == before + 1
