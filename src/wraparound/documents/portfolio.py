"""What a family takes with it at the end: what worked, who stays, whom to call, the way back."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.documents.crisis_paper import crisis_blocks
from wraparound.documents.paper import Block, Paper, PaperSection, Paragraph
from wraparound.documents.writing import Writing
from wraparound.model.plan import Plan
from wraparound.model.terms import Unknown
from wraparound.model.transition import ContinuingSupport, Criterion, TransitionPlan
from wraparound.process.stay import Stay


def portfolio(stay: Stay, plan: Plan, *, language: str = "en") -> Paper:
    """Return what a family takes with it as a document, in its own words.

    Args:
        stay: The stay that ends.
        plan: The plan whose transition it tells.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    held = plan.transition or TransitionPlan()
    sections = [
        PaperSection(heading=writing.words.say(key), blocks=writing.or_nothing(blocks))
        for key, blocks in _parts(writing, held)
    ]
    crisis = crisis_blocks(writing, held.crisis_plan or plan.crisis_plan)
    sections.append(PaperSection(heading=writing.words.say("family.crisis"), blocks=crisis))
    return Paper(
        kind="portfolio",
        language=writing.words.language,
        title=writing.words.say("portfolio.title"),
        lead=writing.lead,
        sections=tuple(sections),
        foot=(writing.words.say("made_by"),),
    )


def _parts(writing: Writing, held: TransitionPlan) -> Iterator[tuple[str, tuple[Block, ...]]]:
    yield "portfolio.worked", _paragraph(held.what_worked)
    yield "portfolio.future", _paragraph(held.future_plan)
    criteria = (_criterion(writing, each) for each in held.criteria)
    yield "portfolio.criteria", writing.listed("", criteria)
    supports = (_support(writing, each) for each in held.supports)
    yield "portfolio.supports", writing.listed("", supports)
    yield "portfolio.contact", _paragraph(held.whom_to_contact)
    yield "portfolio.back", _paragraph(held.way_back)
    follow = (
        ", ".join(filter(None, (writing.words.term(each.due_on), each.who)))
        for each in held.follow_ups
    )
    yield "portfolio.follow", writing.listed("", follow)
    yield "portfolio.celebration", _paragraph(held.celebration)


def _paragraph(text: str) -> tuple[Block, ...]:
    return (Paragraph(text=text),) if text else ()


def _criterion(writing: Writing, criterion: Criterion) -> str:
    if criterion.met_on is None or isinstance(criterion.met_on, Unknown):
        return criterion.text
    day = writing.words.term(criterion.met_on)
    return writing.words.say("portfolio.met", text=criterion.text, day=day)


def _support(writing: Writing, support: ContinuingSupport) -> str:
    who = writing.member(support.member, support.who) if support.member else support.who
    agency = writing.names.name(support.agency) if support.agency else ""
    return ", ".join(filter(None, (who, agency, support.contact)))
