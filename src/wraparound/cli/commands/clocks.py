"""``wraparound clocks``: every time limit of a program, for one family."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.requests_page import matter_document, show_matter
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import Names
from wraparound.process.clock import Clock, ClockStatus, Interval
from wraparound.process.next_steps import in_words as name_in_words

_STYLES = {
    ClockStatus.MET: "good",
    ClockStatus.NOT_MET: "bold red",
    ClockStatus.UNKNOWN: "bold yellow",
}

_ON_FILE = (
    "What is not on file may still have happened. Once somebody says that every record of a kind "
    "is on file (the enrollment's `complete`), its absence tells something, and a limit that was "
    "not kept is late instead of unknown."
)


@click.command("clocks")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "policy", "overlay", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show every time limit of the program for FAMILY: met, excused, late, still open, unknown.

    Open requests and complaints are among them, by the days that the policy gives for an answer.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        clocks = program.clocks(stay.chart)
        pack = program.practice.pack
        matters = program.requests(family, as_of=settings.as_of)
        names = Names.of(stay.chart)
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat(), "practice": pack.id}
        print_document(
            "clocks",
            {
                **body,
                "clocks": [_document(each) for each in clocks],
                "requests": [matter_document(each) for each in matters],
            },
        )
        return
    page = Page(settings)
    running = [each for each in clocks if each.applies is not False]
    page.line(f"{pack.title}, as of {stay.as_of.isoformat()}.")
    for clock in running:
        page.heading(name_in_words(clock.name))
        if clock.applies is None:
            page.line(f"cannot be told; missing: {', '.join(clock.missing)}", indent=2)
        for interval in clock.intervals:
            style = _STYLES.get(interval.status, "") if interval.status else "dim"
            page.line(_line(interval), style=style, indent=2)
        rule = next((each.rule for each in clock.intervals if each.rule), None)
        if rule is not None:
            page.line(f"Source: {rule.citation}.", style="dim", indent=2)
    for matter in matters:
        show_matter(page, matter, names)
    if any(each.status is ClockStatus.UNKNOWN for each in running):
        page.line()
        page.line(_ON_FILE, style="dim")
    if not running and not matters:
        page.line("No time limit of this program runs for the family.")


def _line(interval: Interval) -> str:
    status = interval.status.value if interval.status else "closed"
    if interval.closed:
        status = interval.closed.value
    told = [status.replace("_", " ")]
    told.append(f"from {in_words(interval.start)}, due {in_words(interval.due)}")
    if interval.satisfied is not None:
        told.append(f"done {in_words(interval.satisfied)}")
    if interval.days_late:
        told.append(f"{interval.days_late} days late")
    if interval.missing:
        told.append(f"missing: {', '.join(interval.missing)}")
    return "; ".join(told)


def _document(clock: Clock) -> dict[str, object]:
    return {
        "clock": clock.name,
        "applies": clock.applies,
        "why": clock.why.value if clock.why else None,
        "status": clock.status.value if clock.status else None,
        "current": clock.current.value if clock.current else None,
        "days_late": clock.days_late,
        "missing": list(clock.missing),
        "ignored_early": [as_text(each) for each in clock.ignored_early],
        "intervals": [_interval(each) for each in clock.intervals],
    }


def _interval(interval: Interval) -> dict[str, object]:
    return {
        "start": as_text(interval.start),
        "due": as_text(interval.due),
        "due_earliest": as_text(interval.due_earliest),
        "due_latest": as_text(interval.due_latest),
        "window_from": as_text(interval.window_from),
        "satisfied": as_text(interval.satisfied),
        "status": interval.status.value if interval.status else None,
        "closed": interval.closed.value if interval.closed else None,
        "days_late": interval.days_late,
        "reason": interval.reason or None,
        "paused": interval.paused,
        "missing": list(interval.missing),
        "citation": interval.rule.citation if interval.rule else None,
    }
