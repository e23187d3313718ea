"""Records kept in a SQL database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Self

from sqlalchemy import Engine

from wraparound.storage.admission import (
    admit_change,
    admit_instant,
    admit_key,
    admit_question,
    admit_text,
)
from wraparound.storage.contract import Change, Envelope, Page
from wraparound.storage.sql import reads
from wraparound.storage.sql.commit import keep
from wraparound.storage.sql.database import Database
from wraparound.storage.sql.engine import open_engine
from wraparound.storage.sql.layout import lay_out
from wraparound.storage.sql.rows import envelopes_of, family_column, instant_column

_MOST = 2**31 - 2
"""More than any page holds; databases count no further."""


class SqlStore:
    """One program's records, kept in a SQL database that several programs can share."""

    def __init__(self, engine: Engine, program: str = "default", *, owned: bool = False) -> None:
        """Open a program's records through an engine, and create the tables where there are none.

        The engine stays as it is set up. On SQLite it should be told what
        ``wraparound.storage.sql.sqlite.PRAGMAS`` says, and its pool must not hand one
        connection to two threads at once.

        Args:
            engine: Where connections come from.
            program: Whose records these are.
            owned: Whether closing the store disposes of the engine.

        Raises:
            StorageUnavailable: The database cannot be reached, or its tables are of another
                version.
        """
        admit_text("program", program)
        self.program = program
        self._database = Database(engine, owned=owned)
        try:
            self._database.prepare(lay_out)
        except BaseException:
            self._database.close()
            raise

    @classmethod
    def open(cls, url: str, program: str = "default") -> Self:
        """Open a program's records at an address.

        Raises:
            StorageUnknown: SQLAlchemy knows no such database.
            StorageUnavailable: The database cannot be reached, is none, or its tables are of
                another version.
        """
        return cls(open_engine(url), program, owned=True)

    def __repr__(self) -> str:
        return f"SqlStore({self._database.where!r}, program={self.program!r})"

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep every record of the change, or none."""
        admitted = admit_change(change)
        return self._database.write(partial(keep, change=admitted, program=self.program))

    def get(
        self, kind: str, record_id: str, *, known_at: datetime | None = None
    ) -> Envelope | None:
        """Return the record as it is, or as it was known at an instant; None if not there."""
        admit_key(kind, record_id)
        given: dict[str, object] = {"program": self.program, "kind": kind, "id": record_id}
        if known_at is None:
            rows = self._database.ask(reads.record, given)
        else:
            given["known_at"] = instant_column(admit_instant(known_at))
            rows = self._database.ask(reads.record_as_known, given)
        found = envelopes_of(rows)
        return found[0] if found and not found[0].removed else None

    def find(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        limit: int = 1000,
        after: str | None = None,
    ) -> Page:
        """Return the records of a kind whose index holds all these values."""
        where = where or {}
        admit_question(kind, where, limit=limit, after=after)
        limit = min(limit, _MOST)
        given: dict[str, object] = {f"is_{name}": value for name, value in where.items()}
        given |= {"program": self.program, "kind": kind, "limit": limit + 1}
        if after is not None:
            given["after"] = after
        fields = tuple(sorted(where))
        rows = self._database.ask(reads.records_found, given, kind, fields, after is not None)
        found = envelopes_of(rows[:limit])
        return Page(envelopes=found, after=found[-1].id if len(rows) > limit else None)

    def open_family(self, family: str, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record of one family, in the order of kind and id."""
        admit_text("family", family)
        return self._open(family, known_at)

    def open_directory(self, *, known_at: datetime | None = None) -> tuple[Envelope, ...]:
        """Return every record that belongs to no family, in the order of kind and id."""
        return self._open(None, known_at)

    def history(self, kind: str, record_id: str) -> tuple[Envelope, ...]:
        """Return every revision of a record, the oldest first; empty if it was never stored."""
        admit_key(kind, record_id)
        given = {"program": self.program, "kind": kind, "id": record_id}
        return envelopes_of(self._database.ask(reads.revisions_of_record, given))

    def position(self) -> int:
        """Return a number that grows with every change of the program, and with nothing else."""
        rows = self._database.ask(reads.turn, {"program": self.program})
        return int(str(rows[0][0])) if rows else 0

    def close(self) -> None:
        """Let go of the connections. Closing twice does no harm."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, family: str | None, known_at: datetime | None) -> tuple[Envelope, ...]:
        given: dict[str, object] = {"program": self.program, "family": family_column(family)}
        if known_at is None:
            return envelopes_of(self._database.ask(reads.records_of_family, given))
        given["known_at"] = instant_column(admit_instant(known_at))
        return envelopes_of(self._database.ask(reads.records_of_family_as_known, given))
