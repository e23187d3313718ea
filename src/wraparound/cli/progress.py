"""How far a long work has come, on standard error, so that the answer stays clean."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.status import Status

from wraparound.cli.printable import printable

_T = TypeVar("_T")
_PATIENCE = 5.0
"""Seconds between two lines where there is no terminal to draw in."""


class Progress:
    """Says what is being done: in one line that changes, or where there is no terminal, rarely."""

    def __init__(self, status: Status | None) -> None:
        """Begin.

        Args:
            status: The line in the terminal; None where there is none.
        """
        self._status = status
        self._told = time.monotonic()

    def say(self, words: str) -> None:
        """Say what is being done now."""
        text = printable(words, sys.stderr)
        if self._status is not None:
            self._status.update(text)
        elif time.monotonic() - self._told >= _PATIENCE:
            self._told = time.monotonic()
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()

    @contextmanager
    def paused(self) -> Generator[None]:
        """Leave the terminal to the answer for a while."""
        if self._status is None:
            yield
            return
        self._status.stop()
        try:
            yield
        finally:
            self._status.start()

    def over(self, items: Iterable[_T], doing: str) -> Iterator[_T]:
        """Yield the items, and say how many there were."""
        for count, item in enumerate(items, start=1):
            self.say(f"{doing} {count}")
            yield item


@contextmanager
def progress(*, color: bool = True) -> Generator[Progress]:
    """Say how far a work has come while it lasts."""
    console = Console(
        stderr=True, markup=False, highlight=False, emoji=False, no_color=None if color else True
    )
    if not console.is_terminal:
        yield Progress(None)
        return
    with console.status("") as status:
        yield Progress(status)
