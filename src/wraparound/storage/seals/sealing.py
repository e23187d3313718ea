"""Sealing the trail of a store, however many do so at once."""

from __future__ import annotations

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wraparound.errors import StorageUnavailable
from wraparound.storage.contract import Store
from wraparound.storage.evidence import every_seal, whole_trail
from wraparound.storage.seals.seal import Seal, read_seal, seal, written

_TRIES = 10


def seal_trail(store: Store, key: Ed25519PrivateKey, *, program: str, at: datetime) -> Seal | None:
    """Seal the trail of a store as far as it goes, and keep the seal there.

    Whoever seals at the same moment keeps another number, or finds nothing left to seal.

    Args:
        store: The store.
        key: The key to sign with.
        program: Whose trail it is.
        at: Now (aware, UTC).

    Returns:
        The seal; None where everything is sealed.

    Raises:
        RequestInvalid: The trail was tampered with: verify it first.
        StorageLacks: The store has no audit trail.
        StorageUnavailable: Others seal all the time.
    """
    for _ in range(_TRIES):
        previous = None
        for text in every_seal(store):
            previous = read_seal(text)
        new = tuple(whole_trail(store, previous.last if previous else 0))
        if not new:
            return None
        made = seal(new, key, previous, program=program, at=at)
        if store.keep_seal(made.number, written(made)):
            return made
    raise StorageUnavailable("others seal this trail all the time", hint="try again later")
