"""``wraparound due``: what is late or due soon, over all families."""

from __future__ import annotations

from datetime import timedelta

import attrs
import click

from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.next_steps import in_words as name_in_words
from wraparound.program import FamilyDue, Matter


@click.command("due")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Leave out what is due later than so many days from then.",
)
@shared_options("store", "day", "policy", "overlay", "practice", "output")
@click.pass_context
def command(ctx: click.Context, *, within: int | None) -> None:
    """List what is late or due, family after family.

    By the time limits of the program, and by the days that a policy gives for an answer to a
    request. An open complaint is listed without a day: no pack has a number for it.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        told.say("Asking every family's clocks")
        rows = [_of_clock(each) for each in program.due(as_of=settings.as_of, within_days=within)]
        told.say("Looking for what waits for an answer")
        until = None if within is None else (settings.as_of or program.today()) + timedelta(within)
        rows += [
            _of_matter(matter)
            for matter in program.open_requests(as_of=settings.as_of)
            if until is None or (matter.due is not None and matter.due <= until)
        ]
    rows.sort(key=lambda each: (each.due or "9999", each.family))
    if settings.as_json:
        print_document("due", {"due": [each.as_document() for each in rows]})
        return
    page = Page(settings)
    if not rows:
        page.line("Nothing is late, and nothing is due.")
        return
    page.table(
        ("due", "family", "what", "days late"),
        [(each.when, each.family, each.what, str(each.days_late or "")) for each in rows],
    )


@attrs.frozen(kw_only=True)
class _Row:
    family: str
    clock: str
    due: str | None
    when: str
    what: str
    status: str
    days_late: int | None
    citation: str
    record: str | None = None

    def as_document(self) -> dict[str, object]:
        """Return the row as JSON can say it."""
        fields = attrs.asdict(self)
        del fields["when"], fields["what"]
        return fields


def _of_clock(found: FamilyDue) -> _Row:
    return _Row(
        family=found.family,
        clock=found.due.clock,
        due=as_text(found.due.due),
        when=in_words(found.due.due),
        what=name_in_words(found.due.clock),
        status=found.due.status.value,
        days_late=found.due.days_late,
        citation=found.due.citation,
    )


def _of_matter(matter: Matter) -> _Row:
    strictest = min(matter.limits, key=lambda each: each.due, default=None)
    cite = "" if strictest is None or not strictest.setting.set_by else strictest.setting.citation
    return _Row(
        family=matter.family,
        clock=f"{matter.kind}.answer",
        due=None if matter.due is None else matter.due.isoformat(),
        when="no day is set" if matter.due is None else matter.due.isoformat(),
        what=f"answer to {matter.id} ({matter.asks.replace('_', ' ')})",
        status="late" if matter.days_late else "open",
        days_late=matter.days_late or None,
        citation=cite,
        record=matter.id,
    )
