"""Requests and complaints on a page and as a document: by when, and who may handle them."""

from __future__ import annotations

import attrs

from wraparound.cli.page import Page
from wraparound.conflict import HandlerStanding
from wraparound.documents import Names
from wraparound.documents.reasons import reason_in_words
from wraparound.model.terms import Unknown
from wraparound.program import Matter, MatterLimit


def show_matter(page: Page, matter: Matter, names: Names) -> None:
    """Write one request or complaint."""
    asks = matter.asks.replace("_", " ")
    page.heading(f"{matter.id}: {asks}")
    about = f", about {names.who(matter.about)}" if matter.about else ""
    page.line(f"received {matter.received_on}{about}; {_state(matter)}", indent=2)
    if matter.limits:
        page.labelled("Answer by", [_limit(each) for each in matter.limits])
    if not matter.handlers:
        page.line("nobody is recorded as handling it", indent=2, style="bold yellow")
    told = {"Handled by": matter.handlers, "Asked about": matter.asked_about}
    for label, standings in told.items():
        if standings:
            page.labelled(label, [_standing(each, names) for each in standings])


def _state(matter: Matter) -> str:
    over = matter.settled_on
    if isinstance(over, Unknown):
        return "settled on a day that nobody recorded"
    days = f"{matter.days_open} {'day' if matter.days_open == 1 else 'days'}"
    return f"open for {days}" if over is None else f"settled on {over}, after {days}"


def _limit(limit: MatterLimit) -> str:
    setting = limit.setting
    by = f"set by {setting.set_by}" if setting.set_by else "the library's default; no text says so"
    late = f", {limit.days_late} days late" if limit.days_late else ""
    return f"{limit.due} under {setting.pack} ({setting.value} days: {by}){late}"


def _standing(standing: HandlerStanding, names: Names) -> str:
    who = names.who(standing.person)
    if standing.barred:
        return f"{who}: may not, {_in_words(standing.barred, names)}"
    if standing.unsure:
        return f"{who}: cannot be told, {_in_words(standing.unsure, names)}"
    return f"{who}: nothing on file speaks against it"


def _in_words(codes: tuple[str, ...], names: Names) -> str:
    return "; ".join(reason_in_words(each, names).says for each in codes)


def matter_document(matter: Matter) -> dict[str, object]:
    """Return one request or complaint as JSON can say it."""
    over = matter.settled_on
    return {
        "kind": matter.kind,
        "id": matter.id,
        "asks": matter.asks,
        "about": matter.about,
        "received_on": matter.received_on.isoformat(),
        "settled_on": "unknown" if isinstance(over, Unknown) else over and over.isoformat(),
        "days_open": matter.days_open,
        "due": None if matter.due is None else matter.due.isoformat(),
        "days_late": matter.days_late,
        "limits": [
            {
                **each.setting.as_document(),
                "due": each.due.isoformat(),
                "days_late": each.days_late,
            }
            for each in matter.limits
        ],
        "handlers": [_standing_document(each) for each in matter.handlers],
        "asked_about": [_standing_document(each) for each in matter.asked_about],
    }


def _standing_document(standing: HandlerStanding) -> dict[str, object]:
    return {**attrs.asdict(standing), "may_handle": standing.may_handle}
