"""What a family asked for or complained of: how long it waits, by when, and who may handle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import attrs

from wraparound.chart import Chart
from wraparound.conflict import HandlerStanding, load_catalogue, standings
from wraparound.model.duty import Staff
from wraparound.model.grievance import ChangeRequest, Grievance, RequestKind
from wraparound.model.kinds import kind_of
from wraparound.model.terms import Unknown
from wraparound.policy import Policy
from wraparound.program.policy_settings import PolicySetting, setting_behind

_LIMIT = "request.max_days"


@attrs.frozen(kw_only=True)
class MatterLimit:
    """The time that a pack gives for an answer.

    Attributes:
        setting: The number of days, with whoever set it. The cited texts give no number: where no
            pack and no overlay sets one, it is the library's own default.
        due: The last day on which an answer is in time.
        days_late: How many days it is late; 0 where it is not.
    """

    setting: PolicySetting
    due: date
    days_late: int = 0


@attrs.frozen(kw_only=True)
class Matter:
    """A request or a complaint of a family.

    Attributes:
        family: The family.
        kind: The kind of record: ``change_request`` or ``grievance``.
        id: The record.
        asks: What it asks for, such as ``change_provider``; ``complaint`` for a complaint.
        received_on: When it came in.
        settled_on: When it was answered or settled; None while it is open; unknown where nobody
            recorded the day.
        about: Whom or what it is about, where that is recorded.
        days_open: How many days it has been open.
        limits: The time that each pack gives. Nothing for a complaint: no pack has a number.
        handlers: Who handles it on the day, and how they stand to what it is about.
        asked_about: Others who were asked about, and how they stand to it.
    """

    family: str
    kind: str
    id: str
    asks: str
    received_on: date
    settled_on: date | Unknown | None = None
    about: str | None = None
    days_open: int = 0
    limits: tuple[MatterLimit, ...] = ()
    handlers: tuple[HandlerStanding, ...] = ()
    asked_about: tuple[HandlerStanding, ...] = ()

    @property
    def due(self) -> date | None:
        """The earliest day by which a pack wants an answer."""
        return min((each.due for each in self.limits), default=None)

    @property
    def days_late(self) -> int:
        """How many days it is late by the strictest pack."""
        return max((each.days_late for each in self.limits), default=0)


def matters_of(
    chart: Chart,
    *,
    policy: Policy,
    people: Iterable[str] = (),
    settled: bool = False,
    with_handlers: bool = True,
    staff: Iterable[Staff] | None = None,
) -> Iterator[Matter]:
    """Yield what a family asked for or complained of by a day, the oldest first.

    Args:
        chart: The chart, as of the day.
        policy: The packs.
        people: Others to ask about: may they handle it?
        settled: Whether what is answered or settled is told too.
        with_handlers: Whether to look at how people stand to what it is about; that takes the
            directory around the family.
        staff: As of ``standings``.
    """
    day = chart.as_of
    records: list[ChangeRequest | Grievance] = [*chart.all(ChangeRequest), *chart.all(Grievance)]
    asked = tuple(people)
    for record in sorted(records, key=lambda each: (each.received_on, each.id)):
        over = _settled(record)
        is_open = over is None or (isinstance(over, date) and over > day)
        if record.received_on > day or not (is_open or settled):
            continue
        handlers = tuple(_handlers(record, day))
        told: dict[str, HandlerStanding] = {}
        if with_handlers:
            everybody = dict.fromkeys((*handlers, *asked))
            found = standings(chart, record, everybody, policy=policy, staff=staff)
            told = {each.person: each for each in found}
        yield Matter(
            family=record.family,
            kind=kind_of(record).name,
            id=record.id,
            asks=_asks(record),
            received_on=record.received_on,
            settled_on=over,
            about=_about(record),
            days_open=(
                (over if isinstance(over, date) and over < day else day) - record.received_on
            ).days,
            limits=tuple(_limits(record, policy, day)) if is_open else (),
            handlers=tuple(told.get(each) or HandlerStanding(person=each) for each in handlers),
            asked_about=tuple(told[each] for each in asked if each in told),
        )


def _settled(record: ChangeRequest | Grievance) -> date | Unknown | None:
    return record.answered_on if isinstance(record, ChangeRequest) else record.resolved_on


def _asks(record: ChangeRequest | Grievance) -> str:
    return record.kind.value if isinstance(record, ChangeRequest) else RequestKind.COMPLAINT.value


def _about(record: ChangeRequest | Grievance) -> str | None:
    if isinstance(record, Grievance):
        return record.subject
    return record.about_service or record.about


def _handlers(record: ChangeRequest | Grievance, day: date) -> Iterator[str]:
    if isinstance(record, ChangeRequest):
        if record.handled_by is not None:
            yield record.handled_by
        return
    for each in record.handlers:
        if each.period.covers(day) is not False:
            yield each.person


def _limits(record: ChangeRequest | Grievance, policy: Policy, day: date) -> Iterator[MatterLimit]:
    if not isinstance(record, ChangeRequest):
        return
    rules = [
        code
        for code, entry in load_catalogue().items()
        if any(_LIMIT in names for names in entry.reasons.values())
    ]
    for pack in policy.packs:
        for rule in rules:
            days = policy.values(pack).count(_LIMIT)
            if rule in pack.rules and days is not None:
                due = record.received_on + timedelta(days=days)
                yield MatterLimit(
                    setting=setting_behind(policy, pack, rule, _LIMIT),
                    due=due,
                    days_late=max((day - due).days, 0),
                )
