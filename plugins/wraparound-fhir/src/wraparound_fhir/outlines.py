"""Entries of a bundle of which no more is needed than that they are there."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from wraparound_fhir.definitions import resource_types
from wraparound_fhir.needs import PREFERENCES, STRENGTHS
from wraparound_fhir.primitives import is_id
from wraparound_fhir.quick import vouched_text

Json = dict[str, Any]  # Any: whatever the document says

_KEPT = PREFERENCES | STRENGTHS


@attrs.define
class Outline:
    """As much of an entry as is needed of a resource that has no place.

    Attributes:
        type: The type of the resource.
        id: Its id; empty where it has none.
        version: Its version; empty where it has none.
        url: The full URL of the entry; empty where it has none.
        around: What stands around the resource.
        references: What the resource refers to that only the whole input can tell.
    """

    type: str
    id: str
    version: str
    url: str
    around: Json
    references: list[tuple[str, frozenset[str]]]


class _Meta(msgspec.Struct):
    versionId: str = ""  # noqa: N815 - the name that FHIR gives it


class _Named(msgspec.Struct):
    resourceType: str  # noqa: N815 - the name that FHIR gives it
    id: str = ""
    meta: _Meta | None = None


class _Around(msgspec.Struct, forbid_unknown_fields=True):
    resource: msgspec.Raw
    fullUrl: str = ""  # noqa: N815 - the name that FHIR gives it
    request: dict[str, Any] | None = None  # Any: looked at as plain


_entries = msgspec.json.Decoder(_Around)
_names = msgspec.json.Decoder(_Named)


def outline(text: bytes) -> Outline | None:
    """Return the outline of an entry, or None where all of it must be read.

    That is enough for resources of types that have no place, and for well-formed observations that
    say neither a strength nor a preference: in most bundles, most of what there is.
    """
    try:
        entry = _entries.decode(text)
        named = _names.decode(entry.resource)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    around: Json = {"fullUrl": entry.fullUrl}
    if entry.request is not None:
        around["request"] = entry.request
    kind = named.resourceType
    if not is_plain(around) or not is_id(named.id) or not kind.isalpha() or not kind[0].isupper():
        return None
    references: list[tuple[str, frozenset[str]]] = []
    if kind in resource_types():
        found = _of_observation(bytes(entry.resource)) if kind == "Observation" else None
        if found is None:
            return None
        references = found
    version = named.meta.versionId if named.meta is not None else ""
    return Outline(kind, named.id, version, entry.fullUrl, around, references)


def _of_observation(text: bytes) -> list[tuple[str, frozenset[str]]] | None:
    """Return the references of an observation that is well formed and says nothing to keep."""
    found = vouched_text(text, "Observation")
    if found is None:
        return None
    observation, references = found
    codings = observation["code"].get("coding", ())
    kept = any(coding.get("code") in _KEPT for coding in codings)
    whole = "subject" in observation and "category" in observation
    return references if whole and not kept else None


def is_plain(around: Json) -> bool:
    """Tell whether only a URL and a plain request stand around a resource, as in most bundles."""
    url, request = around.get("fullUrl"), around.get("request")
    if not around.keys() <= {"fullUrl", "request"} or not isinstance(url, str):
        return False
    if not url or " " in url or not url.isprintable() or "/_history/" in url:
        return False
    if request is None:
        return "request" not in around
    if not isinstance(request, dict) or request.keys() != {"method", "url"}:
        return False
    where = request["url"]
    fits = isinstance(where, str) and where.isalpha()
    return fits and _text(request["method"]) in {"POST", "PUT"}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
