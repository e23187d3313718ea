"""``wraparound storage trail``: who read and who changed what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import click

from wraparound.cli.commands.storage.address import raw_store, url_argument
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.storage import Store
from wraparound.storage.envelopes import AuditEntry
from wraparound.storage.evidence import whole_trail


@click.command("trail")
@url_argument
@click.option("--family", metavar="FAMILY", help="Only what is about this family.")
@click.option("--after", type=int, default=0, metavar="N", help="Begin after this entry.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many entries.")
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context, *, family: str | None, after: int, limit: int | None) -> None:
    """List who read and who changed what, when, in which role and for what.

    The trail holds ids and the names of fields, and nothing of what records say.
    """
    settings = settings_of(ctx)
    with raw_store(settings) as store:
        entries = list(islice(_entries(store, family, after), limit))
    if settings.as_json:
        print_document("storage trail", {"entries": [_document(each) for each in entries]})
        return
    page = Page(settings)
    if not entries:
        page.line("There is nothing in the trail.")
        return
    page.table(
        ("entry", "when", "who", "did", "what"),
        [
            (
                str(each.number),
                f"{each.at:%Y-%m-%d %H:%M}",
                " ".join(part for part in (each.by, each.role and f"({each.role})") if part),
                " ".join(part for part in (each.act.value, each.purpose or each.reason) if part),
                _what(each),
            )
            for each in entries
        ],
    )


def _entries(store: Store, family: str | None, after: int) -> Iterator[AuditEntry]:
    for entry in whole_trail(store, after):
        if family is None or any(each.family == family for each in entry.touched):
            yield entry


def _what(entry: AuditEntry) -> str:
    counts = Counter(each.kind for each in entry.touched)
    families = sorted({each.family for each in entry.touched if each.family is not None})
    what = ", ".join(f"{count} {kind}" if count > 1 else kind for kind, count in counts.items())
    of = f" of {', '.join(families)}" if len(families) <= 3 else f" of {len(families)} families"
    return f"{what}{of if families else ''}"


def _document(entry: AuditEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "act": entry.act.value,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "role": entry.role,
        "purpose": entry.purpose,
        "reason": entry.reason,
        "change": entry.change,
        "touched": [
            {
                "kind": each.kind,
                "id": each.id,
                "family": each.family,
                "revision": each.revision,
                "removed": each.removed,
                "fields": list(each.fields),
            }
            for each in entry.touched
        ],
        "digest": entry.digest,
    }
