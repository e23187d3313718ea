"""How everything is read out: a page after the other, each one range of the key.

No transaction stays open between two pages, so that a reader may take all day. Only comparisons
that every database knows are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import String, and_, bindparam, func, or_, select

from wraparound.storage.envelopes import Envelope
from wraparound.storage.sql.database import Database
from wraparound.storage.sql.reads import Question, of_envelope
from wraparound.storage.sql.rows import envelopes_of
from wraparound.storage.sql.tables import DIRECTORY, records

_Page = tuple[Envelope, ...]

_FIRST = 16
"""How many records the first page holds."""
_MOST = 512
"""How many records a page holds at most."""
_BYTES = 1 << 20
"""How many bytes of documents a page shall hold."""


def next_kind_of_directory() -> Question:
    """The next kind of which the directory has a record."""
    return select(func.min(records.c.kind)).where(
        records.c.program == bindparam("program"),
        records.c.family == DIRECTORY,
        records.c.kind > bindparam("kind"),
    )


def directory_after() -> Question:
    """The records of one kind in the directory, after an id."""
    return (
        of_envelope(records)
        .where(
            records.c.program == bindparam("program"),
            records.c.family == DIRECTORY,
            records.c.kind == bindparam("kind"),
            records.c.id > bindparam("id"),
        )
        .order_by(records.c.id)
        .limit(bindparam("limit"))
    )


def families_after() -> Question:
    """The records of families, after a family, a kind and an id."""
    kind = bindparam("kind", type_=String())
    family = bindparam("family", type_=String())
    return (
        of_envelope(records)
        .where(
            records.c.program == bindparam("program"),
            records.c.family >= family,
            records.c.family != DIRECTORY,
            or_(
                records.c.family > family,
                records.c.kind > kind,
                and_(records.c.kind == kind, records.c.id > bindparam("id")),
            ),
        )
        .order_by(records.c.family, records.c.kind, records.c.id)
        .limit(bindparam("limit"))
    )


def stream(database: Database, program: str) -> Iterator[Envelope]:
    """Yield every record of a program, the directory first, then family by family."""
    pages = _Pages(database, program)
    kind = ""
    while True:
        ((found,),) = database.ask(next_kind_of_directory, {"program": program, "kind": kind})
        if found is None:
            break
        kind = str(found)
        record_id = ""
        while page := pages.turn(directory_after, {"kind": kind, "id": record_id}):
            record_id = page[-1].id
            yield from page
            del page
    place = {"family": "", "kind": "", "id": ""}
    while page := pages.turn(families_after, place):
        last = page[-1]
        place = {"family": last.family or "", "kind": last.kind, "id": last.id}
        del last
        yield from page
        del page


class _Pages:
    """Pages whose length follows the length of the documents."""

    def __init__(self, database: Database, program: str) -> None:
        self._database = database
        self._program = program
        self._length = _FIRST

    def turn(self, question: Callable[[], Question], place: Mapping[str, str]) -> _Page:
        """Return the next page."""
        given = {**place, "program": self._program, "limit": self._length}
        page = envelopes_of(self._database.ask(question, given))
        if page:
            size = sum(len(each.body) for each in page) // len(page)
            self._length = max(1, min(_MOST, _BYTES // (size + 1)))
        return page
