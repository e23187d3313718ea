"""Objects in a folder, written so that they outlive a power failure."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore

from wraparound.model.ids import new_id
from wraparound_objectstore.shelf import Bucket, unusable

STAGING = "staging"
"""Where objects wait while they are written. What a killed process leaves there is never read."""

A_DAY = 86_400


class Folder(Bucket):
    """Objects as files. An object has its name only once all of it is on the disk.

    obstore writes a file beside its place and links it there, which is atomic for whoever looks;
    but it does not wait for the disk. This folder does: the content reaches the disk before the
    name is given, and the name before ``create`` answers.
    """

    def __init__(self, folder: Path) -> None:
        """Open a folder, made where it is missing."""
        self._folder = folder
        try:
            _make(folder)
            super().__init__(LocalStore(folder), where=str(folder))
        except (BaseError, OSError) as error:
            raise unusable(str(folder), error) from None
        with suppress(OSError):  # sweeping is a courtesy
            self._sweep()

    def create(self, name: str, content: bytes) -> bool:
        """Put a file down whole, on the disk."""
        place = self._folder / name
        staged = self._folder / STAGING / new_id()
        try:
            if place.exists():
                return False
            _make(staged.parent)
            _make(place.parent)
            try:
                with staged.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.link(staged, place)
            finally:
                staged.unlink(missing_ok=True)
            _settle(place.parent)
        except FileExistsError:
            return False
        except OSError as error:
            raise unusable(self.where, error) from None
        return True

    def _sweep(self) -> None:
        for left in (self._folder / STAGING).iterdir():
            if left.stat().st_mtime < time.time() - A_DAY:
                left.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _settle(folder.parent)


def _settle(folder: Path) -> None:
    if os.name == "nt":  # where folders cannot be opened, and names are kept by the journal
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
