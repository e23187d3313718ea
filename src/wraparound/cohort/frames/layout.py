"""Laying facts out in a frame: one row for each family, one column for each fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

import polars as pl

from wraparound.cohort.columns import Column, Role, columns_of
from wraparound.cohort.questions import ready
from wraparound.errors import Fault, FrameInvalid
from wraparound.policy.predicates import ABSENT, Answer, Context, Facts, answer
from wraparound.policy.predicates.facts import day_of, listed
from wraparound.policy.predicates.leaves import ask_leaf
from wraparound.policy.predicates.nodes import Exists
from wraparound.policy.rule_sets import RuleSets

_TYPES: Final = MappingProxyType(
    {
        Role.NUMBER: pl.Float64(),
        Role.TEXT: pl.String(),
        Role.DAY: pl.Date(),
        Role.COUNT: pl.Int64(),
        Role.TIMES: pl.Int64(),
    }
)
"""What columns hold that do not hold yes and no."""


_RARE: Final = frozenset({Role.NONE, Role.UNREAD, Role.OPEN})
"""Columns that are left out where they hold no yes."""


class _MisfitError(TypeError):
    """A fact is no such thing as its column holds."""


def facts_frame(
    people: Iterable[Mapping[str, object]],
    names: str | Iterable[str],
    *,
    on: date,
    ids: Iterable[str] | None = None,
    rule_sets: RuleSets | None = None,
) -> pl.DataFrame:
    """Return a frame of what is known of many, with the columns that sets of rules ask for.

    Args:
        people: What is known of each, as nested mappings and lists, such as ``recorded_facts``
            reads from a chart.
        names: The set of rules, or several.
        on: The day of the decision.
        ids: What each row is called, in a column ``id``.
        rule_sets: Sets of rules besides the packaged ones; they come first.

    Raises:
        PolicyUnknown: There is no such set of rules.
        PolicyInvalid: They ask for one fact as two kinds of thing.
        FrameInvalid: A fact is no such thing as rules ask for; all of them are listed.
    """
    asked = (names,) if isinstance(names, str) else tuple(names)
    roots = [q for name in asked for q in ready(name, on=on, rule_sets=rule_sets).questions]
    columns = columns_of(", ".join(asked), roots)
    held: dict[str, list[object]] = {each.name: [] for each in columns}
    faults: list[Fault] = []
    for row, known in enumerate(people):
        facts = Facts(held=known, as_of=on, wrapped=True)
        for column in columns:
            try:
                held[column.name].append(_READ[column.role](facts, column))
            except _MisfitError:
                faults.append(Fault(f"[{row}].{column.path}", f"must be {column.role.value}"))
    if faults:
        raise FrameInvalid(faults)
    series = [each for column in columns for each in _series(column, held[column.name])]
    if ids is not None:
        series.insert(0, pl.Series("id", list(ids), dtype=pl.String))
    return pl.DataFrame(series)


def read_frame(file: Path) -> pl.DataFrame:
    """Return the table of facts of a file, by its ending: .parquet, .arrow, or else CSV."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file)
    if file.suffix == ".arrow":
        return pl.read_ipc(file)
    return pl.read_csv(file, try_parse_dates=True)


def _series(column: Column, values: list[object]) -> Iterable[pl.Series]:
    if column.role is Role.DAYS:
        lists = [each if isinstance(each, list) else [] for each in values]
        for place in range(max(map(len, lists), default=0)):
            told = [each[place] if place < len(each) else None for each in lists]
            yield pl.Series(f"{column.name}.{place}", told, dtype=pl.Date)
    elif column.role not in _RARE or any(values):
        yield pl.Series(column.name, values, dtype=_TYPES.get(column.role, pl.Boolean()))


def _flag(facts: Facts, column: Column) -> object:
    value = facts.find(column.path).value
    return None if value is ABSENT else value is True


def _number(facts: Facts, column: Column) -> object:
    value = facts.find(column.path).value
    if value is ABSENT or value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _MisfitError
    return value


def _text(facts: Facts, column: Column) -> object:
    value = facts.find(column.path).value
    if value is ABSENT:
        return None
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _MisfitError
    return value


def _day(facts: Facts, column: Column) -> object:
    return day_of(facts.find(column.path).value)


def _none(facts: Facts, column: Column) -> object:
    return facts.find(column.path).value is None


def _unread(facts: Facts, column: Column) -> object:
    value = facts.find(column.path).value
    return value is not ABSENT and value is not None and day_of(value) is None


def _exists(facts: Facts, column: Column) -> object:
    return ask_leaf(Exists(fact=column.path), facts).value


def _open(facts: Facts, column: Column) -> object:
    members = listed(facts.find(column.path).value)
    return members is not None and not members.whole


def _count(facts: Facts, column: Column) -> object:
    members = listed(facts.find(column.path).value)
    if members is None:
        return None
    unlike: list[object] = []
    for each in members.items:
        if each not in unlike:
            unlike.append(each)
    return len(unlike)


def _member(facts: Facts, column: Column) -> object:
    members = listed(facts.find(column.path).value)
    return None if members is None else column.member in members.items


def _times(facts: Facts, column: Column) -> object:
    members = listed(facts.find(column.path).value)
    return None if members is None else len(members.items)


def _days(facts: Facts, column: Column) -> object:
    members = listed(facts.find(column.path).value)
    known = () if members is None else (day_of(each) for each in members.items)
    return [each for each in known if each is not None]


def _answered(facts: Facts, column: Column) -> object:
    found: Answer | None = (
        None if column.node is None else answer(column.node, Context(facts=facts))
    )
    return None if found is None else found.value


_READ: Final[Mapping[Role, Callable[[Facts, Column], object]]] = MappingProxyType(
    {
        Role.FLAG: _flag,
        Role.NUMBER: _number,
        Role.TEXT: _text,
        Role.DAY: _day,
        Role.NONE: _none,
        Role.UNREAD: _unread,
        Role.OPEN: _open,
        Role.EXISTS: _exists,
        Role.COUNT: _count,
        Role.MEMBER: _member,
        Role.TIMES: _times,
        Role.DAYS: _days,
        Role.ANSWER: _answered,
    }
)
