"""Everything that the specifications speak of has a place in the records."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import pytest
import yaml

import wraparound.model as room

TABLE = yaml.safe_load(Path(__file__).with_name("expressible.yaml").read_text(encoding="utf-8"))
HOUSE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared"))
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared specifications are not beside the repository"
)


def places(table):
    if isinstance(table, str):
        yield table
    else:
        for part in table.values():
            yield from places(part)


def test_every_place_in_the_table_is_a_field_of_a_record():
    for place in places(TABLE):
        record, _, field = place.partition(".")
        assert field in {each.name for each in attrs.fields(getattr(room, record))}, place


def read(folder):
    for path in sorted((SHARED / "vectors" / folder).rglob("*.yaml")):
        yield path, yaml.safe_load(path.read_text(encoding="utf-8"))


def facts(document):
    """Yield the kind and the fact of everything below a key of section 2 of the conflict spec."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name in TABLE["conflict"] and isinstance(value, list):
                yield from ((name, each) for each in value if isinstance(each, dict))
            else:
                yield from facts(value)
    elif isinstance(document, list):
        for each in document:
            yield from facts(each)


def keys_of(fact):
    for name, value in fact.items():
        parts = value if isinstance(value, list) else [value]
        inner = {key for part in parts if isinstance(part, dict) for key in part}
        yield from {f"{name}.{key}" for key in inner} if inner else {name}


# 12-invalid-input.yaml is left out: what it gives is wrong on purpose
@needs_shared
def test_every_fact_of_the_conflict_scenarios_has_a_place():
    used = {
        (kind, key)
        for path, document in read("conflict")
        if not path.name.startswith("12-")
        for kind, fact in facts(document)
        for key in keys_of(fact)
    }
    missing = {
        f"{kind}.{key}"
        for kind, key in used
        if key not in TABLE["conflict"][kind] and key != "recorded"
    }
    assert len(used) > 150
    assert missing == set()


@needs_shared
def test_every_dated_fact_can_say_when_it_was_recorded():
    dated = set(TABLE["conflict"]) - {"people", "agencies", "youth", "plans"}
    for kind in dated:
        record = getattr(room, TABLE["conflict"][kind]["id"].partition(".")[0])
        assert "recorded_on" in {field.name for field in attrs.fields(record)}, kind


def pointers(value, path):
    """Yield the path of every scalar, without the places of lists."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from pointers(inner, (*path, name))
    elif isinstance(value, list):
        for inner in value:
            yield from pointers(inner, path)
    else:
        yield path


def used_in_cases():
    for path, document in read("process"):
        if path.parent.name == "fixtures" and "patch" not in document:
            yield from pointers(document, ())
        for vector in [document, *document.get("vectors", ())]:
            for change in vector.get("patch", ()) or vector.get("given", {}).get("patch", ()):
                steps = change["path"].strip("/").split("/")
                names = tuple(step for step in steps if step != "-" and not step.isdigit())
                yield from pointers(change.get("value"), names)


def is_placed(path):
    table = TABLE["case"]
    for step in path:
        if isinstance(table, str):  # a mapping of the case, such as ratings by code
            return True
        if step not in table:
            return False
        table = table[step]
    return True


@needs_shared
def test_every_field_of_the_process_cases_has_a_place():
    used = set(used_in_cases())
    assert len(used) > 150
    assert {"/".join(path) for path in used if not is_placed(path)} == set()
