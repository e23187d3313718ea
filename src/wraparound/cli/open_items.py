"""What a step forward lacks, as commands show it."""

from __future__ import annotations

from collections.abc import Sequence

from wraparound.cli.page import Page
from wraparound.process.activities import Shown
from wraparound.process.guard import OpenItem

_SAID = {Shown.NOT_SHOWN: "not done", Shown.UNKNOWN: "the record does not tell"}


def show_open(page: Page, label: str, items: Sequence[OpenItem]) -> None:
    """Write what is open, each with whether it is not done or not known."""
    lines = [f"{each.code} {each.title}: {_SAID[each.shown]}" for each in items]
    page.labelled(label, lines or ["nothing"])


def item_document(item: OpenItem) -> dict[str, object]:
    """Return something open as JSON can say it."""
    return {
        "code": item.code,
        "title": item.title,
        "shown": item.shown.value,
        "missing": list(item.missing),
        "source": item.source,
    }
