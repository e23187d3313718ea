"""Where a service is given."""

from __future__ import annotations

from collections.abc import Sequence

from wraparound.intake import Intake
from wraparound.model.directory import Place
from wraparound.shapes import Json, objects_in, text_in
from wraparound_hsds.words import number_in, plainly

_ORDER = ("physical", "postal", "virtual")
_PATH = "service.service_at_locations.location"


def place_from(location: Json, intake: Intake) -> Place:
    """Return the place that a location without faults is."""
    addresses = objects_in(location, "addresses")
    if len(addresses) > 1:
        why = "only one address of a place is kept, the physical one first"
        intake.left_out(f"{_PATH}.addresses", why, times=len(addresses) - 1)
    ways_in = (_words(each) for each in objects_in(location, "accessibility"))
    return Place(
        name=text_in(location, "name"),
        address=postal(addresses),
        latitude=_degrees(location, "latitude", 90, intake),
        longitude=_degrees(location, "longitude", 180, intake),
        accessibility=tuple(dict.fromkeys(words for words in ways_in if words)),
        transport=text_in(location, "transportation"),
    )


def postal(addresses: Sequence[Json]) -> str:
    """Return one address as a line, a physical one where there is one."""
    if not addresses:
        return ""
    best = min(addresses, key=lambda each: _ORDER.index(text_in(each, "address_type")))
    region = " ".join(
        part for part in (text_in(best, "state_province"), text_in(best, "postal_code")) if part
    )
    parts = (
        text_in(best, "address_1"),
        text_in(best, "address_2"),
        text_in(best, "city"),
        text_in(best, "region"),
        region,
        text_in(best, "country"),
    )
    return ", ".join(part for part in parts if part)


def _words(accessibility: Json) -> str:
    parts = (text_in(accessibility, "description"), text_in(accessibility, "details"))
    return " ".join(part for part in parts if part)


def _degrees(location: Json, key: str, most: int, intake: Intake) -> str:
    number = number_in(location.get(key))
    if number is None:
        return ""
    text = plainly(number) if -most <= number <= most else ""
    if not text:
        intake.left_out(f"{_PATH}.{key}", "is nowhere on earth")
    return text
