"""A worksheet for a trained record reviewer: facts of the record, where they stand, room for notes.

It follows the activities of the practice in the library's own words. It holds no item of any
fidelity instrument, gives no score of one, and no words of the family.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from wraparound.documents.paper import Items, Paper, PaperSection, Paragraph, Table
from wraparound.model.assessment import Assessment
from wraparound.model.meeting import Meeting
from wraparound.model.plan import Plan
from wraparound.model.truth import Truth
from wraparound.policy.predicates import Answer
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.activities import ActivityReading, Shown, read_activities
from wraparound.process.attendance import family_was_present, other_member_was_present
from wraparound.process.indicator import Measured
from wraparound.process.indicators import INDICATORS, measure
from wraparound.process.phases import LABELS, read_phase
from wraparound.process.plan_people import signers_of, without_copy
from wraparound.process.stay import Stay

NOTICE: Final = (
    "Facts out of the record for a trained reviewer, under our own names. It is no fidelity "
    "instrument and gives no score of one (WFI-EZ, TOM, DART). What a licensed tool asks stays "
    "with whoever holds its licence."
)
"""What every worksheet says of itself."""

_SHOWN: Final = {
    Shown.SHOWN: "shown",
    Shown.NOT_SHOWN: "not shown",
    Shown.UNKNOWN: "the record does not tell",
}
_SAID: Final = {True: "yes", False: "no", None: "not known"}


def review_worksheet(stay: Stay, policy: ProgramPolicy) -> Paper:
    """Return the worksheet of a stay.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
    """
    return Paper(
        kind="record-review",
        language="en",
        title="Worksheet for a record review",
        lead=(f"Family {stay.chart.family.id}, as of {stay.as_of}, by {policy.pack.id}.",),
        sections=(
            _standing(stay, policy),
            *_activities(stay),
            PaperSection(heading="Meetings that were held", blocks=(_meetings(stay),)),
            PaperSection(heading="Versions of the plan", blocks=(_plans(stay, policy),)),
            PaperSection(
                heading="Indicators, with their parts", blocks=(_indicators(stay, policy),)
            ),
            PaperSection(heading="Instruments on file", blocks=_instruments(stay)),
        ),
        foot=(NOTICE,),
    )


def _standing(stay: Stay, policy: ProgramPolicy) -> PaperSection:
    phase = read_phase(stay, policy)
    lines = [f"By the record: {LABELS[phase.computed].lower()}."]
    lines += [f"{LABELS[each]}: since {day.isoformat()}." for each, day in phase.evidence.items()]
    if phase.asserted:
        differs = "; the two differ" if phase.agrees is False else ""
        lines.append(f"Staff entered: {phase.asserted}{differs}.")
    return PaperSection(heading="Where the stay stands", blocks=(Items(items=tuple(lines)),))


def _activities(stay: Stay) -> Iterator[PaperSection]:
    places = _places(stay)
    readings = read_activities(stay)
    for phase in dict.fromkeys(each.activity.phase for each in readings):
        rows = tuple(_row(each, places) for each in readings if each.activity.phase is phase)
        table = Table(
            caption=f"Activities of the phase: {LABELS[phase].lower()}",
            heads=("Activity", "In the record", "Facts", "Where to look", "Reviewer's notes"),
            rows=rows,
        )
        yield PaperSection(heading=LABELS[phase], blocks=(table,))


def _row(reading: ActivityReading, places: dict[str, str]) -> tuple[str, ...]:
    activity = reading.activity
    facts = dict.fromkeys(_facts(reading.answer))
    missing = [f"{each}: not recorded" for each in reading.missing]
    roots = dict.fromkeys(each.partition(".")[0].partition("[")[0] for each, _ in facts)
    where = [places[root] for root in roots if places.get(root)]
    told = [f"{path}: {said}" for path, said in facts]
    return (
        f"{activity.code} {activity.title}",
        _SHOWN[reading.shown],
        "; ".join([*told, *missing]),
        "; ".join(where),
        "",
    )


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the facts that an answer rests on: days and counts as they are, words only as there."""
    for fact in answer.inputs:
        yield fact.path, _plainly(getattr(fact, "value", None))
    for child in answer.children:
        yield from _facts(child)


def _plainly(value: object) -> str:
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, bool):
        return _SAID[value]
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, str) and _is_day(value):
        return value
    if isinstance(value, (list, tuple)):
        return f"{len(value)} of them"
    return "recorded"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _places(stay: Stay) -> dict[str, str]:
    """Return which records hold the facts of each kind, by the first word of their paths."""
    plan = f"plan {stay.plan.id}" if stay.plan else ""
    first = next((each for each in stay.plans if each.version == 1), None)
    engagement = stay.engagement
    held = ", ".join(each.id for each in stay.held)
    teams = ", ".join(each.id for each in stay.teams)
    return {
        "engagement": f"engagement {engagement.id}" if engagement else "",
        "plan": plan,
        "first_plan": f"plan {first.id}" if first else "",
        "crisis": f"{plan}, crisis plan" if plan else "",
        "transition": f"{plan}, transition" if plan else "",
        "team_active": f"team {teams}" if teams else "",
        "team_active_other": f"team {teams}" if teams else "",
        "meetings_held": f"meetings {held}" if held else "",
        "meetings_before_last": f"meetings {held}" if held else "",
    }


def _meetings(stay: Stay) -> Table:
    return Table(
        caption="Meetings that were held, the earliest first",
        heads=(
            "Meeting", "Day", "Family there", "Others there", "Decisions", "Tasks", "Minutes sent",
            "Reviewer's notes",
        ),
        rows=tuple(_meeting(each, stay) for each in stay.held),
    )  # fmt: skip


def _meeting(meeting: Meeting, stay: Stay) -> tuple[str, ...]:
    return (
        meeting.id,
        str(meeting.on),
        _truth(family_was_present(meeting, stay)),
        _truth(other_member_was_present(meeting, stay)),
        str(len(meeting.decisions)),
        str(len(meeting.new_steps)),
        _day(meeting.minutes_sent_on),
        "",
    )


def _plans(stay: Stay, policy: ProgramPolicy) -> Table:
    newest_first = sorted(stay.plans, key=lambda plan: -plan.version)
    return Table(
        caption="Versions of the plan, the newest first",
        heads=(
            "Version", "Status", "Finished", "Reason told", "Not signed", "No copy",
            "Reviewer's notes",
        ),
        rows=tuple(_plan(each, stay, policy) for each in newest_first),
    )  # fmt: skip


def _plan(plan: Plan, stay: Stay, policy: ProgramPolicy) -> tuple[str, ...]:
    unsigned = [each.name for each in signers_of(plan, stay, policy) if each.signed_on is None]
    return (
        f"{plan.version} ({plan.id})",
        plan.status.value,
        _day(plan.completed_on),
        "first version" if plan.version == 1 else _SAID[bool(plan.change_reason.strip())],
        ", ".join(unsigned) or "nobody",
        ", ".join(without_copy(plan, stay)) or "nobody",
        "",
    )


def _indicators(stay: Stay, policy: ProgramPolicy) -> Table:
    return Table(
        caption="Indicators, each with what it was counted from",
        heads=("Indicator", "Value", "Of", "Left out", "Reviewer's notes"),
        rows=tuple(_indicator(name, measure(name, stay, policy)) for name in INDICATORS),
    )


def _indicator(name: str, measured: Measured) -> tuple[str, ...]:
    rounded = measured.rounded
    parts = (measured.numerator, measured.denominator)
    return (
        name.replace("_", " "),
        measured.status.value.replace("_", " ") if rounded is None else f"{rounded.normalize():f}",
        "" if None in parts else " / ".join(f"{float(each or 0):g}" for each in parts),
        str(measured.excluded or ""),
        "",
    )


def _instruments(stay: Stay) -> tuple[Table | Paragraph, ...]:
    if not stay.assessments:
        return (Paragraph(text="None is on file."),)
    table = Table(
        caption="Uses of instruments, without their items and scores",
        heads=("Instrument", "Edition", "Day", "Record", "Scores on file", "Reviewer's notes"),
        rows=tuple(map(_assessment, stay.assessments)),
    )
    return (table,)


def _assessment(each: Assessment) -> tuple[str, ...]:
    scored = str(len(each.scores)) if each.scores else "none"
    return (each.instrument, each.version or "not told", _day(each.on), each.id, scored, "")


def _truth(truth: Truth) -> str:
    return _SAID[truth.value]


def _day(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else "none" if day is None else "not known"
