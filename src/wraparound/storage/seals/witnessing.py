"""Whether the trail, the changes and the records of a store tell the same story.

Nothing here needs a seal. What somebody changed in one place and not in the others shows at once;
what they changed in all of them, only seals and anchors show. Others may write meanwhile: what
they do is not taken for tampering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from wraparound.storage.envelopes import Act, AuditEntry, Envelope, FeedEntry, Touched
from wraparound.storage.evidence import hash_of_body, hash_of_kept
from wraparound.storage.seals.breaches import Breach, Tampering

History = Callable[[str, str], tuple[Envelope, ...]]
"""Gives every revision of a record."""

Stored = Callable[[str, str], Envelope | None]
"""Gives a record as it is."""

_Told = Mapping[int, tuple[int, Touched]]
"""What entries tell of a record's revisions: by revision, the entry's number and what it says."""


def compare_with_changes(
    entries: Iterable[AuditEntry],
    *,
    before: Iterable[FeedEntry],
    since: Iterable[FeedEntry] = (),
) -> Iterator[Breach]:
    """Yield where the trail and the feed of changes tell different things.

    Args:
        entries: The whole trail.
        before: The whole feed, read before the trail was.
        since: What the feed told of after that, read after the trail was.
    """
    told = {str(each.change): each for each in entries if each.act is Act.CHANGE}
    for each in before:
        entry = told.pop(each.change, None)
        if entry is None:
            about = f"change {each.change}"
            yield Breach(tampering=Tampering.CHANGE_UNTOLD, numbers=(each.position,), about=about)
        elif not _tell_the_same(entry, each):
            yield _unknown(entry)
    later = {each.change: each for each in since}
    for change, entry in told.items():
        if change not in later or not _tell_the_same(entry, later[change]):
            yield _unknown(entry)


def compare_with_records(
    entries: Iterable[AuditEntry],
    *,
    history: History,
    stored: Stored,
    every: Iterable[Envelope] = (),
    told_since: Callable[[], Iterable[AuditEntry]] = tuple,
) -> Iterator[Breach]:
    """Yield where records are not what the trail says that was kept.

    Args:
        entries: The whole trail.
        history: Gives every revision of a record.
        stored: Gives a record as it is.
        every: Every record that there is: one that the trail does not tell of was put in.
        told_since: Gives what was added to the trail since it was read.
    """
    kept: dict[tuple[str, str], dict[int, tuple[int, Touched]]] = defaultdict(dict)
    for entry in entries:
        if entry.act is Act.CHANGE:
            for each in entry.touched:
                kept[each.kind, each.id][each.revision] = (entry.number, each)
    for (kind, record_id), told in kept.items():
        revisions = history(kind, record_id)
        yield from _of_revisions(f"{kind} {record_id}", told, revisions)
        now = stored(kind, record_id)
        # somebody may have changed it between the two looks
        if now != _last_of(revisions) and now != _last_of(history(kind, record_id)):
            about = f"{kind} {record_id}, as it is now"
            yield Breach(tampering=Tampering.RECORD_EDITED, about=about)
    strangers = [(each.kind, each.id) for each in every if (each.kind, each.id) not in kept]
    if strangers:
        since = {(each.kind, each.id) for entry in told_since() for each in entry.touched}
        for kind, record_id in strangers:
            if (kind, record_id) not in since:
                about = f"{kind} {record_id}"
                yield Breach(tampering=Tampering.RECORD_INSERTED, about=about)


def _of_revisions(record: str, told: _Told, revisions: tuple[Envelope, ...]) -> Iterator[Breach]:
    found = {each.revision: each for each in revisions}
    for revision, (number, touched) in told.items():
        envelope = found.pop(revision, None)
        if envelope is None:
            tampering = Tampering.RECORD_REMOVED
        elif not _is_as_told(envelope, touched):
            tampering = Tampering.RECORD_EDITED
        else:
            continue
        about = f"{record}, revision {revision}"
        yield Breach(tampering=tampering, numbers=(number,), about=about)
    for revision in found:
        if revision < max(told):  # a later one was kept since the trail was read
            about = f"{record}, revision {revision}"
            yield Breach(tampering=Tampering.RECORD_INSERTED, about=about)


def _is_as_told(envelope: Envelope, touched: Touched) -> bool:
    # an entry from before there were hashes of bodies says nothing of them
    content = hash_of_kept(
        hash_of_body(envelope.body),
        index=envelope.index,
        valid_from=envelope.valid_from,
        valid_until=envelope.valid_until,
    )
    same = not touched.content or touched.content == content
    return same and envelope.removed == touched.removed and envelope.family == touched.family


def _last_of(revisions: tuple[Envelope, ...]) -> Envelope | None:
    return revisions[-1] if revisions and not revisions[-1].removed else None


def _tell_the_same(entry: AuditEntry, change: FeedEntry) -> bool:
    touched = tuple(attrs.evolve(each, content="") for each in entry.touched)
    return (touched, entry.by, entry.at) == (change.touched, change.by, change.at)


def _unknown(entry: AuditEntry) -> Breach:
    return Breach(
        tampering=Tampering.CHANGE_UNKNOWN,
        numbers=(entry.number,),
        about=f"change {entry.change}",
    )
