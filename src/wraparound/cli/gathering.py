"""Which files are meant: files as named, patterns, and folders that are searched."""

from __future__ import annotations

import glob
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from wraparound.errors import Fault, InputRefused


def gather(named: Iterable[Path], suffixes: Collection[str]) -> list[Path]:
    """Return the files that are meant, each once, in the order named.

    A shell that does not unfold patterns (Windows) hands them over as they are, so they are
    unfolded here. Of a folder, the files with a known ending are taken, those in folders inside it
    too, in order of their names; hidden ones are not.

    Raises:
        InputRefused: A pattern or a folder holds no such file; all of these are told at once.
    """
    faults: list[Fault] = []
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            inside = list(_inside(path, suffixes))
            message = f"holds no file that ends in {', '.join(sorted(suffixes))}"
        elif not path.exists() and glob.has_magic(str(path)):
            inside = [Path(each) for each in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - as named
            message = "matches no file"
        else:
            inside, message = [path], ""
        if not inside:
            faults.append(Fault("", message, str(path)))
        found += inside
    if faults:
        raise InputRefused(faults)
    return list(dict.fromkeys(found))


def _inside(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.name.lower().endswith(tuple(suffixes)):
            yield path
