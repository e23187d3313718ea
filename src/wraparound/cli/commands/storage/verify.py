"""``wraparound storage verify``: what was tampered with, by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import click

from wraparound.cli.commands.storage.address import raw_store, url_argument
from wraparound.cli.failing import FOUND
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import Progress, progress
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.errors import StorageUnavailable
from wraparound.storage import Envelope, Store
from wraparound.storage.envelopes import Capability
from wraparound.storage.evidence import every_change, every_seal, whole_trail
from wraparound.storage.seals import (
    Anchor,
    Breach,
    History,
    Seal,
    Tampering,
    compare_with_changes,
    compare_with_records,
    read_anchor,
    read_seal,
    verify,
    written,
)
from wraparound.storage.seals.seal import written_key
from wraparound.storage.seals.signing import read_public_key

_SAYS = {
    Tampering.EDITED: "edited: audit entry {numbers}",
    Tampering.REMOVED: "removed: audit entry {numbers}",
    Tampering.INSERTED: "inserted: audit entry {numbers}",
    Tampering.REORDERED: "put into another order: audit entry {numbers}",
    Tampering.TRUNCATED: "cut off at the end: audit entry {numbers}",
    Tampering.SEAL_BROKEN: "broken: seal {numbers}",
    Tampering.SEAL_MISSING: "missing: seal {numbers}",
    Tampering.CHANGE_UNTOLD: "the audit trail does not tell of {about}",
    Tampering.CHANGE_UNKNOWN: "audit entry {numbers} tells of {about}, which was not made so",
    Tampering.RECORD_EDITED: "edited: {about}",
    Tampering.RECORD_REMOVED: "removed: {about}",
    Tampering.RECORD_INSERTED: "inserted: {about}",
}


@attrs.frozen(kw_only=True)
class _Found:
    """What came of looking.

    Attributes:
        breaches: What was tampered with.
        entries: How many entries the trail has.
        seals: The seals.
    """

    breaches: tuple[Breach, ...]
    entries: int
    seals: tuple[Seal, ...]


@click.command("verify")
@url_argument
@click.option(
    "--public-key",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A key that seals may be signed with; may be repeated.",
)
@click.option(
    "--anchors",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of anchors, a line each; may be repeated.",
)
@click.option("--trail-only", is_flag=True, help="Do not look at each revision of each record.")
@shared_options("store", "output")
@click.pass_context
def command(
    ctx: click.Context, *, keys: tuple[Path, ...], anchors: tuple[Path, ...], trail_only: bool
) -> None:
    """Find what was tampered with, and name it: audit entries, seals, changes, revisions.

    Without --public-key, each seal is taken at its word about the key that signed it: compare the
    keys that are printed with the one that you know. Without --anchors, a trail that was cut off
    together with its seals cannot be told from a shorter one. The exit code is 1 if anything is
    found.
    """
    settings = settings_of(ctx)
    trusted = [read_public_key(each) for each in keys] or None
    held = [anchor for each in anchors for anchor in _anchors(each)]
    with raw_store(settings) as store, progress(color=settings.color) as told:
        before = list(every_change(store)) if Capability.FEED in store.capabilities else None
        entries = list(told.over(whole_trail(store), "Reading the audit trail, entry"))
        seals = tuple(map(read_seal, every_seal(store)))
        breaches = list(verify(entries, seals, held, program=settings.program, public_keys=trusted))
        if before is not None:
            since = every_change(store, before[-1].position if before else 0)
            breaches += compare_with_changes(entries, before=before, since=since)
        if not trail_only:
            breaches += compare_with_records(
                entries,
                history=_counted(store, told),
                stored=store.get,
                every=told.over(store.stream(), "Looking for strangers, record"),
                told_since=lambda: whole_trail(store, len(entries)),
            )
    found = _Found(breaches=tuple(breaches), entries=len(entries), seals=seals)
    if settings.as_json:
        print_document("storage verify", _document(found))
    else:
        names = None if trusted is None else frozenset(map(written_key, trusted))
        _show(Page(settings), settings, found, trusted=names, anchored=len(held))
    if breaches:
        ctx.exit(FOUND)


def _counted(store: Store, told: Progress) -> History:
    count = 0

    def history(kind: str, record_id: str) -> tuple[Envelope, ...]:
        nonlocal count
        count += 1
        told.say(f"Looking at record {count}")
        return store.history(kind, record_id)

    return history


def _anchors(file: Path) -> Iterator[Anchor]:
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise StorageUnavailable(
            f"the file of anchors {file} cannot be read ({type(error).__name__})",
            hint="is the path correct?",
        ) from error
    for line in lines:
        if line.strip():
            yield read_anchor(line)


def _said(breach: Breach) -> str:
    numbers = _ranges(breach.numbers)
    return _SAYS[breach.tampering].format(numbers=numbers, about=breach.about)


def _ranges(numbers: Sequence[int]) -> str:
    """Return numbers in few words: ``3 to 7``."""
    if len(numbers) > 2 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return ", ".join(map(str, numbers))


def _show(
    page: Page, settings: Settings, found: _Found, *, trusted: frozenset[str] | None, anchored: int
) -> None:
    sealed = found.seals[-1].last if found.seals else 0
    page.line(
        f"Program {settings.program}: {found.entries} audit entries, {sealed} of them under "
        f"{len(found.seals)} seals, {anchored} anchors."
    )
    for key in sorted({each.key for each in found.seals}):
        words = "compare it with the key that you know"
        if trusted is not None:
            words = "which you trust" if key in trusted else "which you do not trust"
        page.line(f"Signed by {key} ({words}).")
    if not found.breaches:
        page.line("Nothing was tampered with, as far as this shows.", style="green")
        if found.entries > sealed:
            page.line(f"{found.entries - sealed} entries are not sealed yet.")
        return
    page.heading("Tampered with")
    for each in found.breaches:
        page.line(_said(each), style="bold red", indent=2)


def _document(found: _Found) -> dict[str, object]:
    return {
        "clean": not found.breaches,
        "entries": found.entries,
        "seals": [json.loads(written(each.anchor)) | {"key": each.key} for each in found.seals],
        "breaches": [
            {
                "tampering": each.tampering.value,
                "numbers": list(each.numbers),
                "about": each.about,
                "says": _said(each),
            }
            for each in found.breaches
        ],
    }
