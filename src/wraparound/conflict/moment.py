"""A day that nobody can read: whoever asks it something also learns until when the answer holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from wraparound.conflict.acts import (
    ActivityFact,
    DisclosureFact,
    EventFact,
    FlexFundFact,
    MeetingFact,
)
from wraparound.conflict.index import Index
from wraparound.conflict.standing import FOREVER, lasting, next_day
from wraparound.conflict.workings import Workings
from wraparound.model.periods import Period
from wraparound.model.truth import Truth
from wraparound.policy import Values

_T = TypeVar("_T")
_OnDay = TypeVar("_OnDay", ActivityFact, DisclosureFact, EventFact, FlexFundFact, MeetingFact)


class Moment:
    """A day under one pack's parameters.

    A rule cannot read the date: it asks whether something stands, or whether a day has come. Each
    such question notes the first later day on which its answer is another, so that a review knows
    until when the answer of a rule holds, and need not ask on the days between.

    Attributes:
        index: The settled facts.
        values: The parameters.
        workings: What was worked out for every day under the same parameters.
    """

    def __init__(self, index: Index, day: date, values: Values, workings: Workings) -> None:
        self.index = index
        self.values = values
        self.workings = workings
        self._date = day
        self._until = FOREVER
        self._kept: dict[Hashable, tuple[object, date]] = {}

    def advance(self, to: date) -> None:
        """Move on to a later day."""
        self._date = to

    def watched(self, ask: Callable[..., _T], *given: object) -> tuple[_T, date]:
        """Return an answer, and the first later day on which it may be another."""
        outer, self._until = self._until, FOREVER
        answer = ask(*given)
        until, self._until = self._until, outer
        return answer, until

    def kept(self, key: Hashable, make: Callable[..., _T], *given: object) -> _T:
        """Return an answer that is worked out anew only once it may be another.

        Args:
            key: What the answer belongs to: everything that it depends on and that is not asked of
                the day, the truths among what is given too.
            make: Works the answer out.
            given: What it is worked out from.
        """
        held = self._kept.get(key)
        if held is None or held[1] <= self._date:
            held = self._kept[key] = self.watched(make, *given)
        answer, until = held
        if until < self._until:  # noqa: PLR1730 - asked very often, and a call of min takes longer
            self._until = until
        return answer  # type: ignore[return-value]  # what this key was made with

    def of_ties(self, kinds: Collection[str], key: Hashable, ask: Callable[[Moment], _T]) -> _T:
        """Return an answer that follows from ties of some kinds alone.

        Where all such ties are of the directory, it is worked out once in each epoch, for every
        family around which it lies: from the one day on which a tie begins or ends to the next.

        Args:
            kinds: The kinds.
            key: What the answer belongs to.
            ask: Works the answer out; it is given this moment, or one of the directory alone.
        """
        common = self.index.common
        if common is None or not self.index.own_ties.isdisjoint(kinds):
            return self.kept(key, ask, self)
        workings = common.workings(self.values)
        found = workings.held_on(key, self._date)
        if found is None:
            alone = Moment(common, self._date, self.values, workings)
            found = alone.watched(ask, alone)
            workings.hold(key, self._date, *found)
        answer, until = found
        if until < self._until:  # noqa: PLR1730 - as above
            self._until = until
        return answer  # type: ignore[return-value]  # as above

    def standing(self, period: Period, fact: str) -> Truth:
        """Return whether the day lies in the period of a fact."""
        truth, until = lasting(period, self._date, fact)
        if until < self._until:  # noqa: PLR1730 - as above
            self._until = until
        return truth

    def has_come(self, day: date) -> bool:
        """Tell whether a day is today or past."""
        if day <= self._date:
            return True
        if day < self._until:  # noqa: PLR1730 - as above
            self._until = day
        return False

    def is_on(self, day: date) -> bool:
        """Tell whether a day is today."""
        return self.has_come(day) and not self.has_come(next_day(day))

    def happening(self, facts: Iterable[_OnDay]) -> Iterator[_OnDay]:
        """Yield the facts that happen today."""
        return (fact for fact in facts if self.is_on(fact.day))
