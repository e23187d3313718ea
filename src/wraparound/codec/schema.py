"""The JSON Schema of documents, as strict about keys and ids as the codec itself."""

from __future__ import annotations

from typing import Any, NewType, get_args, get_type_hints

import msgspec

from wraparound.model.checks import ID_PATTERN
from wraparound.model.kinds import kind_named
from wraparound.model.record import Record


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the documents of a kind.

    It is as strict as the codec about keys and ids. What it cannot say is what contradicts itself
    within a record.
    """
    record = kind_named(kind).record
    schema: dict[str, Any] = msgspec.json.schema(record)
    for part in _parts_of(record, {}).values():
        _tighten(schema["$defs"][part.__name__], part)
    heading = {"record": {"const": kind}, "schema": {"type": "string"}}
    schema["$defs"][record.__name__]["properties"] |= heading
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": kind, **schema}


def _parts_of(record: type[Record], found: dict[str, type[Record]]) -> dict[str, type[Record]]:
    found[record.__name__] = record
    waiting = list(get_type_hints(record).values())
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, Record) and hint.__name__ not in found:
            _parts_of(hint, found)
        waiting += get_args(hint)
    return found


def _tighten(schema: dict[str, Any], record: type[Record]) -> None:
    schema["additionalProperties"] = False
    # the docstring's table of fields is for readers of Python
    schema["description"] = (record.__doc__ or "").partition("\n    Attributes:")[0].strip()
    for name, hint in get_type_hints(record).items():
        if name in schema["properties"] and _is_id(hint):
            _with_pattern(schema["properties"][name])


def _is_id(hint: Any) -> bool:
    return isinstance(hint, NewType) or any(_is_id(each) for each in get_args(hint))


def _with_pattern(schema: dict[str, Any]) -> None:
    if schema.get("type") == "string":
        schema["pattern"] = f"^{ID_PATTERN}$"
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        _with_pattern(inner)
