"""The words of the conformance kit of stores: records, changes, and several writers at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from wraparound.errors import WraparoundError
from wraparound.storage.contract import NEW, Change, Envelope, Put, Store

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
    **index: str | tuple[str, ...],
) -> Put:
    """Return a record to be put, a family's plan unless told otherwise."""
    values = {name: (each,) if isinstance(each, str) else each for name, each in index.items()}
    return Put(kind=kind, id=record_id, family=family, body=body, index=values, expected=expected)


def minute(number: float) -> datetime:
    """Return the instant so many minutes after the start."""
    return START + timedelta(minutes=number)


def change(number: int, *puts: Put, at: datetime | None = None) -> Change:
    """Return a change; the next number is made a minute later."""
    return Change(
        id=f"change-{number}", at=at or minute(number), by="facilitator-1", reason="kit", puts=puts
    )


def ids(envelopes: tuple[Envelope, ...]) -> list[str]:
    """Return the ids of envelopes, in their order."""
    return [each.id for each in envelopes]


def everything(store: Store) -> tuple[object, ...]:
    """Return what can be seen of two families, the directory and the plans."""
    return (
        store.position(),
        store.open_family("family-1"),
        store.open_family("family-2"),
        store.open_directory(),
        store.find("plan"),
        [store.history("plan", each) for each in ("plan-1", "plan-2", "plan-3")],
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
