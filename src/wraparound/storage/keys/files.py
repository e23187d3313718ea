"""A file of master keys, for a program that has no better place for its secrets.

    current = "2026"
    shelf = "shelf"

    [masters]
    2026 = "64 hex digits"

``shelf`` is the folder of the families' wrapped keys, beside the file unless it says otherwise;
each program has a folder of its own in it. Keep the file where the records, their backups and the
shelf are not. Better places are key management services: a plugin hands their keys over with the
hook ``resolve_key``.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from datetime import date
from pathlib import Path
from secrets import token_hex

import attrs

from wraparound.errors import DocumentInvalid, Fault, StorageUnavailable
from wraparound.storage.keys.masters import MASTER_BYTES, Masters, ProgramKeys
from wraparound.storage.keys.shelf import FolderShelf

_OWNER_ONLY = 0o600


@attrs.frozen(kw_only=True)
class KeyFile:
    """What a key file says.

    Attributes:
        masters: The master keys.
        shelf: The folder of the shelves.
        written: The folder as the file names it.
    """

    masters: Masters
    shelf: Path
    written: str

    def keys_of(self, program: str) -> ProgramKeys:
        """Return the keys of a program; its shelf is made where there is none.

        Raises:
            StorageUnavailable: The shelf cannot be made.
        """
        # a program's name may hold what no folder's can
        name = hashlib.sha256(program.encode()).hexdigest()[:32]
        return ProgramKeys(ring=self.masters, shelf=FolderShelf(self.shelf / name))


def make_key_file(file: Path, *, on: date) -> KeyFile:
    """Make a key file with a new master, for the owner's eyes only.

    Args:
        file: Where; there must be none.
        on: The day, by which the master is called.

    Raises:
        StorageUnavailable: There is a file, or it cannot be written.
    """
    name = on.isoformat()
    text = _text(name, file.stem + ".shelf", {name: token_hex(MASTER_BYTES)})
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise _unwritable(file, error) from error
    return read_key_file(file)


def add_master(file: Path, *, on: date) -> KeyFile:
    """Put a new master into a key file, with which keys are wrapped from now on.

    Raises:
        DocumentInvalid: It is no key file.
        StorageUnavailable: It cannot be read or written.
    """
    held = read_key_file(file)
    masters = {name: key.hex() for name, key in held.masters.keys.items()}
    name = on.isoformat()
    count = 1
    while name in masters:
        count += 1
        name = f"{on.isoformat()}.{count}"
    masters[name] = token_hex(MASTER_BYTES)
    draft = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(_text(name, held.written, masters))
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _unwritable(file, error) from error
    return read_key_file(file)


def read_key_file(file: Path) -> KeyFile:
    """Return what a key file says.

    Raises:
        DocumentInvalid: It is no key file; no error repeats what it holds.
        StorageUnavailable: It cannot be read.
    """
    try:
        said = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise StorageUnavailable(
            f"the key file {file} cannot be read ({type(error).__name__})",
            hint="name it with --keys or WRAPAROUND_KEYS; is the path correct?",
        ) from error
    except ValueError:
        raise DocumentInvalid("key file", [Fault("", "must be TOML, in UTF-8")]) from None
    masters, faults = _masters(said.get("masters"))
    current, shelf = said.get("current"), said.get("shelf")
    if not isinstance(current, str) or current not in masters:
        faults.append(Fault("current", "must name one of the masters"))
    if not isinstance(shelf, str) or not shelf:
        faults.append(Fault("shelf", "must name a folder"))
    if faults:
        raise DocumentInvalid("key file", faults)
    return KeyFile(
        masters=Masters(current_id=str(current), keys=masters),
        shelf=file.absolute().parent / str(shelf),
        written=str(shelf),
    )


def _masters(said: object) -> tuple[dict[str, bytes], list[Fault]]:
    if not isinstance(said, dict) or not said:
        return {}, [Fault("masters", "must be a table of at least one master")]
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name, text in said.items():
        try:
            found[str(name)] = bytes.fromhex(text)
        except (TypeError, ValueError):
            found[str(name)] = b""
        if len(found[str(name)]) != MASTER_BYTES:
            faults.append(Fault(f"masters.{name}", f"must be {2 * MASTER_BYTES} hex digits"))
    return found, faults


def _text(current: str, shelf: str, masters: dict[str, str]) -> str:
    listed = "\n".join(f'"{name}" = "{key}"' for name, key in masters.items())
    where = shelf.replace("\\", "\\\\").replace('"', '\\"')
    return f'current = "{current}"\nshelf = "{where}"\n\n[masters]\n{listed}\n'


def _unwritable(file: Path, error: OSError) -> StorageUnavailable:
    hint = "may you write there?"
    if isinstance(error, FileExistsError):
        hint = "a key file is never overwritten: name another, or add a master to this one"
    return StorageUnavailable(
        f"the key file {file} cannot be written ({type(error).__name__})", hint=hint
    )
