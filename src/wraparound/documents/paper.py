"""A document for people: sections of paragraphs, lists, tables and pictures, as HTML or as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import attrs

from wraparound.documents.press import printed_page, printed_pdf


@attrs.frozen(kw_only=True)
class Paragraph:
    """A few sentences.

    Attributes:
        text: The sentences.
        label: What they are about, in front of them; empty for nothing.
    """

    block: ClassVar[str] = "paragraph"
    text: str = attrs.field(repr=False)
    label: str = ""


@attrs.frozen(kw_only=True)
class Items:
    """A list.

    Attributes:
        items: Its entries.
        label: What it lists; empty where the heading says so.
        numbered: Whether the order matters.
    """

    block: ClassVar[str] = "items"
    items: tuple[str, ...] = attrs.field(repr=False)
    label: str = ""
    numbered: bool = False


@attrs.frozen(kw_only=True)
class Table:
    """A table, whose first column names the row.

    Attributes:
        caption: What it shows.
        heads: The names of the columns.
        rows: The cells.
    """

    block: ClassVar[str] = "table"
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Picture:
    """A picture that says in words what it shows.

    Attributes:
        svg: The picture, with a title and a description of its own.
        text: The same in words, one sentence for each thing.
        beside: Whether a table beside it says the same, so that the words need not be shown.
    """

    block: ClassVar[str] = "picture"
    svg: str = attrs.field(repr=False)
    text: tuple[str, ...] = attrs.field(default=(), repr=False)
    beside: bool = False


@attrs.frozen(kw_only=True)
class SignatureLine:
    """A line to sign on.

    Attributes:
        who: Who signs.
        day: The word for the day.
        signed: When it was signed, in words; empty for a line to fill in.
    """

    block: ClassVar[str] = "signature"
    who: str = attrs.field(repr=False)
    day: str
    signed: str = ""


Block = Paragraph | Items | Table | Picture | SignatureLine


@attrs.frozen(kw_only=True)
class PaperSection:
    """A heading with what stands below it.

    Attributes:
        heading: The heading; it can hold the family's words.
        blocks: What stands below it.
        level: 2 for a section, 3 for a part of one.
    """

    heading: str = attrs.field(repr=False)
    blocks: tuple[Block, ...] = ()
    level: int = 2


@attrs.frozen(kw_only=True)
class Paper:
    """A document. It holds the family's own words: its repr does not.

    Attributes:
        kind: What it is, such as ``plan-of-care``.
        language: In which language (BCP 47).
        title: Its title, without any name.
        lead: For whom and as of when.
        sections: Its sections.
        foot: What stands at the end of it.
        templates: Folders whose templates come before the house's own; the first one wins.
    """

    kind: str
    language: str
    title: str
    lead: tuple[str, ...] = attrs.field(default=(), repr=False)
    sections: tuple[PaperSection, ...] = attrs.field(default=(), repr=False)
    foot: tuple[str, ...] = ()
    templates: tuple[Path, ...] = attrs.field(default=(), repr=False, eq=False)

    def as_html(self) -> str:
        """Return a whole page without assets, to be read on a phone and to be printed.

        Raises:
            DocumentUnprintable: A template that a plugin brought fails.
        """
        return printed_page(self.kind, self.templates, self, whole=True)

    def as_pdf(self, *, fonts: Sequence[Path] = ()) -> bytes:
        """Return the document as PDF/UA-1, which screen readers can read, too.

        The same document gives the same bytes. It needs the extra ``wraparound[pdf]``.

        Args:
            fonts: Folders with further fonts, for letters that no font of this machine has.

        Raises:
            DocumentUnprintable: A template that a plugin brought fails, a letter is in no font, or
                the extra is not installed.
        """
        return printed_pdf(self.templates, self.as_document(), fonts=fonts)

    def as_text(self) -> str:
        """Return the document as plain text, for a terminal or a mail."""
        lines = [self.title, "=" * len(self.title), *self.lead]
        for section in self.sections:
            lines += ["", section.heading, "-" * len(section.heading)]
            for block in section.blocks:
                lines += _as_lines(block)
        return "\n".join([*lines, "", *self.foot]) + "\n"

    def as_document(self) -> dict[str, object]:
        """Return the document as plain values; each block tells in ``block`` what it is."""
        return {
            "kind": self.kind,
            "language": self.language,
            "title": self.title,
            "lead": list(self.lead),
            "sections": [
                {
                    "heading": each.heading,
                    "level": each.level,
                    "blocks": [
                        {"block": block.block, **attrs.asdict(block)} for block in each.blocks
                    ],
                }
                for each in self.sections
            ],
            "foot": list(self.foot),
        }

    def _repr_html_(self) -> str:
        return printed_page(self.kind, self.templates, self, whole=False)


def _as_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield f"{block.label} {block.text}".strip()
        case Items():
            if block.label:
                yield block.label
            for place, each in enumerate(block.items, 1):
                yield f"{f'{place}.' if block.numbered else '-'} {each}"
        case Table():
            yield f"{block.caption}:"
            for row in block.rows:
                told = (
                    f"{head}: {cell}"
                    for head, cell in zip(block.heads[1:], row[1:], strict=True)
                    if cell
                )
                yield f"- {'; '.join((row[0], *told))}"
        case Picture():
            yield from (f"- {each}" for each in block.text if not block.beside)
        case SignatureLine():
            yield f"{block.who}: {block.signed or '____________________'}"
