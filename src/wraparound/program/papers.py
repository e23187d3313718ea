"""The documents and pictures of a family: which there are, and how each is made from a stay."""

from __future__ import annotations

from enum import Enum

from wraparound.documents.crisis_paper import crisis_paper
from wraparound.documents.drawing import Drawing
from wraparound.documents.ecomap import ecomap
from wraparound.documents.genogram import genogram
from wraparound.documents.minutes import minutes
from wraparound.documents.paper import Items, Paper, PaperSection
from wraparound.documents.phrases import languages
from wraparound.documents.plan_of_care import Reader, plan_of_care
from wraparound.documents.portfolio import portfolio
from wraparound.documents.team_map import team_map
from wraparound.documents.timeline import timeline
from wraparound.documents.writing import Writing
from wraparound.errors import RecordNotFound
from wraparound.model.plan import Plan
from wraparound.process.stay import Stay
from wraparound.quality.agenda import Agenda


class PaperKind(Enum):
    """Which document."""

    PLAN_OF_CARE = "plan-of-care"
    FAMILY_COPY = "family-copy"
    CRISIS_PLAN = "crisis-plan"
    AGENDA = "agenda"
    MINUTES = "minutes"
    PORTFOLIO = "portfolio"


class PictureKind(Enum):
    """Which picture."""

    TEAM_MAP = "team-map"
    ECOMAP = "ecomap"
    GENOGRAM = "genogram"
    TIMELINE = "timeline"


_DRAWN_BY = {
    PictureKind.TEAM_MAP: team_map,
    PictureKind.ECOMAP: ecomap,
    PictureKind.GENOGRAM: genogram,
    PictureKind.TIMELINE: timeline,
}


def draw_picture(kind: PictureKind, stay: Stay, *, language: str = "") -> Drawing:
    """Return a picture of a stay.

    Args:
        kind: Which picture.
        stay: The stay.
        language: The language of the fixed words; the family's own where it is left out and there
            is a catalogue for it, else English.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    return _DRAWN_BY[kind](stay, language=language or language_of(stay))


def write_paper(
    kind: PaperKind,
    stay: Stay,
    *,
    agenda: Agenda,
    language: str = "",
    version: int | None = None,
    meeting: str | None = None,
) -> Paper:
    """Return a document of a stay.

    Args:
        kind: Which document.
        stay: The stay.
        agenda: What the next meeting could be about.
        language: The language of the fixed words; the family's own where it is left out and there
            is a catalogue for it, else English.
        version: The version of the plan; the one in force, or the last one, where it is left out.
        meeting: The meeting; the last one that was held where it is left out.

    Raises:
        RecordNotFound: There is no such plan or meeting.
        PolicyUnknown: There is no catalogue for the language.
    """
    speaks = language or language_of(stay)
    match kind:
        case PaperKind.AGENDA:
            return _agenda(stay, agenda, speaks)
        case PaperKind.MINUTES:
            held = {str(each.id): each for each in stay.held}
            if meeting is None and not held:
                raise RecordNotFound("held meeting of the family", stay.chart.family.id)
            wanted = meeting or next(reversed(held))
            if wanted not in held:
                raise RecordNotFound("held meeting", wanted)
            return minutes(stay, held[wanted], language=speaks)
        case PaperKind.CRISIS_PLAN:
            return crisis_paper(stay, _plan(stay, version).crisis_plan, language=speaks)
        case PaperKind.PORTFOLIO:
            return portfolio(stay, _plan(stay, version), language=speaks)
        case PaperKind.PLAN_OF_CARE | PaperKind.FAMILY_COPY:
            reader = Reader.TEAM if kind is PaperKind.PLAN_OF_CARE else Reader.FAMILY
            return plan_of_care(stay, _plan(stay, version), reader=reader, language=speaks)


def language_of(stay: Stay) -> str:
    """Return the language that a family prefers where there is a catalogue for it, else English."""
    wanted = stay.chart.family.preferred_language
    base = wanted.partition("-")[0].lower() if isinstance(wanted, str) else ""
    return base if base in languages() else "en"


def _plan(stay: Stay, version: int | None) -> Plan:
    plans = {each.version: each for each in stay.plans}
    if version is None and stay.plan is not None:
        return stay.plan
    wanted = version or max(plans, default=0)
    if wanted not in plans:
        which = f"version {wanted} of a plan" if wanted else "plan"
        raise RecordNotFound(f"{which} of the family", stay.chart.family.id)
    return plans[wanted]


def _agenda(stay: Stay, agenda: Agenda, language: str) -> Paper:
    writing = Writing.of(stay, language)
    words = writing.words
    parts = dict.fromkeys(each.part for each in agenda.lines)
    return Paper(
        kind="agenda",
        language=words.language,
        title=words.say("agenda.title"),
        lead=(*writing.lead, words.say("agenda.notice")),
        sections=tuple(
            PaperSection(
                heading=words.say(f"agenda.{part.value}"),
                blocks=(Items(items=tuple(e.text for e in agenda.lines if e.part is part)),),
            )
            for part in parts
        ),
        foot=(words.say("made_by"),),
    )
