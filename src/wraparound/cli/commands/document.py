"""``wraparound document``: plan of care, family copy, crisis plan, agenda, minutes, pictures."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from wraparound.cli.completing import complete_family
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import Drawing, Paper
from wraparound.program import PaperKind, PictureKind

_PICTURES = tuple(each.value for each in PictureKind)
_KINDS = (*(each.value for each in PaperKind), *_PICTURES)


@click.command("document")
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@click.argument("family", shell_complete=complete_family)
@click.option("--language", default="", metavar="TAG", help="en or es; the family's if left out.")
@click.option("--version", type=int, metavar="N", help="The version of the plan.")
@click.option("--meeting", metavar="ID", help="For minutes: the meeting; the last if left out.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to a file that is not there yet: .html or .pdf, a picture .svg.",
)
@click.option(
    "--fonts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    metavar="FOLDER",
    help="For a PDF: a folder with further fonts.",
)
@shared_options("store", "day", "practice", "personal", "output")
@click.pass_context
def command(
    ctx: click.Context,
    kind: str,
    family: str,
    *,
    language: str,
    version: int | None,
    meeting: str | None,
    out: Path | None,
    fonts: tuple[Path, ...],
) -> None:
    """Write a document of FAMILY, in its own words and with its names.

    KIND is plan-of-care, family-copy, crisis-plan, agenda, minutes, portfolio, or a picture:
    team-map, ecomap, genogram, timeline. Because it holds names and words of the family,
    --personal must be said. Without --out it is printed as text.
    """
    settings = settings_of(ctx)
    if not settings.personal:
        message = "A document holds the family's names and words; say --personal to have it."
        raise click.UsageError(message, ctx)
    if out is not None:
        _check(out, kind, ctx)
    with open_program(settings) as program:
        made: Paper | Drawing
        if kind in _PICTURES:
            made = program.picture(family, kind, language=language, as_of=settings.as_of)
        else:
            made = program.document(
                family,
                kind,
                language=language,
                version=version,
                meeting=meeting,
                as_of=settings.as_of,
            )
    if out is not None:
        content = _content(made, out, fonts)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    if settings.as_json:
        held = attrs.asdict(made) if isinstance(made, Drawing) else made.as_document()
        print_document("document", {"family": family, "kind": kind, "held": held})
    elif out is not None:
        Page(settings).line(f"Wrote {click.format_filename(out)}.")
    else:
        page = Page(settings)
        for line in made.text if isinstance(made, Drawing) else made.as_text().splitlines():
            page.line(line)


def _check(out: Path, kind: str, ctx: click.Context) -> None:
    name = click.format_filename(out)
    suffixes = (".svg",) if kind in _PICTURES else (".html", ".pdf")
    if out.suffix.lower() not in suffixes:
        message = f"{name} must end in {' or '.join(suffixes)} for a {kind}."
        raise click.UsageError(message, ctx)
    if out.exists():
        message = f"{name} is there already; name another file with --out."
        raise click.UsageError(message, ctx)


def _content(made: Paper | Drawing, out: Path, fonts: tuple[Path, ...]) -> bytes:
    if isinstance(made, Drawing):
        return made.svg.encode()
    if out.suffix.lower() == ".pdf":
        return made.as_pdf(fonts=fonts)
    return made.as_html().encode()
