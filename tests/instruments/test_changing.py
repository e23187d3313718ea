"""Change over time: by the direction of each scale, and no number that nobody published."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.instruments.test_checking import FUNCTIONING

from wraparound.instruments import change_between, with_content
from wraparound.instruments.changing import Direction, NotComparable, Turn
from wraparound.instruments.content import Content, ContentItem
from wraparound.model import UNKNOWN

BEFORE, AFTER = date(2026, 1, 5), date(2026, 4, 5)


@pytest.fixture
def changed(assessed, defined):
    """What changed between two sets of ratings, or of scores."""

    def change(name, old, new, *, instrument=None, **more):
        first = assessed(name, id="a-1", on=BEFORE, **old, **more)
        second = assessed(name, id="a-2", on=AFTER, **new, **more)
        return change_between(first, second, instrument or defined(name))

    return change


@pytest.mark.parametrize(
    ("before", "after", "direction", "turn"),
    [
        (2, 1, Direction.BETTER, Turn.RESOLVED),
        (3, 0, Direction.BETTER, Turn.RESOLVED),
        (3, 2, Direction.BETTER, Turn.CALMED),
        (1, 0, Direction.BETTER, None),
        (1, 2, Direction.WORSE, Turn.ARISEN),
        (2, 3, Direction.WORSE, None),
        (2, 2, Direction.SAME, None),
    ],
)
def test_a_need_that_goes_down_gets_better(before, after, direction, turn, changed):
    (item,) = changed("CANS", {"anxiety": before}, {"anxiety": after}).items
    assert (item.direction, item.turn) == (direction, turn)


@pytest.mark.parametrize(
    ("before", "after", "direction", "turn"),
    [
        (2, 1, Direction.BETTER, Turn.BUILT),
        (1, 2, Direction.WORSE, Turn.LOST),
        (3, 2, Direction.BETTER, None),
        (1, 0, Direction.BETTER, None),
    ],
)
def test_a_strength_that_goes_down_is_built(before, after, direction, turn, changed):
    more = {"strength_items": ("music",)}
    (item,) = changed("CANS", {"music": before}, {"music": after}, **more).items
    assert (item.kind.value, item.direction, item.turn) == ("strength", direction, turn)


def test_what_was_rated_only_once_is_not_compared(changed):
    found = changed("CANS", {"anxiety": 2, "school": 2}, {"school": 1, "runaway": 0})
    assert [each.code for each in found.items] == ["school"]
    assert (found.only_before, found.only_after) == (("anxiety",), ("runaway",))


def test_a_rating_that_cannot_be_is_not_compared(changed):
    assert changed("CANS", {"anxiety": 7}, {"anxiety": 1}).items == ()


@pytest.mark.parametrize(
    ("name", "about", "before", "after", "direction"),
    [
        ("CGAS", "rating", 50, 62, Direction.BETTER),
        ("CGAS", "rating", 62, 50, Direction.WORSE),
        ("PSC-17", "total", 20, 12, Direction.BETTER),
        ("SDQ", "prosocial", 4, 7, Direction.BETTER),
        ("SDQ", "total_difficulties", 12, 17, Direction.WORSE),
    ],
)
def test_a_score_goes_by_its_own_direction(name, about, before, after, direction, changed):
    (number,) = changed(name, {"scores": {about: before}}, {"scores": {about: after}}).numbers
    assert (number.about, number.direction) == (about, direction)
    assert (number.reliable.value, number.published) == (None, None)  # nobody published one


def test_a_total_of_parts_is_compared(changed):
    (number,) = changed("CAFAS", FUNCTIONING, {**FUNCTIONING, "home": 0}).numbers
    assert (number.before, number.after, number.direction) == (80, 60, Direction.BETTER)


def test_a_total_that_its_parts_contradict_is_not_compared(changed):
    sure = {**FUNCTIONING, "scores": {"total": 80}}
    assert changed("CAFAS", sure, {**FUNCTIONING, "scores": {"total": 50}}).numbers == ()


def maine(defined, count=4):
    """The older edition with a list of items for one domain, as a site has it."""
    items = {f"m{letter}": ContentItem(domain="risk") for letter in "abcdefghij"[:count]}
    content = Content(instrument="CANS-MH", licence="own", items=items, whole=True, sha256="")
    return with_content({"CANS-MH": defined("CANS-MH")}, [content])["CANS-MH"]


@pytest.mark.parametrize(
    ("drop", "reliable"),
    [(2, False), (3, None), (4, True)],  # of ten items, by 2.0, 3.0 and 4.0; published is 3.00
)
def test_a_change_is_reliable_where_it_is_larger_than_what_was_published(
    drop, reliable, changed, defined
):
    instrument = maine(defined, count=10)
    codes = [code for domain in instrument.domains for code in domain.items]
    new = {code: 1 if place < drop else 2 for place, code in enumerate(codes)}
    found = changed("CANS-MH", dict.fromkeys(codes, 2), new, instrument=instrument)
    (number,) = found.numbers
    assert number.before - number.after == drop
    assert number.reliable.value is reliable
    assert number.published.source.citation.startswith("Maine")


def test_an_average_over_a_part_of_a_domain_is_none(changed, defined):
    found = changed("CANS-MH", {"ma": 3, "mb": 3}, {"ma": 0, "mb": 0}, instrument=maine(defined))
    assert found.numbers == ()


def test_the_order_in_which_they_are_given_does_not_matter(assessed, defined):
    one = assessed("CANS", id="a-1", on=BEFORE, anxiety=3)
    two = assessed("CANS", id="a-2", on=AFTER, anxiety=0)
    cans = defined("CANS")
    assert change_between(one, two, cans) == change_between(two, one, cans)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"instrument": "CAFAS"}, NotComparable.OTHER_INSTRUMENT),
        ({"person": "kim"}, NotComparable.OTHER_PERSON),
        ({"version": "2.0"}, NotComparable.OTHER_EDITION),
        ({"form": "teacher"}, NotComparable.OTHER_FORM),
        ({"on": UNKNOWN}, NotComparable.DAY_UNKNOWN),
        ({"on": BEFORE}, NotComparable.SAME_DAY),
    ],
)
def test_two_that_are_not_alike_are_not_compared(other, why, assessed, defined):
    one = assessed("CANS", id="a-1", on=BEFORE, anxiety=3)
    found = change_between(
        one, attrs.evolve(one, id="a-2", **{"on": AFTER, **other}), defined("CANS")
    )
    assert (found.why_not, found.items) == (why, ())


def test_another_name_of_the_same_instrument_is_the_same(assessed, defined):
    one = assessed("PSC-17", on=BEFORE, scores={"total": 9})
    two = assessed("psc17", on=AFTER, scores={"total": 9})
    assert change_between(one, two, defined("PSC-17")).why_not is None
