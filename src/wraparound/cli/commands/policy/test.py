"""``wraparound policy test``: scenarios answered by the ordinary reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import groupby
from pathlib import Path

import attrs
import click

from wraparound.cli.commands.policy.shelf import PACK_ENDINGS, pack_files_in
from wraparound.cli.failing import FOUND
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.eligibility.paying import load_payer_packs
from wraparound.policy import ProgramPack, read_overlays
from wraparound.policy.pack_files import holds_packs
from wraparound.policy.pack_folder import read_pack_files
from wraparound.policy.program_pack import Force
from wraparound.policy.program_packaged import load_program_pack
from wraparound.program import (
    assemble_hooks,
    known_criteria,
    plugin_packs,
    plugin_payers,
    plugin_programs,
    plugin_scenarios,
)
from wraparound.testing.scenario_files import scenario_files
from wraparound.testing.scenario_run import ScenarioReport, run_scenarios
from wraparound.testing.thresholds import ThresholdReport, packs_asked, payers_asked, try_thresholds

_SHOWN = 8
"""So many differences of one scenario help a person; JSON has all of them."""


@click.command("test")
@click.argument("paths", metavar="[DIR...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--pack",
    "pack_files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE",
    help="A pack, or rules of who qualifies, that no plugin brings yet: a file, or a folder.",
)
@click.option(
    "--thresholds",
    is_flag=True,
    help="Then change each number of the packs by a little, and tell what no scenario notices.",
)
@shared_options("overlay", "output")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[Path, ...],
    pack_files: tuple[Path, ...],
    thresholds: bool,
) -> None:
    """Run every scenario in DIR (files and folders), or those of the packs at hand.

    Packs that lie in DIR are tried with them, as those of --pack are.

    A scenario tells facts, a day and packs, and the findings that must come of them: no more, no
    less. The facts become records and a chart, and the review that answers is the ordinary one. A
    file that is none of scenarios is an error. The exit code is 0 only where at least one scenario
    ran, all passed, every file was one, and each number that --thresholds changed was noticed.
    """
    settings = settings_of(ctx)
    hooks, _ = assemble_hooks()
    programs = plugin_programs(hooks)
    places = paths or (_own(), *plugin_scenarios(hooks))
    beside = list(_packs_in(paths))
    written = read_pack_files(
        dict.fromkeys([*beside, *pack_files_in(pack_files)]), programs=programs
    )
    programs = {**programs, **written.programs}
    rule_sets = {**known_criteria(hooks), **written.rule_sets}
    payers = {**plugin_payers(hooks), **written.payers}
    tried = None
    with progress(color=settings.color) as told:
        report = run_scenarios(
            places,
            overlays=read_overlays(settings.overlays),
            packs={**plugin_packs(hooks), **written.packs},
            programs=programs,
            rule_sets=rule_sets,
            payers=payers,
            told=lambda file: told.say(f"Running {file}"),
        )
        if thresholds and report.good:
            asked = {*packs_asked(places), *written.programs, *written.rule_sets}
            tried = try_thresholds(
                places,
                programs={name: pack for name in asked if (pack := _program(name, programs))},
                rule_sets={name: rule_sets[name] for name in rule_sets if name in asked},
                payers={
                    **payers_asked(places, {**load_payer_packs(), **payers}),
                    **written.payers,
                },
                more_programs=programs,
                more_rule_sets=rule_sets,
                told=lambda name: told.say(f"Changing the numbers of {name}"),
            )
    if settings.as_json:
        print_document("policy test", {**_document(report), "thresholds": _changes(tried)})
    else:
        page = Page(settings)
        _show(page, report)
        if tried is not None:
            _show_changes(page, tried)
    if not report.good or (tried is not None and tried.unnoticed):
        ctx.exit(FOUND)


def _packs_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the packs that lie beside scenarios: whoever tries those means these."""
    for path in paths:
        for file in scenario_files(path, [], []):
            if file.suffix in PACK_ENDINGS and holds_packs(file):
                yield file


def _program(name: str, programs: Mapping[str, ProgramPack]) -> ProgramPack | None:
    """Return a program pack, unless it is an invented one of the library: nobody goes by that."""
    packaged = load_program_pack(name)
    invented = packaged is not None and packaged.force is Force.FICTIONAL
    return programs.get(name) or (None if invented else packaged)


def _own() -> Path:
    return Path(str(resources.files("wraparound.policy").joinpath("scenarios")))


def _show(page: Page, report: ScenarioReport) -> None:
    rows = []
    for file, group in groupby(report.ran, key=lambda each: each.file):
        ran = list(group)
        failed = sum(each in report.failed for each in ran)
        rows.append((file, str(len(ran) - failed), str(failed) if failed else ""))
    if rows:
        page.table(("file", "passed", "failed"), rows)
    for each in report.failed:
        page.heading(f"{each.id}: {each.title}" if each.title else each.id)
        page.line(each.file, style="dim", indent=2)
        for line in each.differences[:_SHOWN]:
            page.line(line, indent=2)
        more = len(each.differences) - _SHOWN
        if more > 0:
            page.line(f"… and {more} more; --format json lists all", indent=2)
    if report.errors:
        page.heading("Not scenarios")
        for fault in report.errors:
            page.line(str(fault), style="bold red", indent=2)
    if report.left_alone:
        page.line()
        page.line(f"Left alone: {_names(report.left_alone)}", style="dim")
    page.line()
    page.line(
        f"{len(report.passed)} passed, {len(report.failed)} failed"
        + (f", {len(report.errors)} errors" if report.errors else ""),
        style="bold" if report.good else "bold red",
    )
    if not report.ran:
        page.line("No scenario ran.")


def _show_changes(page: Page, tried: ThresholdReport) -> None:
    if tried.unnoticed:
        page.heading("Numbers that no scenario holds")
        rows = [
            (each.pack, each.key, each.part, str(each.number), str(each.instead))
            for each in tried.unnoticed
        ]
        page.table(("pack", "what", "part", "is", "could be"), rows)
        page.line()
    page.line(f"{tried.tried} changes of numbers tried, {len(tried.unnoticed)} unnoticed")


def _changes(tried: ThresholdReport | None) -> dict[str, object] | None:
    if tried is None:
        return None
    unnoticed = [
        {**attrs.asdict(each), "number": str(each.number), "instead": str(each.instead)}
        for each in tried.unnoticed
    ]
    return {"tried": tried.tried, "unnoticed": unnoticed}


def _names(files: Sequence[str]) -> str:
    return ", ".join(Path(file).name for file in files)


def _document(report: ScenarioReport) -> dict[str, object]:
    return {
        "good": report.good,
        "passed": len(report.passed),
        "failed": len(report.failed),
        "failures": [
            {
                "file": each.file,
                "id": each.id,
                "title": each.title,
                "verdict": each.verdict.value,
                "differences": list(each.differences),
            }
            for each in report.failed
        ],
        "errors": [attrs.asdict(fault) for fault in report.errors],
        "left_alone": list(report.left_alone),
        "scenarios": [
            {"file": each.file, "id": each.id, "verdict": each.verdict.value} for each in report.ran
        ],
    }
