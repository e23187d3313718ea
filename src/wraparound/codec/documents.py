"""Documents as bytes and as plain values: two roads to the same records, and their versions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import attrs
import msgspec

from wraparound.codec.strict import structured
from wraparound.errors import DocumentInvalid, Fault, RecordInvalid, did_you_mean
from wraparound.model.kinds import KINDS, Kind, kind_named, kind_of
from wraparound.model.record import Record

SCHEMA = (1, 0)
"""The version that documents are written under: a newer minor only adds fields."""

SCHEMA_TEXT = ".".join(map(str, SCHEMA))

Document = dict[str, object]
"""A document as plain Python values: dicts, lists, texts, numbers, booleans and None."""

Migration = Callable[[Document], Document]
"""Turns a document of one older version into the next one. It must not change its argument."""

MIGRATIONS: dict[tuple[str, tuple[int, int]], tuple[tuple[int, int], Migration]] = {}
"""For each kind and older version: the version that a migration leads to, and the migration."""


def write(record: Record) -> bytes:
    """Return the document of a stored record as JSON, with its kind and schema version."""
    return _heading(kind_of(record).name) + msgspec.json.encode(record, order=None)[1:]


def read(body: bytes, *, kind: str | None = None) -> Record:
    """Return the record of a JSON document.

    Args:
        body: The document.
        kind: The kind that it must be; read from the document where left out.

    Raises:
        DocumentInvalid: It is not JSON, or not such a record; every fault has its path.
    """
    if kind is not None and body.startswith(_heading(kind)):
        try:
            return _decoder(kind).decode(body)
        except (msgspec.MsgspecError, RecordInvalid, RecursionError):
            pass  # the strict road below tells what is wrong, all of it
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentInvalid(kind or "document", [Fault("", f"is not JSON: {error}")]) from None
    except RecursionError:
        raise DocumentInvalid(kind or "document", [Fault("", "is nested too deeply")]) from None
    return from_document(document, kind=kind)


def to_document(record: Record) -> Document:
    """Return the document of a stored record as plain Python values."""
    document: Document = msgspec.json.decode(write(record))
    return document


def from_document(document: object, *, kind: str | None = None) -> Record:
    """Return the record of a document given as plain Python values, strictly.

    Args:
        document: A mapping with the record's fields. ``record`` and ``schema`` may be left out
            where the kind is given here.
        kind: The kind that it must be.

    Raises:
        DocumentInvalid: With every fault and its path.
    """
    if not isinstance(document, Mapping):
        raise DocumentInvalid(kind or "document", [Fault("", "must be a mapping")])
    fields = {key: value for key, value in document.items() if key not in {"record", "schema"}}
    found = _kind_in(document, kind)
    fields = _brought_up_to_date(found, fields, document.get("schema"))
    return structured(fields, found.record, found.name)


@functools.cache
def _heading(kind: str) -> bytes:
    return f'{{"record":"{kind}","schema":"{SCHEMA_TEXT}",'.encode()


@functools.cache
def _decoder(kind: str) -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(kind_named(kind).record)


def _kind_in(document: Mapping[object, object], wanted: str | None) -> Kind:
    named = document.get("record")
    if named is None and wanted is not None:
        return kind_named(wanted)
    if not isinstance(named, str) or named not in KINDS:
        hint = did_you_mean(named, KINDS) if isinstance(named, str) else ""
        message = "must be one of the kinds of record"
        raise DocumentInvalid(wanted or "document", [Fault("record", message)], hint=hint)
    if wanted is not None and named != wanted:
        raise DocumentInvalid(wanted, [Fault("record", f"must be {wanted}")])
    return KINDS[named]


def _brought_up_to_date(kind: Kind, fields: Document, schema: object) -> Document:
    version = _version(kind, schema)
    while version < SCHEMA and (kind.name, version) in MIGRATIONS:
        version, migration = MIGRATIONS[kind.name, version]
        fields = migration(fields)
    if version[0] != SCHEMA[0]:
        message = f"is of version {'.'.join(map(str, version))}; this library reads {SCHEMA_TEXT}"
        hint = "install a newer wraparound" if version > SCHEMA else "no migration leads here"
        raise DocumentInvalid(kind.name, [Fault("schema", message)], hint=hint)
    if version > SCHEMA:
        known = attrs.fields_dict(kind.record)
        return {name: value for name, value in fields.items() if name in known}
    return fields


def _version(kind: Kind, schema: object) -> tuple[int, int]:
    if schema is None:
        return SCHEMA
    parts = schema.split(".") if isinstance(schema, str) else []
    if len(parts) != len(SCHEMA) or not all(part.isdecimal() for part in parts):
        raise DocumentInvalid(kind.name, [Fault("schema", 'must be a version such as "1.0"')])
    return int(parts[0]), int(parts[1])
