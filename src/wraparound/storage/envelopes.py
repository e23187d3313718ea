"""What moves across the contract: envelopes, changes, messages and audit entries, as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs
import msgspec

NEW = 0
"""The expected revision of a record that is not stored yet."""


SEALED_MARK = b"\xb7w1"
"""What a sealed body begins with; no text begins like this, and no document."""


class Capability(Enum):
    """What a store may be unable to do. The promises named are kept only by those that have it."""

    WHOLE_CHANGES = "whole_changes"
    """Several records in one change (promise 2); without it a change holds one record."""
    FEED = "feed"
    """The feed of changes (promise 19)."""
    AUDIT = "audit"
    """The audit trail and its seals (promises 21 to 23, and 28)."""
    OUTBOX = "outbox"
    """Messages (promises 24 to 26)."""


EVERYTHING = frozenset(Capability)
"""The capabilities of a store that keeps every promise."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True, weakref=True):
    """One revision of one record, as a store keeps it.

    Every read makes as many of these as it returns, so it is made by the faster of two libraries;
    ``msgspec.structs.replace`` returns one with other values.

    Attributes:
        kind: The kind of record, such as ``plan``.
        id: The record's id, unique among its kind in its program.
        family: The family that it belongs to; None in the directory.
        revision: 1 for the first, then one more for each change.
        body: The document, as bytes; empty when the record was removed.
        index: The values that it is found by, as texts, by field.
        valid_from: The first day on which what it says is valid; None: as far back as one asks.
        valid_until: The first day on which it no longer is; None: until further notice.
        change: The id of the change that brought this revision.
        recorded_at: When that was.
    """

    kind: str
    id: str
    family: str | None = None
    revision: int
    body: bytes
    index: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    change: str
    recorded_at: datetime

    def __repr__(self) -> str:
        """Show neither the body nor what it is found by."""
        return f"Envelope({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Return what may be shown."""
        names = (name for name in self.__struct_fields__ if name not in {"body", "index"})
        return [(name, getattr(self, name)) for name in names]

    @property
    def removed(self) -> bool:
        """Whether this revision says that the record is gone."""
        return not self.body


@attrs.frozen(kw_only=True)
class Put:
    """One record of a change: what to keep, and which revision it replaces.

    Attributes:
        kind: The kind of record.
        id: The record's id.
        family: The family; None in the directory.
        body: The document; empty to remove the record.
        index: The values that it is found by. The fields are those that its kind declares; only
            ``identifier`` and fields that the kind declares as lists hold several values. Ids and
            values are texts that are not empty and hold no NUL.
        valid_from: The first day on which it is valid; None: as far back as one asks.
        valid_until: The first day on which it no longer is; None: until further notice.
        fields: The names of the fields that change, for the audit trail.
        expected: The revision that was read; ``NEW`` for a record not stored yet.
    """

    kind: str
    id: str
    family: str | None = None
    body: bytes = attrs.field(repr=False)
    index: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    valid_from: date | None = None
    valid_until: date | None = None
    fields: tuple[str, ...] = ()
    expected: int = NEW


@attrs.frozen(kw_only=True)
class Message:
    """Something to tell another system, kept with the change that it tells of.

    Attributes:
        id: The message's id; whoever receives it twice knows by this.
        kind: What it tells, such as ``finding``.
        recipient: Who should hear of it, as an id; None where the receiving system decides.
        family: The family concerned; None where it is none.
        body: The message: ids and codes, and only what the recipient may see.
    """

    id: str
    kind: str
    recipient: str | None = None
    family: str | None = None
    body: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Change:
    """Records that are kept together or not at all, with who, when and why.

    Attributes:
        id: The change's id; the same id is applied once.
        at: When it is made (aware, UTC).
        by: Who makes it, as an id.
        role: In which role, as a short code.
        purpose: For what, as a short code such as ``treatment``.
        reason: Why, as a short code or words without personal values.
        puts: The records. No record appears twice.
        messages: What other systems are to be told of it.
    """

    id: str
    at: datetime
    by: str
    role: str = ""
    purpose: str = ""
    reason: str = ""
    puts: tuple[Put, ...] = ()
    messages: tuple[Message, ...] = ()


@attrs.frozen(kw_only=True)
class Page:
    """Some of the records found, and where to go on.

    Attributes:
        envelopes: The records, in the order of their ids.
        after: What to pass as ``after`` for the next page; None on the last one.
    """

    envelopes: tuple[Envelope, ...]
    after: str | None = None


@attrs.frozen(kw_only=True)
class Touched:
    """One record of a change or of a noted read, without what it says.

    Attributes:
        kind: The kind of record.
        id: The record's id.
        family: The family that it belongs to; None in the directory.
        revision: The revision that was kept, or read.
        removed: Whether the change removed it.
        fields: The names of the fields changed, or read; empty means not told apart.
        content: In the audit entry of a change: SHA-256, as hex, of all that the store keeps of
            the revision (``wraparound.storage.evidence.hash_of_kept``). Empty for a removal and a
            read, in the feed, and in entries from before there was one.
    """

    kind: str
    id: str
    family: str | None = None
    revision: int
    removed: bool = False
    fields: tuple[str, ...] = ()
    content: str = ""


@attrs.frozen(kw_only=True)
class FeedEntry:
    """One change, as the feed tells of it.

    Attributes:
        position: Where it stands in the feed.
        change: The change's id.
        at: When it was recorded.
        by: Who made it.
        reason: Why.
        touched: The records of it, in the order of the change.
    """

    position: int
    change: str
    at: datetime
    by: str
    reason: str = ""
    touched: tuple[Touched, ...] = ()


class Act(Enum):
    """What an audit entry tells of."""

    CHANGE = "change"
    READ = "read"


@attrs.frozen(kw_only=True)
class Access:
    """A read of records that is to be noted before its answer is handed out.

    Attributes:
        at: When (aware, UTC).
        by: Who reads, as an id.
        role: In which role.
        purpose: For what.
        touched: Which records.
    """

    at: datetime
    by: str
    role: str = ""
    purpose: str = ""
    touched: tuple[Touched, ...] = ()


@attrs.frozen(kw_only=True)
class AuditEntry:
    """One entry of the audit trail. It holds ids and the names of fields, and no value.

    Attributes:
        number: 1 for the first of the program, then one more for each.
        act: A change or a read.
        at: When.
        by: Who.
        role: In which role.
        purpose: For what.
        reason: For a change: why.
        change: For a change: its id; None for a read.
        touched: The records concerned.
        digest: SHA-256 of everything above (see ``wraparound.storage.evidence``), as hex.
    """

    number: int
    act: Act
    at: datetime
    by: str
    role: str = ""
    purpose: str = ""
    reason: str = ""
    change: str | None = None
    touched: tuple[Touched, ...] = ()
    digest: str


class MessageState(Enum):
    """How a message stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DELIVERED = "delivered"
    PARKED = "parked"


@attrs.frozen(kw_only=True)
class HeldMessage:
    """A message as the store holds it.

    Attributes:
        message: The message.
        change: The change that it came with.
        state: How it stands.
        tries: How often it was handed out.
        due_at: When it may be handed out next.
        worker: Who has it now; None where nobody does.
        reason: Why it failed or was parked, without personal values.
    """

    message: Message
    change: str
    state: MessageState = MessageState.WAITING
    tries: int = 0
    due_at: datetime
    worker: str | None = None
    reason: str = ""
