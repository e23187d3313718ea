"""What Patient, RelatedPerson and Practitioner say of somebody, as the fields of a person."""

from __future__ import annotations

from typing import Any

from wraparound.model.person import Residence
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound_fhir.case import Json, Reading
from wraparound_fhir.words import (
    address_line,
    codes_of,
    contacts_in,
    day_of,
    name_in,
    nickname_in,
    period_of,
    url_tail,
    words_of,
)

_ALREADY = ("patient", "relationship", "period", "active", "communication", "link", "gender")


def described(reading: Reading) -> dict[str, Any]:  # Any: the fields of a person
    """Return what a resource says of somebody, as fields of a person; the rest is told."""
    fields: dict[str, Any] = {}
    name = name_in(reading)
    if isinstance(name, str):
        fields["name"] = name
    nickname = nickname_in(reading)
    if nickname:
        fields["preferred_name"] = nickname
    born = day_of(reading.take("birthDate"))
    if not isinstance(born, Unknown):
        fields["birth_date"] = born
    elif reading.data.get("birthDate"):
        reading.case.leave(f"{reading.path}.birthDate", "is not a whole day")
    if reading.text("gender"):
        fields["gender"] = reading.text("gender")
    contacts = contacts_in(reading)
    if contacts:
        fields["contacts"] = contacts
    for key in _ALREADY:
        reading.take(key)
    reading.leave("contact", "somebody without a record of their own, known only by name")
    _home(reading, fields)
    _death(reading, fields)
    _languages(reading, fields)
    _extensions(reading, fields)
    return fields


def _home(reading: Reading, fields: dict[str, Any]) -> None:
    addresses = reading.items("address")
    if reading.path == "Practitioner":
        if addresses:
            reading.case.leave("Practitioner.address", "a worker's address is the agency's")
        return
    homes: list[Residence] = []
    for address in addresses:
        if address.get("use") in {"work", "billing"}:
            reading.case.leave(f"{reading.path}.address", "is not where somebody lives")
            continue
        district = address.get("district")
        homes.append(
            Residence(
                area=district if isinstance(district, str) else UNKNOWN,
                address=address_line(address),
                period=period_of(address.get("period"), running=address.get("use") != "old"),
            )
        )
    if homes:
        fields["residences"] = tuple(homes)


def _death(reading: Reading, fields: dict[str, Any]) -> None:
    died = reading.take("deceasedDateTime")
    if isinstance(died, str):
        fields["deceased_on"] = day_of(died)
    elif reading.take("deceasedBoolean") is True:
        fields["deceased_on"] = UNKNOWN


def _languages(reading: Reading, fields: dict[str, Any]) -> None:
    told: list[Json] = reading.items("communication")
    spoken = sorted(told, key=_is_second)
    tags: list[str] = []
    for each in spoken:
        concept = each.get("language", each)
        code = next((code for _, code in codes_of(concept)), "") or words_of(concept)
        if code:
            tags.append(code)
    if tags:
        fields["languages"] = tuple(dict.fromkeys(tags))


def _is_second(language: Json) -> bool:
    return language.get("preferred") is not True


def _extensions(reading: Reading, fields: dict[str, Any]) -> None:
    """Take the extensions of US Core that a person has room for; the others are told."""
    ethnic: list[str] = []
    for each in reading.items("extension"):
        tail = url_tail(str(each.get("url", "")))
        text = next(
            (
                inner.get("valueString")
                for inner in each.get("extension", [])
                if inner.get("url") == "text"
            ),
            None,
        )
        if tail in {"us-core-race", "us-core-ethnicity"} and isinstance(text, str):
            ethnic.append(text)
        elif tail in {"us-core-interpreter-needed", "patient-interpreterRequired"}:
            needed = each.get("valueBoolean")
            yes = next(
                (code for _, code in codes_of({"coding": [each.get("valueCoding", {})]})), ""
            )
            if isinstance(needed, bool) or yes in {"373066001", "373067005"}:
                fields["interpreter"] = needed is True or yes == "373066001"
        elif tail == "us-core-tribal-affiliation":
            tribe = (inner.get("valueCodeableConcept") for inner in each.get("extension", []))
            fields["tribe"] = next((words_of(concept) for concept in tribe if concept), "")
        elif tail in {"individual-genderIdentity", "us-core-genderIdentity"}:
            reading.case.leave(f"{reading.path}.extension({tail})", "the plain gender is kept")
        else:
            reading.case.leave_extension(reading.path, tail)
    if ethnic:
        fields["race_ethnicity"] = tuple(dict.fromkeys(ethnic))
