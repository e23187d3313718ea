"""A seal over a stretch of the audit trail, and the anchor that is kept elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

import attrs
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from wraparound.errors import DocumentInvalid, Fault, RequestInvalid
from wraparound.storage.envelopes import AuditEntry
from wraparound.storage.evidence import digest_of, is_intact


@attrs.frozen(kw_only=True)
class Seal:
    """What a stretch of the audit trail said when it was sealed.

    Attributes:
        program: Whose trail it is.
        number: 1 for the first seal, then one more for each.
        first: The number of its first entry.
        last: The number of its last entry.
        at: When it was sealed (aware, UTC).
        previous: The mark of the seal before it; empty for the first.
        contents: The hash of each entry without its number, in order.
        key: The public key that it is signed with, as hex.
        signature: Of everything above, as hex.
    """

    program: str
    number: int
    first: int
    last: int
    at: datetime
    previous: str
    contents: tuple[str, ...] = attrs.field(repr=False)
    key: str
    signature: str

    @property
    def mark(self) -> str:
        """The hash of the whole seal, as hex: what the next seal and the anchor know it by."""
        return hashlib.sha256(signed_text(self) + bytes.fromhex(self.signature)).hexdigest()

    @property
    def anchor(self) -> Anchor:
        """What to keep elsewhere."""
        return Anchor(
            program=self.program, seal=self.number, last=self.last, at=self.at, mark=self.mark
        )


@attrs.frozen(kw_only=True)
class Anchor:
    """The short mark of a seal, to be kept out of reach of whoever can write to the store.

    Attributes:
        program: Whose trail it is.
        seal: The number of the seal.
        last: The number of the last entry that it seals.
        at: When it was sealed.
        mark: The hash of the whole seal.
    """

    program: str
    seal: int
    last: int
    at: datetime
    mark: str


def seal(
    entries: Iterable[AuditEntry],
    key: Ed25519PrivateKey,
    previous: Seal | None = None,
    *,
    program: str,
    at: datetime,
) -> Seal:
    """Seal the entries that follow the previous seal.

    Entries that are sealed already may be among them and are passed over. Entries that are kept
    while this runs are left to the next seal.

    Raises:
        RequestInvalid: There is nothing to seal, or what there is was tampered with: verify first.
    """
    before = previous.last if previous else 0
    new = tuple(each for each in entries if each.number > before)
    faults = [
        Fault(f"entries[{each.number}]", "must be intact, and follow the one before it")
        for number, each in enumerate(new, before + 1)
        if each.number != number or not is_intact(each)
    ]
    if not new:
        faults.append(Fault("entries", "must hold one that is not sealed yet"))
    if previous is not None and previous.program != program:
        faults.append(Fault("previous", "must be a seal of the same program"))
    if at.utcoffset() is None:
        faults.append(Fault("at", "must name its time zone"))
    if faults:
        raise RequestInvalid("this seal", faults)
    draft = Seal(
        program=program,
        number=previous.number + 1 if previous else 1,
        first=before + 1,
        last=before + len(new),
        at=at.astimezone(UTC),
        previous=previous.mark if previous else "",
        contents=tuple(map(content_of, new)),
        key=written_key(key.public_key()),
        signature="",
    )
    return attrs.evolve(draft, signature=key.sign(signed_text(draft)).hex())


def written(value: Seal | Anchor) -> bytes:
    """Return a seal or an anchor as JSON, to be kept."""
    return msgspec.json.encode(value)


def read_seal(text: bytes) -> Seal:
    """Return the seal that was written.

    Raises:
        DocumentInvalid: The text is not a seal.
    """
    return _read(text, Seal)


def read_anchor(text: bytes) -> Anchor:
    """Return the anchor that was written.

    Raises:
        DocumentInvalid: The text is not an anchor.
    """
    return _read(text, Anchor)


def _read(text: bytes, kind: type[_Kept]) -> _Kept:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError:
        fault = Fault("", "must be JSON as it was written")
        raise DocumentInvalid(kind.__name__.lower(), [fault]) from None


def signed_text(sealed: Seal) -> bytes:
    """Return what a seal's signature is over."""
    every = attrs.asdict(sealed, recurse=False)
    del every["signature"]
    return b"wraparound seal 1\n" + msgspec.json.encode(list(every.values()))


def written_key(key: Ed25519PublicKey) -> str:
    """Return a public key as seals name it: its 32 bytes as hex."""
    return key.public_bytes_raw().hex()


def digest_at(entry: AuditEntry, number: int) -> str:
    """Return the hash that an entry has, or would have under another number."""
    return digest_of(
        number=number,
        act=entry.act,
        at=entry.at,
        by=entry.by,
        role=entry.role,
        purpose=entry.purpose,
        reason=entry.reason,
        change=entry.change,
        touched=entry.touched,
    )


def content_of(entry: AuditEntry) -> str:
    """Return the hash of what an entry says, whatever its number: it is known when it moved."""
    return digest_at(entry, 0)


_Kept = TypeVar("_Kept", Seal, Anchor)
