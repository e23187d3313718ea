"""What a command writes for people: headings, labelled lines and tables, at any width."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wraparound.cli.printable import printable
from wraparound.cli.settings import Settings

_NARROW = 60
_LABEL = 14

VERSION = "1.0"
"""The version of the JSON answers: a newer minor only adds keys."""

STYLES = {
    "prohibited": "bold red",
    "high": "bold yellow",
    "moderate": "cyan",
    "low": "dim",
    "good": "green",
}


class _Console(Console):
    """A console that leaves a reader who has gone to whoever called it."""

    def on_broken_pipe(self) -> None:
        """Raise on; rich would end Python with an exit code that means something else here."""
        raise  # noqa: PLE0704 - rich calls this as it handles the error


class Page:
    """Standard output, as wide as the terminal; 80 columns where there is none."""

    def __init__(self, settings: Settings) -> None:
        """Begin to write, with colors only where they are wanted and can be shown."""
        self._out = sys.stdout
        self._console = _Console(
            file=self._out,
            highlight=False,
            markup=False,
            emoji=False,
            no_color=None if settings.color else True,
        )

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for columns."""
        return self._console.width < _NARROW

    def line(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        """Write a paragraph."""
        self._write(self._text(text, style), indent)

    def heading(self, text: str) -> None:
        """Write a heading, with a blank line before it."""
        self.line()
        self.line(text, style="bold")
        self.line("=" * min(len(text), self._console.width), style="dim")

    def labelled(self, label: str, lines: Iterable[str], *, indent: int = 2) -> None:
        """Write lines with a label: beside them, or above them where it is narrow."""
        if self.is_narrow or len(label) >= _LABEL:
            self.line(f"{label}:", style="dim", indent=indent)
            for each in lines:
                self.line(each, indent=indent + 2)
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=_LABEL - 1, no_wrap=True)
        grid.add_column(ratio=1)
        for place, each in enumerate(lines):
            grid.add_row(self._text("" if place else label, "dim"), self._text(each))
        self._write(grid, indent)

    def command(self, text: str) -> None:
        """Write something to copy into a terminal: on one line, however long."""
        self._out.write(f"  {printable(text, self._out)}\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table; where it is narrow, each row becomes a few labelled lines."""
        if self.is_narrow:
            for row in rows:
                self.line(row[0], style="bold", indent=2)
                for label, cell in zip(columns[1:], row[1:], strict=True):
                    if cell:
                        self.line(f"{label}: {cell}", indent=4)
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        listed = list(rows)
        longest = max((len(row[0]) for row in listed), default=0)
        for place, label in enumerate(columns):
            # ids stand first: whole, to be copied, where that leaves room for the rest
            whole = place == 0 and longest <= self._console.width // 2
            table.add_column(self._text(label), overflow="fold", no_wrap=whole)
        for row in listed:
            table.add_row(*(self._text(cell, STYLES.get(cell, "")) for cell in row))
        self._write(table, 2)

    def _write(self, what: RenderableType, indent: int) -> None:
        with self._console.capture() as captured:
            self._console.print(Padding(what, (0, 0, 0, indent)))
        # columns are filled with spaces, which only make pipes and diffs harder to read
        self._out.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def _text(self, text: str, style: str = "") -> Text:
        return Text(printable(text, self._out), style=style, overflow="fold")


def print_document(kind: str, body: Mapping[str, Any]) -> None:  # Any: what JSON can say
    """Write one JSON document, which names its kind and the version of its shape."""
    document = {"document": kind, "version": VERSION, **body}
    # ASCII only, so that it is the same in every encoding
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
