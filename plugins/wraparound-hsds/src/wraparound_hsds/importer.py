"""The importer of HSDS 3.0: services and organizations of a directory."""

from __future__ import annotations

import re

from wraparound.intake import Intake, Source
from wraparound.reading import Entry, Trouble, entries, uncovered
from wraparound.shapes import Json, Shape, below, object_in, objects_in
from wraparound_hsds.agencies import agency_from
from wraparound_hsds.entries import (
    LOCATION_OF_SERVICE,
    ORGANIZATION_WITH_SERVICES,
    SERVICE,
    STATUSES,
)
from wraparound_hsds.gathering import Gathering
from wraparound_hsds.services import take_service

_KEYS = re.compile(
    rb'"(service_at_locations?|service_areas|taxonomy_term|eligibility_description'
    rb"|fees_description|organization_identifiers|organization_id|application_process"
    rb'|tax_status|legal_status|parent_organization_id)"\s*:'
)
_STATUS = re.compile(rb'"status"\s*:\s*"(' + "|".join(STATUSES).encode() + rb')"')
_OTHERS = re.compile(rb'"(resourceType|statementId|recordDetails|wraparound)"\s*:')
_OF_ORGANIZATIONS = {
    "legal_status",
    "locations",
    "organization_identifiers",
    "parent_organization_id",
    "programs",
    "services",
    "tax_id",
    "tax_status",
    "website",
    "year_incorporated",
}


class HsdsImporter:
    """Reads service directories."""

    name = "hsds"
    title = "HSDS 3.0 services and organizations (JSON, NDJSON)"
    suffixes = (".json", ".ndjson", ".jsonl", ".json.gz", ".ndjson.gz", ".jsonl.gz")

    def recognizes(self, head: bytes) -> bool:
        """Tell whether the file begins like a directory."""
        seen = uncovered(head)
        if seen.lstrip()[:1] not in {b"[", b"{"} or _OTHERS.search(seen):
            return False
        return _KEYS.search(seen) is not None or _STATUS.search(seen) is not None

    def read(self, source: Source, intake: Intake) -> None:
        """Read every service and organization, then hand over agencies, services and parents."""
        gathering = Gathering(intake)
        for piece in entries(source.path, inside="contents", decimals=True):
            if isinstance(piece, Trouble):
                intake.fault(piece.path, piece.message, line=piece.line)
            elif piece.envelope:
                _look_for_more_pages(piece.value, intake)
            else:
                _read_entry(piece, gathering)
        gathering.hand_over()


def _look_for_more_pages(value: object, intake: Intake) -> None:
    pages = value.get("total_pages") if isinstance(value, dict) else None
    if isinstance(pages, int) and pages > 1:
        why = "this is one page of several; the others are in other files"
        intake.left_out("total_pages", why)


def _read_entry(entry: Entry, gathering: Gathering) -> None:
    shape, name = _shape_for(entry.value)
    faults = list(shape(entry.value, entry.path))
    for fault in faults:
        gathering.intake.fault(fault.path, fault.message, line=entry.line)
    value = entry.value
    if faults or not isinstance(value, dict):
        return
    for each in shape.lost(value, name):
        gathering.intake.left_out(each.path, each.why)
    if name == "organization":
        _take_organization(value, gathering, entry)
    elif name == "service":
        take_service(value, gathering, path=entry.path, line=entry.line)
    else:
        service = {
            **object_in(value, "service"),
            "service_at_locations": [
                *objects_in(object_in(value, "service"), "service_at_locations"),
                {key: inner for key, inner in value.items() if key != "service"},
            ],
        }
        path = below(entry.path, "service")
        take_service(service, gathering, path=path, line=entry.line)


def _take_organization(value: Json, gathering: Gathering, entry: Entry) -> None:
    agency_from(value, gathering, path=entry.path, line=entry.line, entry=True)
    for place, service in enumerate(objects_in(value, "services")):
        # the organization itself was taken just now; inside its services it is told in passing
        path = below(entry.path, f"services[{place}]")
        take_service(service, gathering, path=path, line=entry.line, offered_by=value)


def _shape_for(value: object) -> tuple[Shape, str]:
    if not isinstance(value, dict) or "status" in value:
        return SERVICE, "service"
    if isinstance(value.get("service"), dict):
        return LOCATION_OF_SERVICE, "service_at_location"
    if _OF_ORGANIZATIONS & value.keys():
        return ORGANIZATION_WITH_SERVICES, "organization"
    return SERVICE, "service"
