"""Hand-overs between workers: offered, accepted, effective, and the family told in time."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from wraparound.model.enrollment import Enrollment
from wraparound.model.handover import Handover
from wraparound.model.terms import Unknown
from wraparound.process.indicator import known_day


class HandoverState(Enum):
    """How far a hand-over has come on a day."""

    OFFERED = "offered"
    """Nobody has accepted yet, and its first day has not come."""
    ACCEPTED = "accepted"
    """It was accepted, and its first day has not come."""
    DECLINED = "declined"
    DONE = "done"
    """It was accepted, and its first day has come."""
    NOT_ACCEPTED = "not_accepted"
    """Its first day has come, and nobody had accepted by then."""
    UNKNOWN = "unknown"
    """The record does not tell."""


@attrs.frozen(kw_only=True)
class HandoverReading:
    """One hand-over, as it stands on a day.

    Attributes:
        enrollment: The stay.
        index: The place in the stay's list.
        before: Who was the point of contact.
        after: Who becomes it.
        state: How far it has come.
        effective_on: The first day; None where nobody recorded it.
        accepted_on: When it was accepted, as far as is known.
        accepted_in_time: Whether it was accepted by its first day; None before that day comes,
            for one that was declined, or where nobody recorded it.
        told_in_time: Whether the family was told by then; None as above.
        fits: Whether it goes on from the worker before, and, for the last one, ends with the
            coordinator on record; None where no other worker is on record.
    """

    enrollment: str
    index: int
    before: str | None
    after: str
    state: HandoverState
    effective_on: date | None
    accepted_on: date | None
    accepted_in_time: bool | None
    told_in_time: bool | None
    fits: bool | None


def read_handovers(enrollment: Enrollment, *, as_of: date) -> tuple[HandoverReading, ...]:
    """Return how each hand-over of a stay stands on a day, in the order recorded.

    Args:
        enrollment: The stay.
        as_of: The day.
    """
    standing = [
        index for index, each in enumerate(enrollment.handovers) if each.declined_on is None
    ]
    found = []
    for index, each in enumerate(enrollment.handovers):
        declined = index not in standing
        effective = known_day(each.effective_on)
        come = effective is not None and effective <= as_of and not declined
        found.append(
            HandoverReading(
                enrollment=enrollment.id,
                index=index,
                before=each.before,
                after=each.after,
                state=_state(each, effective, as_of, declined=declined),
                effective_on=effective,
                accepted_on=known_day(each.accepted_on),
                accepted_in_time=_by(each.accepted_on, effective) if come else None,
                told_in_time=_by(each.family_told_on, effective) if come else None,
                fits=None if declined else _fits(enrollment, standing, index),
            )
        )
    return tuple(found)


def _state(
    change: Handover, effective: date | None, as_of: date, *, declined: bool
) -> HandoverState:
    if declined:
        return HandoverState.DECLINED
    accepted = change.accepted_on
    if effective is None:
        return HandoverState.UNKNOWN
    if effective > as_of:
        given = isinstance(accepted, date) and accepted <= as_of
        return HandoverState.ACCEPTED if given else HandoverState.OFFERED
    in_time = _by(accepted, effective)
    if in_time is None:
        return HandoverState.UNKNOWN
    done = in_time or (isinstance(accepted, date) and accepted <= as_of)
    return HandoverState.DONE if done else HandoverState.NOT_ACCEPTED


def _by(done: date | Unknown | None, until: date | None) -> bool | None:
    """Tell whether something was done by a day; None where nobody recorded it."""
    if until is None or isinstance(done, Unknown):
        return None
    return done is not None and done <= until


def _fits(enrollment: Enrollment, standing: list[int], index: int) -> bool | None:
    """Tell whether a hand-over begins and ends with the workers that the rest of the stay names."""
    changes = enrollment.handovers
    place = standing.index(index)
    answers = []
    before = changes[index].before
    if place and before is not None:
        answers.append(before == changes[standing[place - 1]].after)
    if index == standing[-1] and enrollment.coordinator is not None:
        answers.append(changes[index].after == enrollment.coordinator)
    return all(answers) if answers else None
