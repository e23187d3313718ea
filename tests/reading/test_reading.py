"""JSON from elsewhere: read piece by piece, within limits, every failure in words."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.reading import Entry, Limits, Trouble, entries, uncovered

SMALL = Limits(document=1000, line=200, unpacked=2000, depth=10, troubles=3)
SECRET = "Marigold"


def written(folder: Path, content: bytes | str, name: str = "file.json") -> Path:
    place = folder / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def said(pieces) -> list[tuple[str, int | None, str]]:
    return [(each.path, each.line, each.message) for each in pieces if isinstance(each, Trouble)]


def test_a_list_gives_its_items_with_path_and_line(tmp_path):
    place = written(tmp_path, '\n[\n  {"a": [1,\n 2]},\n\n  "two", 3]')
    assert [(each.path, each.line, each.value) for each in entries(place)] == [
        ("[0]", 3, {"a": [1, 2]}),
        ("[1]", 6, "two"),
        ("[2]", 6, 3),
    ]


def test_any_other_document_is_one_entry(tmp_path):
    pieces = list(entries(written(tmp_path, '{\n"a": 1}')))
    assert pieces == [Entry(value={"a": 1}, path="", line=1)]


def test_lines_of_ndjson_are_entries_with_their_line(tmp_path):
    """NDJSON is known by its ending or, without it, by two objects on two lines."""
    text = '{"a": 1}\n\n{"a": 2}\r\n{"a": 3}'
    for name in ("file.ndjson", "file.json", "file.jsonl"):
        pieces = list(entries(written(tmp_path, text, name)))
        assert [(each.line, each.value["a"]) for each in pieces] == [(1, 1), (3, 2), (4, 3)]


def test_a_document_of_two_lines_is_not_taken_for_ndjson(tmp_path):
    assert list(entries(written(tmp_path, '{"a": {}\n, "b": 1}'))) == [
        Entry(value={"a": {}, "b": 1})
    ]


def test_a_list_inside_an_object_is_gone_into(tmp_path):
    place = written(tmp_path, '{"page": 1,\n "contents": [\n{"a": 1},\n{"a": 2}\n], "size": 2}')
    pieces = list(entries(place, inside="contents"))
    assert pieces[0] == Entry(value={"page": 1, "size": 2}, envelope=True)
    assert [(each.path, each.line) for each in pieces[1:]] == [
        ("contents[0]", 3),
        ("contents[1]", 4),
    ]


def test_an_object_without_that_list_is_one_entry(tmp_path):
    place = written(tmp_path, '{"contents": 5}')
    assert list(entries(place, inside="contents")) == [Entry(value={"contents": 5})]


def test_decimals_are_exact_where_asked_for(tmp_path):
    (exact,) = entries(written(tmp_path, "[0.1]"), decimals=True)
    assert exact.value == Decimal("0.1")


def test_gzip_and_a_byte_order_mark_are_taken_off(tmp_path):
    covered = gzip.compress(b'\xef\xbb\xbf[{"a": 1}]')
    (entry,) = entries(written(tmp_path, covered))
    assert entry.value == {"a": 1}
    assert uncovered(covered[:30]).startswith(b'[{"a"')
    assert uncovered(b"\x1f\x8bnothing") == b""


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        (b"", None, "empty"),
        (b" \n \n", None, "empty"),
        (b'[{"a": 1},\n{"a": "Marig', 2, "cut off"),
        (b'{"a":\n\n "Marigold" "b"}', 3, "must be JSON"),
        (b"Marigold", 1, "must be JSON"),
        (b'[{"a": NaN}]', 1, "must be JSON"),
        (b'[1,\n"Marigold\xff"]', 2, "UTF-8"),
        ('["Marigold"]'.encode("utf-16"), 1, "UTF-8"),
        (b'["Marigold \\ud800"]', 1, "half a character"),
        (b'["Marigold \\u0000"]', 1, "U+0000"),
        (b"[" * 900, 1, "cut off"),
        (b"[[" * 20 + b"]]" * 20, 1, "more than 10 deep"),
        (b'{"a":' * 90 + b"1" + b"}" * 90, 1, "more than 10 deep"),
        (b"[" + b"9" * 2000 + b"]", None, "at most"),
        (gzip.compress(b"[1]", mtime=0)[:-9], None, "whole gzip"),
        (b"\x1f\x8b\x08\x00Marigold", None, "whole gzip"),
        (gzip.compress(b" " * 5000, mtime=0), None, "unpack to less"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path, content, line, part):
    """One clear trouble, never an exception and never a value."""
    troubles = said(entries(written(tmp_path, content), limits=SMALL))
    assert [trouble[1] for trouble in troubles] == [line]
    assert part in troubles[0][2]
    assert SECRET not in str(troubles)


def test_nesting_beyond_the_interpreter_is_trouble(tmp_path):
    for content in (b"[" * 90_000 + b"]" * 90_000, b'{"a":' * 90_000 + b"1" + b"}" * 90_000):
        troubles = said(entries(written(tmp_path, content), inside="contents"))
        assert "deep" in troubles[0][2]


def test_numbers_beyond_measure_are_trouble(tmp_path):
    for content in (b"[1e999999999999999999999]", b"[" + b"9" * 5000 + b"]"):
        (trouble,) = said(entries(written(tmp_path, content), decimals=True))
        assert "numbers" in trouble[2]


def test_a_wrong_line_does_not_stop_the_next_one(tmp_path):
    pieces = list(entries(written(tmp_path, '{"a": 1}\nMarigold\n{"a": 3}\n', "file.ndjson")))
    assert [type(each) for each in pieces] == [Entry, Trouble, Entry]
    assert said(pieces)[0][1] == 2


def test_after_many_wrong_lines_the_rest_is_not_read(tmp_path):
    place = written(tmp_path, "Marigold\n" * 5000, "file.ndjson")
    troubles = said(entries(place, limits=SMALL))
    assert len(troubles) == SMALL.troubles + 1
    assert "too many lines" in troubles[-1][2]


def test_a_line_without_end_is_not_read_into_memory(tmp_path):
    place = written(tmp_path, '{"a": 1}\n' + "x" * 5000, "file.ndjson")
    assert "lines of at most" in said(entries(place, limits=SMALL))[0][2]


def test_a_file_that_is_not_there_is_trouble(tmp_path):
    (trouble,) = said(entries(tmp_path / f"{SECRET}.json"))
    assert "can be read" in trouble[2]
    assert SECRET not in trouble[2]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc\n"), inner),
    max_leaves=20,
)


@given(items=st.lists(JSON), indent=st.sampled_from([None, 1]))
def test_entries_of_a_list_are_its_items(tmp_path_factory, items, indent):
    place = written(tmp_path_factory.mktemp("x"), json.dumps(items, indent=indent))
    assert [each.value for each in entries(place)] == items


@given(content=st.binary(max_size=60), name=st.sampled_from(["f.json", "f.ndjson", "f.gz"]))
def test_nothing_raises_on_any_bytes(tmp_path_factory, content, name):
    place = written(tmp_path_factory.mktemp("x"), content, name)
    assert all(isinstance(each, (Entry, Trouble)) for each in entries(place, inside="a"))
    uncovered(content)
