"""What a changed rule turns in a frame: the same answers, and the same clauses, as one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl
from narwhals.typing import IntoDataFrame

from wraparound.cohort.frames.asking import VALUE, ask_frame, in_polars
from wraparound.cohort.questions import Question, Ready, ready
from wraparound.cohort.turning import RuleEffect, Turn, effect_of, turn_of
from wraparound.eligibility.determination import Determined
from wraparound.policy.predicates import Answer
from wraparound.policy.predicates.nodes import RuleOf
from wraparound.policy.rule_sets import RuleSets

_OLD: Final = "before "
_NEW: Final = "after "
_COUNT: Final = "rows"

Values = Mapping[str, bool | None]
"""The answers of one row, by the columns of the questions."""


def what_if_frame(
    frame: IntoDataFrame,
    name: str,
    *,
    changed: RuleSets,
    on: date,
    least: int,
    becomes: str | None = None,
    rule_sets: RuleSets | None = None,
    may_lack: bool = False,
) -> RuleEffect:
    """Return what a changed rule would do to the rows of a frame, with small counts hidden.

    Args:
        frame: The facts, with the columns that both sets of rules ask for.
        name: The set of rules as it is.
        changed: The changed sets of rules; they come first.
        on: The day of the decision.
        least: The least count above zero that may be shown, such as ``least_shown`` tells.
        becomes: What the changed set of rules is called, where its name is another.
        rule_sets: Sets of rules besides the packaged ones, as they are.
        may_lack: Whether columns may be absent; then nobody knows what they would tell.

    Raises:
        PolicyUnknown: There is no such set of rules.
        FrameInvalid: Columns are absent, or hold something else; all of them are listed.
    """
    held = in_polars(frame)
    later = {**(rule_sets or {}), **changed}
    old = ready(name, on=on, rule_sets=rule_sets)
    new = ready(becomes or name, on=on, rule_sets=later)
    before = ask_frame(held, old.name, on=on, rule_sets=rule_sets, nodes=True, may_lack=may_lack)
    after = ask_frame(held, new.name, on=on, rule_sets=later, nodes=True, may_lack=may_lack)
    # rows of one pattern of answers have one cause
    patterns = pl.concat([_marked(before, _OLD), _marked(after, _NEW)], how="horizontal")
    counted = patterns.group_by(patterns.columns).agg(pl.len().alias(_COUNT))
    turns: Counter[Turn] = Counter()
    for row in counted.iter_rows(named=True):
        turn = turn_of(_determined(old, _part(row, _OLD)), _determined(new, _part(row, _NEW)))
        turns[turn] += row[_COUNT]
    return effect_of(turns, old, new, least=least)


def _marked(told: pl.DataFrame, mark: str) -> pl.DataFrame:
    columns = [each for each in told.columns if each == VALUE or each.startswith("node:")]
    return told.select(pl.col(columns).name.prefix(mark))


def _part(row: Mapping[str, bool | None], mark: str) -> Values:
    return {name.removeprefix(mark): row[name] for name in row if name.startswith(mark)}


def _determined(asked: Ready, values: Values) -> Determined:
    agree = len({values[each.column] for each in asked.questions if not each.skipped}) == 1
    answer = _answered(asked.questions[0], values) if agree else None
    return Determined(name=asked.name, on=asked.on, value=values[VALUE], rules=None, answer=answer)


def _answered(question: Question, values: Values) -> Answer:
    """Return a question with its answer, and those that it rests on, as ``answer`` returns it."""
    children = question.children
    if isinstance(question.node.test, RuleOf):
        told = {values.get(each.column) for each in children}
        children = children[:1] if len(told) == 1 else ()
    return Answer(
        node=question.node,
        value=values.get(question.column),
        skipped=question.skipped,
        children=tuple(_answered(each, values) for each in children),
    )
