"""``wraparound import``: files into the store, all of them or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import click

from wraparound.cli.completing import complete_format
from wraparound.cli.gathering import gather
from wraparound.cli.opening import acting, address, database_file, open_program, shown_address
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.importing import ImportReport

_SHOWN = 12
"""So many things left out are listed for each file; JSON has all of them."""


@click.command("import")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--format-in",
    metavar="NAME",
    shell_complete=complete_format,
    help="How to read the files; recognized if left out.",
)
@click.option(
    "--system",
    metavar="URI",
    help="Whose local ids the files use; if left out, the files given together are one source.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, and keep nothing.")
@shared_options("store", "output")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    format_in: str | None,
    system: str | None,
    dry_run: bool,
) -> None:
    """Take in files: case files (YAML, JSON), and whatever formats the plugins read.

    FILE may be a file, a pattern such as 'cases/*.yaml', or a folder, which is searched for files
    of the known formats. Files that name each other's records are given together. Everything is
    kept at once, or nothing: if anything is wrong, all of it is told and the store stays as it was.
    Importing a file again adds nothing twice.
    """
    settings = settings_of(ctx)
    if dry_run:
        settings = _on_paper(settings)
    with open_program(settings, new=True) as program, progress(color=settings.color) as told:
        suffixes = {suffix for each in program.importers for suffix in each.suffixes}
        paths = gather(files, suffixes)
        report = program.import_files(
            paths,
            by=acting(settings),
            format_name=format_in,
            system=system,
            progress=lambda label: told.say(f"Reading {label}"),
            keep=not dry_run,
        )
    if settings.as_json:
        print_document("import", {"dry_run": dry_run, **_document(report)})
    else:
        print_report(Page(settings), report, kept_in="" if dry_run else shown_address(settings))


def print_report(page: Page, report: ImportReport, *, kept_in: str) -> None:
    """Write what came of an import.

    Args:
        page: Where to write.
        report: What came of it.
        kept_in: The address of the store; empty where nothing was kept.
    """
    page.table(("file", "read as"), report.sources)
    page.line()
    page.table(("record", "added", "completed", "unchanged"), list(_counts(report)))
    left_out = [each for source, _ in report.sources for each in _left_out(report, source)]
    if left_out:
        page.heading("Left out: the records have no place for it")
        for line in left_out:
            page.line(line, indent=2)
    page.line()
    families = ", ".join(report.families[:10]) + (" …" if len(report.families) > 10 else "")
    page.line(f"Families: {families or 'none'}")
    page.line(f"Kept in {kept_in}." if kept_in else "Nothing was kept: this was a dry run.")


def _left_out(report: ImportReport, source: str) -> Iterator[str]:
    found = [each for each in report.left_out if each.source == source]
    if not found:
        return
    yield f"{source}:"
    for each in found[:_SHOWN]:
        times = f" ({each.times} times)" if each.times > 1 else ""
        yield f"  {each.path or 'document'}: {each.reason}{times}"
    if len(found) > _SHOWN:
        yield f"  … and {len(found) - _SHOWN} more; --format json lists all"


def _counts(report: ImportReport) -> Iterator[tuple[str, str, str, str]]:
    parts: tuple[Mapping[str, int], ...] = (report.added, report.completed, report.unchanged)
    kinds = sorted({kind for part in parts for kind in part})
    for kind in kinds:
        added, completed, unchanged = (str(part.get(kind, 0)) for part in parts)
        yield kind, added, completed, unchanged
    added, completed, unchanged = (str(sum(Counter(part).values())) for part in parts)
    yield "all", added, completed, unchanged


def _document(report: ImportReport) -> dict[str, object]:
    return {
        "files": [{"file": label, "format": name} for label, name in report.sources],
        "added": dict(sorted(report.added.items())),
        "completed": dict(sorted(report.completed.items())),
        "unchanged": dict(sorted(report.unchanged.items())),
        "left_out": [attrs.asdict(each) for each in report.left_out],
        "families": list(report.families),
    }


def _on_paper(settings: Settings) -> Settings:
    """Return settings under which a dry run makes no new database file."""
    file = database_file(address(settings))
    missing = file is not None and not file.exists()
    return attrs.evolve(settings, store="memory:") if missing else settings
