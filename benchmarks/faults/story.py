"""What a writer writes, and how anybody can tell whether a change of it is whole.

Change ``n`` puts a new contact into each of two families, replaces the plan of one, and tells one
message. Everything in it bears its number, so what is stored says by itself what belongs together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from wraparound.storage import Change, Message, Put, Store
from wraparound.storage.envelopes import Capability
from wraparound.storage.evidence import every_change, every_seal, whole_trail
from wraparound.storage.seals import (
    compare_with_changes,
    compare_with_records,
    read_seal,
    verify,
)

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
FAMILIES = 5


def change_of(name: str, number: int, store: Store) -> Change:
    """Return the change with this number, which fits what is stored."""
    family = f"family-{number % FAMILIES}"
    other = f"family-{(number + 1) % FAMILIES}"
    plan = store.get("plan", f"plan-of-{family}")
    told = Message(id=f"{name}-{number}", kind="finding", family=family, body=_body(number, "told"))
    puts = (
        _contact(name, number, family),
        _contact(name, number, other),
        Put(
            kind="plan",
            id=f"plan-of-{family}",
            family=family,
            body=_body(number, "plan"),
            index={"status": ("active",), "lineage": (f"lineage-{number}",)},
            expected=plan.revision if plan else 0,
        ),
    )
    return Change(
        id=f"{name}-{number}",
        at=START + timedelta(seconds=number),
        by="facilitator-1",
        role="facilitator",
        reason="fault injection",
        puts=puts,
        messages=(told,) if Capability.OUTBOX in store.capabilities else (),
    )


def _contact(name: str, number: int, family: str) -> Put:
    return Put(
        kind="contact",
        id=f"{name}-{number}-{family}",
        family=family,
        body=_body(number, family),
        index={"by": ("facilitator-1",), "on": ("2026-03-03",)},
    )


def _body(number: int, part: str) -> bytes:
    return f'{{"change":{number},"part":"{part}","filling":"{"x" * 700}"}}'.encode()


def wrongs(store: Store, *, name: str, acknowledged: int, begun: int) -> list[str]:
    """Return what is wrong with a store after a writer was stopped.

    A server may still be keeping the last change of a writer that is gone while this looks: then
    it looks again, at a store that stands still.

    Args:
        store: The store, opened again.
        name: The writer's name.
        acknowledged: The last change whose answer came.
        begun: The first change of this writer.
    """
    while True:
        position = store.position()
        found = list(_wrongs(store, name, acknowledged=acknowledged, begun=begun))
        if store.position() == position:
            return found


def _wrongs(store: Store, name: str, *, acknowledged: int, begun: int) -> Iterator[str]:
    messages = {}
    if Capability.OUTBOX in store.capabilities:
        messages = {each.message.id: each for each in store.messages(limit=10**6)}
    kept = [each.change for each in every_change(store)]
    if len(kept) != len(set(kept)):
        yield "a change is in the feed twice"
    mine = [each for each in kept if each.startswith(f"{name}-")]
    last = int(mine[-1].rpartition("-")[2]) if mine else begun - 1
    if mine != [f"{name}-{number}" for number in range(begun, last + 1)]:
        yield "changes are missing between others"
    if last not in {acknowledged, acknowledged + 1}:
        yield f"{acknowledged} changes were acknowledged, and the last one stored is {last}"
    for number in range(begun, last + 2):
        yield from _wrongs_of(store, name, number, whole=number <= last, messages=messages)
    yield from _tampering(store)


def _wrongs_of(
    store: Store, name: str, number: int, *, whole: bool, messages: dict[str, object]
) -> Iterator[str]:
    family = f"family-{number % FAMILIES}"
    change = f"{name}-{number}"
    parts = [
        bool(store.history("contact", f"{name}-{number}-family-{each % FAMILIES}"))
        for each in (number, number + 1)
    ]
    plans = store.history("plan", f"plan-of-{family}")
    parts.append(any(each.change == change for each in plans))
    if Capability.OUTBOX in store.capabilities:
        parts.append(change in messages)
    if parts != [whole] * len(parts):
        yield f"change {number} is there in part: {parts}"


def _tampering(store: Store) -> Iterator[str]:
    before = list(every_change(store))
    entries = list(whole_trail(store))
    seals = [read_seal(each) for each in every_seal(store)]
    found = [
        *verify(entries, seals, program="default", public_keys=None),
        *compare_with_changes(entries, before=before),
        *compare_with_records(entries, history=store.history, stored=store.get),
    ]
    for each in found:
        yield f"verify finds {each.tampering.value} {each.numbers} {each.about}"
