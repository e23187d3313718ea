"""The timeline of a stay: what happened when, as a picture that says itself in words, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wraparound.documents.drawing import Drawing, framed
from wraparound.documents.lettering import FONT, INK, PAPER, text_width, xml_text
from wraparound.documents.writing import Writing
from wraparound.model.terms import Unknown
from wraparound.process.stay import Stay

_ROW, _TOP, _LEFT = 26, 20, 190  # pixels
_MARK = {"stay": "■", "plan": "▲", "meeting": "●", "incident": "◆", "placement": "▬"}
"""Each kind has a mark of its own, so that no color is needed."""


def timeline(stay: Stay, *, language: str = "en") -> Drawing:
    """Return what happened in a stay up to its day, the earliest first.

    The picture is the same for the same record. What has no known day is left out.

    Args:
        stay: The stay.
        language: The language of the fixed words.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    writing = Writing.of(stay, language)
    moments = sorted(
        (day, kind, words)
        for kind, day, words in _moments(writing)
        if isinstance(day, date) and day <= stay.as_of
    )
    text = tuple(f"{writing.words.term(day)}: {words}" for day, _, words in moments)
    days = [day for day, _, _ in moments] or [stay.as_of]
    told = writing.words.say(
        "timeline.described",
        first=writing.words.term(days[0]),
        last=writing.words.term(days[-1]),
        count=len(moments),
    )
    rows = "".join(
        _row(place, writing.words.term(day), _MARK[kind], said)
        for place, (day, kind, said) in enumerate(moments)
    )
    width = _LEFT + 18 + max((text_width(said) for _, _, said in moments), default=0) + _TOP
    height = _TOP * 2 + _ROW * max(len(moments), 1)
    line = f'<path d="M{_LEFT} {_TOP} V{height - _TOP}" stroke-width="2"/>'
    title = writing.words.say("timeline.title")
    return framed(title, told, text, line + rows, width=width, height=height)


def _moments(writing: Writing) -> Iterator[tuple[str, date | Unknown | None, str]]:
    stay, words = writing.stay, writing.words
    if stay.enrollment is not None:
        yield "stay", stay.enrollment.enrolled_on, words.say("timeline.enrolled")
        yield "stay", stay.enrollment.discharged_on, words.say("timeline.discharged")
    for plan in stay.plans:
        completed = plan.completed_on if isinstance(plan.completed_on, date) else plan.period.start
        yield "plan", completed, words.say("timeline.plan", version=plan.version)
    for meeting in stay.held:
        yield "meeting", meeting.on, _begun(words.term(meeting.type))
    for incident in stay.incidents:
        yield "incident", incident.on, _begun(words.term(incident.type))
    for placement in stay.placements:
        kind = words.term(placement.setting)
        yield "placement", placement.period.start, words.say("timeline.placement", kind=kind)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _row(place: int, day: str, mark: str, said: str) -> str:
    y = _TOP + _ROW * place + _ROW / 2 + FONT * 0.35
    text = f'<text y="{y:g}" fill="{INK}" stroke="none"'
    return (
        f'{text} x="{_LEFT - 18}" text-anchor="end">{xml_text(day)}</text>'
        f'<rect x="{_LEFT - 8}" y="{y - 14:g}" width="16" height="18" fill="{PAPER}" '
        f'stroke="none"/>'
        f'{text} x="{_LEFT}" text-anchor="middle">{mark}</text>'
        f'{text} x="{_LEFT + 18}">{xml_text(said)}</text>'
    )
