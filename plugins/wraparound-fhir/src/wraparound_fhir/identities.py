"""What a resource says it is known by: business identifiers, and ids that are unique anywhere."""

from __future__ import annotations

import re
from typing import Any

from wraparound.model.ids import Identifier

Json = dict[str, Any]  # Any: a resource whose shape has been looked at

URL = "urn:ietf:rfc:3986"
"""The system of identifiers that are URLs or UUIDs."""

_UUID = re.compile(
    r"(?!0{8}-)[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
)


def unique_name(own: str) -> str:
    """Return what a resource with this id is known by anywhere; empty where that is no UUID."""
    return f"urn:uuid:{own.lower()}" if _UUID.fullmatch(own) else ""


def business(data: Json) -> tuple[Identifier, ...]:
    """Return the identifiers that a resource itself carries, each with its system."""
    listed = data.get("identifier")
    if isinstance(listed, dict):
        listed = [listed]
    found: dict[str, Identifier] = {}
    for each in listed if isinstance(listed, list) else ():
        system, value = each.get("system"), each.get("value")
        if isinstance(system, str) and isinstance(value, str) and system.strip() and value.strip():
            identifier = Identifier(system=system, value=value)
            found.setdefault(identifier.key, identifier)
    return tuple(found.values())
