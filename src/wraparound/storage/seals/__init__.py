"""Seals over the audit trail, by which it shows that it was tampered with, and where.

A **seal** is a signed list (Ed25519) of what each audit entry says, from the seal before it on,
with the hash of that seal. Seals are kept where the trail is kept. An **anchor** is the short mark
of a seal, to be kept elsewhere: printed, mailed to an auditor, put where nothing is overwritten.

What is protected. Whoever alters sealed entries without the private key is found out, and the
entries are named: an edited, removed, inserted or reordered one, and an end that was cut off. With
the anchors, cutting off the seals together with the entries shows too, and so does a trail that was
rewritten and sealed again with a stolen key, back to the oldest anchor.

What is not protected. Entries after the last seal only speak for themselves: one that was edited
without computing its hash again, or a gap in the numbers, is found; a skilful forgery, or the last
ones cut off, is not. Without anchors kept out of reach, whoever holds the private key can rewrite
everything, and whoever deletes the last seals with their entries leaves no trace. Seals tell that
the trail was changed after sealing, not that what it says is true; and not who changed it.

Beside that, the trail is held against the changes and the records that it tells of: a revision that
was edited in the database does not have the hash that its entry bears.

Everything here is a function of values: it opens no store, asks no clock and keeps no key.
"""

from __future__ import annotations

from wraparound.storage.seals.breaches import Breach, Tampering
from wraparound.storage.seals.seal import Anchor, Seal, read_anchor, read_seal, seal, written
from wraparound.storage.seals.sealing import seal_trail
from wraparound.storage.seals.verifying import verify
from wraparound.storage.seals.witnessing import (
    History,
    compare_with_changes,
    compare_with_records,
)

__all__ = [
    "Anchor",
    "Breach",
    "History",
    "Seal",
    "Tampering",
    "compare_with_changes",
    "compare_with_records",
    "read_anchor",
    "read_seal",
    "seal",
    "seal_trail",
    "verify",
    "written",
]
