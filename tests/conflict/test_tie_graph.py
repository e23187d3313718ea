"""Interests and control in any graph of ties, against the definitions worked out the long way."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wraparound.conflict.bands import Band
from wraparound.conflict.holdings import Holdings
from wraparound.conflict.power import Power
from wraparound.model.truth import NO, YES, Truth, unknown

HALF = Fraction(1, 2)
NAMES = "pabcdv"


class Stake(NamedTuple):
    """A row of holdings, with names for its columns."""

    tie: str
    holder: str
    held: str
    band: Band


class Grip(NamedTuple):
    """A row of powers, with names for its columns."""

    tie: str
    holder: str
    held: str
    truth: Truth
    votes: Band | None


@st.composite
def bands(draw):
    """A share, exact or a range, with either end left out."""
    low, more = draw(st.integers(0, 10)), draw(st.integers(0, 10))
    if more == 0 or low + more > 10:
        return Band(Fraction(low, 10), Fraction(low, 10))
    opens = draw(st.tuples(st.booleans(), st.booleans()))
    gaps = frozenset({f"share_range:{low}+{more}"})
    return Band(Fraction(low, 10), Fraction(low + more, 10), *opens, gaps)


@st.composite
def stakes(draw):
    """Stakes that leave nobody with surely more than the whole, circles and all."""
    ends = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), bands())
    sums, found = {}, []
    for number, (holder, held, band) in enumerate(draw(st.lists(ends, max_size=12))):
        if holder != held and sums.get(held, 0) + band.lo <= 1:
            sums[held] = sums.get(held, 0) + band.lo
            found.append(Stake(f"t{number:02}", holder, held, band))
    return found


@st.composite
def grips(draw):
    votes = st.one_of(st.none(), bands())
    truths = st.sampled_from([YES, NO, unknown("unknown_from:x")])
    ends = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), truths, votes)
    rows = draw(st.lists(ends, max_size=14))
    return [Grip(f"t{number:02}", *row) for number, row in enumerate(rows)]


def reached(start, edges):
    """Whom steps lead to, one or more of them."""
    seen, edge = set(), [start]
    while edge:
        here = edge.pop()
        for one, other in edges:
            if one == here and other not in seen:
                seen.add(other)
                edge.append(other)
    return seen


def solved(holder, shares):
    """``w = a + w A`` by elimination, row by row; None where the walks have no end."""
    names = sorted(reached(holder, [(one, other) for one, other, _ in shares]) - {holder})
    rows = [[Fraction(name == other) for other in names] + [Fraction(0)] for name in names]
    for one, other, share in shares:
        if one == holder:
            rows[names.index(other)][-1] += share
        elif one in names:
            rows[names.index(other)][names.index(one)] -= share
    for column in range(len(names)):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [each / rows[column][column] for each in rows[column]]
        for number, row in enumerate(rows):
            if number != column:
                factor = row[column]
                rows[number] = [a - factor * b for a, b in zip(row, rows[column], strict=True)]
    found = {name: row[-1] for name, row in zip(names, rows, strict=True)}
    return None if any(each < 0 for each in found.values()) else found


def long_way(holder, entity, held):
    """The interest as specification 3.5 defines it, as a tuple; None where there is none."""
    inside = [each for each in held if each.held != holder and each.band.hi > 0]
    ends = [(each.holder, each.held) for each in inside]
    if entity == holder or entity not in reached(holder, ends):
        return None
    low = solved(holder, [(s.holder, s.held, s.band.lo) for s in inside if s.band.lo > 0])
    high = solved(holder, [(s.holder, s.held, s.band.hi) for s in inside])
    steps = [each for each in inside if each.band.surely_positive]

    def between(tie, through):
        """Whether a walk from the holder to the entity goes over the tie."""
        edges = [(each.holder, each.held) for each in through]
        before = tie.holder == holder or tie.holder in reached(holder, edges)
        return before and (tie.held == entity or entity in reached(tie.held, edges))

    giving = [each for each in inside if between(each, inside)]
    top = Fraction(1) if high is None else min(Fraction(1), high[entity])
    return (
        low.get(entity, Fraction(0)),
        top,
        any(each.band.lo_open and between(each, steps) for each in steps),
        high is not None and high[entity] <= 1 and any(each.band.hi_open for each in giving),
        frozenset().union(*(each.band.gaps for each in giving)),
        tuple(each.tie for each in giving),
        all((each.holder, each.held) == (holder, entity) for each in giving),
    )


@given(stakes())
def test_every_interest_is_what_the_definition_says(held):
    holdings = Holdings(held)
    for holder in NAMES:
        for entity in NAMES:
            assert told(holdings.interest(holder, entity)) == long_way(holder, entity, held)


def told(interest):
    """An interest as a tuple, like ``long_way`` tells it."""
    return interest and (
        interest.band.lo,
        interest.band.hi,
        interest.band.lo_open,
        interest.band.hi_open,
        interest.band.gaps,
        interest.path,
        interest.only_direct,
    )


def companies(seed):
    """Stakes in three groups of four, one group above the next: circles, ranges, odd shares."""
    dice = random.Random(seed)  # noqa: S311 - made-up companies
    groups = [[f"{group}{number}" for number in range(4)] for group in "abc"]
    left, found = {}, []
    for _ in range(dice.randint(8, 30)):
        level = dice.randrange(3)
        held = dice.choice(groups[level])
        above = groups[dice.choice([level, max(0, level - 1)])]
        holder = dice.choice([*above, "p", "q"])
        low = Fraction(dice.randint(0, 4), dice.choice([5, 7, 12, 100]))
        if holder == held or low > left.get(held, 1):
            continue
        left[held] = left.get(held, 1) - low
        tie, band = f"t{dice.randrange(10**6):06}", Band(low, low)
        if dice.random() < 0.3:
            high = min(Fraction(1), low + Fraction(dice.randint(0, 5), 9))
            opens = dice.random() < 0.3, dice.random() < 0.3
            band = Band(low, high, *opens, gaps=frozenset({f"share_range:{tie}"}))
        found.append(Stake(tie, holder, held, band))
    return sorted(found), [*"pq", *groups[0], *groups[1], *groups[2]]


@pytest.mark.parametrize("seed", range(60))
def test_groups_of_companies_one_above_the_other_are_what_the_definition_says(seed):
    """Circles below circles, with agencies between them, and shares of many denominators."""
    held, names = companies(seed)
    holdings = Holdings(reversed(held))
    for holder in names:
        long = {entity: long_way(holder, entity, held) for entity in names}
        assert {entity: told(holdings.interest(holder, entity)) for entity in names} == long
        assert holdings.held_by(holder) == tuple(sorted(name for name in names if long[name]))


@given(stakes())
def test_a_direct_share_is_the_sum_of_stakes(held):
    """Nothing else than the holder's own stakes counts, and nothing is more than the whole."""
    holdings = Holdings(held)
    for holder in NAMES:
        for entity in NAMES:
            own = [s for s in held if (s.holder, s.held) == (holder, entity) and s.band.hi]
            found = holdings.direct(holder, entity)
            high = sum(each.band.hi for each in own)
            assert told(found) == (
                (
                    own
                    and (
                        sum(each.band.lo for each in own),
                        min(Fraction(1), high),
                        any(each.band.lo_open for each in own),
                        high <= 1 and any(each.band.hi_open for each in own),
                        frozenset().union(*(each.band.gaps for each in own)),
                        tuple(each.tie for each in own),
                        True,
                    )
                )
                or None
            )


def counting(held, inside, *, surely):
    """The grips by which some have any power: surely, or possibly."""
    return [
        each
        for each in held
        if each.holder in inside
        and each.holder != each.held
        and (each.truth.holds if surely else not each.truth.fails)
        and (each.votes is None or (each.votes.surely_positive if surely else each.votes.hi > 0))
    ]


def members(holder, held, *, surely):
    """What falls to a holder as specification 3.6 defines it."""
    found = {holder}
    while True:
        more = set()
        for entity in set(NAMES) - found:
            votes = [
                each
                for each in held
                if each.held == entity
                and each.holder in found
                and (each.truth.holds if surely else not each.truth.fails)
            ]
            bands = [each.votes for each in votes if each.votes is not None]
            total = sum(each.lo if surely else each.hi for each in bands)
            more_than_half = surely and total == HALF and any(each.lo_open for each in bands)
            if len(bands) < len(votes) or total > HALF or more_than_half:
                more.add(entity)
        if not more:
            return found - {holder}
        found |= more


def support(holder, entity, held, *, surely):
    """What specification 3.6 calls the support: grips that count, back from the entity."""
    counted = counting(held, members(holder, held, surely=surely) | {holder}, surely=surely)
    found, edge = set(), {entity}
    while True:
        more = {each for each in counted if each.held in edge} - found
        if not more:
            return found
        found |= more
        edge = {each.holder for each in more} - {holder}


def boards(seed):
    """Grips by which much falls to somebody: often at the very threshold, or not surely."""
    dice = random.Random(seed)  # noqa: S311 - made-up boards
    found = []
    for number in range(dice.randint(4, 16)):
        holder, held = dice.sample(NAMES, 2)
        low = Fraction(dice.choice([0, 1, 2, 3, 5, 5, 6]), 10)
        band = Band(low, low)
        if dice.random() < 0.5:
            gaps = frozenset({f"share_range:t{number:02}"})
            opens = dice.random() < 0.5, dice.random() < 0.5
            band = Band(low, low + Fraction(dice.randint(1, 4), 10), *opens, gaps)
        truth = dice.choice([YES, YES, YES, NO, unknown(f"unknown_from:t{number:02}")])
        votes = None if dice.random() < 0.15 else band
        found.append(Grip(f"t{number:02}", holder, held, truth, votes))
    return found


def check_control(held):
    """Hold everybody's control against the definition: answers, paths and reasons."""
    power = Power(held, HALF)
    for holder in NAMES:
        sure, possible = (members(holder, held, surely=each) for each in (True, False))
        for entity in set(NAMES) - {holder}:
            way = power.controls(holder, entity)
            said = NO if way is None else way.truth
            assert (said.holds, said.fails) == (entity in sure, entity not in sure | possible)
            if way is not None:
                used = support(holder, entity, held, surely=entity in sure)
                gaps = [each.truth.reasons | (each.votes or Band()).gaps for each in used]
                assert way.path == tuple(sorted(each.tie for each in used))
                assert said.holds or said.reasons == frozenset().union(*gaps)
        assert power.controlled_by(holder) == tuple(sorted(sure | possible))


@given(grips())
def test_control_is_what_the_definition_says(held):
    check_control(held)


@pytest.mark.parametrize("seed", range(80))
def test_control_at_the_threshold_is_what_the_definition_says(seed):
    check_control(boards(seed))


@given(grips())
def test_common_control_asks_everybody_who_could_have_it(held):
    power = Power(held, HALF)
    for one, other in (("a", "b"), ("b", "a"), ("c", "v")):
        thirds = set(NAMES) - {one, other, "p"}
        pairs = [(power.controls(each, one), power.controls(each, other)) for each in thirds]
        ways = [
            (not (first.truth & second.truth).holds, len(path), path)
            for first, second in pairs
            if first and second
            for path in [tuple(sorted({*first.path, *second.path}))]
        ]
        below = power.controls(other, one)
        if below is not None:
            ways.append((not below.truth.holds, len(below.path), below.path))
        found = power.common(one, other, holder="p")
        assert (found and found.rank) == min(ways, default=None)


def test_a_closed_circle_somewhere_else_takes_nothing_away():
    """Two agencies own all of each other: a chance to own of one leaves what is surely owned."""
    whole, perhaps = Band(Fraction(1), Fraction(1)), Band(hi=Fraction(1, 10))
    held = [
        Stake("t1", "p", "a", perhaps),
        Stake("t2", "a", "b", whole),
        Stake("t3", "b", "a", whole),
        Stake("t4", "p", "v", Band(HALF, HALF)),
    ]
    interest = Holdings(held).interest("p", "v")
    assert interest is not None
    assert interest.band.lo == HALF
