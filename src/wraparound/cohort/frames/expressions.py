"""Questions as expressions over columns: three values, null for not known, as for one family."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import reduce
from typing import Final

import attrs
import narwhals as nw

from wraparound.cohort.columns import AGE_IN_YEARS, is_answered_before
from wraparound.cohort.questions import Question
from wraparound.policy.days import add_months
from wraparound.policy.predicates.facts import AS_OF
from wraparound.policy.predicates.nodes import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Compare,
    Const,
    Count,
    DateTest,
    Done,
    Exists,
    Is,
    Node,
    Not,
    Number,
    OneOf,
    Op,
    RuleOf,
    Shift,
    Sum,
    Test,
    Within,
)

AnswerOf = Callable[[Question], nw.Expr]
"""What answers a question below another one."""

_COMPARED: Final[Mapping[Op, Callable[[nw.Expr, object], nw.Expr]]] = {
    Op.EQUAL: lambda left, right: left == right,
    Op.NOT_EQUAL: lambda left, right: left != right,
    Op.LESS: lambda left, right: left < right,
    Op.AT_MOST: lambda left, right: left <= right,
    Op.MORE: lambda left, right: left > right,
    Op.AT_LEAST: lambda left, right: left >= right,
}
_TURNED: Final = {
    Op.LESS: Op.MORE,
    Op.MORE: Op.LESS,
    Op.AT_MOST: Op.AT_LEAST,
    Op.AT_LEAST: Op.AT_MOST,
}


@attrs.frozen(kw_only=True)
class Sheet:
    """A frame as questions see it.

    Attributes:
        on: The day that is asked about.
        columns: The names of its columns.
    """

    on: date
    columns: Collection[str]

    def truth(self, name: str) -> nw.Expr:
        """Return a column of yes and no; null in every row where there is none."""
        return self._column(name, nw.Boolean())

    def number(self, name: str) -> nw.Expr:
        """Return a column of numbers; null in every row where there is none."""
        return self._column(name, nw.Float64())

    def text(self, name: str) -> nw.Expr:
        """Return a column of texts; null in every row where there is none."""
        return self._column(name, nw.String())

    def day(self, name: str) -> nw.Expr:
        """Return a column of days; null in every row where there is none."""
        return self._column(name, nw.Date())

    def flag(self, name: str) -> nw.Expr | None:
        """Return a column of what is rare, null read as no; None where there is none."""
        return nw.col(name).fill_null(value=False) if name in self.columns else None

    def is_absent(self, path: str) -> nw.Expr:
        """Return where nobody told anything of a day."""
        absent = self.day(path).is_null()
        for told in (self.flag(f"{path}:none"), self.flag(f"{path}:unread")):
            absent = absent if told is None else absent & ~told
        return absent

    def days(self, path: str) -> list[nw.Expr]:
        """Return the columns that hold the days of a list."""
        found: list[nw.Expr] = []
        while (name := f"{path}.{len(found)}") in self.columns:
            found.append(nw.col(name))
        return found

    def _column(self, name: str, dtype: nw.dtypes.DType) -> nw.Expr:
        return nw.col(name) if name in self.columns else nw.lit(None, dtype=dtype)


def answer_expression(question: Question, sheet: Sheet, below: AnswerOf) -> nw.Expr:
    """Return what a question is answered with, in every row of a frame.

    Args:
        question: The question.
        sheet: The frame.
        below: What answers the questions that it rests on.
    """
    if question.skipped or question.unknown:
        return _unknown()
    node = question.node
    match node.test:
        case AllOf() | AnyOf() | AtLeast() | Not():
            return _combined(node, [below(each) for each in question.counting])
        case RuleOf():
            return agreed([below(each) for each in question.children])
        case Const(value=value):
            return _unknown() if value is None else nw.lit(value)
        case _ if is_answered_before(node):
            return sheet.truth(f"answer:{node.id}")
        case _:
            return _of_facts(node, sheet)


def agreed(answers: list[nw.Expr]) -> nw.Expr:
    """Return what versions of one set of rules say where all say the same, null elsewhere."""
    first, *more = answers
    if not more:
        return first
    same = reduce(lambda left, right: left & right, (first == each for each in more))
    return nw.when(same).then(first)


def _unknown() -> nw.Expr:
    return nw.lit(None, dtype=nw.Boolean)


def _combined(node: Node, told: list[nw.Expr]) -> nw.Expr:
    match node.test:
        case AllOf():
            return reduce(lambda left, right: left & right, told) if told else nw.lit(value=True)
        case AnyOf():
            return reduce(lambda left, right: left | right, told) if told else nw.lit(value=False)
        case AtLeast(n=n):
            return _so_many(told, Op.AT_LEAST, n)
        case _:
            return ~told[0] if told else _unknown()


def _of_facts(node: Node, sheet: Sheet) -> nw.Expr:
    match node.test:
        case Is(fact=path):
            return sheet.truth(path)
        case Exists(fact=path):
            return sheet.truth(f"{path}:exists")
        case Done(fact=path):
            come = sheet.day(path) <= sheet.on
            return _unless(sheet.flag(f"{path}:none"), come, otherwise=False)
        case OneOf(fact=path, values=values):
            return sheet.text(path).is_in(values)
        case _:
            return _compared(node.test, sheet)


def _compared(test: Test, sheet: Sheet) -> nw.Expr:
    match test:
        case Compare():
            found = _compare(test, sheet)
        case Count():
            found = _count(test, sheet)
        case Sum():
            found = _sum(test, sheet)
        case Age():
            found = _age(test, sheet)
        case DateTest():
            found = _date(test, sheet)
        case Within():
            found = _within(test, sheet)
        case _:
            message = f"{type(test).__name__} asks about other questions"
            raise TypeError(message)
    return found


def _unless(none: nw.Expr | None, found: nw.Expr, *, otherwise: bool) -> nw.Expr:
    """Return an answer, but another one where the fact is known not to be."""
    return found if none is None else nw.when(none).then(nw.lit(otherwise)).otherwise(found)


def _compare(test: Compare, sheet: Sheet) -> nw.Expr:
    unequal = test.op is Op.NOT_EQUAL
    if isinstance(test.value, str):
        text = sheet.text(test.fact)
        found = _COMPARED[test.op](text, test.value)
        if test.op in {Op.EQUAL, Op.NOT_EQUAL}:
            return found
        return _unless(text.fill_null("-") == "", found, otherwise=False)
    found = _COMPARED[test.op](sheet.number(test.fact), test.value)
    return _unless(sheet.flag(f"{test.fact}:none"), found, otherwise=unequal)


def _count(test: Count, sheet: Sheet) -> nw.Expr:
    if test.of:
        rated = [sheet.number(f"{test.within}.{code}") for code in test.of]
        if test.exactly is not None:
            return _so_many([each == test.exactly for each in rated], test.op, test.n)
        return _so_many([each >= test.at_least for each in rated], test.op, test.n)
    goes_on = sheet.flag(f"{test.within}:open")
    if test.values is None:
        known = sheet.number(f"{test.within}:count")
        return _bounded(known, known, test.op, test.n, goes_on=goes_on)
    members = [sheet.truth(f"{test.within}.{value}") for value in test.values]
    found = _so_many(members, test.op, test.n, goes_on=goes_on)
    untold = reduce(lambda left, right: left & right, (each.is_null() for each in members))
    return nw.when(~untold).then(found)


def _so_many(told: list[nw.Expr], op: Op, n: int, *, goes_on: nw.Expr | None = None) -> nw.Expr:
    """Compare how many answers are yes, each that is null being either."""
    if op is Op.AT_LEAST and told and goes_on is None:
        if n == 1:
            return reduce(lambda left, right: left | right, told)
        if n == len(told):
            return reduce(lambda left, right: left & right, told)
    if not told:
        zero = nw.lit(0)
        return _bounded(zero, zero, op, n, goes_on=goes_on)
    low = nw.sum_horizontal(*(each.fill_null(value=False).cast(nw.Int16) for each in told))
    high = nw.sum_horizontal(*(each.fill_null(value=True).cast(nw.Int16) for each in told))
    return _bounded(low, high, op, n, goes_on=goes_on)


def _bounded(
    low: nw.Expr, high: nw.Expr, op: Op, wanted: Number, *, goes_on: nw.Expr | None = None
) -> nw.Expr:
    """Compare a number that lies between two others: only what both ends agree on is an answer."""
    surely, never = _ends(low, high, op, wanted, goes_on)
    return nw.when(surely | never).then(surely)


def _ends(
    low: nw.Expr, high: nw.Expr, op: Op, wanted: Number, goes_on: nw.Expr | None
) -> tuple[nw.Expr, nw.Expr]:
    def capped(found: nw.Expr) -> nw.Expr:
        return found if goes_on is None else found & ~goes_on

    exact = capped((low == wanted) & (high == wanted))
    elsewhere = (low > wanted) | capped(high < wanted)
    match op:
        case Op.AT_LEAST:
            return low >= wanted, capped(high < wanted)
        case Op.MORE:
            return low > wanted, capped(high <= wanted)
        case Op.AT_MOST:
            return capped(high <= wanted), low > wanted
        case Op.LESS:
            return capped(high < wanted), low >= wanted
        case Op.EQUAL:
            return exact, elsewhere
        case Op.NOT_EQUAL:
            return elsewhere, exact


def _sum(test: Sum, sheet: Sheet) -> nw.Expr:
    parts = [sheet.number(f"{test.within}.{part}") for part in test.of]
    low = nw.sum_horizontal(*(each.fill_null(test.each_min) for each in parts))
    high = nw.sum_horizontal(*(each.fill_null(test.each_max) for each in parts))
    by_parts = _bounded(low, high, test.op, test.value)
    if not test.total_fact or test.total_fact not in sheet.columns:
        return by_parts
    total = nw.col(test.total_fact)
    possible = (low <= total) & (total <= high)
    told = _COMPARED[test.op](total, test.value)
    by_total = nw.when(possible).then(told)
    return nw.when(total.is_null()).then(by_parts).otherwise(by_total)


def _age(test: Age, sheet: Sheet) -> nw.Expr:
    told = _COMPARED[test.op](sheet.number(AGE_IN_YEARS), test.years)
    if test.birth not in sheet.columns:
        return told
    birth = nw.col(test.birth)
    by_birth = _born(birth, test.op, test.years, sheet.on)
    if AGE_IN_YEARS not in sheet.columns:
        return by_birth
    return nw.when(birth.is_null()).then(told).otherwise(by_birth)


def _born(birth: nw.Expr, op: Op, years: int, on: date) -> nw.Expr:
    """Compare an age in completed years by the last day on which who is so old was born."""
    last, next_last = _last_birth(on, years), _last_birth(on, years + 1)
    match op:
        case Op.AT_LEAST:
            return birth <= last
        case Op.LESS:
            return birth > last
        case Op.MORE:
            return birth <= next_last
        case Op.AT_MOST:
            return birth > next_last
        case Op.EQUAL:
            return (birth > next_last) & (birth <= last)
        case Op.NOT_EQUAL:
            return (birth <= next_last) | (birth > last)


def _last_birth(on: date, years: int) -> date:
    """Return the last day of birth of who is so old: of 29 February, the birthday is 1 March."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)


def _date(test: DateTest, sheet: Sheet) -> nw.Expr:
    if test.fact == AS_OF:
        right = _moved(sheet.day(test.than), test)
        found = _COMPARED[_TURNED.get(test.op, test.op)](right, sheet.on)
    elif test.than == AS_OF:
        found = _COMPARED[test.op](sheet.day(test.fact), moved(sheet.on, test))
    else:
        right = _moved(sheet.day(test.than), test)
        found = _COMPARED[test.op](sheet.day(test.fact), right)
    return _unless(_none_of_days(test, sheet), found, otherwise=False)


def _none_of_days(test: DateTest, sheet: Sheet) -> nw.Expr | None:
    """Return where one of two days is known not to be, and nobody lacks the other."""
    paths = [path for path in (test.fact, test.than) if path != AS_OF]
    flags = [sheet.flag(f"{path}:none") for path in paths]
    some = [flag for flag in flags if flag is not None]
    return _all([_any(some), *(~sheet.is_absent(path) for path in paths)]) if some else None


def _moved(day: nw.Expr, test: DateTest) -> nw.Expr:
    if not test.plus:
        return day
    return day.dt.offset_by(f"{test.plus}{'mo' if test.unit is Shift.MONTHS else 'd'}")


def moved(day: date, test: DateTest) -> date:
    """Return a day moved as a question moves it."""
    return _shifted(day, test.plus, test.unit)


def _shifted(day: date, by: int, unit: Shift) -> date:
    return add_months(day, by) if unit is Shift.MONTHS else day + timedelta(days=by)


def _within(test: Within, sheet: Sheet) -> nw.Expr:
    opens = _shifted(sheet.on, -test.before, test.unit)
    ends = _shifted(sheet.on, test.after, test.unit)
    times = sheet.number(f"{test.fact}:times")
    days = sheet.days(test.fact)
    goes_on = sheet.flag(f"{test.fact}:open")
    if not days:
        return nw.when(_closed(times == 0, goes_on)).then(nw.lit(value=False))
    inside = _any([((each >= opens) & (each <= ends)).fill_null(value=False) for each in days])
    dated = nw.sum_horizontal(*((~each.is_null()).cast(nw.Int16) for each in days))
    outside = _closed(dated >= times, goes_on)
    return nw.when(~times.is_null() & (inside | outside)).then(inside)


def _closed(found: nw.Expr, goes_on: nw.Expr | None) -> nw.Expr:
    return found if goes_on is None else found & ~goes_on


def _any(told: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(lambda left, right: left | right, told)


def _all(told: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(lambda left, right: left & right, told)
