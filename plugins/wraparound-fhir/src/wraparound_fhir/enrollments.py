"""Episodes of care as enrollments, and encounters of care coordination as contacts."""

from __future__ import annotations

from functools import partial
from typing import Any

from wraparound.model.contact import Contact
from wraparound.model.duty import DutyRole
from wraparound.model.enrollment import (
    CareService,
    Enrollment,
    EnrollmentState,
    EnrollmentStep,
)
from wraparound.model.ids import EnrollmentId, LineageId, PartyId, PersonId, RecordId
from wraparound.model.meeting import Mode
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound_fhir.case import Case, Held
from wraparound_fhir.duties import give_duty
from wraparound_fhir.people import People
from wraparound_fhir.words import codes_of, day_of, known_day, period_of, said_in

_STATES = {
    "planned": EnrollmentState.REFERRED,
    "waitlist": EnrollmentState.WAITING,
    "active": EnrollmentState.ENROLLED,
    "onhold": EnrollmentState.PAUSED,
    "finished": EnrollmentState.CLOSED,
    "cancelled": EnrollmentState.CLOSED,
}
_COORDINATION_CODES = frozenset(
    {"H2021", "H2022", "T1016", "T1017", "T2022", "T2023", "G9007", "G9012"}
)
"""HCPCS codes of case management, coordination and wraparound."""
_COORDINATION_WORDS = (
    "wraparound",
    "wrap-around",
    "case management",
    "care management",
    "care coordination",
    "service coordination",
    "plan of care meeting",
)
_MODES = {
    "HH": Mode.VISIT,
    "VR": Mode.VIDEO,
    "AMB": Mode.IN_PERSON,
    "FLD": Mode.IN_PERSON,
}


def of_coordination(*concepts: object) -> bool:
    """Tell whether codes or words speak of case management, coordination or wraparound."""
    if any(code in _COORDINATION_CODES for _, code in codes_of(*concepts)):
        return True
    said = said_in(*concepts)
    return any(words in said for words in _COORDINATION_WORDS)


def take_enrollments(
    case: Case, people: People, plans: dict[PersonId, tuple[LineageId, ...]]
) -> None:
    """Read every episode of care that is one of coordination.

    Args:
        case: The case.
        people: Everybody of the case.
        plans: The plans of each youth, which an episode's manager manages.
    """
    for held in case.all("EpisodeOfCare"):
        kinds = held.data.get("type", [])
        manager = case.target(held.data.get("careManager"), held)
        youth = people.patient(case.target(held.data.get("patient"), held))
        if youth is None or not (of_coordination(*kinds) or manager is not None):
            case.leave("EpisodeOfCare", "is no stay in a program of care coordination")
            continue
        reading = case.open(held)
        for key in ("patient", "careManager", "type", "status"):
            reading.take(key)
        status = str(held.data.get("status"))
        person = people.person(manager)
        said = reading.take("period") or {}
        sure = known_day(held.data.get("meta", {}).get("lastUpdated"))
        running = status in {"active", "onhold"}
        period = period_of(said, running=running, sure_on=sure)
        wraparound = "wrap" in said_in(*kinds)
        fields: dict[str, Any] = {
            "service": CareService.WRAPAROUND if wraparound else CareService.CASE_MANAGEMENT,
            "history": tuple(_history(held, said)),
        }
        if status in {"active", "onhold", "finished"} and said.get("start"):
            fields["enrolled_on"] = day_of(said["start"])
        if status == "finished":
            fields["discharged_on"] = day_of(said.get("end"))
            fields["discharge_reason"] = UNKNOWN
        reading.take("statusHistory")
        if person is not None:
            fields["coordinator"] = person
            give_duty(
                case,
                held,
                DutyRole.CASE_MANAGER,
                PartyId(person),
                family=people.family(youth),
                plans=plans.get(youth, ()),
                period=period,
            )
        identifiers = case.identifiers(held)
        people.persons[youth].fields["member"] = True
        case.add(
            held,
            partial(
                Enrollment,
                id=EnrollmentId(case.id_of("enrollment", held)),
                family=people.family(youth),
                identifiers=identifiers,
                youth=youth,
                **fields,
            ),
        )


def _history(held: Held, said: dict[str, Any]) -> list[EnrollmentStep]:
    steps: list[EnrollmentStep] = []
    for each in held.data.get("statusHistory", []):
        state = _STATES.get(each.get("status"))
        if state is not None:
            steps.append(
                EnrollmentStep(state=state, on=day_of(each.get("period", {}).get("start")))
            )
    status = str(held.data.get("status"))
    state = _STATES.get(status)
    if state is not None and (not steps or steps[-1].state is not state):
        on: Any = UNKNOWN
        if state is EnrollmentState.CLOSED:
            on = day_of(said.get("end"))
        elif not steps:
            on = day_of(said.get("start"))
        steps.append(EnrollmentStep(state=state, on=on))
    return steps


def take_contacts(case: Case, people: People) -> None:
    """Read every encounter that is a contact of care coordination; the others are told."""
    for held in case.all("Encounter"):
        kinds = [*held.data.get("type", []), held.data.get("serviceType")]
        youth = people.patient(case.target(held.data.get("subject"), held))
        if youth is None or held.data.get("status") != "finished" or not of_coordination(*kinds):
            case.leave("Encounter", "is no contact of care coordination")
            continue
        reading = case.open(held)
        for key in ("subject", "status", "type", "serviceType"):
            reading.take(key)
        said = reading.take("period") or {}
        on: Any = day_of(said.get("start"))
        staff = [
            people.person(case.target(part.take("individual"), held))
            for part in reading.parts("participant")
        ]
        kind = str((reading.take("class") or {}).get("code"))
        mode: Mode | Unknown = _MODES.get(kind, UNKNOWN)
        by = next((each for each in staff if each is not None), None)
        identifiers = case.identifiers(held)
        case.add(
            held,
            partial(
                Contact,
                id=RecordId(case.id_of("contact", held)),
                family=people.family(youth),
                identifiers=identifiers,
                on=on,
                by=by,
                with_people=(youth,),
                mode=mode,
                successful=True,
            ),
        )
