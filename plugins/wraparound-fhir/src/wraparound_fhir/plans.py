"""Care plans: one plan of care for each, with everything that it gathers."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from wraparound.model.crisis import CrisisPlan, CrisisStep
from wraparound.model.duty import DutyRole
from wraparound.model.ids import FamilyId, Identifier, LineageId, NeedId, PartyId, PersonId, PlanId
from wraparound.model.need import Need
from wraparound.model.outcome import Outcome
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService
from wraparound.model.strategy import ActionStep
from wraparound.model.strength import Strength
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held, Reading
from wraparound_fhir.directory import Directory
from wraparound_fhir.duties import give_duty
from wraparound_fhir.health import is_need
from wraparound_fhir.needs import (
    is_preference,
    is_protective,
    is_strength,
    need_of,
    outcome_of,
    preference_of,
    strength_of,
)
from wraparound_fhir.people import People
from wraparound_fhir.services import Services
from wraparound_fhir.signing import signed
from wraparound_fhir.steps import step_in_plan, step_of
from wraparound_fhir.teams import Teams
from wraparound_fhir.words import known_day, notes_in, period_of

_STATUS = {
    "draft": PlanStatus.DRAFT,
    "active": PlanStatus.ACTIVE,
    "on-hold": PlanStatus.AGREED,
    "revoked": PlanStatus.ENDED,
    "completed": PlanStatus.ENDED,
    "unknown": PlanStatus.DRAFT,
}
_ELTSS = "http://hl7.org/fhir/us/eltss/StructureDefinition/CarePlan-eltss"
_STEPS = frozenset({"Task", "CommunicationRequest", "Appointment"})


@attrs.define
class Gathered:
    """The parts of one plan, as they are found."""

    youth: PersonId
    family: FamilyId
    teams: list[str]
    needs: dict[str, Need] = attrs.field(factory=dict)
    strengths: dict[str, Strength] = attrs.field(factory=dict)
    outcomes: dict[str, Outcome] = attrs.field(factory=dict)
    services: dict[str, PlannedService] = attrs.field(factory=dict)
    steps: dict[str, ActionStep] = attrs.field(factory=dict)
    fields: dict[str, Any] = attrs.field(factory=dict)
    notes: list[str] = attrs.field(factory=list)

    @property
    def need_ids(self) -> dict[str, NeedId]:
        """The needs by the condition that each came from."""
        return {key: need.id for key, need in self.needs.items()}


class Plans:
    """The care plans of the case."""

    def __init__(self, case: Case, people: People, directory: Directory, teams: Teams) -> None:
        """See which plans there are, and how they follow one another."""
        self.case = case
        self.people = people
        self.directory = directory
        self.teams = teams
        self.services = Services(case, people, directory)
        self.used: set[str] = set()
        self.lineages: dict[str, LineageId] = {}
        self.assessed: dict[str, LineageId] = {}
        self._versions: dict[str, int] = {}
        self._backups: dict[str, list[Held]] = {}
        self._replaced: set[str] = set()
        self._heads: list[Held] = []
        for held in case.all("CarePlan"):
            self._place(held)

    def of_teams(self) -> dict[str, tuple[LineageId, ...]]:
        """Return for each team the plans that name it."""
        found: dict[str, dict[LineageId, None]] = {}
        for held in self._heads:
            for key in self._teams_of(held):
                found.setdefault(key, {})[self.lineages[held.key]] = None
        return {key: tuple(lineages) for key, lineages in found.items()}

    def take(self) -> None:
        """Read every plan."""
        for held in self._heads:
            youth = self.people.patient(self.case.target(held.data.get("subject"), held))
            if youth is None:
                self.case.leave("CarePlan", "is about nobody in person")
                continue
            self._take(held, youth)

    def _place(self, held: Held) -> None:
        main = [self.case.target(each, held) for each in held.data.get("partOf", [])]
        profiles = [
            str(each).partition("|")[0] for each in held.data.get("meta", {}).get("profile", [])
        ]
        for each in main:
            if each is not None and each.held is not None and _ELTSS in profiles:
                self._backups.setdefault(each.held.key, []).append(held)
                return
        self._heads.append(held)
        depth, root = self._back_to_first(held)
        self._versions[held.key] = depth
        self.lineages[held.key] = LineageId(self.case.id_under(root, "lineage"))

    def _back_to_first(self, held: Held) -> tuple[int, Identifier]:
        """Return how many versions there are up to this one, and what the first is known by."""
        depth, current, seen = 1, held, {held.key: held}
        while True:
            replaced = current.data.get("replaces", [])
            before = self.case.target(replaced[0], current) if replaced else None
            if before is None:
                return depth, self.case.identifiers(current)[0]
            depth += 1
            if before.held is None:
                return depth, before.identifiers[0]
            if before.held.key in seen:
                return depth, self.case.identifiers(seen[min(seen)])[0]
            current = before.held
            seen[current.key] = current
            self._replaced.add(current.key)

    def _teams_of(self, held: Held) -> list[str]:
        found = [self.case.target(each, held) for each in held.data.get("careTeam", [])]
        return [each.held.key for each in found if each is not None and each.held is not None]

    def _take(self, held: Held, youth: PersonId) -> None:
        reading = self.case.open(held)
        family = self.people.family(youth)
        got = Gathered(youth=youth, family=family, teams=self._teams_of(held))
        version = self._versions[held.key]
        for key in ("subject", "careTeam", "partOf", "intent"):
            reading.take(key)
        for each in reading.items("addresses"):
            self._because(got, held, each, "addresses")
        for each in reading.items("supportingInfo"):
            self._beside(got, held, each)
        for each in reading.items("goal"):
            self._toward(got, held, each)
        for place, part in enumerate(reading.parts("activity")):
            self._activity(got, held, part, place)
        self._about(got, held, reading)
        got.notes += [each for each in (reading.text("title"), reading.text("description")) if each]
        got.notes += notes_in(reading)
        identifiers = self.case.identifiers(held)
        self.case.add(
            held,
            partial(
                Plan,
                id=PlanId(self.case.id_of("plan", held)),
                lineage=self.lineages[held.key],
                family=family,
                identifiers=identifiers,
                youth=youth,
                version=version,
                needs=tuple(got.needs.values()),
                strengths=tuple(got.strengths.values()),
                outcomes=tuple(got.outcomes.values()),
                services=tuple(got.services.values()),
                steps=tuple(got.steps.values()),
                crisis_plan=self._backup(held),
                notes="\n".join(dict.fromkeys(got.notes)),
                **got.fields,
            ),
        )
        self.people.persons[youth].fields["member"] = True

    def _about(self, got: Gathered, held: Held, reading: Reading) -> None:
        status = reading.text("status")
        if status in {"unknown", "on-hold"}:
            self.case.leave("CarePlan.status", f"{status} is read as {_STATUS[status].value}")
        replaced = held.key in self._replaced
        sure = known_day(held.data.get("meta", {}).get("lastUpdated"))
        period = period_of(
            reading.take("period"), running=status in {"active", "draft"}, sure_on=sure
        )
        thought = held.data.get("intent") in {"proposal", "option"}
        state = PlanStatus.DRAFT if thought else _STATUS[status]
        got.fields["status"] = PlanStatus.REPLACED if replaced else state
        got.fields["period"] = period
        made = known_day(reading.take("created"))
        if made is not None:
            got.fields["dated_on"] = made
        for each in reading.items("replaces")[:1]:
            target = self.case.target(each, held)
            if target is not None and target.held is not None:
                got.fields["replaces"] = PlanId(self.case.id_of("plan", target.held))
            else:
                self.case.leave("CarePlan.replaces", "the version before is not in the input")
        author = self.case.target(reading.take("author"), held)
        if author is None:
            return
        person = self.people.person(author, got.family)
        agency = None if person is not None else self.directory.agency(author)
        if person is not None:
            got.fields["authors"] = (person,)
        holder = person or agency
        if holder is not None and author.type in {
            "Practitioner",
            "PractitionerRole",
            "Organization",
        }:
            give_duty(
                self.case,
                held,
                DutyRole.PLANNER,
                PartyId(holder),
                family=got.family,
                plans=(self.lineages[held.key],),
                period=period,
            )
        elif person is None:
            self.case.leave("CarePlan.author", "is nobody and no agency that is known here")

    def _because(self, got: Gathered, held: Held, reference: object, key: str) -> None:
        target = self.case.target(reference, held)
        found = target.held if target is not None else None
        if found is None or found.type != "Condition":
            self.case.leave(f"CarePlan.{key}", "is not in the input")
        elif is_protective(found):
            self._strength(got, found)
        elif is_need(found):
            need = need_of(self.case, found, got.youth)
            self.used.add(found.key)
            if need is not None:
                got.needs[found.key] = need
        else:
            self.case.leave(f"CarePlan.{key}", "a diagnosis is no need; it is kept with the person")

    def _strength(self, got: Gathered, found: Held) -> None:
        self.used.add(found.key)
        strength = strength_of(self.case, found, got.youth)
        if strength is not None:
            got.strengths[found.key] = strength

    def _beside(self, got: Gathered, held: Held, reference: object) -> None:
        target = self.case.target(reference, held)
        found = target.held if target is not None else None
        if found is None:
            self.case.leave("CarePlan.supportingInfo", "is not in the input, or has no place")
        elif found.type == "Observation" and is_strength(found):
            self._strength(got, found)
        elif found.type == "Observation" and is_preference(found):
            self.used.add(found.key)
            said = preference_of(self.case, found)
            if said:
                got.notes.append(f"Preference: {said}")
        elif found.type == "Condition":
            self._because(got, held, reference, "supportingInfo")
        elif found.type == "Contract":
            self.used.add(found.key)
            signed(self.case, found, self.people, self.directory, got.fields)
        elif found.type == "QuestionnaireResponse":
            self.assessed[found.key] = self.lineages[held.key]
        else:
            self.case.leave("CarePlan.supportingInfo", "has no place in a plan")

    def _toward(self, got: Gathered, held: Held, reference: object) -> None:
        target = self.case.target(reference, held)
        found = target.held if target is not None else None
        if found is None or found.type != "Goal":
            self.case.leave("CarePlan.goal", "is not in the input")
            return
        self.used.add(found.key)
        outcome = outcome_of(self.case, found, got.need_ids)
        if outcome is not None:
            got.outcomes[found.key] = outcome

    def _activity(self, got: Gathered, held: Held, part: Reading, place: int) -> None:
        detail = part.take("detail")
        if isinstance(detail, dict):
            reading = self.case.reading(detail, "CarePlan.activity.detail")
            if detail.get("kind") in _STEPS:
                step = step_in_plan(self.case, reading, held, place)
                if step is not None:
                    got.steps[step.id] = step
                return
            service = self.services.detailed(reading, held, place, got.need_ids)
            if service is not None:
                got.services[service.id] = service
            return
        reference = part.take("reference")
        if reference is None:
            return
        target = self.case.target(reference, held)
        found = target.held if target is not None else None
        if found is not None and found.type == "ServiceRequest":
            self.used.add(found.key)
            service = self.services.ordered(found, got.need_ids)
            if service is not None:
                got.services[service.id] = service
        elif found is not None and found.type == "Task":
            self.used.add(found.key)
            progress = notes_in(part, "progress")
            step = step_of(self.case, found, self.people, self.teams, got.teams, progress)
            if step is not None:
                got.steps[step.id] = step
        else:
            self.case.leave(
                "CarePlan.activity.reference", "is not in the input, or has no place in a plan"
            )

    def _backup(self, held: Held) -> CrisisPlan | None:
        steps: list[CrisisStep] = []
        for backup in self._backups.get(held.key, []):
            reading = self.case.open(backup)
            for key in ("partOf", "status", "intent", "subject", "category"):
                reading.take(key)
            text = reading.text("description") or reading.text("title")
            if text:
                steps.append(CrisisStep(text=text))
        return CrisisPlan(kind=UNKNOWN, response_steps=tuple(steps)) if steps else None
