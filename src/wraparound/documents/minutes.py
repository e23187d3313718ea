"""The minutes of a meeting: who was there, what went well, what was decided, who does what."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.documents.paper import Block, Paper, PaperSection, Paragraph, Table
from wraparound.documents.writing import Writing
from wraparound.model.meeting import Attendance, Decision, Meeting
from wraparound.process.stay import Stay


def minutes(stay: Stay, meeting: Meeting, *, language: str = "en") -> Paper:
    """Return the minutes of a meeting as a document. They hold the family's own words.

    Args:
        stay: The stay that it belongs to.
        meeting: The meeting.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    words = writing.words
    when = words.say("minutes.when", kind=words.term(meeting.type), day=words.term(meeting.on))
    return Paper(
        kind="minutes",
        language=words.language,
        title=words.say("minutes.title"),
        lead=(*writing.lead[:-1], when[:1].upper() + when[1:]),
        sections=tuple(_sections(writing, meeting)),
        foot=(words.say("made_by"),),
    )


def _sections(writing: Writing, meeting: Meeting) -> Iterator[PaperSection]:
    words = writing.words
    there = tuple((_who(writing, each), words.term(each.presence)) for each in meeting.attendance)
    caption = words.say("caption.attendance")
    table = Table(caption=caption, heads=writing.heads("name", "there"), rows=there)
    yield PaperSection(heading=caption, blocks=writing.or_nothing((table,) if there else ()))
    yield PaperSection(
        heading=words.say("minutes.accomplishments"),
        blocks=writing.or_nothing(writing.listed("", meeting.accomplishments)),
    )
    decisions = tuple(block for each in meeting.decisions for block in _decision(writing, each))
    yield PaperSection(heading=words.say("minutes.decisions"), blocks=writing.or_nothing(decisions))
    wanted = set(meeting.new_steps)
    plans = sorted(writing.stay.plans, key=lambda each: each.version)
    steps = {each.id: each for plan in plans for each in plan.steps if each.id in wanted}
    rows = tuple(writing.task(each) for each in steps.values())
    heads = writing.heads("what", "who", "by_when", "state")
    tasks = Table(caption=words.say("caption.tasks"), heads=heads, rows=rows)
    yield PaperSection(
        heading=words.say("minutes.tasks"),
        blocks=(
            *writing.or_nothing((tasks,) if rows else ()),
            *writing.told("minutes.satisfaction", meeting.satisfaction),
            *writing.told("minutes.next", meeting.next_meeting_on),
        ),
    )


def _who(writing: Writing, there: Attendance) -> str:
    if there.member is not None:
        return writing.member(there.member)
    return writing.names.name(there.person) if there.person else writing.words.say("unknown")


def _decision(writing: Writing, decision: Decision) -> Iterator[Block]:
    words = writing.words
    yield Paragraph(text=decision.text)
    options = (
        words.say("minutes.chosen", text=each.text) if each.chosen else each.text
        for each in decision.options
    )
    yield from writing.listed("minutes.options", options)
    by = ", ".join(writing.member(each) for each in decision.decided_by)
    yield from writing.told("minutes.decided_by", by)
    yield from writing.told("minutes.dissent", decision.dissent)
