"""What a command writes for people: headings, labelled lines and tables, at any width."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wraparound.cli.printable import printable
from wraparound.cli.settings import Settings

_NARROW = 60
_LABEL = 14
_INDENT = 2
_GAP = 2

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
        listed = list(lines)
        room = self._console.width - indent - _LABEL
        longest = max((_longest_word(self._text(each).plain) for each in listed), default=0)
        if self.is_narrow or len(label) >= _LABEL or longest > room:
            self.line(f"{label}:", style="dim", indent=indent)
            for each in listed:
                self.line(each, indent=indent + 2)
            return
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=_LABEL - 1, no_wrap=True)
        grid.add_column(ratio=1)
        for place, each in enumerate(listed):
            grid.add_row(self._text("" if place else label, "dim"), self._text(each))
        self._write(grid, indent)

    def command(self, text: str) -> None:
        """Write something to copy into a terminal: on one line, however long."""
        self._out.write(f"  {printable(text, self._out)}\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table; where a column would break a word, each row becomes labelled lines."""
        listed = list(rows)
        widths = self._widths([columns, *listed])
        if not widths:
            self._stack(columns, listed)
            return
        table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
        for label, width in zip(columns, widths, strict=True):
            table.add_column(self._text(label), overflow="fold", width=width)
        for row in listed:
            table.add_row(*(self._text(cell, STYLES.get(cell, "")) for cell in row))
        self._write(table, _INDENT)

    def _stack(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self.line(row[0], style="bold", indent=_INDENT)
            for label, cell in zip(columns[1:], row[1:], strict=True):
                if cell:
                    self.line(f"{label}: {cell}", indent=2 * _INDENT)

    def _widths(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """Return how wide each column is, every word whole; nothing where there is no room."""
        room = self._console.width - _INDENT - _GAP * (len(rows[0]) - 1)
        texts = list(zip(*([self._text(cell).plain for cell in row] for row in rows), strict=True))
        most = [max(map(cell_len, column)) for column in texts]
        least = [max(_longest_word(cell) for cell in column) for column in texts]
        if most[0] <= self._console.width // 2:
            least[0] = most[0]  # what the row is about stands first: whole, to be copied
        if self.is_narrow or sum(least) > room:
            return []
        # as much as all can have, then what is left, from the first column on
        even = max(cap for cap in range(room + 1) if sum(_capped(least, most, cap)) <= room)
        widths = _capped(least, most, even)
        for place, wanted in enumerate(most):
            widths[place] += min(wanted - widths[place], room - sum(widths))
        return widths

    def _write(self, what: RenderableType, indent: int) -> None:
        with self._console.capture() as captured:
            self._console.print(Padding(what, (0, 0, 0, indent)))
        # columns are filled with spaces, which only make pipes and diffs harder to read
        self._out.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def _text(self, text: str, style: str = "") -> Text:
        return Text(printable(text, self._out), style=style, overflow="fold")


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)


def _capped(least: Sequence[int], most: Sequence[int], cap: int) -> list[int]:
    return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]


def print_document(kind: str, body: Mapping[str, Any]) -> None:  # Any: what JSON can say
    """Write one JSON document, which names its kind and the version of its shape."""
    document = {"document": kind, "version": VERSION, **body}
    # ASCII only, so that it is the same in every encoding
    sys.stdout.write(json.dumps(document, indent=2) + "\n")
