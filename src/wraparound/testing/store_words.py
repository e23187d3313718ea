"""The words of the conformance kit of stores: records, changes, and several writers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest

from wraparound.errors import WraparoundError
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import (
    NEW,
    Access,
    Capability,
    Change,
    Envelope,
    Message,
    Put,
    Touched,
)

START = datetime(2026, 3, 3, 9, 30, 0, 123456, tzinfo=UTC)
"""A moment before the first change of each test."""

PROGRAM = "default"
"""The program whose records most tests keep."""


class OpenStore(Protocol):
    """Opens the place of one test, each time anew."""

    def __call__(self, program: str = PROGRAM) -> Store:
        """Return the store of a program, which the caller closes."""
        ...


def put(
    record_id: str,
    body: bytes = b"{}",
    *,
    kind: str = "plan",
    family: str | None = "family-1",
    expected: int = NEW,
    days: tuple[date | None, date | None] = (None, None),
    fields: tuple[str, ...] = (),
    **index: str | tuple[str, ...],
) -> Put:
    """Return a record to be put, a family's plan unless told otherwise."""
    values = {name: (each,) if isinstance(each, str) else each for name, each in index.items()}
    return Put(
        kind=kind,
        id=record_id,
        family=family,
        body=body,
        index=values,
        valid_from=days[0],
        valid_until=days[1],
        fields=fields,
        expected=expected,
    )


def message(message_id: str, body: bytes = b"{}", *, recipient: str | None = "worker-1") -> Message:
    """Return a message to be kept with a change."""
    return Message(id=message_id, kind="finding", recipient=recipient, family="family-1", body=body)


def minute(number: float) -> datetime:
    """Return the instant so many minutes after the start."""
    return START + timedelta(minutes=number)


def change(
    number: int, *puts: Put, at: datetime | None = None, messages: tuple[Message, ...] = ()
) -> Change:
    """Return a change; the next number is made a minute later."""
    return Change(
        id=f"change-{number}",
        at=at or minute(number),
        by="facilitator-1",
        role="facilitator",
        purpose="treatment",
        reason="kit",
        puts=puts,
        messages=messages,
    )


def access(number: float, *touched: Touched) -> Access:
    """Return a read that is to be noted, of a plan unless told otherwise."""
    plan = Touched(kind="plan", id="plan-1", family="family-1", revision=1, fields=("needs",))
    return Access(
        at=minute(number),
        by="supervisor-1",
        role="supervisor",
        purpose="supervision",
        touched=touched or (plan,),
    )


def needs(store: Store, *capabilities: Capability) -> None:
    """Skip a test that proves what the store says that it cannot do."""
    lacked = ", ".join(each.value for each in capabilities if each not in store.capabilities)
    if lacked:
        pytest.skip(f"the store declares that it has no {lacked}")


def ids(envelopes: tuple[Envelope, ...]) -> list[str]:
    """Return the ids of envelopes, in their order."""
    return [each.id for each in envelopes]


def everything(store: Store) -> tuple[object, ...]:
    """Return what can be seen of two families, the directory, the plans and the trails."""
    had = store.capabilities
    return (
        store.position(),
        store.open_family("family-1"),
        store.open_family("family-2"),
        store.open_directory(),
        store.find("plan"),
        [store.history("plan", each) for each in ("plan-1", "plan-2", "plan-3")],
        store.feed() if Capability.FEED in had else (),
        (*store.audit_trail(), *store.seals()) if Capability.AUDIT in had else (),
        store.messages() if Capability.OUTBOX in had else (),
    )


def at_once(writers: int, write: Callable[[int], object]) -> list[type[WraparoundError] | None]:
    """Let several threads write at the same moment, and return what each was refused with.

    An error that is not of the house is raised.
    """
    gate = threading.Barrier(writers)
    refused: list[type[WraparoundError] | None] = [None] * writers
    broken: list[BaseException] = []

    def run(number: int) -> None:
        gate.wait()
        try:
            write(number)
        except WraparoundError as error:
            refused[number] = type(error)
        except BaseException as error:  # noqa: BLE001 - raised again below, in the test's thread
            broken.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return refused
