"""What two records of one person or agency would share. It never says that they are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wraparound.model.agency import Agency
from wraparound.model.ids import NPI, TIN
from wraparound.model.names import plain_name
from wraparound.model.person import Person
from wraparound.model.terms import Unknown


def signs_of(record: Person | Agency) -> Iterator[str]:
    """Yield the signs that two records of one person or agency would share."""
    name = "" if isinstance(record.name, Unknown) else plain_name(record.name)
    if name:
        yield f"{type(record).__name__} {name}"
    if isinstance(record, Agency):
        yield from (each.key for each in record.identifiers if each.system in {NPI, TIN})


def by_sign(records: Iterable[Person | Agency]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the records that share each sign."""
    found: dict[str, list[str]] = {}
    for record in records:
        for sign in signs_of(record):
            found.setdefault(sign, []).append(record.id)
    return {sign: tuple(ids) for sign, ids in found.items()}
