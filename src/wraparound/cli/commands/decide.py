"""``wraparound decide``: the kind of help that fits, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.facts_in import read_facts
from wraparound.cli.opening import open_program, practice_named
from wraparound.cli.page import Page, print_document
from wraparound.cli.payers import asked_as, payers_document, show_payers
from wraparound.cli.settings import settings_of, shared_options
from wraparound.eligibility.decision import Aid, Decided, decide, load_aid
from wraparound.eligibility.interview import Asked, next_question, told
from wraparound.eligibility.paying import routes_with, within_state
from wraparound.eligibility.recorded import recorded_facts
from wraparound.policy import PayerRoute, choose_program, read_payer_files
from wraparound.policy.rule_sets import RuleSets
from wraparound.program import (
    NATIONAL_MODEL,
    assemble_hooks,
    plugin_criteria,
    plugin_payers,
    plugin_programs,
)

_HONOURED = {True: "yes", False: "no", None: "nothing was asked for"}


@click.command("decide")
@click.argument("family", required=False, shell_complete=complete_family)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take the answers from a file (JSON or YAML) instead of a stored family.",
)
@click.option("--interview", is_flag=True, help="Ask only what can still change the answer.")
@click.option(
    "--payers",
    "payer_files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Payer routes that no plugin brings, such as a county's fund; may be repeated.",
)
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context,
    family: str | None,
    *,
    answers: Path | None,
    interview: bool,
    payer_files: tuple[Path, ...],
) -> None:
    """Find the kind of help that fits FAMILY: wraparound, or something lighter.

    Danger comes first. Less help than suggested is a valid answer, and is given. The aid sorts
    facts and reasons; it is not a clinical determination, and it never denies anything. Who may
    pay is told beside it, with the text behind each route, and never changes it.
    """
    settings = settings_of(ctx)
    if (family is None) == (answers is None) and not (interview and family is None):
        raise click.UsageError("Name a family, or --answers FILE, or --interview.", ctx)
    day = settings.as_of or date.today()  # noqa: DTZ011 - the day where the program runs
    held: Mapping[str, object] = {}
    if family is not None:
        with open_program(settings) as program:
            chart = program.chart(family, as_of=settings.as_of)
            hooks, place = program.hooks, program.practice.pack.jurisdiction
        held, day = recorded_facts(chart), chart.as_of
    else:
        name, brought = practice_named(settings.practice or NATIONAL_MODEL)
        hooks, _ = assemble_hooks(brought)
        place = choose_program(name, packs=plugin_programs(hooks)).pack.jurisdiction
        if answers is not None:
            held = read_facts(answers)
    own = {each.id: each for each in read_payer_files(payer_files)}
    # the files' own come first, and stand in the place of a plugin's of the same name
    payers = routes_with({**own, **plugin_payers(hooks), **own})
    rules = plugin_criteria(hooks)
    held = within_state(held, place)
    if interview:
        held = _interview(held, day, payers, rules)
    found, aid = decide(held, on=day, payers=payers, rule_sets=rules), load_aid()
    if settings.as_json:
        print_document("decision", {"family": family, **_document(found, aid)})
    else:
        page = Page(settings)
        _show(page, found, aid)
        show_payers(page, found, aid)
        page.line()
        page.line(aid.statement, style="dim")


def _interview(
    held: Mapping[str, object], day: date, payers: tuple[PayerRoute, ...], rules: RuleSets
) -> Mapping[str, object]:
    """Ask on the terminal, one question after another, while an answer can still change."""
    skipped: set[str] = set()
    while True:
        asked = next_question(held, on=day, skipped=skipped, payers=payers, rule_sets=rules)
        if asked is None:
            return held
        said = click.prompt(_prompt(asked), default="", show_default=False, err=True).strip()
        value = asked.read(said)
        if value is None:
            skipped.add(asked.path)
        else:
            held = told(held, asked.path, value)


def _prompt(asked: Asked) -> str:
    return f"{asked.question} [{asked.hint}; Enter if nobody knows]"


def _document(found: Decided, aid: Aid) -> dict[str, Any]:  # Any: the values that JSON can say
    return {
        "statement": aid.statement,
        "suggested": found.suggested,
        "offered": found.offered,
        "provisional": found.provisional,
        "could_be": list(found.could_be),
        "reasons": list(found.reasons),
        "missing": list(found.missing),
        "ask_first": list(found.ask_first),
        "flags": [{"id": each, "text": aid.text_of(each)} for each in found.flags],
        "preference_honoured": found.preference_honoured,
        "models": list(found.models),
        **payers_document(found, aid),
    }


def _show(page: Page, found: Decided, aid: Aid) -> None:
    labels = {tier.key: tier.label for tier in aid.tiers}
    suggested = labels.get(found.suggested or "", "nothing yet: too little is known")
    page.labelled("suggested", [suggested], indent=0)
    if found.offered != found.suggested and found.offered is not None:
        page.labelled("offered", [f"{labels[found.offered]}, as the family wishes"], indent=0)
    page.labelled("wish given", [_HONOURED[found.preference_honoured]], indent=0)
    if found.reasons:
        reasons = [each.replace("_", " ").lower() for each in found.reasons]
        page.labelled("because", reasons, indent=0)
    if found.provisional:
        page.labelled("could be", [labels[each] for each in found.could_be], indent=0)
        page.labelled("ask first", [asked_as(path) for path in found.ask_first], indent=0)
    if found.flags:
        page.labelled("look into", [aid.text_of(each) for each in found.flags], indent=0)
    if found.models:
        about = {each.key: f"{each.label}: {each.about}" for each in aid.models}
        page.labelled("ways", [about[each] for each in found.models], indent=0)
