"""``wraparound caseloads``: who carries how much, who is over, on which days, by which rule."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import click

from wraparound.cli.moments import as_text
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import Day, settings_of, shared_options
from wraparound.process.careers import CareerReading, Validity
from wraparound.process.clock import ClockStatus
from wraparound.process.limits import LimitRule
from wraparound.process.loads import Caseload, LoadOf, LoadSpan, LoadState

_COUNTED = {LoadOf.COORDINATOR: "families", LoadOf.TEAM: "people", LoadOf.SUPERVISOR: "staff"}
_LOOK_AT = frozenset({Validity.EXPIRED, Validity.EXPIRING, Validity.UNKNOWN})


@click.command("caseloads")
@click.option("--from", "start", type=Day(), metavar="DAY", help="The first day of a period.")
@click.option("--to", "end", type=Day(), metavar="DAY", help="The first day after the period.")
@click.option("--over", "only_over", is_flag=True, help="Only those over a limit on some day.")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    metavar="DAYS",
    help="How soon a certificate must end to be listed.",
)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context, *, start: date | None, end: date | None, only_over: bool, within: int
) -> None:
    """Show how much every coordinator, team and supervisor carries, day by day over a period.

    Weighed by tier and by the part of a full week worked; who is over, when, and by which text.
    Then the certificates that have ended or end soon.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        told.say("Reading every family's stays")
        loads = list(program.caseloads(as_of=settings.as_of, start=start, end=end))
        careers = list(program.careers(as_of=settings.as_of, within_days=within))
        pack = program.practice.pack
        day = settings.as_of or program.today()
    shown = [each for each in loads if each.over or not only_over]
    if settings.as_json:
        body = {"as_of": day.isoformat(), "practice": pack.id}
        rows = [_document(each) for each in shown]
        careers_told = [_career(each) for each in careers]
        print_document("caseloads", {**body, "caseloads": rows, "careers": careers_told})
        return
    page = Page(settings)
    page.line(f"{pack.title}, as of {day.isoformat()}.")
    if not shown:
        page.line("Nobody is over a limit." if only_over else "No staff is on record.")
    else:
        page.table(("who", "as", "carries", "of", "full load", "works", "stands"), _rows(shown))
    for each in shown:
        if each.over:
            _show_over(page, each)
    _show_careers(page, careers)


def _rows(loads: list[Caseload]) -> list[tuple[str, ...]]:
    """Return a row for each load, as it is on the last day of the period."""
    found: list[tuple[str, ...]] = []
    for each in loads:
        last = each.spans[-1] if each.spans else None
        if last is None:
            continue
        found.append(
            (
                each.holder,
                each.of.value,
                _between(last.least, last.most),
                _COUNTED[each.of],
                _part(last.parts_least, last.parts_most),
                "" if each.of is LoadOf.SUPERVISOR else _works(last),
                _standing(each, last),
            )
        )
    return found


def _standing(load: Caseload, span: LoadSpan) -> str:
    words = span.state.value.replace("_", " ")
    told = [f"{words}: {', '.join(span.missing)}" if span.missing else words]
    if load.stated is not None and not span.least <= load.stated <= span.most:
        told.append(f"staff record says {load.stated}")
    return "; ".join(told)


def _show_over(page: Page, load: Caseload) -> None:
    page.heading(f"Over: {load.holder} ({load.of.value})")
    for span in load.over:
        last = f"{span.start.isoformat()} to before {span.end.isoformat()}"
        carries = f"{_COUNTED[load.of]}: {_between(span.least, span.most)}"
        part = _part(span.parts_least, span.parts_most)
        works = "" if load.of is LoadOf.SUPERVISOR else f", works {_works(span)}"
        page.line(f"{last}: {carries}, {part} of a full load{works}", indent=2)
    for rule in load.rules:
        page.line(f"{_limit(rule)}. Source: {rule.citation} ({rule.pack}).", style="dim", indent=2)


def _limit(rule: LimitRule) -> str:
    by = ", ".join(f"{name} {value}" for name, value in rule.values.items())
    return f"At most {rule.value}" + (f" ({rule.by}: {by})" if by else "")


def _show_careers(page: Page, careers: list[CareerReading]) -> None:
    rows = [
        (each.person, each.type, as_text(each.expires_on) or "no day", each.validity.value)
        for career in careers
        for each in career.certificates
        if each.validity in _LOOK_AT
    ]
    rows += [
        (career.person, "first certificate", as_text(last.due) or "no day", "late")
        for career in careers
        if career.due is not None
        and career.due.status is ClockStatus.NOT_MET
        and (last := career.due.intervals[-1])
    ]
    if rows:
        page.heading("Certificates to look at")
        page.table(("who", "what for", "last day", "stands"), rows)


def _between(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _part(least: Fraction | None, most: Fraction | None) -> str:
    if least is None or most is None:
        return ""
    low, high = f"{float(least):.0%}", f"{float(most):.0%}"
    return low if low == high else f"{low} to {high}"


def _works(span: LoadSpan) -> str:
    return "not known" if span.capacity is None else f"{float(span.capacity):.0%}"


def _document(load: Caseload) -> dict[str, object]:
    return {
        "of": load.of.value,
        "holder": load.holder,
        "jobs": list(load.jobs),
        "stated": load.stated,
        "over": any(each.state is LoadState.OVER for each in load.spans),
        "rules": [_rule(each) for each in load.rules],
        "spans": [_span(each) for each in load.spans],
    }


def _rule(rule: LimitRule) -> dict[str, object]:
    return {
        "parameter": rule.parameter,
        "pack": rule.pack,
        "value": str(rule.value),
        "by": rule.by or None,
        "values": {name: str(value) for name, value in rule.values.items()},
        "citation": rule.citation,
        "effective_from": as_text(rule.effective_from),
        "effective_to": as_text(rule.effective_to),
    }


def _span(span: LoadSpan) -> dict[str, object]:
    return {
        "from": span.start.isoformat(),
        "until": span.end.isoformat(),
        "least": span.least,
        "most": span.most,
        "parts_least": None if span.parts_least is None else str(span.parts_least),
        "parts_most": None if span.parts_most is None else str(span.parts_most),
        "capacity": None if span.capacity is None else str(span.capacity),
        "state": span.state.value,
        "missing": list(span.missing),
    }


def _career(career: CareerReading) -> dict[str, object]:
    due = career.due
    last = due.intervals[-1] if due and due.intervals else None
    return {
        "person": career.person,
        "job": career.job,
        "role": career.role,
        "certificates": [
            {
                "type": each.type,
                "expires_on": as_text(each.expires_on),
                "validity": each.validity.value,
                "days_left": each.days_left,
            }
            for each in career.certificates
        ],
        "first_due": as_text(last.due) if last else None,
        "first_status": due.status.value if due and due.status else None,
        "citation": last.rule.citation if last and last.rule else None,
    }
