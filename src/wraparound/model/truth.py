"""Yes, no, and not known: the three answers that every question about facts can have."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

_NONE: frozenset[str] = frozenset()


@attrs.frozen(cache_hash=True, repr=False)
class Truth:
    """An answer in Kleene's logic, with what is missing where the answer is not known.

    ``no and unknown`` is no, ``yes and unknown`` is unknown; the reasons of everything unknown are
    gathered. There is no truth value to ``if`` on: ask ``holds``, ``fails`` or
    ``open``, so that nobody takes "not known" for "no".

    Attributes:
        value: True, False, or None where the facts do not tell.
        reasons: What is missing, as ``code:id``; empty unless the value is None.
    """

    value: bool | None
    reasons: frozenset[str] = _NONE

    @property
    def holds(self) -> bool:
        """Whether the answer is surely yes."""
        return self.value is True

    @property
    def fails(self) -> bool:
        """Whether the answer is surely no."""
        return self.value is False

    @property
    def open(self) -> bool:
        """Whether the facts do not tell."""
        return self.value is None

    def __and__(self, other: Truth) -> Truth:
        """Return yes only where both are."""
        if self.value is True or other.value is False:
            return other
        if other.value is True or self.value is False:
            return self
        return Truth(None, self.reasons | other.reasons)

    def __or__(self, other: Truth) -> Truth:
        """Return no only where both are."""
        if self.value is False or other.value is True:
            return other
        if other.value is False or self.value is True:
            return self
        return Truth(None, self.reasons | other.reasons)

    def __invert__(self) -> Truth:
        """Swap yes and no; what is not known stays so."""
        return self if self.value is None else of(not self.value)

    def __bool__(self) -> bool:
        """Refuse: an unknown would pass for a no.

        Raises:
            TypeError: Always.
        """
        raise TypeError("a Truth has three values: ask .holds, .fails or .open")

    def __repr__(self) -> str:
        """Show the answer and what is missing; reasons hold ids only."""
        if self.value is None:
            return f"Truth(unknown: {', '.join(sorted(self.reasons))})"
        return f"Truth({'yes' if self.value else 'no'})"


YES = Truth(value=True)
NO = Truth(value=False)


def of(answer: bool) -> Truth:
    """Return the answer as one of the two that are known."""
    return YES if answer else NO


def unknown(*reasons: str) -> Truth:
    """Return "not known", with what is missing."""
    return Truth(None, frozenset(reasons))


def all_of(answers: Iterable[Truth]) -> Truth:
    """Return yes where every answer is yes; yes for none at all."""
    result = YES
    for answer in answers:
        result &= answer
        if result.value is False:
            return NO
    return result


def any_of(answers: Iterable[Truth]) -> Truth:
    """Return yes where some answer is yes; no for none at all."""
    result = NO
    for answer in answers:
        result |= answer
        if result.value is True:
            return YES
    return result
