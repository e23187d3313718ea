"""``wraparound phase``: where a family stands, what the next phase lacks, and entering it."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.open_items import item_document, show_open
from wraparound.cli.opening import acting, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.phase_guard import PhaseGuard, program_phases
from wraparound.process.phases import LABELS


@click.command("phase")
@click.argument("family", shell_complete=complete_family)
@click.option(
    "--to", metavar="PHASE", default="", help="The phase to look at; the next if left out."
)
@click.option("--enter", metavar="PHASE", default="", help="Enter this phase, whatever is open.")
@click.option("--reason", metavar="TEXT", default="", help="Why: kept with the phase entered.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str, *, to: str, enter: str, reason: str) -> None:
    """Show where FAMILY stands by its record, and what the next phase still lacks.

    What staff entered is shown beside it.
    PHASE is the program's own word, or the national one. With --enter the phase is entered: what
    is open is told and forbids nothing, and --reason is kept.
    """
    if to and enter:
        raise click.UsageError("give --to or --enter, not both.", ctx)
    settings = settings_of(ctx)
    with open_program(settings) as program:
        words = program_phases(program.practice)
        if enter:
            guard = program.enter_phase(
                family, enter, by=acting(settings), on=settings.as_of, reason=reason
            ).guard
        else:
            guard = program.phase_guard(family, to, as_of=settings.as_of)
    if settings.as_json:
        told = {word: [each.value for each in phases] for word, phases in words.items()}
        body = {"family": family, "entered": bool(enter), "words": told, **_document(guard)}
        print_document("phase", body)
        return
    page = Page(settings)
    reading = guard.reading
    page.line(f"By the record, {family} stands at: {LABELS[reading.computed].lower()}.")
    for phase, day in reading.evidence.items():
        page.line(f"{LABELS[phase]}: since {day}", indent=2)
    if reading.asserted:
        differs = "; the two differ" if reading.agrees is False else ""
        page.line(f"Staff entered {reading.asserted!r}{differs}.")
    page.labelled(
        "phases here", [_covers(word, phases) for word, phases in words.items()], indent=0
    )
    if guard.to:
        page.line()
        show_open(page, f"Open before {guard.to!r}", guard.open)
    if enter:
        why = "" if reason or not guard.asks_why else " Nobody said why; --reason keeps it."
        page.line(f"Entered: {enter}.{why}")


def _covers(word: str, phases: tuple[object, ...]) -> str:
    national = ", ".join(LABELS[each].lower() for each in LABELS if each in phases)
    return word if national == word.lower() else f"{word} ({national})"


def _document(guard: PhaseGuard) -> dict[str, object]:
    reading = guard.reading
    return {
        "computed": reading.computed.value,
        "evidence": {each.value: day.isoformat() for each, day in reading.evidence.items()},
        "asserted": reading.asserted or None,
        "agrees": reading.agrees,
        "to": guard.to or None,
        "phases": [each.value for each in guard.phases],
        "is_return": guard.is_return,
        "asks_why": guard.asks_why,
        "open": [item_document(each) for each in guard.open],
    }
