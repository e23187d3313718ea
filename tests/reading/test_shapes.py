"""What a foreign document must look like: every fault with its place, and no value in any."""

from __future__ import annotations

import pytest

from wraparound import shapes
from wraparound.shapes import DAY, TEXT, Each, Shape, carried, lost, needed, one_of

PART = Shape(keys={"on": needed(DAY), "note": lost(TEXT, "is free text")})
WHOLE = Shape(
    keys={
        "code": needed(one_of("a", "b")),
        "parts": carried(Each(PART)),
        "why": carried(TEXT),
    },
    nulls=True,
)


def faults(value, shape=WHOLE):
    return [str(fault) for fault in shape(value, "it")]


def test_every_fault_has_its_place():
    assert faults({"parts": [{}, 5, {"on": "2026-13-01"}]}) == [
        "it.code: must be given",
        "it.parts[0].on: must be given",
        "it.parts[1]: must be an object",
        "it.parts[2].on: must be a day as YYYY-MM-DD",
    ]


def test_null_is_as_good_as_nothing_only_where_it_is_allowed_to_be():
    assert faults({"code": "a", "why": None}) == []
    assert faults({"code": None}) == ["it.code: must be one of a, b"]
    assert faults({"on": "2026-01-01", "note": None}, PART) == ["it.note: must be a text"]


def test_what_is_not_carried_is_told_with_its_reason():
    part = {"on": "2026-01-01", "note": "x", "of_ours": 1, "Zebulon": 2}
    value = {"code": "a", "parts": [part, part], "why": "", "empty": []}
    assert [(each.path, each.why) for each in WHOLE.lost(value, "whole")] == 2 * [
        ("whole.parts.note", "is free text"),
        ("whole.parts.of_ours", "is not a key of the standard"),
        ("whole.parts.(other)", "is not a key of the standard"),
    ]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("DAY", ["2024-02-29"], ["2023-02-29", "20240229", "2024-2-9", 20240229, None]),
        ("INSTANT", ["2024-02-29T01:02:03Z", "2024-02-29t01:02:03.5+01:00"], ["2024-02-29", "x"]),
        ("DAY_OR_INSTANT", ["2024-02-29", "2024-02-29T01:02:03Z"], ["2024-02-29T01:02:03", ""]),
        ("LINK", ["https://example.org/a?b=1#c", "urn:x:y"], ["example.org", "a b:c", "", 5]),
        ("UUID", ["0194A000-0000-7000-8000-00000000000f"], ["0194a00000007000800000000000000f"]),
        ("EMAIL", ["a@b.example"], ["a", "a b@c", "@"]),
        ("NUMBER", [0, -1.5], [True, "1", None]),
        ("YES_NO", [True, False], [0, "true"]),
        ("FILLED_TEXT", ["a"], [" ", ""]),
    ],
)
def test_each_check_tells_right_from_wrong(name, right, wrong):
    check = getattr(shapes, name)
    assert [list(check(value, "x")) for value in right] == [[]] * len(right)
    assert all(list(check(value, "x")) for value in wrong)
