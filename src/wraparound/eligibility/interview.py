"""An interview that asks only what can still change the answer, the most telling question first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

import attrs

from wraparound.eligibility.decision import PREFERENCE, decide
from wraparound.eligibility.glossary import fact_entry
from wraparound.policy.predicates import ABSENT, Facts

_YES: Final = frozenset({"y", "yes", "true", "1"})
_NO: Final = frozenset({"n", "no", "false", "0"})
_HINTS: Final = {
    "bool": "yes or no",
    "int": "a number",
    "date": "a day such as 2025-06-30",
    "dates": "days, with commas; none if there are none",
    "list": "words with commas; none if there are none",
}
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
    answers: Mapping[str, object], *, on: date, skipped: Collection[str] = ()
) -> Asked | None:
    """Return the question that helps most; None where no answer can change anything any more.

    The family's own wish is asked last, once the rest is clear.

    Args:
        answers: What is known.
        on: The day.
        skipped: Facts that nobody could tell.
    """
    found = decide(answers, on=on)
    for path in found.ask_first:
        if path not in skipped:
            return _asked(path)
    wish = Facts(held=answers, as_of=on, wrapped=True).find(PREFERENCE).value
    if found.suggested and wish is ABSENT and PREFERENCE not in skipped:
        return _asked(PREFERENCE)
    return None


def told(answers: Mapping[str, object], path: str, value: object) -> Mapping[str, object]:
    """Return answers with one more."""
    head, _, rest = path.partition(".")
    if not rest:
        return {**answers, head: value}
    inner = answers.get(head)
    held = inner if isinstance(inner, Mapping) else {}
    return {**answers, head: told(held, rest, value)}


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
