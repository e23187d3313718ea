"""What a changed rule turns: whose answer becomes another one, and by which of its clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.cohort.questions import Question, Ready
from wraparound.cohort.suppression import Sum, sums_of_table, suppress
from wraparound.eligibility.determination import NOTICE, Determined, all_answers
from wraparound.eligibility.explaining import text_of
from wraparound.model.determination import Eligibility
from wraparound.policy.predicates import Answer
from wraparound.policy.predicates.nodes import AllOf, AnyOf, AtLeast

WORDS: Final = MappingProxyType(
    {
        True: Eligibility.ELIGIBLE.value,
        False: Eligibility.NOT_ELIGIBLE.value,
        None: Eligibility.CANNOT_TELL.value,
    }
)
"""The answers in words."""

ALL: Final = "all"
"""What totals are called."""


@attrs.frozen
class Turn:
    """What becomes of one answer.

    Attributes:
        before: The answer under the rules as they are.
        after: The answer under the changed ones.
        clauses: The ids of the questions that turn it; empty where it stays.
    """

    before: bool | None
    after: bool | None
    clauses: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RuleEffect:
    """What a changed rule would do to many families, with small counts hidden.

    Attributes:
        before: The set of rules as it is.
        after: The changed one.
        on: The day that is asked about.
        least: The least count above zero that is shown.
        table: How many there are of each answer before (first) and after, ``all`` being totals;
            None where the count is hidden.
        added: How many come to qualify, by the clauses that turn it, and ``("all",)``.
        removed: How many no longer do, in the same way.
        texts: What each clause asks, in words, with its citation.
        left_out: How many families could not be read, by the reason as a code.
    """

    before: str
    after: str
    on: date
    least: int
    table: Mapping[tuple[str, str], int | None]
    added: Mapping[tuple[str, ...], int | None]
    removed: Mapping[tuple[str, ...], int | None]
    texts: Mapping[str, tuple[str, str]]
    left_out: Mapping[str, int] = MappingProxyType({})

    def as_json(self) -> dict[str, object]:
        """Return the same as JSON can say it; what is hidden is null."""
        return {
            "notice": NOTICE,
            "before": self.before,
            "after": self.after,
            "on": self.on.isoformat(),
            "least_shown": self.least,
            "answers": [
                {"before": before, "after": after, "families": count}
                for (before, after), count in self.table.items()
            ],
            "added": _by_clauses(self.added),
            "removed": _by_clauses(self.removed),
            "clauses": [
                {"id": name, "text": text, "citation": citation}
                for name, (text, citation) in self.texts.items()
            ],
            "left_out": dict(self.left_out),
        }


def turn_of(before: Determined, after: Determined) -> Turn:
    """Return what becomes of one answer, and which clauses turn it.

    They are the deepest questions that the answer rests on, before or after, and that are answered
    otherwise, are new or are gone.

    Args:
        before: What the rules say as they are.
        after: What the changed ones say of the same facts.
    """
    if before.value is after.value:
        return Turn(before.value, after.value)
    return Turn(before.value, after.value, _clauses(before, after))


def effect_of(
    turns: Mapping[Turn, int],
    old: Ready,
    new: Ready,
    *,
    least: int,
    left_out: Mapping[str, int] = MappingProxyType({}),
) -> RuleEffect:
    """Return what a changed rule would do to many, with small counts hidden.

    Args:
        turns: How many there are of each turn.
        old: The set of rules as it is.
        new: The changed one.
        least: The least count above zero that may be shown, such as ``least_shown`` tells.
        left_out: How many could not be asked, by the reason.
    """
    words = tuple(WORDS.values())
    counts: Counter[tuple[str, ...]] = Counter()
    for turn, count in turns.items():
        own = WORDS[turn.before], WORDS[turn.after]
        for row in (own[0], ALL):
            for column in (own[1], ALL):
                counts["table", row, column] += count
        for way in _ways(turn):
            counts[way, ALL] += count
            counts[(way, *turn.clauses)] += count
    named = (*_cells(words), ("added", ALL), ("removed", ALL))
    held = {name: counts[name] for name in (*named, *sorted(counts.keys() - set(named)))}
    shown = suppress(held, least=least, sums=_sums(held, words))
    told = {clause for turn in turns for clause in turn.clauses}
    return RuleEffect(
        before=old.name,
        after=new.name,
        on=old.on,
        least=least,
        table={(row, column): shown["table", row, column] for _, row, column in _cells(words)},
        added=_way("added", shown),
        removed=_way("removed", shown),
        texts={name: text for name, text in _texts((new, old)).items() if name in told},
        left_out=dict(left_out),
    )


def _texts(asked: Iterable[Ready]) -> dict[str, tuple[str, str]]:
    """Return what questions ask, in words, with the citation of each or of the one above it."""
    found: dict[str, tuple[str, str]] = {}
    for each in asked:
        for rules, root in zip(each.versions, each.questions, strict=True):
            for question, citation in _cited(root, rules.citation):
                node = question.node
                found.setdefault(node.id, (text_of(node), citation))
    return found


def _cited(question: Question, above: str) -> Iterator[tuple[Question, str]]:
    citation = question.node.citation or above
    yield question, citation
    for each in question.children:
        yield from _cited(each, citation)


def _clauses(before: Determined, after: Determined) -> tuple[str, ...]:
    trees = {each.name: each.answer for each in (before, after)}
    old, new = before.answer, after.answer
    if old is None or new is None:
        return tuple(trees)
    found = _deciding(old, _values(new)) | _deciding(new, _values(old))
    deepest = (name for name in found if not _below(name, (new, old)) & found)
    return tuple(sorted(deepest))


def _values(tree: Answer) -> dict[str, bool | None]:
    return {each.node.id: each.value for each in all_answers(tree) if each.counts}


def _below(name: str, trees: tuple[Answer, ...]) -> set[str]:
    """Return the ids of all questions below those of a name."""
    return {
        below.node.id
        for tree in trees
        for each in all_answers(tree)
        if each.node.id == name
        for below in all_answers(each)
        if below.node.id != name
    }


def _deciding(answer: Answer, others: Mapping[str, bool | None]) -> set[str]:
    """Return the deepest questions that an answer rests on, and that the other tree has not so."""
    changed = [
        each
        for each in _resting_on(answer)
        if each.node.id not in others or others[each.node.id] is not each.value
    ]
    if not changed:
        return {answer.node.id}
    return set().union(*(_deciding(each, others) for each in changed))


def _resting_on(answer: Answer) -> list[Answer]:
    counting = [each for each in answer.children if each.counts]
    match answer.node.test:
        case AllOf():
            every = answer.value is True
        case AnyOf():
            every = answer.value is False
        case AtLeast():
            every = False
        case _:
            every = True
    return [each for each in counting if every or each.value is answer.value]


def _ways(turn: Turn) -> tuple[str, ...]:
    if turn.before is turn.after:
        return ()
    return ("added",) if turn.after else ("removed",) if turn.before else ()


def _sums(
    held: Mapping[tuple[str, ...], int], words: tuple[str, ...]
) -> Iterator[Sum[tuple[str, ...]]]:
    for each in sums_of_table(words, words, total=ALL):
        yield Sum(("table", *each.whole), tuple(("table", *part) for part in each.parts))
    yes, *others = words
    crossings = {
        "added": tuple(("table", each, yes) for each in others),
        "removed": tuple(("table", yes, each) for each in others),
    }
    for way, cells in crossings.items():
        yield Sum((way, ALL), cells)
        yield Sum((way, ALL), tuple(n for n in held if n[0] == way and n[1:] != (ALL,)))


def _cells(words: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for row in (*words, ALL):
        for column in (*words, ALL):
            yield "table", row, column


def _way(
    way: str, shown: Mapping[tuple[str, ...], int | None]
) -> dict[tuple[str, ...], int | None]:
    return {name[1:]: count for name, count in shown.items() if name[0] == way}


def _by_clauses(counts: Mapping[tuple[str, ...], int | None]) -> dict[str, object]:
    return {
        "families": counts[ALL,],
        "by_clauses": [
            {"clauses": list(clauses), "families": count}
            for clauses, count in counts.items()
            if clauses != (ALL,)
        ],
    }
