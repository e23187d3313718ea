"""What US Core asks beyond FHIR R4 of a resource that claims one of its profiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]  # Any: whatever the document says

_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"

REQUIRED = {
    "care-experience-preference": ("subject",),
    "careteam": ("subject", "participant", "participant.role", "participant.member"),
    "condition-encounter-diagnosis": ("category", "code"),
    "condition-problems-health-concerns": ("category", "code"),
    "encounter": ("type", "subject"),
    "location": ("name",),
    "observation-clinical-result": ("category", "subject"),
    "observation-screening-assessment": ("category", "subject"),
    "organization": ("active", "name"),
    "patient": ("identifier", "name"),
    "practitioner": ("identifier", "name"),
    "relatedperson": ("active",),
    "servicerequest": ("code",),
    "simple-observation": ("category", "subject"),
    "treatment-intervention-preference": ("subject",),
}
"""For each profile, under its short name, the elements that must be there."""


def unmet(resource: Json) -> Iterator[tuple[str, str]]:
    """Yield what a resource lacks of the US Core profiles that it claims."""
    meta = resource.get("meta")
    claimed = meta.get("profile") if isinstance(meta, dict) else None
    told: set[str] = set()
    for claim in claimed if isinstance(claimed, list) else []:
        name = str(claim).partition("|")[0]
        if not name.startswith(_US_CORE):
            continue
        for path in REQUIRED.get(name.removeprefix(_US_CORE), ()):
            for place in _missing(resource, path):
                if place not in told:
                    told.add(place)
                    yield place, "is required by the US Core profile that the resource claims"


def _missing(resource: Json, path: str) -> Iterator[str]:
    outer, _, inner = path.partition(".")
    if not inner:
        if outer not in resource and f"_{outer}" not in resource:
            yield outer
        return
    parts = resource.get(outer)
    for place, part in enumerate(parts if isinstance(parts, list) else []):
        if isinstance(part, dict) and inner not in part:
            yield f"{outer}[{place}].{inner}"
