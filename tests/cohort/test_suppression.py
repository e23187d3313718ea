"""Small counts are hidden, and nobody can work them out from what is shown."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.states import program_of

from wraparound.cohort import Sum, least_shown, sums_of_table, suppress, suppress_share
from wraparound.policy import choose_program, read_program_packs

DAY = date(2026, 2, 1)


def table(counts, rows, columns):
    """Return a table of two ways with its totals."""
    held = dict(counts)
    for row in rows:
        held[row, "all"] = sum(counts[row, column] for column in columns)
    for column in (*columns, "all"):
        held["all", column] = sum(held[row, column] for row in rows)
    return held


def consistent(shown, sums, most):
    """Every way to fill in what is hidden, as a reader could try them: nothing hidden is zero."""
    hidden = [name for name, count in shown.items() if count is None]
    parts = [name for name in hidden if name not in {each.whole for each in sums}]
    for told in itertools.product(range(1, most + 1), repeat=len(parts)):
        held = {
            **{k: v for k, v in shown.items() if v is not None},
            **dict(zip(parts, told, strict=True)),
        }
        for each in reversed(sums):
            if shown[each.whole] is None and all(part in held for part in each.parts):
                held[each.whole] = sum(held[part] for part in each.parts)
        if all(held.get(s.whole) == sum(held.get(p, -1) for p in s.parts) for s in sums):
            yield held


def test_a_table_without_small_counts_is_shown_whole():
    counts = table({("a", "x"): 11, ("a", "y"): 0, ("b", "x"): 20, ("b", "y"): 300}, "ab", "xy")
    assert suppress(counts, least=11, sums=sums_of_table("ab", "xy", total="all")) == counts


def test_a_total_does_not_tell_the_hidden_count():
    counts = {"north": 40, "south": 3, "west": 12, "all": 55}
    sums = [Sum("all", ("north", "south", "west"))]
    assert suppress(counts, least=11, sums=sums) == {**counts, "south": None, "west": None}


def test_without_a_sum_only_the_small_counts_are_hidden():
    assert suppress({"a": 3, "b": 30, "c": 0}, least=11) == {"a": None, "b": 30, "c": 0}


def test_a_total_is_hidden_where_nothing_else_helps():
    shown = suppress({"a": 4, "b": 0, "all": 4}, least=11, sums=[Sum("all", ("a", "b"))])
    assert shown == {"a": None, "b": 0, "all": None}
    shown = suppress({"a": 1, "b": 1, "all": 2}, least=11, sums=[Sum("all", ("a", "b"))])
    assert set(shown.values()) == {None}


def test_two_hidden_counts_with_a_small_sum_are_not_enough():
    """Two people in two groups are one in each: the sum of hidden counts must not be small."""
    counts = {"a": 1, "b": 1, "c": 50, "all": 52}
    shown = suppress(counts, least=11, sums=[Sum("all", ("a", "b", "c"))])
    assert shown == {"a": None, "b": None, "c": None, "all": 52}


def test_both_ways_of_a_table_are_closed():
    rows, columns = ("before_no", "before_yes"), ("after_no", "after_yes")
    counts = table(
        dict(zip(itertools.product(rows, columns), (900, 4, 60, 700), strict=True)), rows, columns
    )
    shown = suppress(counts, least=11, sums=sums_of_table(rows, columns, total="all"))
    assert [name for name, count in shown.items() if count is None] == [
        *itertools.product(rows, columns)
    ]
    assert shown["all", "all"] == 1664


@given(st.data(), st.integers(2, 3), st.integers(2, 3))
def test_no_reader_can_work_out_a_hidden_count(data, height, width):
    """Tried out by brute force: each hidden count of a small table could be another one."""
    rows, columns = "abc"[:height], "xyz"[:width]
    cells = data.draw(st.lists(st.integers(0, 6), min_size=height * width, max_size=height * width))
    counts = table(dict(zip(itertools.product(rows, columns), cells, strict=True)), rows, columns)
    sums = sums_of_table(rows, columns, total="all")
    shown = suppress(counts, least=3, sums=sums)
    hidden = [name for name, count in shown.items() if count is None]
    assume(0 < len([name for name in hidden if "all" not in name]) <= 4)
    assert {name for name, count in counts.items() if 0 < count < 3} <= set(hidden)
    assert all(shown[name] == count for name, count in counts.items() if not count)
    ways = list(consistent(shown, sums, most=10))
    assert any(all(way[name] == counts[name] for name in counts) for way in ways)
    assert [name for name in hidden if len({way[name] for way in ways}) < 2] == []


def test_sums_taken_together_do_not_tell_either():
    """Each line hides two counts or more, and still the one between two blocks would be told."""
    rows, columns = "abcd", "wxyz"
    small = {*itertools.product("ab", "wx"), *itertools.product("cd", "yz"), ("c", "x")}
    cells = {name: 7 if name in small else 50 for name in itertools.product(rows, columns)}
    shown = suppress(
        table(cells, rows, columns), least=11, sums=sums_of_table(rows, columns, total="all")
    )
    hidden = {name for name, count in shown.items() if count is None}
    assert hidden == small | {("c", "w")}  # a second way from one block to the other


def test_a_share_is_shown_only_where_both_its_sides_are():
    assert suppress_share(30, 60, least=11) == (30, 60)
    assert suppress_share(0, 60, least=11) == (0, 60)
    assert suppress_share(60, 60, least=11) == (60, 60)
    assert suppress_share(58, 60, least=11) == (None, 60)
    assert suppress_share(2, 60, least=11) == (None, 60)
    assert suppress_share(2, 8, least=11) == (None, None)


def test_a_table_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="not the sum"):
        suppress({"a": 4, "all": 5}, least=11, sums=[Sum("all", ("a",))])
    with pytest.raises(ValueError, match="not in the table"):
        suppress({"a": 4}, least=11, sums=[Sum("all", ("a",))])
    with pytest.raises(ValueError, match="negative"):
        suppress({"a": -4}, least=11)


def test_the_bound_is_the_program_s_or_the_national_one(tmp_path):
    assert least_shown(program_of("us-ms"), on=DAY) == 11
    assert least_shown(choose_program("zz-demo"), on=DAY) == 11
    file = tmp_path / "lake.yaml"
    file.write_text(
        "policy: lake\ntitle: Lake\njurisdiction: US-XX\nlegal_force: fictional\n"
        "compiled_on: '2026-01-01'\ntimezone: America/Chicago\nextends: [nwi-model]\n"
        "parameters:\n  - {name: small_cell_min, kind: limit_min, value: 20, unit: count,"
        " start_event: null, exception_idiom: none, citation: Lake handbook,"
        " effective_from: null, effective_to: null, confidence: found}\nnot_found: []\n",
        "utf-8",
    )
    (pack,) = read_program_packs([file])
    assert least_shown(choose_program("lake", packs={"lake": pack}), on=DAY) == 20
