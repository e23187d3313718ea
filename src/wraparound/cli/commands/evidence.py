"""``wraparound evidence``: a family's findings with all that they stand on, for a hearing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import evidence_page
from wraparound.program import evidence_files, gather_evidence


@click.command("evidence")
@click.argument("family", metavar="FAMILY", shell_complete=complete_family)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("evidence"),
    show_default=True,
    help="The folder to write into; it must be empty or not there.",
)
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Leave out what was recorded after this instant (UTC).",
)
@click.option(
    "--whole-entries",
    is_flag=True,
    help="Show whole the audit entries that tell of other families too.",
)
@shared_options("personal", "policy", "overlay", "day", "store", "output")
@click.pass_context
def command(
    ctx: click.Context,
    family: str,
    *,
    out: Path,
    known_at: datetime | None,
    whole_entries: bool,
) -> None:
    """Write what a hearing needs to see into a folder: a page, the same as JSON, a verifier.

    In it are the findings, each fact with the record that it stands in, waivers part by part, what
    was offered and chosen, and who read and changed these records. verify.py holds all of it
    against the hashes and seals of the audit trail, with nothing but Python.

    Without --personal, names and records as they were kept are hidden, and then their content
    cannot be verified. Reading it all is noted in the audit trail.
    """
    settings = settings_of(ctx)
    if out.exists() and any(out.iterdir()):
        message = f"{click.format_filename(out)} is not empty; name another folder with --out."
        raise click.UsageError(message, ctx)
    with open_program(settings) as program:
        document = gather_evidence(
            program,
            family,
            as_of=settings.as_of,
            known_at=None if known_at is None else known_at.replace(tzinfo=UTC),
            personal=settings.personal,
            whole_entries=whole_entries,
        )
    made = evidence_files(document, evidence_page)
    out.mkdir(parents=True, exist_ok=True)
    for name, each in made.files.items():
        out.joinpath(name).write_bytes(each)
    counts = {name: len(document[name]) for name in ("facts", "records", "trail", "seals")}
    counts["findings"] = len(document["review"]["findings"])
    if settings.as_json:
        told = {
            "folder": str(out),
            "files": list(made.files),
            "sha256": made.checksum,
            "counts": counts,
        }
        print_document("evidence", told)
        return
    page = Page(settings)
    page.line(f"Written to {out}: {', '.join(made.files)}")
    said = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
    page.line(f"In it: {said}.")
    page.line(f"SHA-256 of evidence.json, to note elsewhere: {made.checksum}")
    page.line(
        f"Verify it anywhere: python {out / 'verify.py'} --sha256 {made.checksum}", style="dim"
    )
