"""``wraparound determination replay``: a decision's facts asked again, for a hearing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from wraparound.cli.commands.eligibility import tree_of
from wraparound.cli.completing import complete_determination
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.eligibility.appealing import appeal_lines
from wraparound.eligibility.determination import NOTICE
from wraparound.eligibility.replay_document import ANSWERS_IN_WORDS, in_words, replay_document
from wraparound.eligibility.replaying import Outcome, Replay, RulesCheck, RulesFound
from wraparound.model.determination import Input, InputType
from wraparound.model.terms import Unknown
from wraparound.policy.rule_sets import read_rule_files

_EXIT = {Outcome.SAME: 0, Outcome.DIFFERS: 1, Outcome.IMPOSSIBLE: 2}
_HEADS = {
    Outcome.SAME: "The same rules give the same answer for the same reasons.",
    Outcome.DIFFERS: "It is not the same. What is, and what is not, stands below.",
    Outcome.IMPOSSIBLE: "It cannot be replayed.",
}


@click.command("replay")
@click.argument("determination", shell_complete=complete_determination)
@click.option(
    "--rules-file",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of rules as it was at that time; may be repeated.",
)
@click.option(
    "--compare", is_flag=True, help="Compare the facts with the family's chart on --as-of, too."
)
@shared_options("store", "day", "personal", "output")
@click.pass_context
def command(
    ctx: click.Context, determination: str, *, files: tuple[Path, ...], compare: bool
) -> None:
    """Ask the facts of DETERMINATION again under the very rules that were applied.

    Where only other rules are at hand, it says so, asks those, and tells what is the same and what
    differs. Nothing is stored. Exit codes: 0 the same, 1 something differs, 2 it cannot be
    replayed.
    """
    settings = settings_of(ctx)
    given = read_rule_files(files)
    with open_program(settings) as program:
        day = settings.as_of or program.today()
        found = program.replay(determination, rule_sets=given, compare_on=day if compare else None)
    if settings.as_json:
        print_document("replay", replay_document(found, personal=settings.personal))
    else:
        _show(Page(settings), found, personal=settings.personal)
    ctx.exit(_EXIT[found.outcome])


def _show(page: Page, found: Replay, *, personal: bool) -> None:
    record = found.determination
    on = record.on.isoformat() if isinstance(record.on, date) else "a day that is not known"
    name = "rules unknown" if isinstance(record.rule_set, Unknown) else record.rule_set
    page.line(f"{record.family}: {name}, decided on {on}: {record.answer.value}.")
    page.line(_HEADS[found.outcome], style="bold", indent=2)
    for reason in found.why_not:
        page.line(f"- {reason}", indent=2)
    if found.rules:
        page.heading("The rules")
        for each in found.rules:
            page.line(_rules(each), indent=2)
    if found.determined is not None:
        page.heading(f"What comes out now: {ANSWERS_IN_WORDS[found.determined.value]}")
        if found.determined.answer is not None:
            tree_of(page, found.determined.answer, indent=2)
    if found.different:
        page.heading("What differs")
        for check in found.different:
            page.line(in_words(check), indent=2)
    if found.facts_on is not None:
        _show_facts(page, found, found.facts_on, personal=personal)
    if record.appeal is not None:
        page.labelled("appeal", appeal_lines(record.appeal, record.appeal_told_on), indent=0)
    page.line()
    page.line(NOTICE, style="dim")


def _rules(check: RulesCheck) -> str:
    held = ", ".join(f"{version} ({digest[:12]})" for version, digest in check.at_hand)
    stored = f"{check.rule_set} {check.version} ({check.digest[:12]})"
    match check.found:
        case RulesFound.SAME:
            return f"{stored}: the very same is at hand."
        case RulesFound.CHANGED:
            return f"{stored}: that version says something else now. At hand: {held}."
        case RulesFound.OTHER_VERSION:
            return f"{stored}: that version is not at hand any more. At hand: {held}."
        case RulesFound.ADDED:
            return f"{check.rule_set}: it was not asked then, and is now. At hand: {held}."
        case RulesFound.MISSING:
            return f"{stored}: it is not at hand, in any version."


def _show_facts(page: Page, found: Replay, day: date, *, personal: bool) -> None:
    page.heading(f"Facts that are others on {day.isoformat()}")
    if not found.facts:
        page.line("The record keeps no facts that could be compared.", indent=2)
        return
    for each in found.changed_facts:
        page.line(
            f"{each.then.name}: then {_value(each.then, personal=personal)}, "
            f"now {_value(each.now, personal=personal)}",
            indent=2,
        )
    if not found.changed_facts:
        page.line(f"None of {len(found.facts)}.", indent=2)


def _value(kept: Input, *, personal: bool) -> str:
    kind = kept.type.value.replace("_", " ") if isinstance(kept.type, InputType) else "a text"
    source = f", from {kept.source}" if kept.source else ""
    return f"{kept.value} ({kind}{source})" if personal and kept.value else f"({kind}{source})"
