"""Each known defect of the public reference has a line that shows that it is gone, or a reason why it does not apply."""
import pathlib
import re

import pytest
import yaml

TESTS = pathlib.Path(__file__).resolve().parents[1]
DEFECTS = yaml.safe_load((TESTS / "Foreign/defects.yaml").read_text())
ROWS = [f"{kind}{number}" for kind, count in (("S", 13), ("L", 19), ("N", 7), ("O", 7)) for number in range(1, count + 1)]


def exists(where, what):
    if where.endswith(".yaml"):
        return what in (TESTS.parent / "Resources/Templates" / where).read_text()
    if where.endswith(".py"):
        return re.search(rf"^def {what}\(", (TESTS / "Foreign" / where).read_text(), re.MULTILINE)
    return any(f"func `{what}`" in file.read_text() for file in (TESTS / where).rglob("*.swift"))


def test_every_defect_has_a_row():
    assert list(DEFECTS) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_a_defect_is_gone_or_does_not_apply(row):
    entry = DEFECTS[row]
    assert entry["defect"].endswith(".")
    if "why not" in entry:
        assert set(entry) == {"defect", "why not"}
        return
    assert set(entry) == {"defect", "here", "shown"} and entry["shown"]
    for shown in entry["shown"]:
        # Written `where: what`, which YAML reads as a pair where it is not quoted.
        [(where, what)] = shown.items() if isinstance(shown, dict) else [shown.split(": ", 1)]
        assert exists(where, what), f"{row}: no {what!r} in {where}"
