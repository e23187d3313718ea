"""The two entries of a directory: services and organizations, as HSDS 3.0 describes them."""

from __future__ import annotations

import attrs

from wraparound.shapes import (
    DAY,
    EMAIL,
    FILLED_TEXT,
    INSTANT,
    LINK,
    NUMBER,
    TEXT,
    UUID,
    Each,
    carried,
    lost,
    needed,
    one_of,
)
from wraparound_hsds.components import (
    AREA,
    CAPACITY,
    CONTACT,
    COST,
    DOCUMENT,
    FUNDING,
    LANGUAGE,
    LOCATION,
    NO_PLACE,
    PHONE,
    PROGRAM,
    SCHEDULE,
    STAFF,
    WEB_PAGE,
    shape,
)

_REGISTRATION = "is about registration, which ownership statements (BODS) tell"

_IDENTIFIER = shape(
    {
        "identifier_scheme": carried(TEXT),
        "identifier_type": needed(TEXT),
        "identifier": needed(TEXT),
    },
    links=("organization_id",),
    attributes=NO_PLACE,
)

ORGANIZATION = shape(
    {
        "name": needed(FILLED_TEXT),
        "alternate_name": carried(TEXT),
        "description": needed(TEXT),
        "email": carried(EMAIL),
        "website": carried(LINK),
        "additional_websites": lost(Each(WEB_PAGE), "only one page is kept"),
        "tax_status": lost(TEXT, _REGISTRATION),
        "tax_id": carried(TEXT),
        "year_incorporated": lost(NUMBER, _REGISTRATION),
        "legal_status": lost(TEXT, _REGISTRATION),
        "logo": lost(TEXT, NO_PLACE),
        "uri": lost(LINK, "is a page, not an identifier"),
        "parent_organization_id": carried(UUID),
        "funding": lost(Each(FUNDING), "who funds an agency is not who pays for a service"),
        "contacts": carried(Each(CONTACT)),
        "phones": carried(Each(PHONE)),
        "locations": lost(Each(LOCATION), "an agency has one address; its services have places"),
        "programs": lost(Each(PROGRAM), "a program is told by its services"),
        "organization_identifiers": carried(Each(_IDENTIFIER)),
    },
    attributes=NO_PLACE,
)
"""An organization of the directory."""

AT_LOCATION = shape(
    {
        "location_id": carried(UUID),
        "description": lost(TEXT, NO_PLACE),
        "contacts": carried(Each(CONTACT)),
        "phones": carried(Each(PHONE)),
        "schedules": carried(Each(SCHEDULE)),
        "service_areas": carried(Each(AREA)),
        "location": carried(LOCATION),
    },
    links=("service_id",),
    attributes=NO_PLACE,
)
"""Where a service is given."""

STATUSES = ("active", "inactive", "defunct", "temporarily closed")

SERVICE = shape(
    {
        "organization_id": carried(UUID),
        "program_id": carried(UUID),
        "name": needed(FILLED_TEXT),
        "alternate_name": carried(TEXT),
        "description": carried(TEXT),
        "url": carried(LINK),
        "additional_urls": lost(Each(WEB_PAGE), "only one page is kept"),
        "email": carried(EMAIL),
        "status": needed(one_of(*STATUSES)),
        "interpretation_services": lost(TEXT, NO_PLACE),
        "application_process": lost(TEXT, NO_PLACE),
        "fees_description": carried(TEXT),
        "wait_time": lost(TEXT, NO_PLACE),
        "fees": carried(TEXT),
        "accreditations": lost(TEXT, NO_PLACE),
        "eligibility_description": carried(TEXT),
        "minimum_age": carried(NUMBER),
        "maximum_age": carried(NUMBER),
        "assured_date": carried(DAY),
        "assurer_email": lost(EMAIL, STAFF),
        "licenses": lost(TEXT, NO_PLACE),
        "alert": lost(TEXT, NO_PLACE),
        "last_modified": lost(INSTANT, "the day of the last check is kept"),
        "phones": carried(Each(PHONE)),
        "schedules": carried(Each(SCHEDULE)),
        "service_areas": carried(Each(AREA)),
        "service_at_locations": carried(Each(AT_LOCATION)),
        "languages": carried(Each(LANGUAGE)),
        "organization": carried(ORGANIZATION),
        "funding": carried(Each(FUNDING)),
        "cost_options": carried(Each(COST)),
        "program": carried(PROGRAM),
        "required_documents": lost(Each(DOCUMENT), NO_PLACE),
        "contacts": carried(Each(CONTACT)),
        "capacities": carried(Each(CAPACITY)),
    }
)
"""A service of the directory."""

ORGANIZATION_WITH_SERVICES = attrs.evolve(
    ORGANIZATION, keys={**ORGANIZATION.keys, "services": carried(Each(SERVICE))}
)
"""An organization with everything that it offers, as the HSDS interface answers it."""

LOCATION_OF_SERVICE = attrs.evolve(
    AT_LOCATION, keys={**AT_LOCATION.keys, "service": needed(SERVICE)}
)
"""A service at one location, as the HSDS interface answers it."""
