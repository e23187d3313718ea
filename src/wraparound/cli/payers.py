"""Payer routes on the screen and as JSON: what is open, what to ask whom, and by which text."""

from __future__ import annotations

from typing import Any

from wraparound.cli.page import Page
from wraparound.eligibility.decision import Aid, Decided
from wraparound.eligibility.explaining import explain_answer
from wraparound.eligibility.glossary import fact_entry
from wraparound.eligibility.paying import PAYER_NOTICE, STATE, RouteAnswer, RouteStatus, closing
from wraparound.model.findings import Basis

Json = dict[str, Any]  # Any: the values that JSON can say
_WORDS = {
    RouteStatus.OPEN: "open, ask",
    RouteStatus.CANNOT_TELL: "cannot be told yet",
    RouteStatus.CLOSED: "closed",
}


def asked_as(path: str) -> str:
    """Return how to ask for a fact, with its name."""
    entry = fact_entry(path)
    return f"{entry.question} ({path})" if entry else path


def payers_document(found: Decided, aid: Aid) -> Json:
    """Return every route once, and for each level of help the routes that may pay for it."""
    return {
        "payer_notice": PAYER_NOTICE,
        "payer_routes": [_route(each) for each in found.payers],
        "levels": [
            {
                "key": tier.key,
                "label": tier.label,
                "payers": {
                    status.value: [each.route.id for each in _those(found, tier.key, status)]
                    for status in RouteStatus
                },
            }
            for tier in aid.tiers
        ],
    }


def show_payers(page: Page, found: Decided, aid: Aid) -> None:
    """Show how many routes each level of help has, and those of the level that is offered."""
    page.heading("Who may pay")
    page.table(
        ("for", *_WORDS.values()),
        [
            (tier.label, *(str(len(_those(found, tier.key, each))) for each in _WORDS))
            for tier in aid.tiers
        ],
    )
    if found.offered in aid.never_lowered:
        page.line()
        page.line("Help comes first. Who pays is found out when the danger is over.")
        return
    shown = found.payers if found.offered is None else found.payers_of(found.offered)
    elsewhere = sorted({each.route.state for each in shown if STATE in each.missing})
    for status in _WORDS:
        for each in shown:
            if each.status is status and STATE not in each.missing:
                _show(page, each)
    if elsewhere:
        page.line()
        page.line(f"Some states have routes of their own: {', '.join(elsewhere)}.")
        page.labelled("ask", [asked_as(STATE)])
    page.line()
    page.line(PAYER_NOTICE, style="dim")


def _show(page: Page, found: RouteAnswer) -> None:
    route = found.route
    page.line()
    page.line(f"{route.title}: {_WORDS[found.status]}", style="bold")
    page.labelled(
        "may pay for", [", ".join(each.value.replace("_", " ") for each in route.pays_for)]
    )
    if found.status is RouteStatus.CLOSED:
        page.labelled("closed by", closing(found))
    page.labelled("family", [route.family])
    page.labelled("worker", [route.worker])
    if found.ask_first:
        page.labelled("ask", [asked_as(path) for path in found.ask_first])
    page.labelled("decides", [route.decided_by])
    judged = " (a judgement; the text does not say it)" if route.basis is Basis.INFERENCE else ""
    page.labelled("source", [route.citation + judged])


def _route(found: RouteAnswer) -> Json:
    route = found.route
    return {
        "id": route.id,
        "payer": route.payer.value,
        "title": route.title,
        "authority": route.authority or None,
        "jurisdiction": route.jurisdiction,
        "pays_for": [each.value for each in route.pays_for],
        "levels": list(route.levels),
        "status": found.status.value,
        "closed_by": list(closing(found)),
        "missing": list(found.missing),
        "ask_first": [
            {"fact": each, "question": entry.question if entry else None}
            for each in found.ask_first
            for entry in (fact_entry(each),)
        ],
        "decided_by": route.decided_by,
        "family": route.family,
        "worker": route.worker,
        "citation": route.citation,
        "basis": route.basis.value,
        "confidence": route.confidence.value,
        "effective_from": route.effective_from and route.effective_from.isoformat(),
        "effective_to": route.effective_to and route.effective_to.isoformat(),
        "reasons": explain_answer(found.answer, cited=route.citation),
    }


def _those(found: Decided, tier: str, status: RouteStatus) -> list[RouteAnswer]:
    return [each for each in found.payers_of(tier) if each.status is status]
