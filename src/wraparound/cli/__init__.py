"""The ``wraparound`` command: what a person at a keyboard, or a nightly job, asks a program."""

from __future__ import annotations

from wraparound.cli.command import wraparound

__all__ = ["main", "wraparound"]


def main() -> None:
    """Run the ``wraparound`` command and leave Python with its exit code."""
    wraparound.main()
