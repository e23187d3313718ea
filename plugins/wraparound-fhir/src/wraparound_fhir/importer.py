"""The importer: recognizes FHIR R4 JSON and turns it into records."""

from __future__ import annotations

import re

from wraparound.errors import RecordInvalid
from wraparound.intake import Intake, Source
from wraparound.model.ids import LineageId, PersonId
from wraparound.reading import uncovered
from wraparound_fhir.assessments import take_assessments
from wraparound_fhir.case import Case
from wraparound_fhir.consents import take_consents
from wraparound_fhir.directory import Directory
from wraparound_fhir.enrollments import take_contacts, take_enrollments
from wraparound_fhir.gathering import Gathering
from wraparound_fhir.health import is_need, take_coverages, take_diagnoses
from wraparound_fhir.people import People
from wraparound_fhir.plans import Plans
from wraparound_fhir.referrals import take_referrals
from wraparound_fhir.teams import Teams

_BEGINS = re.compile(rb'\s*\{\s*"')
_RESOURCE = re.compile(rb'"resourceType"\s*:\s*"[A-Z][A-Za-z]*"')
_ON_A_PLAN = (
    ("Goal", "is on no plan of care"),
    ("Observation", "is on no plan of care"),
    ("Contract", "signs no plan of care that is in the input"),
)


class FhirImporter:
    """Reads FHIR R4: bundles and single resources, JSON and NDJSON, plain or compressed."""

    name = "fhir"
    title = "FHIR R4 (JSON, NDJSON)"
    suffixes = (".json", ".ndjson", ".json.gz", ".ndjson.gz")

    def recognizes(self, head: bytes) -> bool:
        """Tell whether a file begins like a FHIR resource."""
        plain = uncovered(head)
        return _BEGINS.match(plain) is not None and _RESOURCE.search(plain) is not None

    def read(self, source: Source, intake: Intake) -> None:
        """Read one file and hand over its records."""
        case = Case(source, intake)
        Gathering(case).gather()
        if not case.faulty:
            try:
                _map(case)
            except RecordInvalid as error:  # a part of a record, whose place is not known here
                case.refused(None, error)
        case.tell()


def _map(case: Case) -> None:
    people = People(case)
    directory = Directory(case, people)
    take_diagnoses(case, people)
    take_coverages(case, people)
    teams = Teams(case, people, directory)
    plans = Plans(case, people, directory, teams)
    teams.take(plans.of_teams())
    plans.take()
    for kind, reason in _ON_A_PLAN:
        for held in case.all(kind):
            if held.key not in plans.used:
                case.leave(kind, reason)
    for held in case.all("Condition"):
        if is_need(held) and held.key not in plans.used:
            case.leave("Condition", "is a need that is on no plan of care")
    take_referrals(case, people, directory, plans.used)
    take_enrollments(case, people, _of_youths(case, people, plans))
    take_contacts(case, people)
    take_assessments(case, people, plans.assessed)
    take_consents(case, people, directory)
    directory.hand_over()
    people.hand_over()


def _of_youths(case: Case, people: People, plans: Plans) -> dict[PersonId, tuple[LineageId, ...]]:
    found: dict[PersonId, dict[LineageId, None]] = {}
    for held in case.all("CarePlan"):
        youth = people.patient(case.target(held.data.get("subject"), held))
        if youth is not None and held.key in plans.lineages:
            found.setdefault(youth, {})[plans.lineages[held.key]] = None
    return {youth: tuple(lineages) for youth, lineages in found.items()}
