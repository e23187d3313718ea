"""The published files of BODS 0.4, and the standard's own schema as the judge of ours."""

from __future__ import annotations

import copy
import json
from collections import Counter
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from wraparound.model.tie import Tie
from wraparound.program import Program
from wraparound_bods import BodsImporter
from wraparound_bods.statement import STATEMENT

WRONG = (42, -1, 101, "x", "2020-13-01", "bogus", True, None, [], {}, ["x"], {"x": 1})


def statements_of(folder):
    for place in sorted((folder / "examples").glob("*.json")):
        yield from json.loads(place.read_text("utf-8"))


def test_all_examples_come_in_without_fault_and_twice_without_change(bods):
    places = sorted((bods / "examples").glob("*.json"))
    assert len(places) >= 19
    for place in places:
        assert BodsImporter().recognizes(place.read_bytes()[:65536])
        with Program.open("memory:", only=("bods",)) as program:
            first = program.import_files([place], by="tester")
            again = program.import_files([place], by="tester")
            assert dict(again.added) == dict(again.completed) == {}
            assert dict(again.unchanged) == dict(first.added)


def test_all_examples_can_share_one_store(bods):
    with Program.open("memory:", only=("bods",)) as program:
        program.import_files(sorted((bods / "examples").glob("*.json")), by="tester")
        assert len(list(program.find(Tie))) > 30


def test_a_sale_of_shares_reads_as_the_register_tells_it(bods, writing):
    """Fermcat: two halves; one is sold on 3 April 2021, and sold back on 21 January 2022."""
    desk = writing.read((bods / "examples" / "fermcat.json").read_bytes())
    owned = [tie for tie in desk.of(Tie) if tie.share is not None]
    assert sorted((str(tie.period.end), str(tie.share.low)) for tie in owned) == [
        ("2021-04-03", "0.50"),
        ("2022-01-21", "0.50"),
        ("None", "1.00"),
    ]


def mutations(value, path=()):
    """Yield a document for each way of spoiling one part of it."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        inner = value[key]
        for wrong in WRONG:
            yield (*path, key), wrong
        if isinstance(value, dict):
            yield (*path, key), ...
        if isinstance(inner, (dict, list)):
            yield from mutations(inner, (*path, key))


def spoilt(statement, path, wrong):
    document = copy.deepcopy(statement)
    *above, last = path
    place = document
    for key in above:
        place = place[key]
    if wrong is ...:
        del place[last]
    else:
        place[last] = wrong
    return document


@pytest.fixture(scope="session")
def judge(bods):
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    schemas = [json.loads(place.read_text("utf-8")) for place in (bods / "schema").glob("*.json")]
    registry = referencing.Registry().with_resources(
        (schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas
    )
    checker = jsonschema.FormatChecker(formats=["date"])
    # jsonschema judges these two only with further packages: the plainest reading stands in
    checker.checks("uri")(lambda text: not isinstance(text, str) or bool(urlsplit(text).scheme))
    checker.checks("date-time", ValueError)(
        lambda text: not isinstance(text, str) or bool(datetime.fromisoformat(text).tzinfo)
    )
    schema = {"$schema": schemas[0]["$schema"], "$ref": "urn:statement"}
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=checker)


def test_ours_and_the_schema_agree_on_every_statement_with_one_wrong_part(bods, judge):
    """What the schema refuses is a fault here; what it passes is none."""
    seen: set[str] = set()
    verdicts: Counter[tuple[bool, bool]] = Counter()
    disagreements = []
    for statement in statements_of(bods):
        assert list(STATEMENT(statement, "")) == []
        for path, wrong in mutations(statement):
            kind = statement["recordType"]
            name = f"{kind}{[key for key in path if isinstance(key, str)]}{wrong!r}"
            if name in seen:
                continue
            seen.add(name)
            document = spoilt(statement, path, wrong)
            refused = not judge.is_valid([document])
            ours = bool(list(STATEMENT(document, "")))
            verdicts[refused, ours] += 1
            if refused != ours:
                disagreements.append((name, refused, ours))
    assert disagreements == [], len(disagreements)
    assert verdicts[True, True] > 500
    assert verdicts[False, False] > 300
