"""Between a store and the rest: envelopes as records, and the desk that imports look up from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wraparound.codec import read
from wraparound.errors import DocumentInvalid, InputRefused, KeyMissing, StorageUnavailable
from wraparound.importing import ImportDesk, Stored, read_sources
from wraparound.intake import Importer
from wraparound.model.kinds import IDENTIFIER
from wraparound.model.record import Record
from wraparound.storage import Envelope, Store
from wraparound.storage.envelopes import SEALED_MARK
from wraparound.storage.keys import ProgramKeys


def sealed_with(store: Store, keys: ProgramKeys | None) -> Store:
    """Return a store that seals what it keeps; the store itself where there are no keys.

    Raises:
        KeyMissing: The records are sealed and there are no keys, or not theirs.
        StorageUnavailable: The library that seals is not installed.
    """
    if keys is None:
        _refuse_sealed(store)
        return store
    try:
        from wraparound.storage.sealed import FamilyKeys, SealedStore  # noqa: PLC0415 - optional
    except ModuleNotFoundError as error:
        raise StorageUnavailable(
            f"{error.name} is not installed, which seals records",
            hint="pip install 'wraparound[sealed]'",
        ) from None
    return SealedStore(store, FamilyKeys(keys.ring, keys.shelf))


def _refuse_sealed(store: Store) -> None:
    # without this, plain records would be kept between sealed ones
    if store.position() and _is_sealed(next(iter(store.stream()), None)):
        raise KeyMissing("index", hint=_NAME_THE_KEYS)


def _is_sealed(envelope: Envelope | None) -> bool:
    return envelope is not None and envelope.body.startswith(SEALED_MARK)


_NAME_THE_KEYS = (
    "its records are sealed: name their keys with --keys or WRAPAROUND_KEYS, "
    "or install the plugin that has them (resolve_key)"
)


def record_in(envelope: Envelope) -> Record:
    """Return the record of a stored document.

    Raises:
        DocumentInvalid: It cannot be read; the error names the kind and the id.
    """
    try:
        return read(envelope.body, kind=envelope.kind)
    except DocumentInvalid as error:
        raise DocumentInvalid(
            error.record, error.faults, record_id=envelope.id, hint=error.hint
        ) from None


def stored_in(envelope: Envelope) -> Stored:
    """Return the record of a stored document with its revision."""
    return Stored(record_in(envelope), envelope.revision)


def desk_over(store: Store) -> ImportDesk:
    """Return an empty desk that recognizes what a store holds."""

    def find(kind: str, key: str) -> str | None:
        page = store.find(kind, {IDENTIFIER: key}, limit=1)
        return page.envelopes[0].id if page.envelopes else None

    def load(kind: str, record_id: str) -> Stored | None:
        envelope = store.get(kind, record_id)
        return None if envelope is None else stored_in(envelope)

    def lineage_exists(lineage: str) -> bool:
        return bool(store.find("plan", {"lineage": lineage}, limit=1).envelopes)

    return ImportDesk(find=find, load=load, lineage_exists=lineage_exists)


def read_into(
    desk: ImportDesk,
    paths: Sequence[Path],
    importers: Sequence[Importer],
    *,
    format_name: str | None,
    system: str | None,
    progress: Callable[[str], None],
) -> tuple[tuple[str, str], ...]:
    """Read files onto a desk and bring them together.

    Returns:
        The files, each with the format that it was read as.

    Raises:
        InputRefused: Something is wrong; the error lists all of it.
    """
    sources = read_sources(
        paths, desk, importers, format_name=format_name, system=system, progress=progress
    )
    if not desk.faults:
        desk.settle()
    if desk.faults:
        raise InputRefused(desk.faults, uncounted=desk.uncounted)
    return tuple(sources)
