"""A process that is killed leaves whole changes, and every one that it was told is kept."""

from __future__ import annotations

import random
import time

WRITES_FOR_EVER = """
from datetime import datetime, timezone
from itertools import count
from wraparound.storage import Change, Put

me = sys.argv[1]
for number in count():
    puts = tuple(
        Put(kind="plan", id=f"{me}-{number}-{each}", family="f-1", body=b"x" * 20_000)
        for each in range(5)
    )
    store.commit(Change(id=f"{me}-{number}", at=datetime.now(timezone.utc), by=me, puts=puts))
    print(f"{me}-{number}", flush=True)
"""


def test_a_killed_writer_leaves_whole_changes(folder, start):
    """Twenty times SIGKILL at some moment: what was answered is there, all five records of it."""
    chance = random.Random(7)  # noqa: S311 - the same moments each time, no secret
    answered: list[str] = []
    for life in range(20):
        child = start(WRITES_FOR_EVER, f"w{life}")
        answered.append(child.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.05))
        child.kill()
        answered += child.stdout.read().split()
        child.wait()
        with folder() as store:
            told = store.feed(limit=100_000)
            changes = [entry.change for entry in told]
            assert set(answered) <= set(changes), "a change that was answered is lost"
            assert len(changes) == len(set(changes)) == store.position()
            assert all(len(entry.touched) == 5 for entry in told)
            unanswered = len(changes) - len(answered)
            assert unanswered <= life + 1, "at most the change under way was kept unanswered"
    with folder() as store:
        bodies = [each.body for each in store.stream()]
        assert len(bodies) == 5 * store.position()
        assert set(bodies) == {b"x" * 20_000}
