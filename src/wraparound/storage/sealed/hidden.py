"""Which index values are personal, and the keyed hashes that stand in their place.

A keyed hash lets a store answer "is it this value?" and nothing else. Whoever reads the store sees
which records of a kind share a value of a field, and how often; whoever also has the key can try
values out. What a kind is found by that is public or administrative (states, dates of the process,
ids made by the program) stays readable, for order and for reporting tools.
"""

from __future__ import annotations

import functools
import hmac
from collections.abc import Mapping

import attrs

from wraparound.model.kinds import IDENTIFIER, KINDS
from wraparound.model.sensitivity import Sensitivity, sensitivity_of

_READABLE = frozenset({Sensitivity.PUBLIC, Sensitivity.ADMINISTRATIVE})


@functools.cache
def hidden_fields(kind: str) -> frozenset[str]:
    """Return the index fields of a kind whose values are personal."""
    fields = attrs.fields_dict(KINDS[kind].record)
    personal = {each for each in KINDS[kind].index if sensitivity_of(fields[each]) not in _READABLE}
    return frozenset({IDENTIFIER, *personal})


def hash_of(value: str, *, kind: str, field: str, key: bytes) -> str:
    """Return what stands in a store in place of a personal value.

    The same value of another kind or field has another hash.
    """
    # the names of kinds and fields hold no NUL, so no two questions are spelled alike
    return hmac.digest(key, f"{kind}\0{field}\0{value}".encode(), "sha256").hex()


def hide(
    index: Mapping[str, tuple[str, ...]], *, kind: str, key: bytes
) -> Mapping[str, tuple[str, ...]]:
    """Return index values with the personal ones hashed."""
    hidden = hidden_fields(kind)
    return {
        field: tuple(hash_of(each, kind=kind, field=field, key=key) for each in values)
        if field in hidden
        else values
        for field, values in index.items()
    }
