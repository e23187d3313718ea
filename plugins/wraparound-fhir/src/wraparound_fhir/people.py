"""Patients, related persons and practitioners: the people of the case, and their families."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.ids import FamilyId, Identifier, PartyId, PersonId, TieId
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.person import Coverage, Diagnosis, Person
from wraparound.model.tie import Tie, TieKind
from wraparound_fhir.case import Case, Held, Target
from wraparound_fhir.kinship import Kin, kin_for
from wraparound_fhir.persons import described
from wraparound_fhir.words import known_day, period_of

FAMILY_OF = "urn:wraparound:family-of:"
"""Put before the system of a patient's identifier, it is the system of the family's."""

_GONE = "is not in the input; only what it is known by is kept"


@attrs.define
class PersonDraft:
    """What is known of somebody so far."""

    id: PersonId
    family: FamilyId | None
    identifiers: dict[str, Identifier] = attrs.field(factory=dict, repr=False)
    held: Held | None = None
    fields: dict[str, Any] = attrs.field(factory=dict, repr=False)
    coverages: list[Coverage] = attrs.field(factory=list, repr=False)
    diagnoses: list[Diagnosis] = attrs.field(factory=list, repr=False)
    substance_use: list[Diagnosis] = attrs.field(factory=list, repr=False)


@attrs.define
class FamilyDraft:
    """What is known of a family so far."""

    id: FamilyId
    identifiers: dict[str, Identifier] = attrs.field(factory=dict, repr=False)
    members: dict[PersonId, FamilyMember] = attrs.field(factory=dict, repr=False)
    ties: dict[str, Tie] = attrs.field(factory=dict, repr=False)
    held: Held | None = None


class People:
    """Everybody of the case, by what the input calls them."""

    def __init__(self, case: Case) -> None:
        """Meet everybody and put them into their families."""
        self.case = case
        self.persons: dict[PersonId, PersonDraft] = {}
        self.families: dict[FamilyId, FamilyDraft] = {}
        self.kin: dict[PersonId, tuple[Kin, ...]] = {}
        self._ids: dict[str, PersonId] = {}
        self._joined: dict[PersonId, PersonId] = {}
        self._known_as: dict[PersonId, dict[str, Identifier]] = {}
        self._own_names: dict[PersonId, list[Identifier]] = {}
        self._family_of: dict[PersonId, FamilyId] = {}
        for kind in ("Patient", "RelatedPerson", "Practitioner"):
            for held in case.all(kind):
                self._meet(held)
        self._join_families()
        for held in case.all("Patient"):
            self._take_patient(held)
        for held in case.all("RelatedPerson"):
            self._take_related(held)
        for held in case.all("Practitioner"):
            self._draft(self._ids[held.key], None, held)

    def person(self, target: Target | None, family: FamilyId | None = None) -> PersonId | None:
        """Return who a reference leads to; None where it is nobody in person.

        Args:
            target: Where the reference leads.
            family: The family that somebody belongs to who is not in the input.
        """
        if target is None:
            return None
        if target.type == "PractitionerRole":
            role = target.held
            return (
                self.person(self.case.target(role.data.get("practitioner"), role)) if role else None
            )
        if target.type not in {"Patient", "RelatedPerson", "Practitioner"}:
            return None
        if target.type == "Patient":
            return self.patient(target)
        if target.held is not None:
            return self._ids.get(target.held.key)
        person = PersonId(self.case.intake.id_of("person", *target.identifiers))
        if person not in self.persons:
            self.case.leave(target.type, _GONE)
            own = family if target.type == "RelatedPerson" else None
            draft = self.persons[person] = PersonDraft(id=person, family=own)
            draft.identifiers = {each.key: each for each in target.identifiers}
        return person

    def patient(self, target: Target | None) -> PersonId | None:
        """Return whom a record is about; somebody who is not in the input gets a bare record."""
        if target is None or target.type != "Patient":
            return None
        if target.held is not None:
            return self._ids.get(target.held.key)
        person = PersonId(self.case.intake.id_of("person", *target.identifiers))
        if person not in self.persons:
            self.case.leave("Patient", _GONE)
            self._known_as.setdefault(person, {}).update(
                {each.key: each for each in target.identifiers}
            )
            self._draft(person, self._family(person), None)
            self._belongs(person, FamilyRole.YOUTH)
        return person

    def family(self, person: PersonId) -> FamilyId:
        """Return the family of somebody whom help is for."""
        return self._family(person)

    def hand_over(self) -> None:
        """Add the families and their people, then everybody else."""
        for family in self.families.values():
            self.case.add(
                family.held,
                partial(
                    Family,
                    id=family.id,
                    identifiers=tuple(family.identifiers.values()),
                    members=tuple(family.members.values()),
                    relationships=tuple(family.ties.values()),
                ),
            )
        for draft in self.persons.values():
            self.case.add(
                draft.held,
                partial(
                    Person,
                    id=draft.id,
                    family=draft.family,
                    identifiers=tuple(draft.identifiers.values()),
                    coverages=tuple(dict.fromkeys(draft.coverages)),
                    diagnoses=tuple(dict.fromkeys(draft.diagnoses)),
                    substance_use_diagnoses=tuple(dict.fromkeys(draft.substance_use)),
                    **draft.fields,
                ),
            )

    def _meet(self, held: Held) -> None:
        identifiers = self.case.identifiers(held)
        person = PersonId(self.case.id_of("person", held))
        self._ids[held.key] = person
        known = self._known_as.setdefault(person, {})
        known.update({each.key: each for each in identifiers})
        if held.type == "Patient":
            self._joined.setdefault(person, person)
            self._own_names.setdefault(person, []).extend(self.case.own_names(held))

    def _join_families(self) -> None:
        """Join patients who share a relative, or of whom one is the other's relative."""
        of_relative: dict[PersonId, PersonId] = {}
        for held in self.case.all("RelatedPerson"):
            whose = self.case.target(held.data.get("patient"), held)
            if whose is None or whose.held is None or whose.held.key not in self._ids:
                continue
            patient, relative = self._ids[whose.held.key], self._ids[held.key]
            if relative in self._joined:
                self._join(patient, relative)
            self._join(patient, of_relative.setdefault(relative, patient))
        for held in self.case.all("Patient"):
            for link in held.data.get("link", []):
                other = self.case.target(link.get("other"), held)
                if other is not None and other.held is not None and other.type == "RelatedPerson":
                    whose = self.case.target(other.held.data.get("patient"), other.held)
                    if whose is not None and whose.held is not None and whose.held.key in self._ids:
                        self._join(self._ids[held.key], self._ids[whose.held.key])

    def _join(self, one: PersonId, other: PersonId) -> None:
        first, second = self._root(one), self._root(other)
        if first != second:
            self._joined[second] = first

    def _root(self, person: PersonId) -> PersonId:
        while self._joined.setdefault(person, person) != person:
            person = self._joined[person]
        return person

    def _family(self, person: PersonId) -> FamilyId:
        if person in self._family_of:
            return self._family_of[person]
        root = self._root(person)
        youths = [each for each in self._joined if self._root(each) == root]
        identifiers = [
            _of_family(known)
            for youth in youths
            for known in self._known_as.get(youth, {}).values()
        ]
        own = [_of_family(known) for known in self._own_names.get(root, ()) if youths == [root]]
        family = FamilyId(self.case.intake.id_of("family", *identifiers, own=own))
        draft = self.families.setdefault(family, FamilyDraft(id=family))
        draft.identifiers.update({each.key: each for each in identifiers})
        for youth in youths:
            self._family_of[youth] = family
        return family

    def _draft(self, person: PersonId, family: FamilyId | None, held: Held | None) -> PersonDraft:
        draft = self.persons.setdefault(person, PersonDraft(id=person, family=family))
        draft.family = draft.family or family
        draft.identifiers.update(self._known_as.get(person, {}))
        if held is not None:
            draft.held = draft.held or held
            draft.fields = {**described(self.case.open(held)), **draft.fields}
        return draft

    def _belongs(
        self, person: PersonId, role: FamilyRole, **more: Any
    ) -> None:  # Any: a member's fields
        family = self.families[self._family_of.get(person) or more.pop("family")]
        before = family.members.get(person)
        if before is None or role is FamilyRole.YOUTH:
            family.members[person] = FamilyMember(person=person, role=role, **more)

    def _take_patient(self, held: Held) -> None:
        person = self._ids[held.key]
        family = self._family(person)
        self._draft(person, family, held)
        self.families[family].held = self.families[family].held or held
        self._belongs(person, FamilyRole.YOUTH)

    def _take_related(self, held: Held) -> None:
        person = self._ids[held.key]
        patient = self.patient(self.case.target(held.data.get("patient"), held))
        if patient is None:
            self._draft(person, None, held)
            self.case.leave("RelatedPerson.patient", "names nobody, so the family is not known")
            return
        family = self._family(patient)
        self._draft(person, family, held)
        relationships = held.data.get("relationship", [])
        kin = self.kin[person] = (*self.kin.get(person, ()), *kin_for(relationships))
        sure = known_day(held.data.get("meta", {}).get("lastUpdated"))
        said = held.data.get("period")
        running = held.data.get("active") is not False
        period = period_of(said, running=running, sure_on=sure)
        within = period if said or not running else ALWAYS
        first = next((each for each in kin if each.family is not None), None)
        if first is not None and first.family is not None and person != patient:
            decides = {"decides": True} if any(each.decides for each in kin) else {}
            self._belongs(person, first.family, family=family, period=within, **decides)
        for each in kin_for(relationships):
            self._tie(held, each, person, patient, period, within)

    def _tie(
        self,
        held: Held,
        kin: Kin,
        person: PersonId,
        patient: PersonId,
        period: Period,
        always: Period,
    ) -> None:
        if person == patient:
            return
        family = self.families[self._family(patient)]

        def tie(
            kind: TieKind, subject: PersonId, other: PersonId, **more: Any
        ) -> None:  # Any: fields
            tie_id = TieId(self.case.part_id(held, kind.value, subject, other))
            family.ties[tie_id] = Tie(
                id=tie_id,
                family=family.id,
                kind=kind,
                subject=PartyId(subject),
                object=PartyId(other),
                source="FHIR RelatedPerson",
                **more,
            )

        if kin.relation is not None:
            subject, other = (person, patient) if kin.upward else (patient, person)
            more = {"relation": kin.relation, "nature": kin.nature, "period": always}
            tie(TieKind.KIN, subject, other, **more)
        for kind in kin.ties:
            extra = {"partner": True} if kind is TieKind.HOUSEHOLD and kin.partner else {}
            tie(kind, person, patient, period=period, **extra)


def _of_family(known: Identifier) -> Identifier:
    """Return what a family is known by whose youth is known by this."""
    return Identifier(system=FAMILY_OF + known.system, value=known.value)
