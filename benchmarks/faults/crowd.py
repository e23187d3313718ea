"""Eight processes that write the same families at once, for a minute."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from places import Server, folder, opened

from wraparound.errors import RecordChanged, RecordExists
from wraparound.storage import Change, Put
from wraparound.storage.evidence import every_change, whole_trail

WRITERS = 8
FAMILIES = 3


def crowd(kind: str, seconds: float, server: Server | None) -> Iterator[str]:
    """Let them count: each change adds one to a family's count, by the revision that it read."""
    with folder() as place:
        url = _address(kind, place, server)
        opened(url).close()
        with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
            asked = [(url, number, seconds) for number in range(WRITERS)]
            answers = pool.starmap(count_up, asked)
        accepted = [sum(each[0][family] for each in answers) for family in range(FAMILIES)]
        refused = sum(each[1] for each in answers)
        with opened(url) as store:
            for family in range(FAMILIES):
                held = store.get("plan", f"plan-{family}")
                count = int(held.body) if held else 0
                if count != accepted[family] or (held and held.revision != count):
                    yield f"WRONG: {accepted[family]} accepted, {count} counted in family {family}"
                history = [int(each.body) for each in store.history("plan", f"plan-{family}")]
                if history != list(range(1, count + 1)):
                    yield f"WRONG: an update was lost or made twice in family {family}"
            changes = [each.change for each in every_change(store)]
            if len(changes) != sum(accepted) or len(set(changes)) != len(changes):
                yield f"WRONG: {sum(accepted)} accepted, {len(changes)} changes in the feed"
            entries = [each.number for each in whole_trail(store)]
            if entries != list(range(1, sum(accepted) + 1)):
                yield "WRONG: the numbers of the audit trail have a gap"
        yield (
            f"{WRITERS} writers for {seconds:.0f} s: {sum(accepted)} changes accepted and counted, "
            f"{refused} refused as changed by somebody else"
        )


def count_up(url: str, writer: int, seconds: float) -> tuple[list[int], int]:
    """Add to the families' counts; return how often that was accepted, and how often refused."""
    accepted, refused = [0] * FAMILIES, 0
    until = time.monotonic() + seconds
    number = 0
    with opened(url) as store:
        while time.monotonic() < until:
            family = number % FAMILIES
            number += 1
            held = store.get("plan", f"plan-{family}")
            count = int(held.body) if held else 0
            change = Change(
                id=f"{writer}-{number}",
                at=datetime.now(UTC),
                by=f"writer-{writer}",
                puts=(
                    Put(
                        kind="plan",
                        id=f"plan-{family}",
                        family=f"family-{family}",
                        body=str(count + 1).encode(),
                        expected=held.revision if held else 0,
                    ),
                ),
            )
            try:
                store.commit(change)
                accepted[family] += 1
            except (RecordChanged, RecordExists):
                refused += 1
    return accepted, refused


def _address(kind: str, place: Path, server: Server | None) -> str:
    if kind == "sqlite":
        return f"sqlite:///{place / 'cases.db'}"
    if kind == "objects":
        return f"objects+file://{place / 'cases'}"
    assert server is not None
    return server.new_database()
