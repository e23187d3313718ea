"""``wraparound referrals``: how far each referral has come, and what stood in the way."""

from __future__ import annotations

import click

from wraparound.cli.case_document import advocacy_document
from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.clock import Clock
from wraparound.process.next_steps import in_words as name_in_words
from wraparound.process.referrals import LoopState, ReferralLoop


@click.command("referrals")
@click.argument("family", required=False, shell_complete=complete_family)
@click.option("--open", "only_open", is_flag=True, help="Leave out those that are closed.")
@click.option("--overdue", "only_overdue", is_flag=True, help="Only those past a limit.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str | None, *, only_open: bool, only_overdue: bool) -> None:
    """Show the referrals of FAMILY, or of every family, as loops to close.

    Sent, answered, kept, closed with a reason; barriers, and who spoke up for the family.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        if family is None:
            told.say("Reading every family's referrals")
            loops = list(program.all_referrals(as_of=settings.as_of))
        else:
            loops = list(program.referrals(family, as_of=settings.as_of))
        pack = program.practice.pack.id
        day = settings.as_of or program.today()
    shown = [
        each
        for each in loops
        if not (only_open and each.state is LoopState.CLOSED)
        and not (only_overdue and not each.overdue)
    ]
    if settings.as_json:
        rows = [_document(each) for each in shown]
        body = {"as_of": day.isoformat(), "practice": pack}
        print_document("referrals", {**body, "referrals": rows})
        return
    page = Page(settings)
    if not shown:
        page.line("No such referral is on file.")
        return
    page.table(
        ("referral", "family", "to", "made", "stands at", "look at"),
        [
            (
                each.referral,
                each.family,
                each.provider or "nobody yet",
                as_text(each.made_on) or "no day",
                _standing(each),
                "; ".join(_concerns(each)),
            )
            for each in shown
        ],
    )


def _standing(loop: ReferralLoop) -> str:
    state = loop.state.value
    if loop.state is not LoopState.CLOSED:
        return state
    why = loop.closed_why.value.replace("_", " ") if loop.closed_why else loop.reason
    return f"closed: {why or 'no reason on file'}"


def _concerns(loop: ReferralLoop) -> list[str]:
    found = [
        f"{name_in_words(each.name)} was {in_words(each.intervals[-1].due)}"
        for each in loop.overdue
    ]
    if loop.missed:
        found.append(f"not kept: {loop.missed}")
    found += [f"barrier: {each.value.replace('_', ' ')}" for each in loop.barriers]
    if loop.advocacy:
        found.append(f"spoken up: {len(loop.advocacy)}")
    return found


def _document(loop: ReferralLoop) -> dict[str, object]:
    return {
        "referral": loop.referral,
        "family": loop.family,
        "provider": loop.provider,
        "category": loop.category,
        "need": loop.need,
        "by": loop.by,
        "state": loop.state.value,
        "made_on": as_text(loop.made_on),
        "last_on": as_text(loop.last_on),
        "appointment_on": as_text(loop.appointment_on),
        "missed": loop.missed,
        "closed_why": loop.closed_why.value if loop.closed_why else None,
        "reason": loop.reason or None,
        "closed_without_reason": loop.closed_without_reason,
        "barriers": [each.value for each in loop.barriers],
        "advocacy": [advocacy_document(each) for each in loop.advocacy],
        "limits": [_limit(each) for each in loop.clocks],
        "missing": list(loop.missing),
    }


def _limit(clock: Clock) -> dict[str, object]:
    last = clock.intervals[-1] if clock.intervals else None
    return {
        "clock": clock.name,
        "due": as_text(last.due) if last else None,
        "status": clock.current.value if clock.current else None,
        "days_late": last.days_late if last else None,
        "citation": last.rule.citation if last and last.rule else None,
    }
