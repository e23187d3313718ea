"""The press: a document through its templates into a page of HTML, or into a PDF.

The house's templates lie in ``documents/templates``. A folder that a plugin brings with the hook
``register_templates`` comes before it: a file of the same name takes the place of the house's.
"""

from __future__ import annotations

import functools
import importlib
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from wraparound.errors import DocumentUnprintable

_HOUSE = resources.files("wraparound.documents").joinpath("templates")
_PDF = "paper.typ"
_MEND = "mend the template, or leave out the plugin that brings it"
_STANDARD = "ua-1"  # PDF/UA-1 (ISO 14289-1)


def printed_page(kind: str, templates: Sequence[Path], paper: object, *, whole: bool) -> str:
    """Return a document as HTML.

    The template is ``KIND.html`` where there is one, else ``paper.html``.

    Args:
        kind: What it is, such as ``plan-of-care``.
        templates: Folders whose templates come before the house's own.
        paper: The document.
        whole: Whether to return a whole page; else only what belongs into one.

    Raises:
        DocumentUnprintable: A template fails.
    """
    names = [f"{kind}.html", "paper.html"] if whole else [f"{kind}.part.html", "paper.part.html"]
    try:
        return _environment(tuple(templates)).select_template(names).render(paper=paper)
    except jinja2.TemplateSyntaxError as error:
        place = f"{error.name or error.filename}:{error.lineno}"
        message = f"the template {place} is no template: {error.message}"
        raise DocumentUnprintable(message, hint=_MEND) from None
    except jinja2.UndefinedError as error:
        message = f"a template asks for what is not there: {error.message}"
        raise DocumentUnprintable(message, hint=_MEND) from None
    except jinja2.TemplateNotFound as error:
        message = f"a template includes one that is not there: {error.message}"
        raise DocumentUnprintable(message, hint=_MEND) from None


def printed_pdf(
    templates: Sequence[Path], document: Mapping[str, object], *, fonts: Sequence[Path] = ()
) -> bytes:
    """Return a document as PDF/UA-1.

    The template is ``paper.typ``; it imports ``brand.typ``. Nothing is written to a disk.

    Args:
        templates: Folders whose templates come before the house's own.
        document: The document as plain values.
        fonts: Folders with further fonts.

    Raises:
        DocumentUnprintable: A template fails, a letter is in no font, or typst is not installed.
    """
    typst = _typst()
    files = {"paper.json": json.dumps(document).encode()}
    for folder in (*templates, _HOUSE):
        for each in sorted(folder.iterdir(), key=lambda each: each.name):
            if each.is_file() and not each.name.endswith(".html"):
                files.setdefault(each.name, each.read_bytes())
    # typst begins with the file that it is given first
    files = {"main.typ": files.pop(_PDF), **files}
    try:
        made = typst.compile(
            files,
            format="pdf",
            pdf_standards=[_STANDARD],
            font_paths=[str(each) for each in fonts],
        )
    except typst.TypstError as error:
        message, hint = _told(str(error))
        raise DocumentUnprintable(message, hint=hint) from None
    return bytes(made)


@functools.lru_cache(maxsize=16)
def _environment(templates: tuple[Path, ...]) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader(templates),
                jinja2.PackageLoader("wraparound.documents", "templates"),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _typst() -> Any:  # Any: an optional dependency
    try:
        return importlib.import_module("typst")
    except ModuleNotFoundError:
        message = "a PDF needs typst, which is not installed"
        hint = 'run: pip install "wraparound[pdf]"'
        raise DocumentUnprintable(message, hint=hint) from None


def _told(message: str) -> tuple[str, str]:
    """Return what went wrong and what to do, without the letters that typst quotes."""
    if "could not be displayed with font" in message:
        return (
            "the document has letters that are in no font of this machine",
            "install a font that has them, or name a folder with one (fonts, or --fonts)",
        )
    first = message.splitlines()[0].split('"')[0].split("`")[0].strip()
    return f"typst refused {_PDF} or brand.typ: {first}", _MEND
