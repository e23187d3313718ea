"""How facts lie in a frame: which columns the questions ask for, and what each holds.

A row is a person or a family, a column is a fact under its path. What is null, nobody knows; what
else the columns of a fact are called and hold, ``Role`` says. Questions that no column of facts can
answer, such as those about the members of a list of records, are answered where the frame is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import attrs

from wraparound.cohort.questions import Question
from wraparound.errors import Fault, PolicyInvalid
from wraparound.policy.predicates.facts import AS_OF
from wraparound.policy.predicates.nodes import (
    Age,
    Compare,
    Count,
    DateTest,
    Done,
    Each,
    Exists,
    Is,
    Node,
    OneOf,
    Some,
    Sum,
    Test,
    Within,
)

AGE_IN_YEARS = "youth.age_years"


class Role(Enum):
    """What a column tells of a fact, after which its name is made."""

    FLAG = "yes or no"
    """``path``. No is also what is known not to be."""
    NUMBER = "numbers"
    """``path``. A length of time is a number of days."""
    TEXT = "texts"
    """``path``. A blank text is known not to be."""
    DAY = "days"
    """``path``."""
    NONE = "yes or no: known not to be"
    """``path:none``, beside a number or a day. It may be left out, as the next two."""
    UNREAD = "yes or no: is no day that can be read"
    """``path:unread``, beside a day: something was told, and it is no day."""
    OPEN = "yes or no: may go on"
    """``path:open``, beside a list: there may be more than are told."""
    EXISTS = "yes or no: is there"
    """``path:exists``."""
    COUNT = "numbers: how many unlike ones"
    """``path:count``, of a list of codes."""
    MEMBER = "yes or no: is one of them"
    """``path.CODE``, of a list of codes."""
    TIMES = "numbers: how often"
    """``path:times``, of a list of days."""
    DAYS = "days, in columns that end in .0, .1 and so on"
    """``path.0`` and so on, of a list of days: those that are known."""
    ANSWER = "yes or no: the answer itself"
    """``answer:ID``, of a question that is answered where the frame is made."""

    @property
    def is_flag(self) -> bool:
        """Whether the column holds yes and no."""
        return self.value.startswith("yes or no")

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers."""
        return self.value.startswith("numbers")


@attrs.frozen(kw_only=True)
class Column:
    """One column that questions ask for.

    Attributes:
        name: Its name; for days, the beginning of the names of several.
        role: What it tells.
        path: The fact.
        member: For members of a list: which.
        node: For answers: the question.
        needed: Whether it must be there; false for what is rare and otherwise taken for a no.
    """

    name: str
    role: Role
    path: str
    member: object = None
    node: Node | None = attrs.field(default=None, repr=False, eq=False)
    needed: bool = True


def columns_of(name: str, questions: Iterable[Question]) -> tuple[Column, ...]:
    """Return every column that questions ask for, each once, in the order of the questions.

    Args:
        name: What asks them, for an error.
        questions: The trees.

    Raises:
        PolicyInvalid: They ask for one fact as two kinds of thing, which no column can hold.
    """
    found: dict[str, Column] = {}
    faults: list[Fault] = []
    for question in (each for root in questions for each in root.walk()):
        if question.children or question.skipped or question.unknown:
            continue
        for column in columns_asked(question.node):
            known = found.setdefault(column.name, column)
            if known.role is not column.role:
                message = f"is asked for as {known.role.value}, and as {column.role.value}"
                faults.append(Fault(question.node.id, f"{column.path} {message}"))
            elif column.needed and not known.needed:
                found[column.name] = column
    if faults:
        raise PolicyInvalid(name, faults, hint="ask for a fact as one kind of thing")
    return tuple(found.values())


def columns_asked(node: Node) -> Iterator[Column]:
    """Yield the columns that one question asks for."""
    if is_answered_before(node):
        yield Column(name=f"answer:{node.id}", role=Role.ANSWER, path="", node=node)
    else:
        yield from _asked(node.test)


def is_answered_before(node: Node) -> bool:
    """Tell whether a question is answered where the frame is made, and not from columns."""
    test = node.test
    match test:
        case Compare(value=value, value_fact=other):
            plain = _is_number(value) or _is_filled(value)
            found = bool(other) or not plain or test.fact == AS_OF
        case OneOf(values=values):
            found = not all(_is_filled(each) for each in values)
        case DateTest(fact=fact, than=than):
            found = fact == AS_OF and than == AS_OF
        case Age(at=day) | Within(of=day):
            found = day != AS_OF
        case Count():
            found = test.true
        case _:
            found = isinstance(test, (Some, Each))
    return found


def _asked(test: Test) -> Iterator[Column]:
    match test:
        case Is(fact=path):
            yield Column(name=path, role=Role.FLAG, path=path)
        case Exists(fact=path):
            yield Column(name=f"{path}:exists", role=Role.EXISTS, path=path)
        case OneOf(fact=path):
            yield Column(name=path, role=Role.TEXT, path=path)
        case Compare(fact=path, value=str()):
            yield Column(name=path, role=Role.TEXT, path=path)
        case Compare(fact=path):
            yield Column(name=path, role=Role.NUMBER, path=path)
            yield _none_of(path)
        case _:
            yield from _several(test)


def _several(test: Test) -> Iterator[Column]:
    match test:
        case Done(fact=path):
            yield from _day(path)
        case DateTest(fact=path, than=than):
            yield from _day(path)
            yield from _day(than)
        case Age(birth=path):
            yield Column(name=path, role=Role.DAY, path=path)
            yield Column(name=AGE_IN_YEARS, role=Role.NUMBER, path=AGE_IN_YEARS, needed=False)
        case Within(fact=path):
            yield Column(name=f"{path}:times", role=Role.TIMES, path=path)
            yield Column(name=path, role=Role.DAYS, path=path, needed=False)
            yield _open_of(path)
        case Count() | Sum():
            yield from _counted(test)
        case _:
            return


def _counted(test: Count | Sum) -> Iterator[Column]:
    for code in test.of:
        path = f"{test.within}.{code}"
        yield Column(name=path, role=Role.NUMBER, path=path)
    if isinstance(test, Sum):
        if test.total_fact:
            total = test.total_fact
            yield Column(name=total, role=Role.NUMBER, path=total, needed=False)
    elif not test.of:
        path = test.within
        if test.values is None:
            yield Column(name=f"{path}:count", role=Role.COUNT, path=path)
        for value in test.values or ():
            yield Column(name=f"{path}.{value}", role=Role.MEMBER, path=path, member=value)
        yield _open_of(path)


def _day(path: str) -> Iterator[Column]:
    if path != AS_OF:
        yield Column(name=path, role=Role.DAY, path=path)
        yield _none_of(path)
        yield Column(name=f"{path}:unread", role=Role.UNREAD, path=path, needed=False)


def _none_of(path: str) -> Column:
    return Column(name=f"{path}:none", role=Role.NONE, path=path, needed=False)


def _open_of(path: str) -> Column:
    return Column(name=f"{path}:open", role=Role.OPEN, path=path, needed=False)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
