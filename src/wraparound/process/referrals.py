"""Referrals as closed loops: sent, answered, kept, closed with a reason; and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from wraparound.model.barrier import Barrier
from wraparound.model.contact import Contact, ContactPurpose
from wraparound.model.referral import Referral, ReferralReason, ReferralState, ReferralStep
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock, ClockStatus
from wraparound.process.clocks import REFERRAL_EVENTS, referral_clock_names, run_clock
from wraparound.process.occurrences import Happened, Occurrences

MADE, ANSWERED, SCHEDULED, SEEN, CLOSED = REFERRAL_EVENTS


class LoopState(Enum):
    """How far a referral has come on a day."""

    DRAFT = "draft"
    """It has not been sent."""
    OPEN = "open"
    """It was sent, and nobody has answered."""
    ANSWERED = "answered"
    """The provider answered; nobody has been seen."""
    KEPT = "kept"
    """The family was seen."""
    CLOSED = "closed"


_OVER: Final = frozenset({ReferralState.COMPLETED, ReferralState.CANCELLED, ReferralState.REFUSED})
_SAYS_WHY: Final = MappingProxyType(
    {
        ReferralState.COMPLETED: ReferralReason.HELP_GIVEN,
        ReferralState.REFUSED: ReferralReason.PROVIDER_REFUSED,
    }
)
"""Ends that tell their reason by themselves; somebody cancels for a reason of its own."""
_NOT_SENT: Final = frozenset({ReferralState.DRAFT})
_GOING_ON: Final = MappingProxyType(
    {
        ReferralState.SENT: LoopState.OPEN,
        ReferralState.ACCEPTED: LoopState.ANSWERED,
        ReferralState.WAITING: LoopState.ANSWERED,
        ReferralState.SCHEDULED: LoopState.ANSWERED,
        ReferralState.NO_SHOW: LoopState.ANSWERED,
        ReferralState.SEEN: LoopState.KEPT,
    }
)
_EVENTS: Final = MappingProxyType(
    {
        ReferralState.SENT: (MADE,),
        ReferralState.ACCEPTED: (ANSWERED,),
        ReferralState.WAITING: (ANSWERED,),
        ReferralState.REFUSED: (ANSWERED, CLOSED),
        ReferralState.SCHEDULED: (ANSWERED, SCHEDULED),
        ReferralState.SEEN: (ANSWERED, SEEN),
        ReferralState.COMPLETED: (CLOSED,),
        ReferralState.CANCELLED: (CLOSED,),
    }
)
"""What each step of a referral says happened, in the words of a program's clocks."""


@attrs.frozen(kw_only=True)
class Advocacy:
    """Somebody spoke up for the family about a barrier.

    Attributes:
        contact: The contact in which they did.
        on: The day; None where nobody recorded it.
        by: Who.
        barriers: What stood in the way.
        overcome: Whether it was overcome; None where nobody said.
    """

    contact: str
    on: date | None
    by: str | None
    barriers: tuple[Barrier, ...] = ()
    overcome: bool | None = None


@attrs.frozen(kw_only=True)
class ReferralLoop:
    """One referral, as it stands on a day.

    Attributes:
        referral: The referral's id.
        family: The family.
        provider: To whom; None where no provider is named yet.
        category: The kind of help.
        need: The need that it answers.
        by: Who referred.
        state: How far it has come.
        made_on: When it was made; None where nobody recorded it.
        last_on: The day of the last step; None where there is none, or nobody recorded it.
        appointment_on: The day of the last appointment that was made.
        missed: How many appointments were not kept.
        closed_why: Why it is over; None where it is not, or nobody recorded it.
        reason: The program's own code for that.
        barriers: Everything that stood in the way, in the order recorded.
        advocacy: Who spoke up for the family about it.
        clocks: The program's own time limits; empty where it sets none.
        missing: What must be known for an answer.
    """

    referral: str
    family: str
    provider: str | None
    category: str
    need: str | None
    by: str | None
    state: LoopState
    made_on: date | None
    last_on: date | None
    appointment_on: date | None = None
    missed: int = 0
    closed_why: ReferralReason | None = None
    reason: str = ""
    barriers: tuple[Barrier, ...] = ()
    advocacy: tuple[Advocacy, ...] = ()
    clocks: tuple[Clock, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def overdue(self) -> tuple[Clock, ...]:
        """The limits that were missed, and that what is awaited still has not met."""
        return tuple(
            each
            for each in self.clocks
            if each.current is ClockStatus.NOT_MET and each.intervals[-1].satisfied is None
        )

    @property
    def closed_without_reason(self) -> bool:
        """Whether it is over, and nobody wrote down why."""
        return self.state is LoopState.CLOSED and self.closed_why is None and not self.reason


def read_referrals(
    referrals: Iterable[Referral],
    *,
    contacts: Iterable[Contact] = (),
    policy: ProgramPolicy,
    as_of: date,
) -> tuple[ReferralLoop, ...]:
    """Return how each referral stands on a day, in the order in which they were made.

    A limit is a clock of the program's pack that begins with ``referral_made`` or another event of
    a referral. No packaged pack sets one, because no text that was read does: a county's own may.

    Args:
        referrals: The referrals of one family.
        contacts: The contacts with it, for the advocacy.
        policy: What the program goes by.
        as_of: The day; what lies after it has not happened yet.
    """
    spoken = tuple(_advocacy(contacts, as_of))
    loops = [
        _loop(each, [told for about, told in spoken if about == each.id], policy, as_of)
        for each in referrals
        if not (isinstance(each.on, date) and each.on > as_of)
    ]
    return tuple(sorted(loops, key=lambda each: (each.made_on or date.max, each.referral)))


def read_advocacy(contacts: Iterable[Contact], *, as_of: date) -> tuple[Advocacy, ...]:
    """Return every contact in which somebody spoke up for the family, the earliest first."""
    found = (told for _, told in _advocacy(contacts, as_of))
    return tuple(sorted(found, key=lambda each: (each.on or date.max, each.contact)))


def _advocacy(contacts: Iterable[Contact], as_of: date) -> Iterator[tuple[str | None, Advocacy]]:
    for each in contacts:
        spoke_up = each.purpose is ContactPurpose.ADVOCACY or bool(each.barriers)
        if not spoke_up or (isinstance(each.on, date) and each.on > as_of):
            continue
        yield (
            each.referral,
            Advocacy(
                contact=each.id,
                on=each.on if isinstance(each.on, date) else None,
                by=each.by,
                barriers=each.barriers,
                overcome=each.overcome if isinstance(each.overcome, bool) else None,
            ),
        )


def _loop(
    referral: Referral, advocacy: list[Advocacy], policy: ProgramPolicy, as_of: date
) -> ReferralLoop:
    steps = [each for each in referral.steps if not (isinstance(each.on, date) and each.on > as_of)]
    made = _made_on(referral, steps)
    last = steps[-1] if steps else None
    state = _state(last, made)
    ended = last if last is not None and state is LoopState.CLOSED else None
    appointments = [each.appointment_on for each in steps if each.appointment_on is not None]
    booked = appointments[-1] if appointments else None
    seen = _occurrences(referral, steps, made, policy, as_of)
    return ReferralLoop(
        referral=referral.id,
        family=referral.family,
        provider=referral.provider,
        category=referral.category,
        need=referral.need,
        by=referral.by,
        state=state,
        made_on=made,
        last_on=last.on if last is not None and isinstance(last.on, date) else made,
        appointment_on=booked if isinstance(booked, date) else None,
        missed=sum(each.state is ReferralState.NO_SHOW for each in steps),
        closed_why=(ended.why or _SAYS_WHY.get(ended.state)) if ended else None,
        reason=ended.reason if ended else "",
        barriers=tuple(dict.fromkeys(barrier for each in steps for barrier in each.barriers)),
        advocacy=tuple(advocacy),
        clocks=tuple(run_clock(policy, name, seen) for name in referral_clock_names(policy)),
        missing=() if made is not None or state is LoopState.DRAFT else ("on",),
    )


def _made_on(referral: Referral, steps: list[ReferralStep]) -> date | None:
    if isinstance(referral.on, date):
        return referral.on
    sent = [each.on for each in steps if each.state is ReferralState.SENT]
    return next((day for day in sent if isinstance(day, date)), None)


def _state(last: ReferralStep | None, made: date | None) -> LoopState:
    if last is None:
        return LoopState.DRAFT if made is None else LoopState.OPEN
    if last.state in _OVER:
        return LoopState.CLOSED
    return LoopState.DRAFT if last.state in _NOT_SENT else _GOING_ON[last.state]


def _occurrences(
    referral: Referral,
    steps: list[ReferralStep],
    made: date | None,
    policy: ProgramPolicy,
    as_of: date,
) -> Occurrences:
    """Return what happened to a referral as clocks read it. Its own steps are all there is."""
    happened: dict[str, list[date | None]] = {name: [] for name in REFERRAL_EVENTS}
    if made is not None:
        happened[MADE].append(made)
    for step in steps:
        day = None if isinstance(step.on, Unknown) else step.on
        for name in _EVENTS.get(step.state, ()):
            if not (name == MADE and made is not None):
                happened[name].append(day)
    told: Happened = happened
    if made is None and steps and isinstance(referral.on, Unknown):
        told = {name: days for name, days in happened.items() if name != MADE}
    return Occurrences(happened=told, as_of=as_of, zone=ZoneInfo(policy.pack.timezone))
