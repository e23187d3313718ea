"""Between a store and the rest: envelopes as records, and the desk that imports look up from."""

from __future__ import annotations

from wraparound.codec import read
from wraparound.errors import DocumentInvalid
from wraparound.importing import ImportDesk, Stored
from wraparound.model.kinds import IDENTIFIER
from wraparound.model.record import Record
from wraparound.storage import Envelope, Store


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
