"""An end to waiting: a server that sends a byte now and then keeps nobody for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress


class Deadline:
    """Whether the time is over.

    Attributes:
        passed: It is, and the connection was cut.
    """

    def __init__(self) -> None:
        self.passed = False


@contextmanager
def cut_after(
    seconds: float, connection: Callable[[], socket.socket | None]
) -> Generator[Deadline]:
    """Cut a connection that lasts longer than a time: a timeout of its own only counts silence.

    Args:
        seconds: How long it may last.
        connection: Returns the connection, as it is then.
    """
    deadline = Deadline()

    def cut() -> None:
        deadline.passed = True
        found = connection()
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield deadline
    finally:
        timer.cancel()
