"""``wraparound afterwards``: who stays when formal help ends, and how the family comes back."""

from __future__ import annotations

from datetime import date

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.afterwards import Afterwards, Standing

_WORDS = {
    Standing.DONE: "yes",
    Standing.OPEN: "not yet",
    Standing.LATE: "late",
    Standing.UNKNOWN: "not recorded",
}


@click.command("afterwards")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show what is ready for the time after formal help of FAMILY, by the plan in force."""
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        found = program.afterwards(stay.chart)
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat()}
        print_document("afterwards", {**body, **_document(found)})
        return
    page = Page(settings)
    if found.plan is None:
        page.line("No plan is in force.")
        return
    page.labelled("begun", [_day(found.begun_on)], indent=0)
    page.labelled("planned for", [_day(found.planned_on)], indent=0)
    page.labelled("record", [f"given to the family: {_day(found.what_worked_given_on)}"], indent=0)
    page.labelled("way back", [_said(said=found.way_back)], indent=0)
    page.labelled("whom to call", [_said(said=found.whom_to_call)], indent=0)
    page.labelled("crisis plan", [_said(said=found.crisis_plan)], indent=0)
    if found.supports:
        page.heading("Who stays")
        page.table(
            ("who", "said yes", "day", "how to reach them"),
            [
                (
                    each.member or each.agency or f"support {each.index + 1}",
                    _WORDS[each.standing],
                    as_text(each.confirmed_on) or "",
                    _said(said=each.reachable),
                )
                for each in found.supports
            ],
        )
    if found.follow_ups:
        page.heading("Who asks how it goes")
        page.table(
            ("due", "asked", "day"),
            [
                (
                    as_text(each.due_on) or "no day",
                    _WORDS[each.standing],
                    as_text(each.done_on) or "",
                )
                for each in found.follow_ups
            ],
        )


def _day(day: date | None) -> str:
    return "no day on file" if day is None else day.isoformat()


def _said(*, said: bool) -> str:
    return "on file" if said else "not on file"


def _document(found: Afterwards) -> dict[str, object]:
    return {
        "plan": found.plan,
        "begun_on": as_text(found.begun_on),
        "planned_on": as_text(found.planned_on),
        "drills": [
            {"plan": each.plan, "afterwards": each.afterwards, "on": each.on.isoformat()}
            for each in found.drills
        ],
        "supports": [
            {
                "index": each.index,
                "member": each.member,
                "agency": each.agency,
                "needs": list(each.needs),
                "reachable": each.reachable,
                "confirmed_on": as_text(each.confirmed_on),
                "standing": each.standing.value,
            }
            for each in found.supports
        ],
        "follow_ups": [
            {
                "index": each.index,
                "due_on": as_text(each.due_on),
                "done_on": as_text(each.done_on),
                "standing": each.standing.value,
            }
            for each in found.follow_ups
        ],
        "way_back": found.way_back,
        "whom_to_call": found.whom_to_call,
        "crisis_plan": found.crisis_plan,
        "what_worked_given_on": as_text(found.what_worked_given_on),
    }
