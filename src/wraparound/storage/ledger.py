"""What one program has kept in memory: its records, its feed, its audit trail and its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import attrs

from wraparound.errors import Fault, RequestInvalid
from wraparound.storage.admission import FAMILY, TOLD_ALREADY
from wraparound.storage.envelopes import (
    Access,
    AuditEntry,
    Change,
    Envelope,
    FeedEntry,
    HeldMessage,
    MessageState,
    Put,
)
from wraparound.storage.evidence import entry_of_change, entry_of_read, touched_by
from wraparound.storage.validity import covers

Key = tuple[str, str]
"""The kind and the id of a record."""


@attrs.define(eq=False)
class Ledger:
    """What one program has kept. Whoever uses it holds the lock of its memory.

    Attributes:
        history: Every revision of every record.
        changes: What each change answered, by its id.
        of_family: The records that ever belonged to a family, or to the directory (None).
        ids: The stored records of each kind.
        found: The stored records that hold a value, by kind, field and value.
        recorded_at: When the last change was recorded.
        feed: Every change, in the order in which it was committed.
        trail: The audit entries, in the order of their numbers.
        messages: Every message, the oldest first, by its id.
        seals: The seals over the audit trail, in the order of their numbers.
    """

    history: dict[Key, list[Envelope]] = attrs.field(factory=lambda: defaultdict(list))
    changes: dict[str, tuple[Envelope, ...]] = attrs.field(factory=dict)
    of_family: dict[str | None, set[Key]] = attrs.field(factory=lambda: defaultdict(set))
    ids: dict[str, set[str]] = attrs.field(factory=lambda: defaultdict(set))
    found: dict[tuple[str, str, str], set[str]] = attrs.field(factory=lambda: defaultdict(set))
    recorded_at: datetime | None = None
    feed: list[FeedEntry] = attrs.field(factory=list)
    trail: list[AuditEntry] = attrs.field(factory=list)
    messages: dict[str, HeldMessage] = attrs.field(factory=dict)
    seals: list[bytes] = attrs.field(factory=list)

    def latest(self, key: Key) -> Envelope | None:
        """Return the last revision of a record, even one that says that it is gone."""
        return self.history[key][-1] if key in self.history else None

    def as_known(
        self, key: Key, known_at: datetime | None = None, valid_on: date | None = None
    ) -> Envelope | None:
        """Return the record as it is, or was known at an instant; None if it was not there.

        With a day, it is None, too, where it is not valid on that day.
        """
        envelope = self.latest(key)
        if envelope is not None and known_at is not None and envelope.recorded_at > known_at:
            known = [each for each in self.history[key] if each.recorded_at <= known_at]
            envelope = known[-1] if known else None
        if envelope is None or envelope.removed or not covers(envelope, valid_on):
            return None
        return envelope

    def refuse_messages(self, change: Change) -> None:
        """Refuse a change with a message whose id is taken.

        Raises:
            RequestInvalid: It has one.
        """
        faults = [
            Fault(f"messages[{number}].id", TOLD_ALREADY)
            for number, message in enumerate(change.messages)
            if message.id in self.messages
        ]
        if faults:
            raise RequestInvalid("this change", faults)

    def keep(self, change: Change, *, audited: bool = True) -> tuple[Envelope, ...]:
        """Append the revisions of a change that was found to fit, and all that goes with it."""
        at = max(change.at, self.recorded_at or change.at)
        kept = tuple(self._append(put, change=change.id, recorded_at=at) for put in change.puts)
        self.changes[change.id] = kept
        self.recorded_at = at
        touched = tuple(map(touched_by, change.puts, kept))
        self.feed.append(
            FeedEntry(
                position=len(self.feed) + 1,
                change=change.id,
                at=at,
                by=change.by,
                reason=change.reason,
                touched=tuple(attrs.evolve(each, content="") for each in touched),
            )
        )
        if audited:
            self._enter(entry_of_change(change, len(self.trail) + 1, at=at, touched=touched))
        for message in change.messages:
            self.messages[message.id] = HeldMessage(
                message=message, change=change.id, due_at=change.at
            )
        return kept

    def note(self, access: Access) -> AuditEntry:
        """Append the entry of a read."""
        return self._enter(entry_of_read(access, len(self.trail) + 1))

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Append a seal; False where its number is not the next."""
        if number != len(self.seals) + 1:
            return False
        self.seals.append(seal)
        return True

    def hand_out(
        self, worker: str, *, at: datetime, lease: timedelta, limit: int
    ) -> tuple[HeldMessage, ...]:
        """Hand out the oldest messages that are due."""
        due = [
            held
            for held in self.messages.values()
            if held.state in {MessageState.WAITING, MessageState.LEASED} and held.due_at <= at
        ]
        taken = tuple(
            attrs.evolve(
                held,
                state=MessageState.LEASED,
                tries=held.tries + 1,
                due_at=at + lease,
                worker=worker,
            )
            for held in due[:limit]
        )
        self.messages.update({held.message.id: held for held in taken})
        return taken

    def settle(
        self,
        message_id: str,
        worker: str,
        *,
        state: MessageState,
        due_at: datetime | None,
        reason: str,
    ) -> bool:
        """Say what became of a message; False where the worker does not have it."""
        held = self.messages.get(message_id)
        if held is None or held.state is not MessageState.LEASED or held.worker != worker:
            return False
        self.messages[message_id] = attrs.evolve(
            held, state=state, due_at=due_at or held.due_at, worker=None, reason=reason
        )
        return True

    def release(self, message_id: str, *, at: datetime) -> bool:
        """Let a parked message wait again; False where there is none."""
        held = self.messages.get(message_id)
        if held is None or held.state is not MessageState.PARKED:
            return False
        self.messages[message_id] = attrs.evolve(held, state=MessageState.WAITING, due_at=at)
        return True

    def _enter(self, entry: AuditEntry) -> AuditEntry:
        self.trail.append(entry)
        return entry

    def _append(self, put: Put, *, change: str, recorded_at: datetime) -> Envelope:
        key = (put.kind, put.id)
        before = self.latest(key)
        envelope = Envelope(
            kind=put.kind,
            id=put.id,
            family=put.family,
            revision=before.revision + 1 if before else 1,
            body=put.body,
            index=put.index,
            valid_from=put.valid_from,
            valid_until=put.valid_until,
            change=change,
            recorded_at=recorded_at,
        )
        if before is not None:
            self.ids[before.kind].discard(before.id)
            for value in _values(before):
                self.found[value].discard(before.id)
        if not envelope.removed:
            self.ids[envelope.kind].add(envelope.id)
            for value in _values(envelope):
                self.found[value].add(envelope.id)
        self.of_family[put.family].add(key)
        self.history[key].append(envelope)
        return envelope


def _values(envelope: Envelope) -> Iterable[tuple[str, str, str]]:
    for field, values in envelope.index.items():
        for value in values:
            yield envelope.kind, field, value
    if envelope.family is not None:
        yield envelope.kind, FAMILY, envelope.family
