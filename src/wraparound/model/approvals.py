"""Who approved the waivers that bear on somebody: their own ties matter too."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wraparound.model.exception import Mitigation, SoleProviderException
from wraparound.model.record import Record


def approvers(records: Iterable[Record], parties: Collection[str]) -> frozenset[str]:
    """Return who approved an exception, or a mitigation for some of the people and agencies."""
    found: set[str] = set()
    for record in records:
        if isinstance(record, SoleProviderException):
            found.update(each.by for each in record.approvals if each.by is not None)
        elif isinstance(record, Mitigation) and record.approved_by is not None:
            concerned = {record.holder, record.counterparty} - {None}
            if not concerned or not concerned.isdisjoint(parties):
                found.add(record.approved_by)
    return frozenset(found)
