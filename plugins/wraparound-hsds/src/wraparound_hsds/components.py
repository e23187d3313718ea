"""The objects of HSDS 3.0 (and the pre-release 3.1) that services and organizations are made of.

Source: Human Services Data Specification 3.0, the tables' JSON schemas. HSDS allows keys of one's
own anywhere; services in the field often write null for what they do not know, which is read as if
the key were not there.
"""

from __future__ import annotations

from collections.abc import Mapping

from wraparound.shapes import (
    DAY,
    EMAIL,
    INSTANT,
    LINK,
    NUMBER,
    TEXT,
    UUID,
    Each,
    Key,
    Shape,
    carried,
    lost,
    matching,
    needed,
    one_of,
)

STAFF = "names of staff do not belong in a directory entry"
NO_PLACE = "has no place in a directory entry"
ELSEWHERE = "repeats where the object stands"
HISTORY = "the history of changes is not kept"
_PART_OF_A_PLACE = "is told of the place, which is carried without it"

_CLOCK = matching(
    r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", "a time of day, such as 09:00 or 09:00:00"
)
_KIND_OF_PLACE = one_of("physical", "postal", "virtual")


def shape(keys: Mapping[str, Key], *, links: tuple[str, ...] = (), attributes: str = "") -> Shape:
    """Return a shape with what every object of HSDS has.

    Args:
        keys: The keys of its own.
        links: Keys that name the object it belongs to, which is the one that it stands in.
        attributes: Why attributes are not carried; empty where they are.
    """
    return Shape(
        keys={
            "id": needed(UUID),
            **dict.fromkeys(links, lost(UUID, ELSEWHERE)),
            **keys,
            "attributes": Key(check=Each(_ATTRIBUTE), lost=attributes),
            "metadata": lost(Each(_METADATA), HISTORY),
        },
        nulls=True,
    )


_METADATA = Shape(
    keys={
        "id": needed(UUID),
        "resource_id": carried(UUID),
        "resource_type": carried(TEXT),
        "last_action_date": needed(DAY),
        "last_action_type": needed(TEXT),
        "field_name": needed(TEXT),
        "previous_value": needed(TEXT),
        "replacement_value": needed(TEXT),
        "updated_by": needed(TEXT),
    },
    nulls=True,
)
_TAXONOMY = Shape(
    keys={
        "id": needed(UUID),
        "name": needed(TEXT),
        "description": lost(TEXT, NO_PLACE, required=True),
        "uri": carried(LINK),
        "version": lost(TEXT, NO_PLACE),
        "metadata": lost(Each(_METADATA), HISTORY),
    },
    nulls=True,
)
_TERM = Shape(
    keys={
        "id": needed(UUID),
        "code": carried(TEXT),
        "name": needed(TEXT),
        "description": lost(TEXT, NO_PLACE, required=True),
        "parent_id": lost(UUID, NO_PLACE),
        "taxonomy": carried(TEXT),
        "taxonomy_detail": carried(_TAXONOMY),
        "language": lost(TEXT, NO_PLACE),
        "taxonomy_id": lost(UUID, ELSEWHERE),
        "term_uri": carried(LINK),
        "metadata": lost(Each(_METADATA), HISTORY),
    },
    nulls=True,
)
_ATTRIBUTE = Shape(
    keys={
        "id": needed(UUID),
        "link_id": lost(UUID, ELSEWHERE),
        "taxonomy_term_id": lost(UUID, ELSEWHERE),
        "link_type": carried(TEXT),
        "link_entity": lost(TEXT, ELSEWHERE),
        "value": carried(TEXT),
        "label": carried(TEXT),
        "taxonomy_term": carried(_TERM),
        "metadata": lost(Each(_METADATA), HISTORY),
    },
    nulls=True,
)
LANGUAGE = shape(
    {
        "name": carried(TEXT),
        "code": carried(TEXT),
        "note": lost(TEXT, NO_PLACE),
    },
    links=("service_id", "location_id", "phone_id"),
    attributes=NO_PLACE,
)
PHONE = shape(
    {
        "number": needed(TEXT),
        "extension": carried(NUMBER),
        "type": carried(TEXT),
        "description": lost(TEXT, NO_PLACE),
        "languages": lost(Each(LANGUAGE), NO_PLACE),
    },
    links=("location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"),
    attributes=NO_PLACE,
)
CONTACT = shape(
    {
        "name": lost(TEXT, STAFF),
        "title": lost(TEXT, STAFF),
        "department": lost(TEXT, STAFF),
        "email": carried(EMAIL),
        "phones": carried(Each(PHONE)),
    },
    links=("organization_id", "service_id", "service_at_location_id", "location_id"),
    attributes=NO_PLACE,
)
_LONGER = "is not put into words; days, hours and descriptions are"
SCHEDULE = shape(
    {
        "valid_from": carried(DAY),
        "valid_to": carried(DAY),
        "dtstart": lost(DAY, _LONGER),
        "timezone": lost(NUMBER, _LONGER),
        "until": lost(DAY, _LONGER),
        "count": lost(NUMBER, _LONGER),
        "wkst": lost(one_of("MO", "TU", "WE", "TH", "FR", "SA", "SU"), _LONGER),
        "freq": carried(one_of("WEEKLY", "MONTHLY")),
        "interval": lost(NUMBER, _LONGER),
        "byday": carried(TEXT),
        "byweekno": lost(TEXT, _LONGER),
        "bymonthday": lost(TEXT, _LONGER),
        "byyearday": lost(TEXT, _LONGER),
        "description": carried(TEXT),
        "opens_at": carried(_CLOCK),
        "closes_at": carried(_CLOCK),
        "schedule_link": carried(LINK),
        "attending_type": lost(TEXT, NO_PLACE),
        "notes": carried(TEXT),
    },
    links=("service_id", "location_id", "service_at_location_id"),
    attributes=NO_PLACE,
)
ADDRESS = shape(
    {
        "attention": lost(TEXT, STAFF),
        "address_1": needed(TEXT),
        "address_2": carried(TEXT),
        "city": needed(TEXT),
        "region": carried(TEXT),
        "state_province": needed(TEXT),
        "postal_code": needed(TEXT),
        "country": needed(TEXT),
        "address_type": needed(_KIND_OF_PLACE),
    },
    links=("location_id",),
    attributes=NO_PLACE,
)
ACCESSIBILITY = shape(
    {
        "description": carried(TEXT),
        "details": carried(TEXT),
        "url": lost(LINK, NO_PLACE),
    },
    links=("location_id",),
    attributes=NO_PLACE,
)
LOCATION = shape(
    {
        "location_type": lost(_KIND_OF_PLACE, NO_PLACE, required=True),
        "url": lost(LINK, NO_PLACE),
        "name": carried(TEXT),
        "alternate_name": lost(TEXT, NO_PLACE),
        "description": lost(TEXT, NO_PLACE),
        "transportation": carried(TEXT),
        "latitude": carried(NUMBER),
        "longitude": carried(NUMBER),
        "external_identifier": lost(TEXT, _PART_OF_A_PLACE),
        "external_identifier_type": lost(TEXT, _PART_OF_A_PLACE),
        "languages": carried(Each(LANGUAGE)),
        "addresses": carried(Each(ADDRESS)),
        "contacts": lost(Each(CONTACT), _PART_OF_A_PLACE),
        "accessibility": carried(Each(ACCESSIBILITY)),
        "phones": lost(Each(PHONE), _PART_OF_A_PLACE),
        "schedules": lost(Each(SCHEDULE), _PART_OF_A_PLACE),
    },
    links=("organization_id",),
    attributes=NO_PLACE,
)
AREA = shape(
    {
        "name": carried(TEXT),
        "description": carried(TEXT),
        "extent": lost(TEXT, "an area is its name"),
        "extent_type": lost(TEXT, "an area is its name"),
        "uri": lost(TEXT, "an area is its name"),
    },
    links=("service_id", "service_at_location_id"),
    attributes=NO_PLACE,
)
FUNDING = shape(
    {"source": carried(TEXT)}, links=("organization_id", "service_id"), attributes=NO_PLACE
)
COST = shape(
    {
        "valid_from": carried(DAY),
        "valid_to": carried(DAY),
        "option": carried(TEXT),
        "currency": carried(TEXT),
        "amount": carried(NUMBER),
        "amount_description": carried(TEXT),
    },
    links=("service_id",),
    attributes=NO_PLACE,
)
DOCUMENT = shape(
    {"document": carried(TEXT), "uri": carried(LINK)}, links=("service_id",), attributes=NO_PLACE
)
PROGRAM = shape(
    {
        "name": needed(TEXT),
        "alternate_name": lost(TEXT, NO_PLACE),
        "description": lost(TEXT, NO_PLACE, required=True),
    },
    links=("organization_id",),
    attributes=NO_PLACE,
)
WEB_PAGE = shape(
    {"label": carried(TEXT), "url": needed(LINK)},
    links=("organization_id", "service_id"),
    attributes=NO_PLACE,
)
_UNIT = shape(
    {
        "name": needed(TEXT),
        "scheme": carried(TEXT),
        "identifier": carried(TEXT),
        "uri": carried(LINK),
    },
    attributes=NO_PLACE,
)
CAPACITY = shape(
    {
        "unit_id": lost(UUID, ELSEWHERE),
        "unit": lost(_UNIT, "a record counts free places, whatever they are", required=True),
        "available": needed(NUMBER),
        "maximum": lost(NUMBER, NO_PLACE),
        "description": lost(TEXT, NO_PLACE),
        "updated": lost(INSTANT, NO_PLACE, required=True),
    },
    links=("service_id",),
    attributes=NO_PLACE,
)
