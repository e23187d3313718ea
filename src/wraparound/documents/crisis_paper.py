"""The crisis and safety plan as a page of its own, for the refrigerator and the glove box."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.documents.paper import Block, Paper, PaperSection, Paragraph
from wraparound.documents.writing import Writing
from wraparound.model.crisis import CrisisPlan
from wraparound.process.stay import Stay


def crisis_paper(stay: Stay, plan: CrisisPlan | None, *, language: str = "en") -> Paper:
    """Return a crisis plan as a document. It holds the family's own words and phone numbers.

    Args:
        stay: The stay that it serves.
        plan: The crisis plan; None where there is none yet, which the page then says.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    heading = writing.words.say("family.crisis")
    return Paper(
        kind="crisis-plan",
        language=writing.words.language,
        title=writing.words.say("crisis.title"),
        lead=writing.lead,
        sections=(PaperSection(heading=heading, blocks=crisis_blocks(writing, plan)),),
        foot=(writing.words.say("made_by"),),
    )


def crisis_blocks(writing: Writing, plan: CrisisPlan | None) -> tuple[Block, ...]:
    """Return what a crisis plan says, what to do first being told first."""
    blocks = tuple(_blocks(writing, plan)) if plan is not None else ()
    if not blocks:
        blocks = (Paragraph(text=writing.words.say("crisis.none")),)
    return (*blocks, Paragraph(text=writing.words.say("crisis.emergency")))


def _blocks(writing: Writing, plan: CrisisPlan) -> Iterator[Block]:
    responses = sorted(plan.response_steps, key=lambda each: each.tier or 0)
    yield from writing.told("crisis.definition", plan.family_definition)
    yield from writing.listed("crisis.signs", plan.early_signs)
    yield from writing.listed("crisis.respond", map(writing.step, responses), numbered=True)
    yield from writing.told("crisis.line", plan.line_24h)
    yield from writing.listed("crisis.not", plan.not_to_do)
    yield from writing.listed("crisis.worked", plan.worked_before)
    yield from writing.told("crisis.respite", plan.respite)
    yield from writing.listed("crisis.triggers", plan.triggers)
    yield from writing.listed("crisis.prevent", map(writing.step, plan.prevention_steps))
    yield from writing.listed("crisis.over", plan.end_benchmarks)
