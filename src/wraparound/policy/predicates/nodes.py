"""The nodes of a tree of questions: what each asks, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

import attrs

Number = int | float


class Op(Enum):
    """How two values are compared."""

    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Shift(Enum):
    """In what a day is moved."""

    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


@attrs.frozen(kw_only=True)
class AllOf:
    """Yes where every child is."""

    children: tuple[Node, ...]


@attrs.frozen(kw_only=True)
class AnyOf:
    """Yes where any child is."""

    children: tuple[Node, ...]


@attrs.frozen(kw_only=True)
class AtLeast:
    """Yes where so many children are."""

    n: int
    children: tuple[Node, ...]


@attrs.frozen(kw_only=True)
class Not:
    """Yes where the child is no."""

    children: tuple[Node, ...]


@attrs.frozen(kw_only=True)
class RuleOf:
    """What another set of rules says."""

    name: str


@attrs.frozen(kw_only=True)
class Const:
    """An answer that is fixed: yes, no, or None for not known."""

    value: bool | None


@attrs.frozen(kw_only=True)
class Is:
    """Yes where a fact is true."""

    fact: str


@attrs.frozen(kw_only=True)
class Exists:
    """Yes where there is something."""

    fact: str


@attrs.frozen(kw_only=True)
class Done:
    """Yes where a day has come."""

    fact: str


@attrs.frozen(kw_only=True)
class Compare:
    """Yes where a fact compares with a value, or with another fact."""

    fact: str
    op: Op
    value: object = None
    value_fact: str = ""


@attrs.frozen(kw_only=True)
class OneOf:
    """Yes where a fact is one of some values."""

    fact: str
    values: tuple[object, ...]


@attrs.frozen(kw_only=True)
class Count:
    """Yes where the number of members, or of coded items that count, compares.

    Attributes:
        within: The list, or the mapping of codes to ratings.
        of: The codes; empty for a list.
        values: Which members of a list count; None for all.
        at_least: The lowest rating that counts.
        exactly: The only rating that counts.
        true: Whether what is true counts.
        op: How it is compared.
        n: With what.
    """

    within: str
    of: tuple[str, ...] = ()
    values: tuple[object, ...] | None = None
    at_least: Number | None = None
    exactly: Number | None = None
    true: bool = False
    op: Op
    n: int


@attrs.frozen(kw_only=True)
class Sum:
    """Yes where a sum of parts compares.

    Attributes:
        within: The mapping of parts.
        of: The parts.
        each_min: The least that a part can be.
        each_max: The most.
        total_fact: Where the whole is recorded.
        op: How it is compared.
        value: With what.
    """

    within: str
    of: tuple[str, ...]
    each_min: Number
    each_max: Number
    total_fact: str = ""
    op: Op
    value: Number


@attrs.frozen(kw_only=True)
class Age:
    """Yes where an age in completed years compares.

    Attributes:
        op: How.
        years: With what.
        at: On which day, by its fact.
        birth: The fact of the day of birth.
    """

    op: Op
    years: int
    at: str = "as_of"
    birth: str = "youth.birth_date"


@attrs.frozen(kw_only=True)
class DateTest:
    """Yes where a day compares with another one, which may be moved.

    Attributes:
        fact: The day.
        op: How.
        than: The other day.
        plus: By how many it is moved.
        unit: Of what.
    """

    fact: str
    op: Op
    than: str
    plus: int = 0
    unit: Shift = Shift.CALENDAR_DAYS


@attrs.frozen(kw_only=True)
class Within:
    """Yes where any of some days lies around another one; both ends count.

    Attributes:
        fact: The days.
        of: The other day.
        before: How many of the unit before it the window begins.
        after: How many after it the window ends.
        unit: Of what.
    """

    fact: str
    of: str = "as_of"
    before: int = 0
    after: int = 0
    unit: Shift = Shift.CALENDAR_DAYS


@attrs.frozen(kw_only=True)
class Some:
    """Yes where any member of a list passes."""

    list: str
    where: Node


@attrs.frozen(kw_only=True)
class Each:
    """Yes where every member of a list passes; of an empty one only if it may be empty."""

    list: str
    where: Node
    nonempty: bool = True


Test = (
    AllOf
    | AnyOf
    | AtLeast
    | Not
    | RuleOf
    | Const
    | Is
    | Exists
    | Done
    | Compare
    | OneOf
    | Count
    | Sum
    | Age
    | DateTest
    | Within
    | Some
    | Each
)
"""Everything that a node can ask."""


@attrs.frozen(kw_only=True)
class Node:
    """One question.

    Attributes:
        id: Its name in the explanation.
        test: What it asks.
        operator: What it asks, in one word.
        text: What it asks, in words.
        citation: The text that asks it.
        background: Whether that text was only recalled: such a node never decides.
        binding: Whether it decides, or is only shown.
        fixed: Whether nobody can change the answer, such as an age.
        ask: The question under which its facts are asked for.
        ask_cost: 1 look it up, 2 ask somebody, 3 a new assessment.
        effective_from: The first day that it counts.
        effective_to: The last.
        note: What a reader should know.
        decided_by: Who decides it.
        ambiguity: What the text leaves open, and how it is read here.
        reason: The code that it gives as a reason.
    """

    id: str
    test: Test
    operator: str
    text: str = ""
    citation: str = ""
    background: bool = False
    binding: bool = True
    fixed: bool = False
    ask: str = ""
    ask_cost: int = 1
    effective_from: date | None = None
    effective_to: date | None = None
    note: str = ""
    decided_by: str = ""
    ambiguity: str = ""
    reason: str = ""

    @property
    def children(self) -> tuple[Node, ...]:
        """The questions that it rests on."""
        match self.test:
            case AllOf() | AnyOf() | AtLeast() | Not():
                return self.test.children
            case _:
                return ()

    def in_force_on(self, day: date) -> bool:
        """Tell whether the node counts on a day; both its ends do."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)


def nodes_of(root: Node) -> Iterator[Node]:
    """Yield a question and every one that it rests on, parents first."""
    yield root
    inside = (root.test.where,) if isinstance(root.test, (Some, Each)) else root.children
    for child in inside:
        yield from nodes_of(child)
