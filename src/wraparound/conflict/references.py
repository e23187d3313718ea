"""What the ids in a fact may refer to: one source for checking them and for merging records."""

from __future__ import annotations

REFERS = "refers"
"""The metadata key of a field that holds ids: the lists of facts that the ids may be found in."""

HOLDS_PARTS = "parts"
"""The metadata key of a field that holds parts of a fact, which may refer to others themselves."""

PARTS: dict[object, object] = {HOLDS_PARTS: True}


def to(*kinds: str) -> dict[object, object]:
    """Return the metadata of a field whose ids stand for facts of these kinds."""
    return {REFERS: kinds}


PERSON = to("people", "youth")
"""Somebody: a youth, of whom there is one record too, may stand for a person."""
AGENCY = to("agencies")
PARTY = to("people", "agencies", "youth")
PARTY_OR_SERVICE = to("people", "agencies", "youth", "services")
PLAN = to("plans")
SERVICE = to("services")
TIE = to("ties")
