"""``wraparound setbacks``: what happened, what the plan made of it, and days away from home."""

from __future__ import annotations

from datetime import date, timedelta

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.process.afterwards import Drill
from wraparound.process.away import DaysAway
from wraparound.process.clock import ClockStatus
from wraparound.process.setbacks import AnswerBasis, Setback

_HOUR = timedelta(hours=1)
_LATE = {ClockStatus.NOT_MET: "bold red", ClockStatus.UNKNOWN: "bold yellow"}
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_ANSWERS = {
    AnswerBasis.RECORDED: "Answered by version {version} of the plan.",
    AnswerBasis.BY_DAY: "Version {version} is the first that was finished afterwards; "
    "nobody recorded what answers it.",
    None: "No version of the plan is known to answer it.",
}


@click.command("setbacks")
@click.argument("family", shell_complete=complete_family)
@click.option("--from", "start", type=Day(), metavar="DAY", help="The first day of a period.")
@click.option("--to", "end", type=Day(), metavar="DAY", help="The first day after the period.")
@click.option("--kin-is-home", is_flag=True, help="Count living with kin as living at home.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context, family: str, *, start: date | None, end: date | None, kin_is_home: bool
) -> None:
    """Show the incidents of FAMILY with what answered them, drills, and days away from home.

    The period is for the days away; it is the whole stay if left out. A setback changes the plan,
    never the family's standing.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        found = program.setbacks(stay.chart)
        away = program.days_away(stay.chart, start=start, end=end, kin_is_home=kin_is_home)
        drills = program.afterwards(stay.chart).drills
        pack = program.practice.pack.id
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat(), "practice": pack}
        print_document(
            "setbacks",
            {
                **body,
                "setbacks": [_document(each) for each in found],
                "drills": [_drill(each) for each in drills],
                "away": _away(away),
            },
        )
        return
    page = Page(settings)
    for each in found:
        _show(page, each)
    if not found:
        page.line("No incident is on file.")
    page.heading("Drills of the crisis plan")
    for drill in drills:
        which = "the plan for afterwards" if drill.afterwards else "the crisis plan"
        page.line(f"{drill.on.isoformat()}: {which}", indent=2)
    if not drills:
        page.line("None is on file.", indent=2)
    page.heading("Days away from home")
    _show_away(page, away)


def _show(page: Page, setback: Setback) -> None:
    page.heading(f"{setback.type.value.replace('_', ' ')}, {in_words(setback.happened)}")
    page.line(_ANSWERS[setback.basis].format(version=setback.version), indent=2)
    if setback.looked_again is not None:
        again = in_words(setback.looked_again)
        page.line(f"Crisis plan looked at again {again}, after {_took(setback)}.", indent=2)
    if setback.status is not None:
        due = "" if setback.due is None else f", due {in_words(setback.due)}"
        page.line(
            f"Limit: {setback.status.value.replace('_', ' ')}{due}.",
            style=_LATE.get(setback.status, ""),
            indent=2,
        )
        page.line(f"Source: {setback.citation}.", style="dim", indent=2)
    if setback.missing:
        page.line(f"Missing: {', '.join(setback.missing)}.", style="dim", indent=2)


def _took(setback: Setback) -> str:
    """Return how long it took: one number, or between which two where a time is not known."""
    least, most = setback.took_least or _HOUR, setback.took_most or _HOUR
    unit, name = (_DAY, "days") if least >= _WEEK else (_HOUR, "hours")
    low, high = least // unit, most // unit
    return f"{low} {name}" if low == high else f"{low} to {high} {name}"


def _whole_hours(took: timedelta | None) -> int | None:
    return None if took is None else took // _HOUR


def _show_away(page: Page, away: DaysAway) -> None:
    days = str(away.least) if away.least == away.most else f"{away.least} to {away.most}"
    page.line(f"{days}, from {away.start.isoformat()} to before {away.end.isoformat()}.", indent=2)
    if "placement" in away.missing:
        page.line("At least: nobody said that every placement is on file.", style="dim", indent=2)
    rows = [
        (
            each.placement,
            each.setting.value.replace("_", " "),
            each.start.isoformat() if each.start else "not known",
            "still there" if each.open else each.end.isoformat() if each.end else "not known",
            str(each.least) if each.least == each.most else f"{each.least} to {each.most}",
        )
        for each in away.stays
    ]
    if rows:
        page.table(("placement", "place", "from", "until", "days"), rows)


def _document(setback: Setback) -> dict[str, object]:
    return {
        "incident": setback.incident,
        "type": setback.type.value,
        "happened": as_text(setback.happened),
        "plan": setback.plan,
        "version": setback.version,
        "basis": setback.basis.value if setback.basis else None,
        "looked_again": as_text(setback.looked_again),
        "hours_least": _whole_hours(setback.took_least),
        "hours_most": _whole_hours(setback.took_most),
        "due": as_text(setback.due),
        "status": setback.status.value if setback.status else None,
        "citation": setback.citation or None,
        "missing": list(setback.missing),
    }


def _drill(drill: Drill) -> dict[str, object]:
    return {"plan": drill.plan, "afterwards": drill.afterwards, "on": drill.on.isoformat()}


def _away(away: DaysAway) -> dict[str, object]:
    return {
        "from": away.start.isoformat(),
        "to": away.end.isoformat(),
        "days": away.days,
        "least": away.least,
        "most": away.most,
        "by_setting": {each.value: days for each, days in away.by_setting.items()},
        "missing": list(away.missing),
        "placements": [
            {
                "placement": each.placement,
                "setting": each.setting.value,
                "from": as_text(each.start),
                "until": as_text(each.end),
                "open": each.open,
                "least": each.least,
                "most": each.most,
            }
            for each in away.stays
        ],
    }
