"""``wraparound next``: where a family stands, and what comes next."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.moments import as_text, in_words
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.process.next_steps import NextStep, StepKind
from wraparound.process.phases import LABELS, PhaseReading

_HEADINGS = {
    StepKind.LATE: "Late",
    StepKind.DUE: "Due",
    StepKind.NOT_SHOWN: "Not done yet, by the record",
    StepKind.NOT_RECORDED: "Perhaps done: the record does not tell",
}


@click.command("next")
@click.argument("family", shell_complete=complete_family)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(ctx: click.Context, family: str) -> None:
    """Show where FAMILY stands by its record, and what comes next, with the reasons.

    It guides whoever is new at this. What a family wants to do first comes first.
    """
    settings = settings_of(ctx)
    with open_program(settings) as program:
        stay = program.stay(family, as_of=settings.as_of)
        phase = program.phase(stay.chart)
        steps = program.next_steps(stay.chart)
        pack = program.practice.pack
    if settings.as_json:
        body = {"family": family, "as_of": stay.as_of.isoformat(), "practice": pack.id}
        print_document(
            "next", {**body, "phase": _phase(phase), "steps": [_step(each) for each in steps]}
        )
        return
    page = Page(settings)
    page.line(f"By the record, {family} stands at: {LABELS[phase.computed].lower()}.")
    if phase.agrees is False:
        page.line(f"Staff entered {phase.asserted!r}; the two differ.", style="bold yellow")
    for kind, heading in _HEADINGS.items():
        of_kind = [each for each in steps if each.kind is kind]
        if of_kind:
            page.heading(heading)
        for each in of_kind:
            due = f" ({in_words(each.due)})" if each.clock else ""
            page.line(f"{each.title}{due}", indent=2)
            page.line(f"{each.why}. Source: {each.citation}.", style="dim", indent=4)
    if not steps:
        page.line("Nothing is due, and the record shows every activity of this phase.")


def _phase(phase: PhaseReading) -> dict[str, object]:
    return {
        "computed": phase.computed.value,
        "asserted": phase.asserted or None,
        "mapped": [each.value for each in phase.mapped],
        "agrees": phase.agrees,
        "evidence": {each.value: day.isoformat() for each, day in phase.evidence.items()},
    }


def _step(step: NextStep) -> dict[str, object]:
    return {
        "kind": step.kind.value,
        "title": step.title,
        "why": step.why,
        "due": as_text(step.due),
        "clock": step.clock or None,
        "activity": step.activity or None,
        "citation": step.citation,
        "missing": list(step.missing),
    }
