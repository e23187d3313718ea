"""Scenarios mixed from a seed: facts of two together, with days moved and facts left out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]

_COMMON = ("people", "agencies")
"""Whom two scenarios may have in common."""


def mixed(
    scenarios: Sequence[Mapping[str, Any]], number: int, seed: int = 2026, forgotten: int = 0
) -> Iterator[tuple[dict[str, list[Row]], date]]:
    """Yield the facts of so many scenarios that nobody wrote, each with a day to ask about.

    Args:
        scenarios: Those that are mixed.
        number: How many to make.
        seed: The same seed makes the same ones.
        forgotten: So many days of each are not known.
    """
    pick = random.Random(seed)  # noqa: S311 - nothing depends on it being secret
    for _ in range(number):
        first, second = pick.sample(scenarios, 2)
        facts = deepcopy(dict(first["facts"]))
        for kind, rows in _renamed(pick, facts, second["facts"]).items():
            facts[kind] = [*facts.get(kind, ()), *rows]
        for _ in range(pick.randint(0, 3)):
            _changed(pick, facts)
        for row, key in pick.sample(days := list(_days(facts)), min(forgotten, len(days))):
            row[key] = "unknown"
        yield facts, date.fromisoformat(first["as_of"]) + timedelta(pick.choice((0, 1, -90, 90)))


def _renamed(
    pick: random.Random, facts: Mapping[str, list[Row]], others: Mapping[str, list[Row]]
) -> dict[str, list[Row]]:
    """Return the other facts with ids of their own, some people and agencies being the same."""
    names = {each: f"{each}-2" for each in _ids(others)}
    for kind in _COMMON:
        here = [row["id"] for row in facts.get(kind, ())]
        names.update(
            {row["id"]: pick.choice(here) for row in others.get(kind, ()) if here and _half(pick)}
        )
    taken = {row["id"] for kind in _COMMON for row in facts.get(kind, ())}
    found: dict[str, list[Row]] = _put(deepcopy(dict(others)), names)
    for kind in _COMMON:
        rows = {row["id"]: row for row in found.get(kind, ())}
        found[kind] = [row for each, row in rows.items() if each not in taken]
    return found


def _half(pick: random.Random) -> bool:
    return pick.random() < 1 / 2


def _ids(held: Any) -> Iterator[str]:
    if isinstance(held, Mapping):
        if isinstance(held.get("id"), str):
            yield held["id"]
        for each in held.values():
            yield from _ids(each)
    elif isinstance(held, list):
        for each in held:
            yield from _ids(each)


def _put(held: Any, names: Mapping[str, str]) -> Any:
    if isinstance(held, dict):
        return {key: _put(value, names) for key, value in held.items()}
    if isinstance(held, list):
        return [_put(each, names) for each in held]
    return names.get(held, held) if isinstance(held, str) else held


def _changed(pick: random.Random, facts: dict[str, list[Row]]) -> None:
    """Move a day, forget one, or leave a fact out."""
    days = list(_days(facts))
    change = pick.randrange(3)
    if change == 0 and days:
        row, key = pick.choice(days)
        row[key] = (date.fromisoformat(row[key]) + timedelta(pick.randint(-400, 400))).isoformat()
    elif change == 1 and days:
        row, key = pick.choice(days)
        row[key] = "unknown"
    else:
        rows = facts[pick.choice([kind for kind in facts if facts[kind]])]
        rows.pop(pick.randrange(len(rows)))


def _days(held: Any) -> Iterator[tuple[Any, Any]]:
    places = held.items() if isinstance(held, dict) else enumerate(held)
    for key, value in places:
        if isinstance(value, str) and len(value) == len("2026-01-01") and value[4:5] == "-":
            yield held, key
        elif isinstance(value, (dict, list)):
            yield from _days(value)
