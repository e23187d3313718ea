"""An interview that asks only what can still change the answer, the most telling question first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from wraparound.eligibility.decision import PREFERENCE, Decided, decide, load_aid
from wraparound.eligibility.glossary import fact_entry
from wraparound.model.fact import FactSource
from wraparound.policy.payer_routes import PayerRoute
from wraparound.policy.predicates import ABSENT, Facts
from wraparound.policy.rule_sets import RuleSets

_YES: Final = frozenset({"y", "yes", "true", "1"})
_NO: Final = frozenset({"n", "no", "false", "0"})
_HINTS: Final = {
    "bool": "yes or no",
    "int": "a number",
    "date": "a day such as 2025-06-30",
    "dates": "days, with commas; none if there are none",
    "list": "words with commas; none if there are none",
}
_FAMILY_KNOWS: Final = frozenset({FactSource.PERSON, FactSource.RECORD})
_NONE: Final = "none"
_WISHES: Final = "less, more, or the name of a kind of help"


@attrs.frozen(kw_only=True)
class Asked:
    """One question of an interview.

    Attributes:
        path: The fact that it asks for.
        question: The question.
        type: What the fact holds.
        hint: How to answer.
    """

    path: str
    question: str
    type: str
    hint: str

    def read(self, said: str) -> object:
        """Return what an answer says; None where it says nothing that fits."""
        word = said.strip()
        lowered = word.lower()
        if self.type == "bool":
            return True if lowered in _YES else False if lowered in _NO else None
        if self.type == "int":
            return int(word) if word.isdigit() else None
        if self.type in ("list", "dates"):
            if not word:
                return None
            return [] if lowered == _NONE else [part.strip() for part in word.split(",")]
        return word or None


def next_question(
    answers: Mapping[str, object],
    *,
    on: date,
    skipped: Collection[str] = (),
    payers: Iterable[PayerRoute] | None = None,
    rule_sets: RuleSets | None = None,
) -> Asked | None:
    """Return the question that helps most; None where no answer can change anything any more.

    The family's own wish is asked once the rest is clear. Who pays comes last: only what a family
    or its record can tell, only where a route for the help that it is offered still turns on it,
    and never while somebody is in danger.

    Args:
        answers: What is known.
        on: The day.
        skipped: Facts that nobody could tell.
        payers: Other payer routes than the packaged ones.
        rule_sets: Sets of rules besides the packaged ones, for routes that ask one.
    """
    found = decide(answers, on=on, payers=payers, rule_sets=rule_sets)
    for path in found.ask_first:
        if path not in skipped:
            return _asked(path)
    wish = Facts(held=answers, as_of=on, wrapped=True).find(PREFERENCE).value
    if found.suggested and wish is ABSENT and PREFERENCE not in skipped:
        return _asked(PREFERENCE)
    return next((_asked(path) for path in _about_payers(found) if path not in skipped), None)


def told(answers: Mapping[str, object], path: str, value: object) -> Mapping[str, object]:
    """Return answers with one more."""
    head, _, rest = path.partition(".")
    if not rest:
        return {**answers, head: value}
    inner = answers.get(head)
    held = inner if isinstance(inner, Mapping) else {}
    return {**answers, head: told(held, rest, value)}


def _about_payers(found: Decided) -> Iterator[str]:
    """Yield what a family can tell of who may pay for what it is offered."""
    offered = found.offered
    if offered is None or offered in load_aid().never_lowered:
        return
    for each in found.payers_of(offered):
        for path in each.ask_first:
            entry = fact_entry(path)
            if entry and entry.source in _FAMILY_KNOWS:
                yield path


def _asked(path: str) -> Asked:
    entry = fact_entry(path)
    kind = entry.type if entry else "text"
    return Asked(
        path=path,
        question=entry.question if entry else path,
        type=kind,
        hint=_WISHES
        if path == PREFERENCE
        else _HINTS.get(kind, entry.label if entry else "a word"),
    )
