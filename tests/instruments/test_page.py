"""The reference page says what the definitions and the rules of the check say."""

from __future__ import annotations

from pathlib import Path

from wraparound.instruments import load_instruments
from wraparound.instruments.finding import load_score_rules
from wraparound.instruments.instrument import Keeps

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "instruments.md"
HOLDS = {Keeps.ITEMS_AND_SCORES: "items and scores", Keeps.SCORES: "scores only"}


def rows(first):
    """The rows of the table whose first column has that heading, without the head."""
    lines = iter(PAGE.read_text("utf-8").splitlines())
    for line in lines:
        if line.startswith(f"| {first} |"):
            break
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            return found
        found.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return found


def test_every_instrument_is_listed():
    wanted = [
        (f"`{each.id}`", each.title, HOLDS[each.keeps], ", ".join(f"`{s.id}`" for s in each.scores))
        for each in load_instruments().values()
    ]
    assert rows("Instrument") == wanted


def test_every_rule_of_the_check_is_listed():
    wanted = [
        (f"`{rule.code}`", rule.weight.value, rule.title) for rule in load_score_rules().values()
    ]
    assert rows("Code") == wanted
