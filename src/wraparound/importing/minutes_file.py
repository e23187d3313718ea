"""Minutes as people write them: a YAML or JSON file that names only what the meeting changed.

Of a part that the plan has, only what is different is written; the rest is taken from the plan:

    meeting:
      family: bell
      on: 2026-03-05
      attendance: [{member: m-ana, presence: present}]
    reason: Mornings got easier; the nights need something else.
    strategies:
      - {id: s1, status: changed, changed_reason: Nobody was home at four.}
    steps:
      - {id: a1, status: done, status_on: 2026-03-01}
      - {what: Ask the choir about Tuesdays, responsible: m-ana, due_on: 2026-03-12}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from wraparound.codec import to_document
from wraparound.codec.strict import structured
from wraparound.errors import DocumentInvalid, Fault, InputRefused
from wraparound.importing.yaml_document import read_yaml
from wraparound.model.ids import new_id
from wraparound.model.minutes import PARTS, Minutes
from wraparound.model.plan import Plan

PlanOf = Callable[[str, str | None], Plan | None]
"""Returns the plan that minutes of a family are about, by the version that they name, if any."""


def read_minutes(path: Path, plan_of: PlanOf) -> Minutes:
    """Return the minutes of a file.

    Args:
        path: The file.
        plan_of: Finds the plan, so that parts of it need not be written whole.

    Raises:
        InputRefused: Something is wrong; the error lists all of it with its lines.
    """
    document = read_yaml(path)
    faults = [_placed(path, line, fault) for line, fault in document.faults]
    if not faults and not isinstance(document.value, Mapping):
        faults = [Fault("", "must be minutes: a mapping that begins with the meeting", str(path))]
    if faults:
        raise InputRefused(faults)
    assert isinstance(document.value, Mapping)  # noqa: S101 - asked just above
    try:
        read = structured(_whole(document.value, plan_of), Minutes, "minutes")
    except DocumentInvalid as error:
        raise InputRefused(
            [_placed(path, document.line_of(fault.path), fault) for fault in error.faults]
        ) from None
    assert isinstance(read, Minutes)  # noqa: S101 - that is what was asked for
    return read


def _whole(told: Mapping[str, object], plan_of: PlanOf) -> dict[str, object]:
    """Return minutes with the meeting's own id, and with what the plan holds of their parts."""
    fields = dict(told)
    meeting = fields.get("meeting")
    if not isinstance(meeting, Mapping):
        return fields
    fields["meeting"] = {"id": new_id(), **meeting}
    family, named = meeting.get("family"), fields.get("plan")
    plan = plan_of(str(family), named if isinstance(named, str) else None) if family else None
    held = to_document(plan) if plan else {}
    for name in PARTS:
        listed = fields.get(name)
        if isinstance(listed, list):
            fields[name] = [_part(each, held.get(name)) for each in listed]
    for name in ("crisis_plan", "transition"):
        part, before = fields.get(name), held.get(name)
        if isinstance(part, Mapping) and isinstance(before, Mapping):
            fields[name] = {**before, **part}
    return fields


def _part(told: object, held: object) -> object:
    """Return a part of a plan with what is not told taken from the plan; a new one gets an id."""
    if not isinstance(told, Mapping):
        return told
    if "id" not in told:
        return {"id": new_id(), **told}
    known = {each["id"]: each for each in held} if isinstance(held, list) else {}
    return {**known.get(told["id"], {}), **told}


def _placed(path: Path, line: int | None, fault: Fault) -> Fault:
    return Fault(fault.path, fault.message, f"{path}:{line}" if line else str(path))
