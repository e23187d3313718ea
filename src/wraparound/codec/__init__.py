"""Records to documents and back: the only room that knows how either is written.

A document is what is stored and exchanged: JSON that names the kind of ``record``, the ``schema``
version that it was written under, and the record's fields. Foreign documents are read strictly:
nothing is coerced, unknown keys are refused with the nearest known one, and every fault is told at
once with its path. Documents that this library wrote itself are read by a faster road to the same
records.
"""

from __future__ import annotations

from wraparound.codec.documents import (
    MIGRATIONS,
    SCHEMA,
    SCHEMA_TEXT,
    Document,
    Migration,
    from_document,
    read,
    to_document,
    write,
)
from wraparound.codec.schema import json_schema

__all__ = [
    "MIGRATIONS",
    "SCHEMA",
    "SCHEMA_TEXT",
    "Document",
    "Migration",
    "from_document",
    "json_schema",
    "read",
    "to_document",
    "write",
]
