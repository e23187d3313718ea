"""Reading for somebody: what is read of a family is in the audit trail before it is handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

import attrs

from wraparound.storage import Envelope, Store
from wraparound.storage.envelopes import Access, Capability, Touched

UNNAMED = "unnamed"
"""Who reads, where nobody says."""


@attrs.frozen(kw_only=True)
class Reader:
    """Who reads, as the audit trail tells it.

    Attributes:
        by: Who, as an id.
        role: In which role, as a short code.
        purpose: For what, as a short code such as ``treatment``.
    """

    by: str = UNNAMED
    role: str = ""
    purpose: str = ""


NOBODY = Reader()
"""Nobody who said so."""


class Reads:
    """Reads of one store for one reader.

    Records of the directory belong to no family, and reading them is not noted. Nor is anything
    in a store that declares that it keeps no audit trail.
    """

    def __init__(
        self, store: Store, reader: Reader, *, now: Callable[[], datetime], noted: bool
    ) -> None:
        """Begin to read.

        Args:
            store: What is read.
            reader: For whom.
            now: The clock.
            noted: Whether reads are noted; not so for a host that keeps such a trail itself.
        """
        self.reader = reader
        self.noted = noted
        self._store = store
        self._now = now

    def record(
        self, kind: str, record_id: str, *, known_at: datetime | None = None
    ) -> Envelope | None:
        """Return a record as it is, or as it was known at an instant; None if not there."""
        found = self._store.get(kind, record_id, known_at=known_at)
        if found is not None:
            self._note((found,))
        return found

    def found(self, kind: str, where: Mapping[str, str]) -> Iterator[Envelope]:
        """Yield the records of a kind whose index holds these values, in the order of their ids."""
        for page in self._pages(kind, where):
            self._note(page)
            yield from page

    def of_families(
        self, families: Iterable[str], *kinds: str, at_once: int = 200
    ) -> Iterator[tuple[Envelope, ...]]:
        """Yield what there is of some kinds for each family, family after family.

        Args:
            families: The families.
            kinds: The kinds of record.
            at_once: Of how many families the reading is noted at once, before any is handed out.
        """
        named = iter(families)
        while some := tuple(islice(named, at_once)):
            read = [
                tuple(
                    envelope
                    for kind in kinds
                    for page in self._pages(kind, {"family": family})
                    for envelope in page
                )
                for family in some
            ]
            self._note(envelope for envelopes in read for envelope in envelopes)
            yield from read

    def _pages(self, kind: str, where: Mapping[str, str]) -> Iterator[tuple[Envelope, ...]]:
        after: str | None = None
        while True:
            page = self._store.find(kind, where, after=after)
            yield page.envelopes
            after = page.after
            if after is None:
                return

    def family(self, family: str, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record of a family, as it is or as it was known at an instant."""
        found = self._store.open_family(family, known_at=known_at)
        self._note(found)
        return found

    def note(self, envelopes: Iterable[Envelope]) -> None:
        """Note that records are read, before anything is done with them."""
        self._note(envelopes)

    def _note(self, envelopes: Iterable[Envelope]) -> None:
        if not self.noted or Capability.AUDIT not in self._store.capabilities:
            return
        touched = tuple(
            Touched(kind=each.kind, id=each.id, family=each.family, revision=each.revision)
            for each in envelopes
            if each.family is not None
        )
        if touched:
            self._store.note_read(
                Access(
                    at=self._now(),
                    by=self.reader.by,
                    role=self.reader.role,
                    purpose=self.reader.purpose,
                    touched=touched,
                )
            )
