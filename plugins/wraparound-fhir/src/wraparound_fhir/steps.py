"""Tasks of a plan as action steps: who does what by when."""

from __future__ import annotations

from wraparound.model.ids import StepId
from wraparound.model.strategy import ActionStep, StepStatus
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held, Reading
from wraparound_fhir.people import People
from wraparound_fhir.teams import Teams
from wraparound_fhir.words import day_of, notes_in, words_of

_TASKS = {
    "in-progress": StepStatus.DOING,
    "on-hold": StepStatus.DOING,
    "completed": StepStatus.DONE,
    "cancelled": StepStatus.DROPPED,
    "failed": StepStatus.DROPPED,
    "rejected": StepStatus.DROPPED,
    "stopped": StepStatus.DROPPED,
}


def step_of(
    case: Case, held: Held, people: People, teams: Teams, of: list[str], progress: tuple[str, ...]
) -> ActionStep | None:
    """Return the step that a task on a plan is; None where it does not say what is to be done.

    Args:
        case: The case.
        held: The task.
        people: Everybody of the case.
        teams: The teams of the case.
        of: The plan's teams, in whose membership the one who does it is looked for.
        progress: What the plan notes of it.
    """
    reading = case.open(held)
    for key in ("for", "intent", "status"):
        reading.take(key)
    what = reading.text("description") or words_of(reading.data.get("code"))
    reading.take("code")
    if not what:
        case.leave("Task", "does not say what is to be done")
        return None
    owner = case.target(reading.take("owner"), held)
    person = people.person(owner)
    member = teams.member(of, person)
    words = ""
    if member is None and person is not None:
        name = people.persons[person].fields.get("name")
        words = name if isinstance(name, str) else ""
    window = reading.take("executionPeriod")
    limit = held.data.get("restriction", {}).get("period", {})
    due = limit.get("end") or (window.get("end") if isinstance(window, dict) else None)
    return ActionStep(
        id=StepId(case.part_id(held, "step")),
        identifiers=case.identifiers(held),
        what=what,
        responsible=member or UNKNOWN,
        responsible_words=words,
        due_on=day_of(due),
        status=_TASKS.get(str(held.data.get("status")), StepStatus.NOT_STARTED),
        status_on=day_of(reading.take("lastModified")),
        note="\n".join((*progress, *notes_in(reading))),
    )


def step_in_plan(case: Case, reading: Reading, plan: Held, place: int) -> ActionStep | None:
    """Return the step that an activity of a plan describes in itself."""
    reading.take("kind")
    what = reading.text("description") or words_of(reading.data.get("code"))
    reading.take("code")
    if not what or reading.take("doNotPerform") is True:
        case.leave("CarePlan.activity.detail", "does not say what is to be done")
        return None
    own = reading.data.get("id")
    known = own if isinstance(own, str) else str(place)
    return ActionStep(
        id=StepId(case.part_id(plan, "step", known)),
        what=what,
        status=_TASKS.get(reading.text("status"), StepStatus.NOT_STARTED),
    )
