"""``wraparound agenda``: the agenda of a team's next meeting, from the record."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.model.meeting import AgendaItem
from wraparound.quality.agenda import AgendaLine

_PARTS = {
    AgendaItem.ACCOMPLISHMENTS: "What went well",
    AgendaItem.REVIEW: "Does the plan work?",
    AgendaItem.ADJUST: "What should change?",
    AgendaItem.ASSIGN: "Who does what, and by when?",
}


@click.command("agenda")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "personal", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Make the agenda of the next team meeting of FAMILY, in the practice's order.

    It comes from the record. The family may put anything on it and take anything off. Words of the
    family's plan are shown with --personal only.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        agenda = program.agenda(family, as_of=settings.as_of)
    if settings.as_json:
        body = {
            "family": family,
            "on": agenda.on.isoformat(),
            "since": agenda.since.isoformat() if agenda.since else None,
            "absent": list(agenda.absent),
        }
        lines = [
            {
                "part": each.part.value,
                "text": _text(each, personal=settings.personal),
                "about": each.about or None,
                "source": each.source or None,
            }
            for each in agenda.lines
        ]
        print_document("agenda", {**body, "lines": lines})
        return
    page = Page(settings)
    since = f", since {agenda.since.isoformat()}" if agenda.since else ""
    page.line(f"Team meeting of {family}, {agenda.on.isoformat()}{since}.")
    for part, heading in _PARTS.items():
        page.heading(heading)
        for each in agenda.part(part):
            page.line(f"- {_text(each, personal=settings.personal)}", indent=2)
    if agenda.absent:
        page.line()
        page.line(f"Away last time, ask for word: {', '.join(agenda.absent)}.")


def _text(line: AgendaLine, *, personal: bool) -> str:
    """Return a point; what stands after a colon are words of the plan."""
    if personal or not line.about or line.source.isupper() or line.source in ("incident", "event"):
        return line.text
    head, mark, _ = line.text.partition(": ")
    if not mark:
        head = line.text.partition("? ")[0]
    return f"{head}: {line.about}"
