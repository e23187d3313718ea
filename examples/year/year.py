"""A year of ten families in Oakfield, played day by day through the public API: ``python year.py``.

Each day everybody does what falls due: contacts, meetings, plans, setbacks, a crisis, a change of
provider, a late meeting, the way out. What was played is noted beside it, so that whoever reads
the record afterwards can be held to it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from acts import (
    agree_on_plan,
    crisis,
    explain_lateness,
    hold_meeting,
    leave,
    plan_meeting,
    prepare_to_leave,
    refer,
    welcome,
)
from families import FACILITATORS, FAMILIES, Cast, Turn, county
from letters import LetterBox
from minutes import changed_provider, changed_strategy, went_well
from plans import first_plan, team
from stage import BEGINS, Stage, open_county

DAYS = 365
MONDAY = 0


def play(url: str = "memory:", *, seed: int = 2026, days: int = DAYS) -> Stage:
    """Play the year; close the program of what is returned.

    Args:
        url: Where the records are kept.
        seed: What the small differences between families come from; the same seed, the same year.
        days: How long.
    """
    clock, box = [BEGINS], LetterBox()
    chance = random.Random(seed)  # noqa: S311 - a story, no secret
    stage = Stage(open_county(url, clock, box), box, chance)
    stage.add(*county())
    stories = [_story(stage, cast) for cast in FAMILIES]
    waiting = [next(story) for story in stories]
    for day in (BEGINS + timedelta(days=passed) for passed in range(days)):
        stage.today = clock[0] = day
        for place, story in enumerate(stories):
            while waiting[place] <= day:
                waiting[place] = next(story, date.max)
        if day.weekday() == MONDAY:
            stage.tell()
    return stage


def _story(stage: Stage, cast: Cast) -> Iterator[date]:
    """Play one family; each ``yield`` waits for a day."""
    facilitator = FACILITATORS[FAMILIES.index(cast) % len(FACILITATORS)]
    arrives = BEGINS + timedelta(days=stage.chance.randrange(14))
    yield arrives
    refer(stage, cast)
    yield arrives + timedelta(days=stage.chance.choice((1, 2)))
    welcome(stage, cast, facilitator)
    enrolled = stage.today
    yield enrolled + timedelta(days=stage.chance.randrange(4, 7))
    stage.add(team(cast, facilitator, stage.today), first_plan(cast, stage.today))
    yield enrolled + timedelta(days=stage.chance.randrange(9, 13))
    hold_meeting(stage, cast, "planning")
    yield stage.today + timedelta(days=stage.chance.randrange(5, 9))
    agree_on_plan(stage, cast, facilitator)
    leaves = arrives + timedelta(days=stage.chance.randrange(310, 330))
    yield from _go_on(stage, cast, leaves - timedelta(days=40))
    yield stage.today + timedelta(days=stage.chance.randrange(20, 28))
    leaves = max(leaves, stage.today + timedelta(days=10))
    prepare_to_leave(stage, cast, leaves)
    yield leaves
    leave(stage, cast)


def _go_on(stage: Stage, cast: Cast, until: date) -> Iterator[date]:
    """Meet month after month; the turns come between the third meeting and the seventh."""
    turns = dict(zip((3, 5), cast.turns, strict=False))
    number = 1
    while stage.today < until:
        number += 1
        turn = turns.get(number)
        last = max(
            each.on for each in stage.played if each.family == cast.id and "meet" in each.what
        )
        late = turn in {Turn.LATE, Turn.LATE_EXPLAINED}
        gap = 41 if late else stage.chance.randrange(24, 29)
        plan_meeting(stage, cast, last + timedelta(days=gap))
        yield last + timedelta(days=gap)
        if turn is Turn.LATE_EXPLAINED:
            explain_lateness(stage, cast, last)
        if late:
            stage.note(cast, "late")
        if turn is Turn.SETBACK:
            hold_meeting(stage, cast, "setback", changed_strategy(stage, cast))
        elif turn is Turn.NEW_PROVIDER:
            hold_meeting(stage, cast, "new provider", changed_provider(stage, cast))
        else:
            hold_meeting(stage, cast, "progress", went_well(stage, cast, number))
        if turn is Turn.CRISIS:
            yield from crisis(stage, cast)


def main() -> None:
    """Play the year and tell what the record says of it."""
    with play(*sys.argv[1:2]).program as program:
        for cast in FAMILIES:
            print(f"\n{cast.id}: {program.phase(cast.id).computed.value}")
            for line in program.picture(cast.id, "timeline").text:
                print(f"  {line}")


if __name__ == "__main__":
    main()
