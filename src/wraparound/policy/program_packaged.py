"""The program packs that come with the library, each read once in a process and when asked for."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from wraparound.errors import PolicyInvalid
from wraparound.policy.pack_files import PackKind, sign_of
from wraparound.policy.program_pack import ProgramPack
from wraparound.policy.program_reading import read_program_pack

_FILES = resources.files("wraparound.policy").joinpath("programs")
_SUFFIX = ".yaml"


@functools.cache
def load_program_pack(name: str) -> ProgramPack | None:
    """Return one packaged program pack; None where there is none.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    if name not in program_pack_names():
        return None
    file = _FILES.joinpath(name + _SUFFIX)
    return read_program_pack(file.read_bytes(), source=file.name)


@functools.cache
def program_pack_names() -> tuple[str, ...]:
    """Return the ids of the packaged program packs, sorted, without reading them."""
    names = (each.name for each in _FILES.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def read_program_packs(paths: Iterable[Path]) -> tuple[ProgramPack, ...]:
    """Return the program packs that files hold, such as a county's own.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return tuple(read_program_pack(path.read_bytes(), source=path.name) for path in paths)


def is_program_pack(path: Path) -> bool:
    """Tell whether a file says of itself that it is a program pack, and not one of rules.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        sign = sign_of(path)
    except PolicyInvalid:
        return False
    return sign is not None and sign.kind is PackKind.PROGRAM
