"""Entities become agencies and known people become people; who is not named stays unnamed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wraparound.intake import Intake
from wraparound.model.agency import Agency, AgencyKind
from wraparound.model.disclosure import UnspecifiedInterest, UnspecifiedReason
from wraparound.model.ids import NPI, TIN, AgencyId, Identifier, PersonId, RecordId
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.shapes import Json, day_in, object_in, objects_in, text_in
from wraparound_bods.register import Register, Statement

_SYSTEMS = {"US-EIN": TIN, "US-NPI": NPI}
"""Schemes that the library has a name of its own for, so that other formats' agencies match."""

_REASONS = {
    "noBeneficialOwners": UnspecifiedReason.NO_BENEFICIAL_OWNERS,
    "subjectUnableToConfirmOrIdentifyBeneficialOwner": UnspecifiedReason.NOT_PROVIDED,
    "interestedPartyHasNotProvidedInformation": UnspecifiedReason.NOT_PROVIDED,
    "subjectExemptFromDisclosure": UnspecifiedReason.EXEMPT,
    "interestedPartyExemptFromDisclosure": UnspecifiedReason.EXEMPT,
}
_GOVERNMENT = {"state", "stateBody"}
_UNNAMED = {"anonymousEntity", "unknownEntity"}
_IMPRECISE = "is not a whole day"


class Parties:
    """The people and agencies of a register, by the recordId that relationships use.

    Attributes:
        agencies: The id of the agency for each entity.
        people: The id of the person for each known person.
        unnamed: Why nobody is named, for each person who is not.
    """

    def __init__(self, register: Register, intake: Intake, system: str) -> None:
        """Hand over everybody that the register names."""
        self._intake = intake
        self._system = system
        self.agencies: dict[str, AgencyId] = {}
        self.people: dict[str, PersonId] = {}
        self.unnamed: dict[str, UnspecifiedReason] = {}
        for statement in register.latest("entity"):
            self._add_agency(statement)
        for statement in register.latest("person"):
            self._add_person(statement)

    def identifier(self, local: str) -> Identifier:
        """Return the identifier that the file's own name for something stands for."""
        return Identifier(system=self._system, value=local)

    def _add_agency(self, statement: Statement) -> None:
        details = statement.details
        period = self._existence(statement)
        identifiers = self._identifiers(details, "entity", statement.record)
        agency = AgencyId(self._intake.id_of("agency", *identifiers))
        self.agencies[statement.record] = agency
        of_type = text_in(object_in(details, "entityType"), "type")
        address, others = _address_of(details)
        if others:
            why = "only one address of an agency is kept, the registered one first"
            self._intake.left_out("entity.addresses", why, times=others)
        jurisdiction = object_in(details, "jurisdiction")
        record = Agency(
            id=agency,
            identifiers=identifiers,
            name=text_in(details, "name") or UNKNOWN,
            other_names=_texts(details, "alternateNames"),
            kind=AgencyKind.GOVERNMENT if of_type in _GOVERNMENT else None,
            address=address,
            jurisdiction=text_in(jurisdiction, "code") or text_in(jurisdiction, "name"),
            period=period,
        )
        self._intake.add(record, path=statement.path)
        if of_type in _UNNAMED or "unspecifiedEntityDetails" in details:
            self._add_unnamed_owners(statement, agency)

    def _add_unnamed_owners(self, statement: Statement, agency: AgencyId) -> None:
        """An agency that is not named itself is owned by people who are not named either."""
        identifier = self.identifier(f"{statement.record}#owners")
        interest = UnspecifiedInterest(
            id=RecordId(self._intake.id_of("unspecified_interest", identifier)),
            identifiers=(identifier,),
            agency=agency,
            reason=reason_in(object_in(statement.details, "unspecifiedEntityDetails")),
            recorded_on=statement.day,
        )
        self._intake.add(interest, path=statement.path)

    def _existence(self, statement: Statement) -> Period:
        founded = day_in(statement.details.get("foundingDate"))
        dissolved = day_in(statement.details.get("dissolutionDate"))
        if founded is not None and dissolved is not None and dissolved <= founded:
            path = statement.below("recordDetails.dissolutionDate")
            self._intake.fault(path, "must be a day after foundingDate", line=statement.line)
            return Period()
        return Period(start=founded, end=dissolved)

    def _add_person(self, statement: Statement) -> None:
        details = statement.details
        if details.get("personType") != "knownPerson":
            reason = reason_in(object_in(details, "unspecifiedPersonDetails"))
            self.unnamed[statement.record] = reason
            return
        identifiers = self._identifiers(details, "person", statement.record)
        person = PersonId(self._intake.id_of("person", *identifiers))
        self.people[statement.record] = person
        name, others = _name_of(details)
        if others:
            self._intake.left_out("person.names", "only the legal name is kept", times=others)
        born, died = (self._day(details, key) for key in ("birthDate", "deathDate"))
        record = Person(
            id=person,
            identifiers=identifiers,
            name=name or UNKNOWN,
            birth_date=born or UNKNOWN,
            deceased_on=died,
        )
        self._intake.add(record, path=statement.path)

    def _day(self, details: Json, key: str) -> date | Unknown | None:
        if key not in details:
            return None
        day = day_in(details[key])
        if day is None:
            self._intake.left_out(f"person.{key}", _IMPRECISE)
        return day or UNKNOWN

    def _identifiers(self, details: Json, kind: str, local: str) -> tuple[Identifier, ...]:
        found: dict[str, Identifier] = {}
        for each in objects_in(details, "identifiers"):
            scheme = text_in(each, "scheme") or text_in(each, "schemeName")
            value = text_in(each, "id")
            if not scheme or not value:
                why = "names no id, or no scheme"
                self._intake.left_out(f"{kind}.identifiers", why)
                continue
            identifier = Identifier(system=_SYSTEMS.get(scheme, scheme), value=value)
            found.setdefault(identifier.key, identifier)
        own = self.identifier(local)
        found.setdefault(own.key, own)
        return tuple(found.values())


def reason_in(details: Json) -> UnspecifiedReason:
    """Return why nobody is named."""
    return _REASONS.get(text_in(details, "reason"), UnspecifiedReason.UNKNOWN)


def _texts(value: Json, key: str) -> tuple[str, ...]:
    found = value.get(key)
    listed = found if isinstance(found, list) else []
    texts = (each.strip() for each in listed if isinstance(each, str))
    return tuple(dict.fromkeys(text for text in texts if text))


def _name_of(details: Json) -> tuple[str, int]:
    names = sorted(objects_in(details, "names"), key=lambda each: each.get("type") != "legal")
    return (text_in(names[0], "fullName"), len(names) - 1) if names else ("", 0)


def _address_of(details: Json) -> tuple[str, int]:
    ordered = sorted(objects_in(details, "addresses"), key=_preference)
    if not ordered:
        return "", 0
    return ", ".join(_parts(ordered[0])), len(ordered) - 1


def _preference(address: Json) -> int:
    order = ("registered", "business", "alternative")
    of_type = text_in(address, "type")
    return order.index(of_type) if of_type in order else len(order)


def _parts(address: Json) -> Iterator[str]:
    country = object_in(address, "country")
    for part in (
        text_in(address, "address"),
        text_in(address, "postCode"),
        text_in(country, "name"),
    ):
        if part:
            yield part
