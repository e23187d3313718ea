"""Questions about single facts: each answered yes, no or not known, with what it used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.policy.days import add_months, completed_years
from wraparound.policy.predicates.facts import (
    ABSENT,
    AS_OF,
    Fact,
    Facts,
    day_of,
    listed,
)
from wraparound.policy.predicates.nodes import (
    Age,
    Compare,
    Const,
    Count,
    DateTest,
    Done,
    Exists,
    Is,
    OneOf,
    Op,
    Shift,
    Sum,
    Test,
    Within,
)
from wraparound.policy.predicates.numbers import Range, compare_range

_AGE_IN_YEARS: Final = "youth.age_years"


@attrs.frozen(kw_only=True)
class Leaf:
    """What a question about facts is answered with.

    Attributes:
        value: Yes, no, or None.
        missing: What must be known, where it is None.
        inputs: The facts that it used.
        details: Numbers that explain it.
    """

    value: bool | None
    missing: tuple[str, ...] = ()
    inputs: tuple[Fact, ...] = ()
    details: Mapping[str, object] = MappingProxyType({})


def ask_leaf(test: Test, facts: Facts) -> Leaf:
    """Return the answer to a question about facts.

    Raises:
        TypeError: The question is not about facts but about other questions.
    """
    match test:
        case Const(value=value):
            return Leaf(value=value)
        case Is(fact=path):
            return _simple(facts.find(path), lambda value: value is True)
        case Exists(fact=path):
            return _exists(facts.find(path))
        case Done(fact=path):
            return _simple(facts.find(path), lambda value: _has_come(value, facts.as_of))
        case OneOf(fact=path, values=values):
            return _simple(facts.find(path), lambda value: value in values)
        case _:
            return _more(test, facts)


def _more(test: Test, facts: Facts) -> Leaf:
    match test:
        case Compare():
            return _compare(test, facts)
        case Count():
            return _count(test, facts)
        case Sum():
            return _sum(test, facts)
        case Age():
            return _age(test, facts)
        case DateTest():
            return _date(test, facts)
        case Within():
            return _within(test, facts)
        case _:
            message = f"{type(test).__name__} asks about other questions"
            raise TypeError(message)


def _simple(fact: Fact, holds: Callable[[object], bool | None]) -> Leaf:
    if fact.value is ABSENT:
        return Leaf(value=None, missing=(fact.path,), inputs=(fact,))
    value = False if fact.value is None else holds(fact.value)
    return Leaf(value=value, missing=(fact.path,), inputs=(fact,))


def _exists(fact: Fact) -> Leaf:
    if fact.value is ABSENT:
        return Leaf(value=None, missing=(fact.path,), inputs=(fact,))
    members = listed(fact.value)
    there = members is not None and bool(members.items)
    value = True if there else (None if members is not None and not members.whole else False)
    return Leaf(value=value, missing=(fact.path,), inputs=(fact,))


def _has_come(value: object, day: date) -> bool | None:
    found = day_of(value)
    return None if found is None else found <= day


def _compare(test: Compare, facts: Facts) -> Leaf:
    fact = facts.find(test.fact)
    inputs: tuple[Fact, ...] = (fact,)
    wanted = test.value
    if test.value_fact:
        other = facts.find(test.value_fact)
        inputs, wanted = (fact, other), other.value
    missing = tuple(each.path for each in inputs if each.value is ABSENT)
    if missing:
        return Leaf(value=None, missing=missing, inputs=inputs)
    if fact.value is None or wanted is None:
        same = fact.value is wanted
        value = same if test.op is Op.EQUAL else (not same if test.op is Op.NOT_EQUAL else False)
        return Leaf(value=value, inputs=inputs)
    return Leaf(value=_compared(fact.value, test.op, wanted), missing=(test.fact,), inputs=inputs)


def _compared(value: object, op: Op, wanted: object) -> bool | None:
    """Compare two values; values of unlike kinds are only ever unequal."""
    if op is Op.EQUAL:
        return value == wanted
    if op is Op.NOT_EQUAL:
        return value != wanted
    numbers = isinstance(value, (int, float)) and isinstance(wanted, (int, float))
    if numbers or (isinstance(value, str) and isinstance(wanted, str)):
        return compare_range(Range(value, value), op, wanted)
    return None


def _count(test: Count, facts: Facts) -> Leaf:
    return _count_coded(test, facts) if test.of else _count_listed(test, facts)


def _count_coded(test: Count, facts: Facts) -> Leaf:
    found = [facts.find(f"{test.within}.{code}") for code in test.of]
    unrated = [each for each in found if each.value is ABSENT or each.value is None]
    counted = sum(_is_counted(each.value, test) for each in found if each not in unrated)
    return _counted(
        test,
        Range(counted, counted + len(unrated)),
        missing=tuple(each.path for each in unrated),
        inputs=tuple(each for each in found if each.value is not ABSENT),
    )


def _is_counted(value: object, test: Count) -> bool:
    if test.true:
        return value is True
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if test.exactly is not None:
        return value == test.exactly
    return test.at_least is not None and value >= test.at_least


def _count_listed(test: Count, facts: Facts) -> Leaf:
    fact = facts.find(test.within)
    members = listed(fact.value)
    if members is None:
        return Leaf(value=None, missing=(test.within,), inputs=(fact,))
    unique: list[object] = []
    for member in members.items:
        if member not in unique and (test.values is None or member in test.values):
            unique.append(member)
    counted = len(unique)
    most = counted if members.whole else None
    return _counted(test, Range(counted, most), missing=(test.within,), inputs=(fact,))


def _counted(
    test: Count, number: Range, *, missing: tuple[str, ...], inputs: tuple[Fact, ...]
) -> Leaf:
    value = compare_range(number, test.op, test.n)
    needed = {Op.AT_LEAST: test.n, Op.MORE: test.n + 1}.get(test.op)
    short = needed - int(number.low) if value is False and needed is not None else None
    details = {"counted": number.low, "possible": number.high, "shortfall": short}
    return Leaf(value=value, missing=missing, inputs=inputs, details=MappingProxyType(details))


def _sum(test: Sum, facts: Facts) -> Leaf:
    found = [facts.find(f"{test.within}.{part}") for part in test.of]
    known = [each.value for each in found if isinstance(each.value, (int, float))]
    unknown = tuple(each.path for each in found if not isinstance(each.value, (int, float)))
    least = sum(known) + test.each_min * len(unknown)
    most = sum(known) + test.each_max * len(unknown)
    inputs = tuple(each for each in found if each.value is not ABSENT)
    total = facts.find(test.total_fact) if test.total_fact else None
    number, missing = Range(least, most), unknown
    if total is not None and isinstance(total.value, (int, float)):
        inputs = (*inputs, total)
        if not least <= total.value <= most:
            details: dict[str, object] = {
                "issue": "inconsistent_total",
                "total": total.value,
                "range": [least, most],
            }
            return Leaf(value=None, missing=(test.total_fact,), inputs=inputs, details=details)
        number, missing = Range(total.value, total.value), ()
    return Leaf(
        value=compare_range(number, test.op, test.value),
        missing=missing,
        inputs=inputs,
        details={"range": [number.low, number.high]},
    )


def _age(test: Age, facts: Facts) -> Leaf:
    birth, at = facts.find(test.birth), facts.find(test.at)
    born, day = day_of(birth.value), day_of(at.value)
    inputs = (birth,) if test.at == AS_OF else (birth, at)
    if day is None:
        return Leaf(value=None, missing=(test.at,), inputs=(at,))
    if born is not None:
        years = completed_years(born, day)
        return Leaf(
            value=compare_range(Range(years, years), test.op, test.years),
            inputs=inputs,
            details={"age": years},
        )
    told = facts.find(_AGE_IN_YEARS)
    if test.at == AS_OF and isinstance(told.value, (int, float)):
        value = compare_range(Range(told.value, told.value), test.op, test.years)
        return Leaf(value=value, inputs=(told,), details={"age": told.value})
    return Leaf(value=None, missing=(test.birth,), inputs=inputs)


def _date(test: DateTest, facts: Facts) -> Leaf:
    fact, than = facts.find(test.fact), facts.find(test.than)
    inputs = tuple(each for each in (fact, than) if each.path != AS_OF)
    missing = tuple(each.path for each in (fact, than) if each.value is ABSENT)
    if missing:
        return Leaf(value=None, missing=missing, inputs=inputs)
    if fact.value is None or than.value is None:
        return Leaf(value=False, inputs=inputs)
    day, other = day_of(fact.value), day_of(than.value)
    if day is None or other is None:
        return Leaf(value=None, missing=(test.fact,), inputs=inputs)
    reference = _moved(other, test.plus, test.unit)
    value = compare_range(Range(day.toordinal(), day.toordinal()), test.op, reference.toordinal())
    return Leaf(value=value, inputs=inputs, details={"reference": reference.isoformat()})


def _within(test: Within, facts: Facts) -> Leaf:
    fact, around = facts.find(test.fact), facts.find(test.of)
    inputs = tuple(each for each in (fact, around) if each.path != AS_OF)
    center, days = day_of(around.value), listed(fact.value)
    if center is None:
        return Leaf(value=None, missing=(test.of,), inputs=inputs)
    if days is None:
        return Leaf(value=None, missing=(test.fact,), inputs=inputs)
    opens, ends = _moved(center, -test.before, test.unit), _moved(center, test.after, test.unit)
    known = [day_of(each) for each in days.items]
    details = {"window": [opens.isoformat(), ends.isoformat()]}
    if any(day is not None and opens <= day <= ends for day in known):
        return Leaf(value=True, inputs=inputs, details=details)
    unclear = not days.whole or None in known
    return Leaf(
        value=None if unclear else False, missing=(test.fact,), inputs=inputs, details=details
    )


def _moved(day: date, by: int, unit: Shift) -> date:
    return add_months(day, by) if unit is Shift.MONTHS else day + timedelta(days=by)
