"""Loading and dumping a stored plan of about 5 kB, against pydantic 2 on the same document."""

from __future__ import annotations

import functools
import json
import types
from collections.abc import Iterator
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
import pydantic
from measuring import Comparison, medians

from wraparound.codec import read, write
from wraparound.model.kinds import kind_of
from wraparound.model.plan import Plan
from wraparound.testing.families import synthetic_family

TARGET = 5_000  # bytes, as it stands in the store


def _plan() -> Plan:
    """Return a plan as it is first drafted: nothing signed, and no plan for a crisis or the end."""
    records = (record for seed in range(50) for record in synthetic_family(seed))
    plans = [record for record in records if isinstance(record, Plan)]
    later = ("crisis_plan", "transition", "signatures", "distribution")
    blank = {name: getattr(attrs.fields(Plan), name).default for name in later}
    drafts = [attrs.evolve(plan, **blank) for plan in plans]
    return min(drafts, key=lambda plan: abs(len(write(plan)) - TARGET))


@functools.cache
def _model(record: type) -> type[pydantic.BaseModel]:
    hints = get_type_hints(record)
    fields: dict[str, Any] = {
        field.name: (
            _peer(hints[field.name]),
            ... if field.default is attrs.NOTHING else _peer_default(field.default),
        )
        for field in attrs.fields(record)
    }
    config = pydantic.ConfigDict(frozen=True, extra="ignore")
    return pydantic.create_model(record.__name__, __config__=config, **fields)


def _peer(hint: Any) -> Any:
    if isinstance(hint, NewType):
        return str
    if isinstance(hint, type) and attrs.has(hint):
        return _model(hint)
    if get_origin(hint) is tuple:
        return tuple[_peer(get_args(hint)[0]), ...]
    if get_origin(hint) in {Union, types.UnionType}:
        return Union[tuple(_peer(each) for each in get_args(hint))]  # noqa: UP007 - made of a list
    return hint


def _peer_default(default: Any) -> Any:
    if attrs.has(type(default)):
        return _model(type(default)).model_validate(attrs.asdict(default))
    return default


def compare_stored_plan() -> Iterator[Comparison]:
    """Compare reading, writing, and both, on the same bytes."""
    plan = _plan()
    body = write(plan)
    kind = kind_of(plan).name
    peer = _model(Plan)
    theirs_read = functools.partial(peer.model_validate_json, body)
    loaded = theirs_read()
    assert json.loads(loaded.model_dump_json())["id"] == plan.id
    note = f"{len(body):,} bytes"
    name = "pydantic 2"
    ours, theirs = medians(lambda: read(body, kind=kind), theirs_read)
    yield Comparison("load a stored plan", ours, theirs, name, "<= 1.0", note)
    more, dumped = medians(lambda: write(plan), loaded.model_dump_json)
    yield Comparison("dump a stored plan", more, dumped, name, "<= 1.0", note)
    yield Comparison("load and dump", ours + more, theirs + dumped, name, "<= 1.0", note)
