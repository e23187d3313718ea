"""The plan of care as a document: for the team, and as the family's own copy."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from wraparound.documents.crisis_paper import crisis_blocks
from wraparound.documents.paper import (
    Block,
    Items,
    Paper,
    PaperSection,
    Paragraph,
    Picture,
    SignatureLine,
    Table,
)
from wraparound.documents.team_map import team_map
from wraparound.documents.writing import Writing
from wraparound.model.need import Need, NeedStatus
from wraparound.model.outcome import Measure, Outcome, OutcomeStatus
from wraparound.model.plan import Plan, PlanStatus, Signature
from wraparound.model.planned_service import PlannedService, ServiceStatus
from wraparound.model.strategy import Strategy, StrategyStatus
from wraparound.model.terms import Unknown
from wraparound.process.stay import Stay


class Reader(Enum):
    """Who reads a plan."""

    TEAM = "plan"
    FAMILY = "family"
    """The same plan in everyday words, without what only staff need."""


_RIGHTS = ("right.change", "right.choose", "right.facilitator", "right.complain", "right.copy")
_OVER = frozenset({StrategyStatus.CHANGED, StrategyStatus.DROPPED})
_RUNNING = frozenset({ServiceStatus.ACTIVE, ServiceStatus.PROPOSED, ServiceStatus.OFFERED})


def plan_of_care(
    stay: Stay, plan: Plan, *, reader: Reader = Reader.TEAM, language: str = "en"
) -> Paper:
    """Return a version of a plan as a document. It holds the family's own words.

    Args:
        stay: The stay that it serves.
        plan: The version.
        reader: For whom it is written.
        language: The language of the fixed words; the family's words stay as they were written.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    return Paper(
        kind="plan-of-care" if reader is Reader.TEAM else "family-copy",
        language=writing.words.language,
        title=writing.words.say(f"{reader.value}.title"),
        lead=(*writing.lead, *_state(writing, plan)),
        sections=tuple(_sections(writing, plan, reader)),
        foot=(writing.words.say("made_by"),),
    )


def _state(writing: Writing, plan: Plan) -> Iterator[str]:
    words = writing.words
    yield words.say("plan.state", version=plan.version, status=words.term(plan.status))
    if plan.status is PlanStatus.DRAFT:
        yield words.say("plan.draft")
    if plan.period.start and not isinstance(plan.period.start, Unknown):
        yield words.say("plan.since", day=words.term(plan.period.start))
    if plan.change_reason:
        yield f"{words.say('plan.why')} {plan.change_reason}"


def _sections(writing: Writing, plan: Plan, reader: Reader) -> Iterator[PaperSection]:
    words = writing.words

    def section(key: str, blocks: tuple[Block, ...]) -> PaperSection:
        heading = words.say(f"{reader.value}.{key}")
        return PaperSection(heading=heading, blocks=writing.or_nothing(blocks))

    mission = plan.mission or next(
        (each.mission for each in writing.stay.teams if each.mission), ""
    )
    yield section("vision", _paragraph(plan.vision))
    yield section("mission", _paragraph(mission))
    yield section("preferences", writing.listed("", plan.preferences))
    yield section("rules", writing.listed("", plan.ground_rules))
    yield section("team", _team(writing))
    strengths = ((each.description, each.function) for each in plan.strengths if each.active)
    yield section(
        "strengths", writing.listed("", (": ".join(filter(None, each)) for each in strengths))
    )
    needs = [each for each in plan.needs if each.status is not NeedStatus.DEFERRED]
    for number, need in enumerate(sorted(needs, key=_priority), 1):
        yield PaperSection(
            heading=words.say(f"{reader.value}.need", number=number, statement=need.statement),
            blocks=tuple(_need(writing, plan, need, reader)),
        )
    yield section("services", _services(writing, plan, reader))
    if not isinstance(plan.mandates, Unknown) and plan.mandates:
        yield section("mandates", _mandates(writing, plan))
    yield section("crisis", crisis_blocks(writing, plan.crisis_plan))
    yield section("transition", _transition(writing, plan))
    yield section("signatures", tuple(_signature(writing, each) for each in plan.signatures))
    yield section("rights", (Items(items=tuple(words.say(key) for key in _RIGHTS)),))


def _paragraph(text: str) -> tuple[Block, ...]:
    return (Paragraph(text=text),) if text else ()


def _priority(need: Need) -> int:
    return need.priority if isinstance(need.priority, int) else 10**6


def _team(writing: Writing) -> tuple[Block, ...]:
    active = writing.stay.active
    if not active:
        return ()
    rows = tuple(
        (
            writing.names.name(each.person),
            writing.part(each),
            writing.words.term(each.support),
        )
        for each in active
    )
    caption = writing.words.say("caption.team")
    table = Table(caption=caption, heads=writing.heads("name", "part", "support"), rows=rows)
    drawn = team_map(writing.stay, language=writing.words.language)
    return (Picture(svg=drawn.svg, text=drawn.text, beside=True), table)


def _need(writing: Writing, plan: Plan, need: Need, reader: Reader) -> Iterator[Block]:
    words = writing.words
    yield from writing.told("reason", need.underlying_reason)
    if reader is Reader.TEAM:
        yield Paragraph(text=words.term(need.domain), label=words.say("part_of_life"))
        yield Paragraph(text=words.term(need.status), label=words.say("state"))
    outcomes = [each for each in plan.outcomes if each.need == need.id]
    yield from writing.listed("outcomes", (_outcome(writing, each) for each in outcomes))
    strategies = [each for each in plan.strategies if each.need == need.id]
    running = [each for each in strategies if each.status not in _OVER]
    yield from writing.listed("strategies", (_strategy(writing, plan, each) for each in running))
    mine = {each.id for each in running}
    tasks = tuple(writing.task(each) for each in plan.steps if each.strategy in mine)
    if tasks:
        heads = writing.heads("what", "who", "by_when", "state")
        yield Table(caption=words.say("caption.tasks"), heads=heads, rows=tasks)


def _outcome(writing: Writing, outcome: Outcome) -> str:
    text = outcome.statement
    if outcome.baseline is not None and outcome.target is not None:
        text = writing.words.say(
            "outcome.from_to",
            statement=text,
            baseline=_measure(writing, outcome.baseline, outcome.unit),
            target=_measure(writing, outcome.target, outcome.unit),
        )
    if outcome.data and outcome.status is OutcomeStatus.ACTIVE:
        last = outcome.data[-1]
        value = f"{writing.words.term(last.value)} {outcome.unit}".strip()
        text += writing.words.say("outcome.last", day=writing.words.term(last.on), value=value)
    return text


def _measure(writing: Writing, measure: Measure, unit: str) -> str:
    return measure.words or f"{writing.words.term(measure.value)} {unit}".strip()


def _strategy(writing: Writing, plan: Plan, strategy: Strategy) -> str:
    used = [each.description for each in plan.strengths if each.id in strategy.strengths]
    if not used:
        return strategy.text
    return writing.words.say("strategy.builds", text=strategy.text, strengths="; ".join(used))


def _services(writing: Writing, plan: Plan, reader: Reader) -> tuple[Block, ...]:
    words = writing.words
    rows = tuple(
        (
            writing.service(each),
            _provider(writing, each),
            words.term(each.support),
            *((words.term(each.paid),) if reader is Reader.TEAM else ()),
        )
        for each in plan.services
        if not each.spans or each.spans[-1].status in _RUNNING
    )
    if not rows:
        return ()
    keys = ("what", "provider", "support", "paid")[: len(rows[0])]
    return (Table(caption=words.say("caption.services"), heads=writing.heads(*keys), rows=rows),)


def _provider(writing: Writing, service: PlannedService) -> str:
    people = ", ".join(writing.names.name(each.person) for each in service.performers)
    agency = service.provider
    known = writing.names.name(agency) if isinstance(agency, str) else writing.words.term(agency)
    return ", ".join(each for each in (people, known) if each)


def _mandates(writing: Writing, plan: Plan) -> tuple[Block, ...]:
    mandates = () if isinstance(plan.mandates, Unknown) else plan.mandates
    rows = tuple((each.text, each.source, writing.words.term(each.due_on)) for each in mandates)
    heads = writing.heads("what", "who", "due")
    return (Table(caption=writing.words.say("caption.mandates"), heads=heads, rows=rows),)


def _transition(writing: Writing, plan: Plan) -> tuple[Block, ...]:
    transition = plan.transition
    if transition is None:
        return ()
    criteria = writing.listed("", (each.text for each in transition.criteria))
    return (*_paragraph(transition.step_down), *criteria)


def _signature(writing: Writing, signature: Signature) -> SignatureLine:
    words = writing.words
    who = writing.member(signature.member) if signature.member else ""
    who = who or (writing.names.name(signature.person) if signature.person else "")
    part = words.term(signature.role)
    day = signature.on
    dated = "" if day is None or isinstance(day, Unknown) else words.term(day)
    return SignatureLine(
        who=f"{who} ({part})" if who else part,
        day="" if dated else words.say("sign_day"),
        signed=words.say("signed_on", day=dated) if dated else "",
    )
