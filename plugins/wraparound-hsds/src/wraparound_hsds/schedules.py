"""When a service is open, in words: HSDS writes it as calendar rules."""

from __future__ import annotations

from collections.abc import Iterable

from wraparound.shapes import Json, text_in


def schedule_in(schedules: Iterable[Json]) -> str:
    """Return all schedules as one text, each once."""
    texts = (_words(each) for each in schedules)
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _words(schedule: Json) -> str:
    opens, closes = text_in(schedule, "opens_at"), text_in(schedule, "closes_at")
    hours = "–".join(part for part in (opens, closes) if part)
    days = text_in(schedule, "byday")
    begins, ends = text_in(schedule, "valid_from"), text_in(schedule, "valid_to")
    rhythm = text_in(schedule, "freq").lower() if days or hours else ""
    parts = [
        text_in(schedule, "description"),
        " ".join(part for part in (rhythm, days, hours) if part),
        f"from {begins}" if begins else "",
        f"until {ends}" if ends else "",
        text_in(schedule, "notes"),
        text_in(schedule, "schedule_link"),
    ]
    return ", ".join(part.rstrip(".") for part in parts if part)
