"""Services become services of the directory."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.intake import Intake
from wraparound.model.directory import DirectoryStatus, Place, Service
from wraparound.model.ids import AgencyId, ServiceId
from wraparound.model.person import Payer
from wraparound.shapes import Json, below, day_in, object_in, objects_in, text_in
from wraparound_hsds.agencies import agency_called, agency_from
from wraparound_hsds.contacts import contacts_in
from wraparound_hsds.gathering import Gathering
from wraparound_hsds.places import place_from
from wraparound_hsds.schedules import schedule_in
from wraparound_hsds.words import language_in, payer_in, plainly, whole

_STATUS = {
    "active": DirectoryStatus.ACTIVE,
    "inactive": DirectoryStatus.INACTIVE,
    "defunct": DirectoryStatus.DEFUNCT,
    "temporarily closed": DirectoryStatus.TEMPORARILY_CLOSED,
}
_ABOUT_MONEY = ("pay", "fund", "insur", "financ")


def take_service(
    value: Json, gathering: Gathering, *, path: str, line: int, offered_by: Json | None = None
) -> None:
    """Take a service without faults.

    Args:
        value: The service.
        gathering: Where it goes.
        path: Where it stands.
        line: The line that its entry begins on.
        offered_by: The organization that it stands in, where it does.
    """
    intake = gathering.intake
    organization = object_in(value, "organization") or offered_by or {}
    agency = _agency(value, organization, gathering, path=path, line=line)
    here = list(_at_locations(value, organization, intake))
    identifier = gathering.identifier(text_in(value, "id"))
    youngest, oldest = _age(value, "minimum_age", intake), _age(value, "maximum_age", intake)
    if youngest is not None and oldest is not None and oldest < youngest:
        words = "must not be less than minimum_age"
        intake.fault(below(path, "maximum_age"), words, line=line)
    locations = [location for _, location in here]
    stands = [value, *(at for at, _ in here)]
    areas = [area for each in stands for area in objects_in(each, "service_areas")]
    schedules = [each for stand in stands for each in objects_in(stand, "schedules")]
    record = Service(
        id=ServiceId(intake.id_of("service", identifier)),
        identifiers=(identifier,),
        agency=agency,
        name=text_in(value, "name"),
        other_name=text_in(value, "alternate_name"),
        description=text_in(value, "description"),
        program=_program(value, organization, intake),
        categories=_once(_categories(value, intake)),
        taxonomy=_once(_terms(value)),
        status=_STATUS[text_in(value, "status")],
        areas=_once(text_in(area, "name") or text_in(area, "description") for area in areas),
        places=_places(locations, intake),
        languages=_once(_languages([value, *locations], intake)),
        payers=tuple(dict.fromkeys(_payers(value, intake))),
        fees=_fees(value),
        youngest=youngest,
        oldest=oldest,
        eligibility=text_in(value, "eligibility_description"),
        schedule=schedule_in(schedules),
        contacts=contacts_in(*stands),
        website=text_in(value, "url"),
        capacity=_capacity(value, intake),
        assured_on=day_in(value.get("assured_date")),
    )
    gathering.take(record, path=path, line=line, entry=True)


def _agency(
    value: Json, organization: Json, gathering: Gathering, *, path: str, line: int
) -> AgencyId | None:
    named, inside = text_in(value, "organization_id"), text_in(organization, "id")
    if named and inside and named.lower() != inside.lower():
        words = "must be the id of the organization that is given with it"
        gathering.intake.fault(below(path, "organization_id"), words, line=line)
    if organization:
        place = below(path, "organization")
        return agency_from(organization, gathering, path=place, line=line)
    return agency_called(named, gathering, path=path, line=line) if named else None


def _at_locations(value: Json, organization: Json, intake: Intake) -> Iterator[tuple[Json, Json]]:
    known = {text_in(each, "id"): each for each in objects_in(organization, "locations")}
    for at in objects_in(value, "service_at_locations"):
        location = object_in(at, "location") or known.get(text_in(at, "location_id"), {})
        if not location and "location_id" in at:
            why = "names a location that is not in the entry"
            intake.left_out("service.service_at_locations.location_id", why)
        yield at, location


def _program(value: Json, organization: Json, intake: Intake) -> str:
    name = text_in(object_in(value, "program"), "name")
    wanted = text_in(value, "program_id")
    for each in objects_in(organization, "programs"):
        if not name and wanted and text_in(each, "id") == wanted:
            name = text_in(each, "name")
    if wanted and not name:
        intake.left_out("service.program_id", "names a program that is not in the entry")
    return name


def _categories(value: Json, intake: Intake) -> Iterator[str]:
    for attribute in objects_in(value, "attributes"):
        term = text_in(object_in(attribute, "taxonomy_term"), "name")
        told = text_in(attribute, "label") or text_in(attribute, "value")
        if term and told and told != term:
            yield f"{term}: {told}"
        elif term or told:
            yield term or told
        else:
            intake.left_out("service.attributes", "names a term that is not in the entry")


def _terms(value: Json) -> Iterator[str]:
    for attribute in objects_in(value, "attributes"):
        term = object_in(attribute, "taxonomy_term")
        detail = object_in(term, "taxonomy_detail")
        system = text_in(detail, "uri") or text_in(term, "taxonomy") or text_in(detail, "name")
        code = text_in(term, "code") or text_in(term, "term_uri")
        if system and code:
            yield f"{system}|{code}"


def _payers(value: Json, intake: Intake) -> Iterator[Payer]:
    for attribute in objects_in(value, "attributes"):
        term = object_in(attribute, "taxonomy_term")
        about = f"{text_in(attribute, 'link_type')} {text_in(term, 'taxonomy')}".lower()
        if any(word in about for word in _ABOUT_MONEY):
            payer = payer_in(text_in(term, "name") or text_in(attribute, "value"))
            if payer is not None:
                yield payer
    for funding in objects_in(value, "funding"):
        payer = payer_in(text_in(funding, "source"))
        if payer is None:
            intake.left_out("service.funding.source", "names no payer that is known here")
        else:
            yield payer
    for cost in objects_in(value, "cost_options"):
        payer = payer_in(text_in(cost, "option"))
        if payer is not None:
            yield payer


def _fees(value: Json) -> str:
    parts = [text_in(value, "fees_description"), text_in(value, "fees")]
    for cost in objects_in(value, "cost_options"):
        begins, ends = text_in(cost, "valid_from"), text_in(cost, "valid_to")
        said = (
            text_in(cost, "option"),
            plainly(cost.get("amount")),
            text_in(cost, "currency").upper(),
            text_in(cost, "amount_description"),
            f"from {begins}" if begins else "",
            f"until {ends}" if ends else "",
        )
        parts.append(" ".join(part for part in said if part))
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _languages(values: list[Json], intake: Intake) -> Iterator[str]:
    for value in values:
        for language in objects_in(value, "languages"):
            tag = language_in(language)
            if tag:
                yield tag
            else:
                why = "has no code (BCP 47), and a name that is not known here"
                intake.left_out("service.languages", why)


def _places(locations: list[Json], intake: Intake) -> tuple[Place, ...]:
    places = (place_from(location, intake) for location in locations if location)
    return tuple(dict.fromkeys(place for place in places if place != Place()))


def _age(value: Json, key: str, intake: Intake) -> int | None:
    if value.get(key) is None:
        return None
    age = whole(value[key])
    if age is None:
        intake.left_out(f"service.{key}", "is not a whole number of years")
    return age


def _capacity(value: Json, intake: Intake) -> int | None:
    capacities = objects_in(value, "capacities")
    free = whole(capacities[0].get("available")) if len(capacities) == 1 else None
    if capacities and free is None:
        why = "is several numbers, or no whole one"
        intake.left_out("service.capacities.available", why, times=len(capacities))
    return free


def _once(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
