"""How decisions under a pack can be appealed: the routes that its texts name, with their days."""

from __future__ import annotations

from datetime import date

import attrs

from wraparound.model.appeal import AppealRoute, AppealStart
from wraparound.model.findings import Confidence
from wraparound.model.terms import UNKNOWN
from wraparound.policy.document import Section


@attrs.frozen(kw_only=True)
class DatedRoute:
    """One version of a route of appeal.

    Attributes:
        route: The route.
        effective_from: The first day of the version; None where that is not known.
        effective_to: Its last day; None where it is open, or not known.
        confidence: Whether its text was read; a route that was only recalled is never told.
    """

    route: AppealRoute
    effective_from: date | None
    effective_to: date | None
    confidence: Confidence

    def in_force_on(self, day: date) -> bool:
        """Tell whether it is told to a family on a day; both ends count."""
        begun = self.effective_from is None or self.effective_from <= day
        open_ = self.effective_to is None or day <= self.effective_to
        return begun and open_ and self.confidence is Confidence.FOUND


def read_routes(file: Section) -> tuple[DatedRoute, ...]:
    """Return the routes of appeal that a file of rules names under ``appeals``."""
    return tuple(_dated(entry) for entry in file.listed("appeals"))


def _dated(entry: Section) -> DatedRoute:
    days, most = _days(entry, "days"), _days(entry, "days_at_most")
    continues = entry.section("continue")
    start = _start(entry, "counted_from") if days is not None or most is not None else None
    if days is None and most is None and entry.raw("counted_from") is not None:
        entry.fault("counted_from", "is given without days")
    named, title = _filled(entry, "id"), _filled(entry, "title")
    route = AppealRoute(
        id=named,
        title=title,
        decides=entry.text("decides", ""),
        ask=entry.text("ask", ""),
        days=UNKNOWN if days is None else days,
        days_at_most=most,
        counted_from=start,
        citation=entry.citation("citation") or named,
        continue_days=None if continues is None else _days(continues, "days", needed=True),
        continue_from=None if continues is None else _start(continues, "counted_from"),
        continue_words="" if continues is None else _filled(continues, "words"),
        continue_citation="" if continues is None else continues.citation("citation"),
        note=entry.text("note", ""),
    )
    dated = DatedRoute(
        route=route,
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        confidence=entry.choice("confidence", Confidence),
    )
    if continues is not None:
        continues.finish()
    entry.finish()
    starts, ends = dated.effective_from, dated.effective_to
    if starts and ends and ends < starts:
        entry.fault("effective_to", "must not lie before effective_from")
    return dated


def _start(section: Section, key: str) -> AppealStart:
    return section.choice(key, AppealStart)


def _filled(section: Section, key: str) -> str:
    text = section.text(key)
    if not text.strip():
        section.fault(key, "must be a text that is not blank")
        return "(blank)"
    return text


def _days(section: Section, key: str, *, needed: bool = False) -> int | None:
    value = section.raw(key)
    if value is None and not needed:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    section.fault(key, "must be a whole number of calendar days, more than none")
    return None
