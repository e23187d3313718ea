"""The agenda of a team meeting, in the practice's order: accomplishments, review, adjust, assign.

It is made from what the record shows, in words that a family can read aloud; the family may put
anything on it, and take anything off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from wraparound.model.meeting import AgendaItem, Presence
from wraparound.model.outcome import OutcomeStatus
from wraparound.model.plan_findings import PlanReview
from wraparound.model.strategy import Helping, StepStatus, StrategyStatus
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import ClockStatus
from wraparound.process.next_steps import due_dates, in_words
from wraparound.process.stay import Stay
from wraparound.quality.review import review_plan
from wraparound.quality.spoken import ENGLISH, agenda_words
from wraparound.quality.telling import tell

_SOON = timedelta(days=30)
_OPEN = frozenset({StepStatus.NOT_STARTED, StepStatus.DOING})


@attrs.frozen(kw_only=True)
class AgendaLine:
    """One point of an agenda.

    Attributes:
        part: The part of the meeting that it belongs to.
        text: The point, for everybody at the table.
        about: The id of what it is about; empty for none.
        source: Why it is there: ``step``, ``outcome``, ``strategy``, ``incident``, ``event``,
            ``clock:`` with the clock, or the rule of the plan review.
    """

    part: AgendaItem
    text: str = attrs.field(repr=False)
    about: str = ""
    source: str


@attrs.frozen(kw_only=True)
class Agenda:
    """What a team could talk about next.

    Attributes:
        on: The day that it was made for.
        since: The day of the last meeting; None where there was none.
        lines: The points, in the practice's order.
        absent: Members who were away last time, so that somebody asks them for word.
    """

    on: date
    since: date | None
    lines: tuple[AgendaLine, ...]
    absent: tuple[str, ...] = ()

    def part(self, part: AgendaItem) -> tuple[AgendaLine, ...]:
        """Return the points of one part."""
        return tuple(each for each in self.lines if each.part is part)


def compile_agenda(stay: Stay, policy: ProgramPolicy, *, language: str = ENGLISH) -> Agenda:
    """Return an agenda for the next meeting of a team.

    Args:
        stay: The stay, as of the day of the meeting.
        policy: What the program goes by.
        language: The language of the fixed words; the family's own stay as they were said.

    Raises:
        PolicyUnknown: There are no words of agendas in the language.
    """
    words = agenda_words(language)
    last = stay.held[-1] if stay.held else None
    since = last.on if last is not None and isinstance(last.on, date) else None
    review = review_plan(stay, policy=policy)
    return Agenda(
        on=stay.as_of,
        since=since,
        lines=(
            *_accomplishments(stay, since, words),
            *_review(stay, since, words),
            *_adjust(stay, policy, review, language),
            *_assign(stay, words),
        ),
        absent=tuple(
            str(each.member)
            for each in (last.attendance if last else ())
            if each.presence in (Presence.ABSENT, Presence.EXCUSED) and each.member
        ),
    )


def _accomplishments(
    stay: Stay, since: date | None, words: Mapping[str, str]
) -> Iterator[AgendaLine]:
    """Yield what went well since the last meeting."""
    part, plan = AgendaItem.ACCOMPLISHMENTS, stay.plan
    for step in plan.steps if plan else ():
        done = step.status is StepStatus.DONE and _is_new(step.status_on, since, stay)
        if done:
            text = words["done"].format(what=step.what)
            yield AgendaLine(part=part, text=text, about=step.id, source="step")
    for outcome in plan.outcomes if plan else ():
        if outcome.status is OutcomeStatus.REACHED:
            text = words["reached"].format(what=outcome.statement)
            yield AgendaLine(part=part, text=text, about=outcome.id, source="outcome")
    for strategy in plan.strategies if plan else ():
        latest = strategy.ratings[-1] if strategy.ratings else None
        if latest is not None and latest.value is Helping.HELPING:
            text = words["helps"].format(what=strategy.text)
            yield AgendaLine(part=part, text=text, about=strategy.id, source="strategy")
    yield AgendaLine(part=part, text=words["else_well"], source="")


def _review(stay: Stay, since: date | None, words: Mapping[str, str]) -> Iterator[AgendaLine]:
    """Yield whether the plan works."""
    part, plan = AgendaItem.REVIEW, stay.plan
    for outcome in plan.outcomes if plan else ():
        if outcome.status is not OutcomeStatus.ACTIVE:
            continue
        fresh = any(_is_new(point.on, since, stay) for point in outcome.data)
        text = words["numbers" if fresh else "not_measured"].format(what=outcome.statement)
        yield AgendaLine(part=part, text=text, about=outcome.id, source="outcome")
    for step in plan.steps if plan else ():
        due = step.due_on
        if step.status in _OPEN and isinstance(due, date) and due < stay.as_of:
            text = words["late"].format(day=due.isoformat(), what=step.what)
            yield AgendaLine(part=part, text=text, about=step.id, source="step")
    for incident in stay.incidents:
        if _is_new(incident.on, since, stay):
            kind = incident.type.value
            what = words.get(kind, kind.replace("_", " "))
            text = words["happened"].format(what=what)
            yield AgendaLine(part=part, text=text, about=incident.id, source="incident")
    for event in stay.events:
        if _is_new(event.on, since, stay):
            text = words["changed"].format(what=in_words(event.type))
            yield AgendaLine(part=part, text=text, about=event.id, source="event")


def _adjust(
    stay: Stay, policy: ProgramPolicy, review: PlanReview, language: str
) -> Iterator[AgendaLine]:
    """Yield what should change, the heaviest first."""
    part, plan, words = AgendaItem.ADJUST, stay.plan, agenda_words(language)
    for strategy in plan.strategies if plan else ():
        latest = strategy.ratings[-1] if strategy.ratings else None
        active = strategy.status is StrategyStatus.ACTIVE
        if active and latest is not None and latest.value is Helping.NOT_HELPING:
            text = words["does_not_help"].format(what=strategy.text)
            yield AgendaLine(part=part, text=text, about=strategy.id, source="strategy")
    told: set[str] = set()
    for finding in sorted(review.findings, key=lambda each: -each.severity.rank):
        if finding.rule not in told and not finding.rule.startswith("CLOCK"):
            told.add(finding.rule)
            text = tell(finding, language=language).family
            yield AgendaLine(part=part, text=text, about=finding.place.id, source=finding.rule)
    for due in due_dates(stay, policy):
        late = due.status is ClockStatus.NOT_MET
        soon = isinstance(due.due, date) and _day(due.due) <= stay.as_of + _SOON
        if late or soon:
            key, what = "clock_late" if late else "clock_due", in_words(due.clock).capitalize()
            day = _day(due.due).isoformat() if due.due else ""
            text = words[key].format(what=what, day=day)
            yield AgendaLine(part=part, text=text, source=f"clock:{due.clock}")


def _assign(stay: Stay, words: Mapping[str, str]) -> Iterator[AgendaLine]:
    """Yield what needs a person and a day."""
    part, plan = AgendaItem.ASSIGN, stay.plan
    active = {each.id for each in stay.active}
    for step in plan.steps if plan else ():
        owner = step.responsible
        unowned = not isinstance(owner, str) or owner not in active
        if step.status in _OPEN and (unowned or not isinstance(step.due_on, date)):
            text = words["who"].format(what=step.what)
            yield AgendaLine(part=part, text=text, about=step.id, source="step")
    yield AgendaLine(part=part, text=words["new_tasks"], source="")
    yield AgendaLine(part=part, text=words["next_meeting"], source="")


def _is_new(on: date | Unknown | None, since: date | None, stay: Stay) -> bool:
    """Tell whether something happened after the last meeting and by the day."""
    if not isinstance(on, date) or on > stay.as_of:
        return False
    return since is None or on > since


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
