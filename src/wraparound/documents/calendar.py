"""Meetings for calendars (iCalendar, RFC 5545), with nothing about the family in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from wraparound.model.meeting import Meeting

_WIDTH = 73
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def meetings_calendar(
    meetings: Iterable[Meeting],
    *,
    made_at: datetime,
    domain: str,
    title: str = "Team meeting",
    personal: bool = False,
) -> str:
    """Return meetings as a calendar that every calendar program reads.

    A calendar lies on many screens: it tells that there is a team meeting and when, and not whose.
    A meeting without a day, and one that did not take place, are left out.

    Args:
        meetings: The meetings.
        made_at: The instant of making, as the calendar's stamp.
        domain: The site, such as ``county.example``; it makes ids unique in the world.
        title: What each is called.
        personal: Whether the place is shown.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wraparound//meetings//EN"]
    for each in meetings:
        if each.held is False or not isinstance(each.on, date):
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_plain(each.id)}@{_plain(domain)}",
            f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{each.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_plain(title)}",
            "CLASS:PRIVATE",
        ]
        if personal and each.place:
            lines.append(f"LOCATION:{_plain(each.place)}")
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _plain(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line in pieces of no more than 75 octets, as the format wants it."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > _WIDTH:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
