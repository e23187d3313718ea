"""What there is to tell of a family on a day: a pure function of its stay, its clocks, findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import attrs

from wraparound.chart import Chart
from wraparound.model.findings import Disposition, Review, Timing
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.notification import NotificationKind
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.strategy import ActionStep, StepStatus
from wraparound.notices.rules import KindRule, NoticeRules
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import ClockStatus
from wraparound.process.moments import Moment
from wraparound.process.next_steps import due_dates
from wraparound.process.stay import Stay, stay_of

_OPEN_STEPS = frozenset({StepStatus.NOT_STARTED, StepStatus.DOING})


@attrs.frozen(kw_only=True)
class Occasion:
    """One thing that somebody should hear of, in ids and codes.

    Attributes:
        kind: What it is.
        family: The family.
        about: The records concerned, by id.
        facts: More about it, as codes and days.
        fact: What makes it this thing and no other: the same thing on the next day is the same.
        whom: People whom the thing itself names: who is responsible, who handles it, who holds.
    """

    kind: NotificationKind
    family: str
    about: tuple[str, ...] = ()
    facts: Mapping[str, str] = attrs.field(factory=dict)
    fact: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()

    def key(self, recipient: str = "") -> str:
        """Return the key by which it is told once to a recipient; to other systems for none."""
        parts = "\x1f".join((self.kind.value, self.family, recipient, *self.fact))
        return f"notice-{hashlib.sha256(parts.encode()).hexdigest()[:40]}"


def occasions(
    chart: Chart, *, practice: ProgramPolicy, review: Review | None, rules: NoticeRules
) -> tuple[Occasion, ...]:
    """Return everything that there is to tell of a family on the day of its chart.

    What the record does not tell is no occasion: nobody is told that something is late because a
    day is missing. Everything is found again each day for as long as it stands; ``Occasion.key``
    tells whether it is the same.

    Args:
        chart: The family.
        practice: What the program goes by, for its clocks.
        review: What the rules about conflicts say; None where nobody asked.
        rules: Who is told of what, and when.
    """
    stay = stay_of(chart)
    found: list[Occasion] = []
    for kind, rule in rules.kinds.items():
        match kind:
            case NotificationKind.CLOCK_DUE | NotificationKind.CLOCK_LATE:
                found += _clocks(stay, practice, kind, rule)
            case NotificationKind.NEW_FINDING:
                found += () if review is None else _findings(chart, review, rule)
            case NotificationKind.MEETING_INVITATION:
                found += _meetings(stay, rule)
            case NotificationKind.TASK_ASSIGNED:
                found += _tasks(stay)
            case NotificationKind.REQUEST_UNANSWERED:
                found += _requests(chart, rule)
    return tuple(found)


def _clocks(
    stay: Stay, practice: ProgramPolicy, kind: NotificationKind, rule: KindRule
) -> Iterator[Occasion]:
    if stay.enrollment is None or stay.is_closed:
        return
    last = stay.as_of + timedelta(days=rule.days_before)
    wanted = ClockStatus.NOT_MET if kind is NotificationKind.CLOCK_LATE else ClockStatus.NOT_YET_DUE
    for each in due_dates(stay, practice):
        if each.status is not wanted or each.due is None:
            continue
        if wanted is ClockStatus.NOT_YET_DUE and _day(each.due) > last:
            continue
        yield Occasion(
            kind=kind,
            family=stay.chart.family.id,
            about=(stay.enrollment.id,),
            facts={"clock": each.clock, "due": each.due.isoformat()},
            fact=(stay.enrollment.id, each.clock, each.due.isoformat()),
        )


def _findings(chart: Chart, review: Review, rule: KindRule) -> Iterator[Occasion]:
    for finding in review.findings:
        lifted = finding.disposition is Disposition.MITIGATED
        light = finding.severity.rank < rule.least_severity.rank
        if finding.timing is not Timing.CURRENT or lifted or light:
            continue
        start = "" if finding.start is None else finding.start.isoformat()
        yield Occasion(
            kind=NotificationKind.NEW_FINDING,
            family=chart.family.id,
            about=finding.path,
            facts={
                "rule": finding.rule,
                "severity": finding.severity.value,
                "disposition": finding.disposition.value,
            },
            fact=(
                finding.rule,
                finding.disposition.value,
                finding.plan or "",
                finding.holder or "",
                finding.counterparty or "",
                start,
                *finding.path,
            ),
            whom=() if finding.holder is None else (finding.holder,),
        )


def _meetings(stay: Stay, rule: KindRule) -> Iterator[Occasion]:
    if stay.is_closed:
        return
    last = stay.as_of + timedelta(days=rule.days_before)
    for meeting in stay.meetings:
        if not isinstance(meeting.on, date) or isinstance(meeting.held, bool):
            continue
        if stay.as_of <= meeting.on <= last:
            yield Occasion(
                kind=NotificationKind.MEETING_INVITATION,
                family=stay.chart.family.id,
                about=(meeting.id,),
                facts={"on": meeting.on.isoformat(), "meeting": meeting.type.value},
                fact=(meeting.id, meeting.on.isoformat()),
            )


def _tasks(stay: Stay) -> Iterator[Occasion]:
    plan = stay.plan
    if plan is None or stay.is_closed or plan.period.covers(stay.as_of) is False:
        return
    for step in plan.steps:
        member = stay.member(step.responsible)
        if step.status not in _OPEN_STEPS or member is None:
            continue
        if member.active_on(stay.as_of) is False:
            continue
        due = step.due_on.isoformat() if isinstance(step.due_on, date) else ""
        yield Occasion(
            kind=NotificationKind.TASK_ASSIGNED,
            family=stay.chart.family.id,
            about=(step.id,),
            facts={"due": due} if due else {},
            # the lineage and not the version: the same task in a new version is no new task
            fact=(plan.lineage, step.id, member.person),
            whom=(member.person,),
        )


def _requests(chart: Chart, rule: KindRule) -> Iterator[Occasion]:
    latest = chart.as_of - timedelta(days=rule.days_after)
    for request in chart.all(ChangeRequest):
        if request.answered_on is None and request.received_on <= latest:
            handler = () if request.handled_by is None else (request.handled_by,)
            yield _unanswered(chart, request, request.kind.value, handler)
    for grievance in chart.all(Grievance):
        if grievance.resolved_on is None and grievance.received_on <= latest:
            handlers = tuple(
                each.person
                for each in grievance.handlers
                if each.period.covers(chart.as_of) is not False
            )
            yield _unanswered(chart, grievance, "grievance", handlers)


def _unanswered(
    chart: Chart, request: ChangeRequest | Grievance, asks: str, whom: tuple[str, ...]
) -> Occasion:
    return Occasion(
        kind=NotificationKind.REQUEST_UNANSWERED,
        family=chart.family.id,
        about=(request.id,),
        facts={"request": asks, "received": request.received_on.isoformat()},
        fact=(request.id,),
        whom=whom,
    )


def task_in(plans: Iterable[Plan], step: str) -> ActionStep | None:
    """Return a task by its id, from the newest version of a plan in force that has it."""
    active = sorted(
        (each for each in plans if each.status is PlanStatus.ACTIVE),
        key=lambda plan: plan.version,
        reverse=True,
    )
    return next((each for plan in active for each in plan.steps if each.id == step), None)


def _day(moment: Moment) -> date:
    return date(moment.year, moment.month, moment.day)
