"""Asking a set of rules of every row of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoDataFrame, IntoFrame, IntoFrameT

from wraparound.cohort.columns import Column, columns_of
from wraparound.cohort.frames.checking import LazyFrame, checked
from wraparound.cohort.frames.expressions import Sheet, agreed, answer_expression
from wraparound.cohort.frames.reasons import missing_expressions
from wraparound.cohort.questions import Question, Ready, ready
from wraparound.model.determination import Eligibility
from wraparound.policy.rule_sets import RuleSets

ANSWER: Final = "answer"
"""The column of the answer: ``eligible``, ``not_eligible`` or ``cannot_tell``."""

VALUE: Final = "value"
"""The column of the same answer as true, false and null."""


def columns_for(name: str, *, on: date, rule_sets: RuleSets | None = None) -> tuple[Column, ...]:
    """Return the columns that a frame needs for a set of rules.

    Args:
        name: The set of rules.
        on: The day of the decision.
        rule_sets: Sets of rules besides the packaged ones; they come first.

    Raises:
        PolicyUnknown: There is no such set of rules.
        PolicyInvalid: It asks for one fact as two kinds of thing.
    """
    return columns_of(name, ready(name, on=on, rule_sets=rule_sets).questions)


def ask_frame(
    frame: IntoFrameT,
    name: str,
    *,
    on: date,
    rule_sets: RuleSets | None = None,
    keep: Sequence[str] = (),
    nodes: bool = False,
    missing: bool = False,
    may_lack: bool = False,
) -> IntoFrameT:
    """Return what a set of rules says of every row, as ``determine`` says it of one family.

    The frame may be of Polars, pandas or PyArrow, or a lazy one of any kind that narwhals knows;
    the answer is of the same kind, in the same order. What a column holds, and how it is called,
    ``columns_for`` tells.

    Args:
        frame: The facts.
        name: The set of rules.
        on: The day of the decision, one for all rows.
        rule_sets: Sets of rules besides the packaged ones; they come first.
        keep: Columns to take along, such as the family's id.
        nodes: Whether to tell the answer to every question, in columns ``node:`` and its id.
        missing: Whether to tell what must be known where the answer is not, in columns
            ``missing:`` and the fact's path.
        may_lack: Whether columns may be absent; then nobody knows what they would tell.

    Returns:
        The columns kept, ``answer`` (``eligible``, ``not_eligible``, ``cannot_tell``), ``value``
        (true, false, null), and what else was asked for.

    Raises:
        PolicyUnknown: There is no such set of rules.
        FrameInvalid: Columns are absent, or hold something else; all of them are listed.
    """
    asked = ready(name, on=on, rule_sets=rule_sets)
    given = _given(frame)
    held = given if isinstance(given, nw.LazyFrame) else _as_polars(given).lazy()
    held = checked(held, columns_of(name, asked.questions), keep, may_lack=may_lack)
    sheet = Sheet(on=on, columns=frozenset(held.collect_schema().names()))
    if nodes or missing:
        told = _in_steps(held, asked, sheet)
    else:
        answers = [_nested(each, sheet) for each in asked.questions]
        told = held.with_columns(_whole(answers).alias(VALUE))
    extra = [each.column for each in asked.walk() if not each.skipped] if nodes else []
    if missing:
        reasons = missing_expressions(asked, sheet)
        told = told.with_columns(
            *(found.alias(f"missing:{path}") for path, found in reasons.items())
        )
        extra += [f"missing:{path}" for path in reasons]
    told = told.with_columns(_in_words().alias(ANSWER)).select(*keep, ANSWER, VALUE, *extra)
    if isinstance(given, nw.LazyFrame):
        return cast("IntoFrameT", told.to_native())
    return cast("IntoFrameT", _as_given(told.collect(), given))


def _whole(answers: list[nw.Expr]) -> nw.Expr:
    return agreed(answers) if answers else nw.lit(None, dtype=nw.Boolean)


def _nested(question: Question, sheet: Sheet) -> nw.Expr:
    return answer_expression(question, sheet, lambda below: _nested(below, sheet))


def _in_steps(held: LazyFrame, asked: Ready, sheet: Sheet) -> LazyFrame:
    """Return the frame with the answer to every question, those that others rest on first."""
    levels: dict[int, list[Question]] = {}
    for each in asked.walk():
        if not each.skipped:
            levels.setdefault(_height(each), []).append(each)
    for _, questions in sorted(levels.items()):
        held = held.with_columns(
            *(answer_expression(each, sheet, _by_column).alias(each.column) for each in questions)
        )
    return held.with_columns(_whole([_by_column(each) for each in asked.questions]).alias(VALUE))


def _by_column(question: Question) -> nw.Expr:
    return nw.lit(None, dtype=nw.Boolean) if question.skipped else nw.col(question.column)


def _height(question: Question) -> int:
    return 1 + max((_height(each) for each in question.children), default=0)


def _in_words() -> nw.Expr:
    value = nw.col(VALUE)
    told = nw.when(value).then(nw.lit(Eligibility.ELIGIBLE.value))
    known = told.otherwise(nw.lit(Eligibility.NOT_ELIGIBLE.value))
    return nw.when(value.is_null()).then(nw.lit(Eligibility.CANNOT_TELL.value)).otherwise(known)


def in_polars(frame: IntoDataFrame) -> pl.DataFrame:
    """Return a frame of any library as one of Polars."""
    given = _given(frame)
    held = given.collect() if isinstance(given, nw.LazyFrame) else given
    return _as_polars(held).to_polars()


# Any below: of whatever library the frame is
def _given(frame: IntoFrame) -> nw.DataFrame[Any] | LazyFrame:
    return nw.from_native(frame)


def _as_polars(given: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    held = given.to_polars()
    untold = [each.name for each in held if each.null_count() == held.height]
    # a column of nulls, as of a file, has some type or other, which says nothing
    return nw.from_native(held.with_columns(pl.lit(None).alias(name) for name in untold))


def _as_given(told: nw.DataFrame[Any], given: nw.DataFrame[Any]) -> object:
    """Return answers as the kind of frame that the question came in."""
    if given.implementation.is_pandas():
        native = told.to_polars().to_pandas(use_pyarrow_extension_array=True)
        native.index = given.to_native().index
        return native
    return told.to_arrow() if given.implementation.is_pyarrow() else told.to_native()
