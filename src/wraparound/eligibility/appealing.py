"""How a determination can be appealed: which routes are on file, by which day, in plain words."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from typing import Any

from wraparound.eligibility.determination import Determined
from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.model.appeal import Appeal, AppealRoute, AppealStart
from wraparound.model.terms import Unknown
from wraparound.policy.appeals import DatedRoute
from wraparound.policy.rule_sets import RuleSet

Json = dict[str, Any]  # Any: the values that JSON can say

NOT_ON_FILE = (
    "How to appeal is not on file for this program. "
    "Ask whoever decided: how to appeal, whom to ask, and by which day."
)
"""What is said where no text about appeals was read. Nothing is guessed."""

_STARTS = {
    AppealStart.NOTICE_MAILED: "the day on which the notice was mailed",
    AppealStart.NOTICE_DATED: "the date on the notice",
    AppealStart.NOTICE_RECEIVED: "the day on which the notice came",
    AppealStart.ACTION: "the day on which services are to end, pause or become less",
}


def routes_of(determined: Determined) -> tuple[AppealRoute, ...]:
    """Return the routes of appeal that are on file for a determination; none is no promise.

    Where the program's own texts name none, those of its country are returned: they give bounds.
    """
    return () if determined.rules is None else _routes(determined.rules, determined.on)


def begin_appeal(determined: Determined) -> Appeal:
    """Return what a record of a determination says of its appeal before anything was told."""
    return Appeal(routes=routes_of(determined))


def appeal_lines(appeal: Appeal, told_on: date | Unknown | None = None) -> Iterator[str]:
    """Yield what a worker needs to know of an appeal: routes, days, texts, what was told and asked.

    Args:
        appeal: The appeal.
        told_on: When the family was told how to appeal.
    """
    if not _is_on_file(appeal):
        yield NOT_ON_FILE
    for route in appeal.routes:
        yield f"{route.title} ({route.id})"
        yield from _if(route.decides, f"Decides: {route.decides}.")
        yield from _if(route.ask, f"How to ask: {route.ask}")
        yield f"{_time_to_ask(appeal, route)} Source: {route.citation}."
        if route.continue_days is not None:
            yield f"{_time_to_continue(appeal, route)} Source: {route.continue_citation}."
        if route.note:
            yield route.note
    yield _told_line(appeal, told_on)
    yield from _asked_lines(appeal)


def family_lines(appeal: Appeal) -> Iterator[str]:
    """Yield what a family needs to know of its appeal, without citations."""
    yield "If you think that this is wrong, you can ask for it to be looked at again."
    if not _is_on_file(appeal):
        yield NOT_ON_FILE
    for route in appeal.routes:
        yield f"{route.title}."
        yield from _if(route.decides, f"Who decides: {route.decides}.")
        yield from _if(route.ask, f"How to ask: {route.ask}")
        yield _time_to_ask(appeal, route)
        if route.continue_days is not None:
            yield _time_to_continue(appeal, route)
    asked = appeal.asked_on
    if isinstance(asked, date):
        yield f"You asked on {asked.isoformat()}."
    if appeal.outcome is not None:
        yield f"What came of it: {appeal.outcome.value}."


def appeal_as_json(appeal: Appeal, told_on: date | Unknown | None = None) -> Json:
    """Return an appeal as JSON can say it, with the last days to ask where they can be told."""
    return {
        "on_file": _is_on_file(appeal),
        "if_not_on_file": None if _is_on_file(appeal) else NOT_ON_FILE,
        "routes": [_route_as_json(appeal, each) for each in appeal.routes],
        "told_on": _day(told_on),
        "told_to": list(appeal.told_to),
        "forms": [each.value for each in appeal.forms],
        "language": None if isinstance(appeal.language, Unknown) else appeal.language,
        "asked_on": _day(appeal.asked_on),
        "asked_by": appeal.asked_by,
        "route": appeal.route or None,
        "wants_services_to_go_on": None
        if isinstance(appeal.wants_services_to_go_on, Unknown)
        else appeal.wants_services_to_go_on,
        "outcome": appeal.outcome.value if appeal.outcome else None,
        "decided_on": _day(appeal.decided_on),
    }


def _is_on_file(appeal: Appeal) -> bool:
    """Tell whether any route's own days are known; a bound of the country's law is none."""
    return any(not isinstance(each.days, Unknown) for each in appeal.routes)


def _route_as_json(appeal: Appeal, route: AppealRoute) -> Json:
    return {
        "id": route.id,
        "title": route.title,
        "decides": route.decides,
        "ask": route.ask,
        "days": None if isinstance(route.days, Unknown) else route.days,
        "days_at_most": route.days_at_most,
        "counted_from": route.counted_from.value if route.counted_from else None,
        "ask_by": _day(appeal.ask_by(route)),
        "citation": route.citation,
        "continue_days": route.continue_days,
        "continue_from": route.continue_from.value if route.continue_from else None,
        "continue_by": _day(appeal.continue_by(route)),
        "continue_words": route.continue_words,
        "continue_citation": route.continue_citation,
        "note": route.note,
    }


def _routes(rules: RuleSet, on: date) -> tuple[AppealRoute, ...]:
    own = _told_on(rules.appeals, on)
    country = rules.jurisdiction.partition("-")[0]
    return own or _told_on(_of_country(country), on)


def _told_on(routes: tuple[DatedRoute, ...], on: date) -> tuple[AppealRoute, ...]:
    return tuple(each.route for each in routes if each.in_force_on(on))


@functools.cache
def _of_country(country: str) -> tuple[DatedRoute, ...]:
    found: dict[str, DatedRoute] = {}
    for versions in load_rule_sets().values():
        for rules in versions:
            if rules.jurisdiction == country:
                found |= {each.route.id: each for each in rules.appeals}
    return tuple(found.values())


def _time_to_ask(appeal: Appeal, route: AppealRoute) -> str:
    start = _STARTS[route.counted_from] if route.counted_from else "the decision"
    last = appeal.ask_by(route)
    if last is not None:
        return f"Ask by {last.isoformat()}: {route.days} days from {start}."
    if not isinstance(route.days, Unknown):
        return f"Ask within {route.days} days from {start}."
    bound = f" It may be {route.days_at_most} at most." if route.days_at_most is not None else ""
    return f"How many days there are to ask, from {start}, is not on file here.{bound} Ask soon."


def _time_to_continue(appeal: Appeal, route: AppealRoute) -> str:
    start = _STARTS[route.continue_from] if route.continue_from else "the decision"
    last = appeal.continue_by(route)
    when = f"by {last.isoformat()}" if last else f"within {route.continue_days} days from {start}"
    return f"If the appeal is asked for {when}: {route.continue_words}"


def _told_line(appeal: Appeal, told_on: date | Unknown | None) -> str:
    if not isinstance(told_on, date):
        return "The record does not show that the family was told how to appeal."
    how = " and ".join(each.value for each in appeal.forms)
    spoken = "" if isinstance(appeal.language, Unknown) else f", in {appeal.language}"
    to = f" to {', '.join(appeal.told_to)}" if appeal.told_to else ""
    return f"Told on {told_on.isoformat()}{to}{f', {how}' if how else ''}{spoken}."


def _asked_lines(appeal: Appeal) -> Iterator[str]:
    if not isinstance(appeal.asked_on, date):
        if appeal.asked_on is None:
            yield "The family did not ask for an appeal."
        return
    by = f" by {appeal.asked_by}" if appeal.asked_by else ""
    route = f", {appeal.route}" if appeal.route else ""
    yield f"Asked for on {appeal.asked_on.isoformat()}{by}{route}."
    if appeal.wants_services_to_go_on is True:
        yield "It was asked that services go on meanwhile."
    if appeal.outcome is None:
        yield "Nothing is decided yet, as far as the record tells."
        return
    on = f" on {appeal.decided_on.isoformat()}" if appeal.decided_on else ""
    yield f"Outcome: {appeal.outcome.value}{on}."


def _day(day: date | Unknown | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else None


def _if(there: str, line: str) -> tuple[str, ...]:
    return (line,) if there else ()
