"""Where objects lie: each is put down once under its name, and never changed or listed."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, GenericError
from obstore.store import ObjectStore as Objects

from wraparound.errors import StorageUnavailable

HINTS = {
    "FileExistsError": "a file stands where a folder should",
    "FileNotFoundError": "does the folder or bucket exist?",
    "NotADirectoryError": "a file stands where a folder should",
    "NotFoundError": "does the folder or bucket exist?",
    "NotSupportedError": "this object storage lacks conditional writes; choose another",
    "PermissionDeniedError": "may this account read and write there?",
    "PermissionError": "may you read and write there?",
    "ENOSPC": "free some space and try again; what was stored before is safe",
    "EROFS": "this place may only be read; ask for the right to write, or copy it",
    "EPERM": "this file system cannot link files; choose another folder",
    "UnauthenticatedError": "are the credentials set, and still valid?",
    "GenericError": "is the service running, and is the address correct? try again later",
}
"""What to do, by the name of the error."""


class Shelf(Protocol):
    """A place for objects that are written once. Three verbs are all that a log needs."""

    @property
    def where(self) -> str:
        """What to call it in an error: no password, no query."""
        ...

    @property
    def far(self) -> bool:
        """Whether each answer takes a journey, so that asking side by side pays."""
        ...

    def create(self, name: str, content: bytes) -> bool:
        """Put an object down whole, or not at all; False where the name is taken.

        Once this has answered True, the object outlives this process, and as much more as the
        place promises.
        """
        ...

    def read(self, name: str, length: int | None = None) -> bytes | None:
        """Return an object, or only its first bytes; None where there is none."""
        ...

    def read_parts(self, name: str, parts: Sequence[tuple[int, int]]) -> list[bytes]:
        """Return parts of an object that is there, each told as its start and its length."""
        ...


class Bucket:
    """Objects wherever obstore can reach them."""

    def __init__(self, objects: Objects, *, where: str = "memory", far: bool = False) -> None:
        """Take the place that obstore has opened."""
        self.where = where
        self.far = far
        self._objects = objects

    def create(self, name: str, content: bytes) -> bool:
        """Put an object down with a conditional write."""
        try:
            # in one request: of an upload in parts, the condition would be lost
            obstore.put(self._objects, name, content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        except (BaseError, OSError) as error:
            raise unusable(self.where, error) from None
        return True

    def read(self, name: str, length: int | None = None) -> bytes | None:
        """Return an object, or only its first bytes; None where there is none."""
        try:
            if length is not None:
                with suppress(GenericError):  # of an object that is empty, no part can be had
                    return bytes(obstore.get_range(self._objects, name, start=0, length=length))
            return bytes(obstore.get(self._objects, name).bytes())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise unusable(self.where, error) from None

    def read_parts(self, name: str, parts: Sequence[tuple[int, int]]) -> list[bytes]:
        """Return parts of an object, those that lie close together in one request."""
        starts = [start for start, _ in parts]
        lengths = [length for _, length in parts]
        try:
            found = obstore.get_ranges(self._objects, name, starts=starts, lengths=lengths)
        except (BaseError, OSError) as error:
            raise unusable(self.where, error) from None
        return [bytes(each) for each in found]


def unusable(where: str, error: Exception) -> StorageUnavailable:
    """Return the error of the house; of the service's own words only the name is taken over."""
    name = type(error).__name__
    if type(error) is OSError and error.errno is not None:
        name = errno.errorcode.get(error.errno, name)
    hint = HINTS.get(name, "")
    return StorageUnavailable(f"the store {where} cannot be used ({name})", hint=hint)
