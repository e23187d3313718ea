"""``wraparound eligibility``: who qualifies by a program's rules, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import attrs
import click

from wraparound.cli.completing import complete_family
from wraparound.cli.facts_in import read_facts
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import DEFAULT_PROGRAM, Settings, settings_of, shared_options
from wraparound.eligibility.appealing import appeal_lines, begin_appeal
from wraparound.eligibility.determination import NOTICE, Determined, determine
from wraparound.eligibility.explaining import explain, text_of
from wraparound.eligibility.glossary import fact_entry
from wraparound.errors import PolicyUnknown, RecordNotFound
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.predicates import Answer
from wraparound.policy.rule_sets import RuleSets
from wraparound.program import assemble_hooks, known_criteria

_ANSWERS = {True: "yes", False: "no", None: "cannot be told yet"}
_MARKS = {True: "+", False: "-", None: "?"}


@click.command("eligibility")
@click.argument("family", required=False, shell_complete=complete_family)
@click.option("--rules", "names", multiple=True, metavar="NAME", help="A set; may be repeated.")
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take the facts from a file (JSON or YAML) instead of a stored family.",
)
@click.option("--list", "listed", is_flag=True, help="List the sets of rules, and stop.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context,
    family: str | None,
    *,
    names: tuple[str, ...],
    facts: Path | None,
    listed: bool,
) -> None:
    """Say whether FAMILY qualifies: yes, no, or which facts are missing, with every reason.

    Without --rules, every set of rules of the program that --practice or --program names is asked.
    It is not a clinical determination, and no answer denies anything.
    """
    settings = settings_of(ctx)
    if listed:
        _list(Page(settings), _known(), as_json=settings.as_json)
        return
    if (family is None) == (facts is None):
        raise click.UsageError("Name either a family or --facts FILE.", ctx)
    known = {} if names and facts is None else _known()
    by_rules = None if settings.program == DEFAULT_PROGRAM else settings.program
    asked = names or _of_program(settings.practice or by_rules, known, ctx)
    if facts is not None:
        day = settings.as_of or date.today()  # noqa: DTZ011 - the day where the program runs
        held = read_facts(facts)
        found = [determine(name, held, on=day, rule_sets=known) for name in asked]
    else:
        try:
            day, found = _of_family(str(family), asked, settings)
        except RecordNotFound:
            if names or settings.practice is not None or by_rules is None:
                raise
            # --program named whose rules are asked, and the store keeps its families without it
            own = attrs.evolve(settings, program=DEFAULT_PROGRAM)
            day, found = _of_family(str(family), asked, own)
    if settings.as_json:
        body = {"family": family, "on": day.isoformat()}
        print_document("eligibility", {**body, "determinations": [explain(e) for e in found]})
        return
    page = Page(settings)
    for each in found:
        _show(page, each)
    page.line()
    page.line(NOTICE, style="dim")


def _of_family(
    family: str, rules: tuple[str, ...], settings: Settings
) -> tuple[date, list[Determined]]:
    with open_program(settings) as program:
        chart = program.chart(family, as_of=settings.as_of)
        return chart.as_of, [program.eligibility(chart, rules=name) for name in rules]


def _known() -> RuleSets:
    """Return the sets of rules of the library and of plugins."""
    hooks, _ = assemble_hooks()
    return known_criteria(hooks)


def _of_program(program: str | None, known: RuleSets, ctx: click.Context) -> tuple[str, ...]:
    if program is None:
        raise click.UsageError(
            "Name sets of rules with --rules, or a program with --practice or --program.", ctx
        )
    names = tuple(name for name, (first, *_) in known.items() if first.program == program)
    if not names:
        programs = {first.program for first, *_ in known.values()}
        hint = plugin_hint(program, programs)
        raise PolicyUnknown(program, programs, what="program with sets of rules", hint=hint)
    return names


def _list(page: Page, known: RuleSets, *, as_json: bool) -> None:
    rows = [
        (name, first.program, first.purpose.value, ", ".join(each.version for each in versions))
        for name, versions in known.items()
        if (first := versions[0])
    ]
    if as_json:
        keys = ("rules", "program", "purpose", "versions")
        listed: list[Mapping[str, str]] = [dict(zip(keys, row, strict=True)) for row in rows]
        print_document("rule sets", {"rule_sets": listed})
    else:
        page.table(("rules", "program", "asked at", "versions"), rows)


def _show(page: Page, found: Determined) -> None:
    page.heading(f"{found.name}: {_ANSWERS[found.value]}")
    page.line(found.meaning, indent=2)
    if found.rules is not None:
        page.line(f"Source: {found.rules.citation}.", style="dim", indent=2)
    if found.answer is not None:
        tree_of(page, found.answer, indent=2)
    if found.missing:
        page.labelled("ask first", [_asked(path) for path in found.ask_first or found.missing])
    if found.value is not True:
        page.labelled("appeal", appeal_lines(begin_appeal(found)))


def tree_of(page: Page, answer: Answer, *, indent: int) -> None:
    """Print a tree of reasons: what was asked, and whether it is so."""
    if answer.skipped:
        return
    node = answer.node
    shown = "" if node.binding else " (shown only)"
    page.line(f"{_MARKS[answer.value]} {text_of(node) or node.id}{shown}", indent=indent)
    for each in answer.children:
        tree_of(page, each, indent=indent + 2)


def _asked(path: str) -> str:
    entry = fact_entry(path)
    return f"{entry.question} ({path})" if entry else path
