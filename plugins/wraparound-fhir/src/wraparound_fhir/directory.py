"""Organizations, services, workers' roles and affiliations: the directory and its ties."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import attrs

from wraparound.model.agency import Agency, AgencyKind
from wraparound.model.directory import DirectoryStatus, Place, Service
from wraparound.model.duty import Staff
from wraparound.model.ids import AgencyId, Identifier, PartyId, PersonId, RecordId, ServiceId, TieId
from wraparound.model.periods import Period
from wraparound.model.terms import Unknown
from wraparound.model.tie import ControlBy, Tie, TieKind
from wraparound_fhir.case import Case, Held, Reading, Target
from wraparound_fhir.people import People
from wraparound_fhir.words import (
    address_line,
    codes_of,
    contacts_in,
    known_day,
    period_of,
    website_in,
    words_of,
)

_KINDS = {
    "prov": AgencyKind.PROVIDER,
    "govt": AgencyKind.GOVERNMENT,
    "edu": AgencyKind.SCHOOL,
    "pay": AgencyKind.PAYER,
    "ins": AgencyKind.PAYER,
    "cg": AgencyKind.COMMUNITY,
    "reli": AgencyKind.COMMUNITY,
    "fac": AgencyKind.PROVIDER,
}
_PART_OF = "FHIR Organization.partOf: an administrative hierarchy, to be confirmed"
_EMPLOYED = "FHIR PractitionerRole: read as working for the organization, to be confirmed"
_AFFILIATED = "FHIR OrganizationAffiliation, to be confirmed"
_SUPPLIES = frozenset({"provider", "agency", "supplier", "diagnostics"})
_GONE = "is not in the input; only what it is known by is kept"


@attrs.define
class AgencyDraft:
    """What is known of an agency so far."""

    id: AgencyId
    identifiers: dict[str, Identifier] = attrs.field(factory=dict)
    held: Held | None = None
    fields: dict[str, Any] = attrs.field(factory=dict)


class Directory:
    """The agencies and services of the case, by what the input calls them."""

    def __init__(self, case: Case, people: People) -> None:
        """Meet every agency and service."""
        self.case = case
        self.people = people
        self.agencies: dict[AgencyId, AgencyDraft] = {}
        self._ids: dict[str, AgencyId] = {}
        self._services: dict[str, ServiceId] = {}
        self._roles: dict[PersonId, AgencyId] = {}
        self._ties: list[tuple[Held, Tie]] = []
        for held in case.all("Organization"):
            self._meet(held)
        for held in case.all("HealthcareService"):
            if _service_name(held):
                self._services[held.key] = ServiceId(case.id_of("service", held))

    def agency(self, target: Target | None) -> AgencyId | None:
        """Return the agency that a reference leads to, itself or through a role or service."""
        if target is None:
            return None
        through = {"HealthcareService": "providedBy", "PractitionerRole": "organization"}
        if target.type in through:
            held = target.held
            return (
                self.agency(self.case.target(held.data.get(through[target.type]), held))
                if held
                else None
            )
        if target.type != "Organization":
            return None
        if target.held is not None:
            return self._ids.get(target.held.key)
        agency = AgencyId(self.case.intake.id_of("agency", *target.identifiers))
        if agency not in self.agencies:
            self.case.leave("Organization", _GONE)
            draft = self.agencies[agency] = AgencyDraft(id=agency)
            draft.identifiers = {each.key: each for each in target.identifiers}
        return agency

    def service(self, target: Target | None) -> ServiceId | None:
        """Return the entry of the directory that a reference leads to."""
        if target is None or target.held is None:
            return None
        return self._services.get(target.held.key)

    def hand_over(self) -> None:
        """Add services, jobs, agencies and ties; everything else has been read by now."""
        self._take_hierarchy()
        for held in self.case.all("OrganizationAffiliation"):
            self._take_affiliation(held)
        for held in self.case.all("PractitionerRole"):
            self._take_role(held)
        for held in self.case.all("HealthcareService"):
            self._take_service(held)
        for draft in self.agencies.values():
            self.case.add(
                draft.held,
                partial(
                    Agency,
                    id=draft.id,
                    identifiers=tuple(draft.identifiers.values()),
                    **draft.fields,
                ),
            )
        for held, tie in self._ties:
            self.case.give(held, tie)

    def _meet(self, held: Held) -> None:
        identifiers = self.case.identifiers(held)
        agency = self._ids[held.key] = AgencyId(self.case.id_of("agency", held))
        reading = self.case.open(held)
        fields: dict[str, Any] = {"contacts": contacts_in(reading), "website": website_in(reading)}
        if reading.text("name"):
            fields["name"] = reading.text("name")
        names = tuple(each for each in reading.items("alias") if each.strip())
        if names:
            fields["other_names"] = names
        kinds = [_KINDS[code] for _, code in codes_of(*reading.items("type")) if code in _KINDS]
        if kinds:
            fields["kind"] = kinds[0]
        addresses = reading.items("address")
        if addresses:
            fields["address"] = address_line(addresses[0])
        if len(addresses) > 1:
            self.case.leave("Organization.address", "one address is kept", len(addresses) - 1)
        reading.take("active")
        reading.leave("contact", "a contact at the agency without a record of their own")
        reading.take("partOf")
        draft = self.agencies.setdefault(agency, AgencyDraft(id=agency))
        draft.held = held
        draft.identifiers.update({each.key: each for each in identifiers})
        draft.fields = {**draft.fields, **{key: value for key, value in fields.items() if value}}

    def _take_hierarchy(self) -> None:
        """Read each ``partOf`` as control; the tie names its source."""
        for held in self.case.all("Organization"):
            parent = self.agency(self.case.target(held.data.get("partOf"), held))
            own = self._ids[held.key]
            if parent is None or parent == own:
                continue
            self.case.leave("Organization.partOf", "is read as control of the part; please confirm")
            self._ties.append(
                (
                    held,
                    Tie(
                        **self._tie_of(held, "partOf"),
                        kind=TieKind.CONTROLS,
                        subject=PartyId(parent),
                        object=PartyId(own),
                        control_by=ControlBy.OTHER,
                        period=period_of(None, sure_on=_updated(held)),
                        source=_PART_OF,
                    ),
                )
            )

    def _tie_of(self, held: Held, what: str) -> dict[str, Any]:
        identifier = self.case.part_of(held, what)
        tie = TieId(self.case.intake.id_of("tie", identifier))
        return {"id": tie, "identifiers": (identifier,)}

    def _take_affiliation(self, held: Held) -> None:
        main = self.agency(self.case.target(held.data.get("organization"), held))
        other = self.agency(self.case.target(held.data.get("participatingOrganization"), held))
        codes = {code for _, code in codes_of(*held.data.get("code", []))}
        if main is None or other is None or main == other or not codes & _SUPPLIES:
            self.case.leave(
                "OrganizationAffiliation", "says neither ownership nor a purchase of services"
            )
            return
        reading = self.case.open(held)
        for key in ("organization", "participatingOrganization", "code", "active"):
            reading.take(key)
        self._ties.append(
            (
                held,
                Tie(
                    **self._tie_of(held, "affiliation"),
                    kind=TieKind.ORG_CONTRACT,
                    subject=PartyId(main),
                    object=PartyId(other),
                    period=_held_for(reading, held),
                    source=_AFFILIATED,
                ),
            )
        )

    def _take_role(self, held: Held) -> None:
        reading = self.case.open(held)
        person = self.people.person(self.case.target(reading.take("practitioner"), held))
        employer = self.agency(self.case.target(reading.take("organization"), held))
        if person is None:
            self.case.leave("PractitionerRole", "names nobody who holds the role")
            return
        concepts = [*reading.items("code"), *reading.items("specialty")]
        words = [words_of(each) for each in concepts if words_of(each)]
        if len(words) > 1:
            self.case.leave("PractitionerRole.code", "the first role is kept", len(words) - 1)
        reading.take("active")
        period = _held_for(reading, held)
        identifiers = self.case.identifiers(held)
        begun, ended = period.start, period.end
        jobs: dict[str, Any] = {"employer": employer} if employer is not None else {}
        if begun is not None and not isinstance(begun, Unknown):
            jobs["hired_on"] = begun
        if ended is not None:
            jobs["left_on"] = ended
        self.case.add(
            held,
            partial(
                Staff,
                id=RecordId(self.case.id_of("staff", held)),
                identifiers=identifiers,
                person=person,
                role=words[0] if words else "not told",
                **jobs,
            ),
        )
        if employer is None:
            return
        self.case.leave(
            "PractitionerRole", "is read as working for the organization; please confirm"
        )
        self._ties.append(
            (
                held,
                Tie(
                    **self._tie_of(held, "employment"),
                    kind=TieKind.EMPLOYED_BY,
                    subject=PartyId(person),
                    object=PartyId(employer),
                    period=period,
                    source=_EMPLOYED,
                ),
            )
        )

    def _take_service(self, held: Held) -> None:
        service = self._services.get(held.key)
        if service is None:
            self.case.leave("HealthcareService", "has neither a name nor a type")
            return
        reading = self.case.open(held)
        agency = self.agency(self.case.target(reading.take("providedBy"), held))
        concepts = [*reading.items("category"), *reading.items("type"), *reading.items("specialty")]
        areas = [self._place(each, held) for each in reading.items("coverageArea")]
        fields: dict[str, Any] = {
            "categories": tuple(
                dict.fromkeys(words_of(each) for each in concepts if words_of(each))
            ),
            "taxonomy": tuple(
                dict.fromkeys(f"{system}|{code}" for system, code in codes_of(*concepts))
            ),
            "description": "\n".join(
                each for each in (reading.text("comment"), reading.text("extraDetails")) if each
            ),
            "program": "; ".join(words_of(each) for each in reading.items("program")),
            "fees": "; ".join(words_of(each) for each in reading.items("serviceProvisionCode")),
            "eligibility": "; ".join(
                each.text("comment") or words_of(each.take("code"))
                for each in reading.parts("eligibility")
            ),
            "languages": tuple(
                next((code for _, code in codes_of(each)), words_of(each))
                for each in reading.items("communication")
            ),
            "schedule": "; ".join(_hours(each) for each in reading.parts("availableTime")),
            "areas": tuple(place.name for place in areas if place is not None and place.name),
            "places": tuple(
                place
                for each in reading.items("location")
                if (place := self._place(each, held)) is not None
            ),
            "contacts": contacts_in(reading),
            "website": website_in(reading),
        }
        active = reading.take("active") is not False
        name = _service_name(held)
        reading.take("name")
        self.case.add(
            held,
            partial(
                Service,
                id=service,
                identifiers=self.case.identifiers(held),
                agency=agency,
                name=name,
                status=DirectoryStatus.ACTIVE if active else DirectoryStatus.INACTIVE,
                **{key: value for key, value in fields.items() if value},
            ),
        )

    def _place(self, reference: object, holder: Held) -> Place | None:
        target = self.case.target(reference, holder)
        if target is None or target.held is None or target.held.type != "Location":
            self.case.leave("HealthcareService.location", "a place that is not in the input")
            return None
        reading = self.case.open(target.held)
        position: dict[str, object] = reading.take("position") or {}
        return Place(
            name=reading.text("name"),
            address=address_line(reading.take("address")),
            latitude=str(position.get("latitude", "")),
            longitude=str(position.get("longitude", "")),
        )


def _service_name(held: Held) -> str:
    name = held.data.get("name")
    if isinstance(name, str) and name.strip():
        return name
    kinds = [*held.data.get("type", []), *held.data.get("category", [])]
    return next((words_of(each) for each in kinds if words_of(each)), "")


def _hours(part: Reading) -> str:
    days = ", ".join(part.items("daysOfWeek"))
    if part.take("allDay") is True:
        return f"{days} all day".strip()
    begins, ends = part.text("availableStartTime"), part.text("availableEndTime")
    return f"{days} {begins[:5]} to {ends[:5]}".strip() if begins or ends else days


def _held_for(reading: Reading, held: Held) -> Period:
    running = held.data.get("active") is not False
    return period_of(reading.take("period"), running=running, sure_on=_updated(held))


def _updated(held: Held) -> date | None:
    return known_day(held.data.get("meta", {}).get("lastUpdated"))
