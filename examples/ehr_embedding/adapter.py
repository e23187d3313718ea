"""The storage adapter: the EHR keeps its patients, wraparound's own records stand beside them.

Families and people come from the EHR's patient table; the rest goes to the library's SQL store.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, text

from wraparound.codec import write
from wraparound.errors import StorageError
from wraparound.model import Family, FamilyMember, FamilyRole, Identifier, Person, Record
from wraparound.model.kinds import family_of, index_of, kind_of
from wraparound.storage import Change, Envelope, Page
from wraparound.storage.sql import SqlStore

MRN = "urn:example:ehr:mrn"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # the EHR does not tell when it learned of people


class EhrStore(SqlStore):
    """The EHR's patients as families and people, and everything else in the SQL store."""

    def __init__(self, engine: Engine, program: str) -> None:
        """Share the EHR's own engine."""
        super().__init__(engine, program, owned=True)
        self._ehr = engine

    def commit(self, change: Change) -> tuple[Envelope, ...]:
        """Keep a change, unless it is one of the EHR's own patients."""
        for put in change.puts:
            if self._patients(put.kind, put.id):
                raise StorageError(f"the {put.kind} {put.id} is kept by the EHR")
        return super().commit(change)

    def get(self, kind: str, record_id: str, **asked: Any) -> Envelope | None:
        """Return a patient as the EHR has them, or a record of our own."""
        patients = self._patients(kind, record_id)
        return patients[0] if patients else super().get(kind, record_id, **asked)

    def find(
        self,
        kind: str,
        where: Mapping[str, str] | None = None,
        *,
        limit: int = 1000,
        after: str | None = None,
        **asked: Any,
    ) -> Page:
        """Find patients and records of our own together."""
        page = super().find(kind, where, limit=limit, after=after, **asked)
        patients = [each for each in self._patients(kind) if each.id > (after or "")]
        for field, value in (where or {}).items():
            patients = [each for each in patients if value in each.index.get(field, ())]
        if asked.get("order") or not patients:  # the EHR does not sort patients by our fields
            return page
        found = sorted((*page.envelopes, *patients), key=lambda each: each.id)
        after = found[limit - 1].id if page.after or len(found) > limit else None
        return Page(envelopes=tuple(found[:limit]), after=after)

    def open_family(self, family: str, **asked: Any) -> tuple[Envelope, ...]:
        """Open the EHR's part of a family, then ours."""
        both = (*self._patients("family"), *self._patients("person"))
        return (*(e for e in both if e.family == family), *super().open_family(family, **asked))

    def _patients(self, kind: str, record_id: str | None = None) -> list[Envelope]:
        if kind not in {"family", "person"}:
            return []
        with self._ehr.connect() as connection:
            rows = connection.execute(text("select * from patient order by mrn")).all()
        return [
            Envelope(
                kind=kind,
                id=record.id,
                family=family_of(record),
                revision=1,
                body=write(record),
                index=index_of(record),
                change="ehr",
                recorded_at=LONG_AGO,
            )
            for record in (each for row in rows for each in _records(*row))
            if kind_of(record).name == kind and record_id in {None, record.id}
        ]


def _records(mrn: str, number: str, name: str, born: str, guardian: str) -> tuple[Record, ...]:
    family, youth, caregiver = f"fam-{number}", f"p-{mrn}", f"g-{mrn}"
    roles = {youth: FamilyRole.YOUTH, caregiver: FamilyRole.CAREGIVER}.items()
    members = tuple(FamilyMember(person=person, role=role) for person, role in roles)
    mine, birth = (Identifier(system=MRN, value=mrn),), date.fromisoformat(born)
    return (
        Family(id=family, members=members),
        Person(id=youth, family=family, name=name, birth_date=birth, identifiers=mine),
        Person(id=caregiver, family=family, name=guardian),
    )
