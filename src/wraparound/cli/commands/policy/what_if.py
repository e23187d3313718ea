"""``wraparound policy what-if``: what changed rules about who qualifies would do to families."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from wraparound.cli.opening import open_program, practice_named
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.cohort import ALL, RuleEffect, least_shown
from wraparound.eligibility.determination import NOTICE
from wraparound.policy import choose_program
from wraparound.policy.rule_sets import RuleSets, read_rule_files
from wraparound.program import (
    NATIONAL_MODEL,
    assemble_hooks,
    plugin_criteria,
    plugin_programs,
)

_FRAME_ENDINGS = (".parquet", ".csv", ".arrow")
_ANSWERS = {
    "eligible": "qualify",
    "not_eligible": "do not",
    "cannot_tell": "cannot be told",
    "all": "all",
}


@click.command("what-if")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True))
@click.option("--rules", "names", multiple=True, metavar="NAME", help="A set; may be repeated.")
@click.option(
    "--instead-of",
    metavar="NAME",
    help="The set of rules that the one of FILE would replace, where its name is another.",
)
@click.option(
    "--frame",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FACTS",
    help="Ask the rows of a table of facts (.parquet, .csv, .arrow) instead of the store.",
)
@click.option("--may-lack", is_flag=True, help="Take absent columns for facts that nobody knows.")
@shared_options("store", "day", "practice", "output")
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    *,
    names: tuple[str, ...],
    instead_of: str | None,
    frame: Path | None,
    may_lack: bool,
) -> None:
    """Show who would come to qualify, and who no longer would, by the changed rules of FILE.

    FILE holds sets of rules, each under the name of the one that it changes. Every stored family is
    asked under both, and counted by the clauses that turn its answer. Small counts are hidden, and
    whatever else would tell them; the program's small_cell_min is the bound. Nothing is stored, and
    no answer denies anything.
    """
    settings = settings_of(ctx)
    changed = read_rule_files([file])
    pairs = _pairs(ctx, changed, names, instead_of)
    found = list(
        _of_frame(settings, changed, pairs, frame, may_lack=may_lack)
        if frame is not None
        else _of_store(settings, changed, pairs)
    )
    if settings.as_json:
        print_document("policy what-if", {"effects": [each.as_json() for each in found]})
        return
    page = Page(settings)
    for each in found:
        _show(page, each)
    page.line()
    page.line(NOTICE, style="dim")


def _pairs(
    ctx: click.Context, changed: RuleSets, names: tuple[str, ...], instead_of: str | None
) -> Mapping[str, str]:
    """Return for each changed set of rules that is asked about the one that it changes."""
    unknown = [name for name in names if name not in changed]
    if unknown:
        raise click.UsageError(f"FILE has no rules {', '.join(unknown)}.", ctx)
    asked = names or tuple(changed)
    if instead_of is None:
        return {name: name for name in asked}
    if len(asked) != 1:
        raise click.UsageError("With --instead-of, name one set of rules with --rules.", ctx)
    return {asked[0]: instead_of}


def _of_store(
    settings: Settings, changed: RuleSets, pairs: Mapping[str, str]
) -> Iterator[RuleEffect]:
    with open_program(settings) as program, progress(color=settings.color) as told:
        for new, old in pairs.items():
            yield program.rule_effect(
                old,
                changed=changed,
                becomes=new,
                as_of=settings.as_of,
                told=lambda count: told.say(f"Asked of {count} families"),
            )


def _of_frame(
    settings: Settings,
    changed: RuleSets,
    pairs: Mapping[str, str],
    frame: Path,
    *,
    may_lack: bool,
) -> Iterator[RuleEffect]:
    try:
        # data frames are an extra: only this needs them
        from wraparound.cohort.frames import read_frame, what_if_frame  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "Tables of facts need more: pip install 'wraparound[frames]'."
        raise click.UsageError(message) from None
    if frame.suffix not in _FRAME_ENDINGS:
        raise click.BadParameter(f"must end in {', '.join(_FRAME_ENDINGS)}.", param_hint="--frame")
    day = settings.as_of or date.today()  # noqa: DTZ011 - the day where the program runs
    name, brought = practice_named(settings.practice or NATIONAL_MODEL)
    hooks, _ = assemble_hooks(brought)
    practice = choose_program(name, packs=plugin_programs(hooks))
    held = read_frame(frame)
    for new, old in pairs.items():
        yield what_if_frame(
            held,
            old,
            changed=changed,
            becomes=new,
            on=day,
            least=least_shown(practice, on=day),
            rule_sets=plugin_criteria(hooks),
            may_lack=may_lack,
        )


def _show(page: Page, effect: RuleEffect) -> None:
    changed = "" if effect.after == effect.before else f" instead of {effect.before}"
    page.heading(f"{effect.after}{changed}, on {effect.on.isoformat()}")
    page.table(
        ("before, and after:", *_ANSWERS.values()),
        [
            (label, *(_count(effect.table[row, column]) for column in _ANSWERS))
            for row, label in _ANSWERS.items()
        ],
    )
    for label, counts in (("added", effect.added), ("removed", effect.removed)):
        page.labelled(label, list(_by_clauses(counts)))
    for name, (text, citation) in effect.texts.items():
        page.labelled(name, [each for each in (text, citation) if each])
    if effect.left_out:
        page.labelled("left out", [f"{count}: {why}" for why, count in effect.left_out.items()])
    page.line(
        f"Counts from 1 to {effect.least - 1} are hidden, and others that would tell them.",
        style="dim",
    )


def _by_clauses(counts: Mapping[tuple[str, ...], int | None]) -> Iterator[str]:
    for clauses, count in counts.items():
        told = "in all" if clauses == (ALL,) else "by " + " and ".join(clauses)
        yield f"{_count(count)} {told}"


def _count(count: int | None) -> str:
    return "hidden" if count is None else str(count)
