"""Opening the program that a command works on, and finding a family in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from wraparound.chart import Chart
from wraparound.cli.settings import (
    BY_VARIABLE,
    COMMAND_LINE,
    KEYS_VARIABLE,
    STORE_VARIABLE,
    Settings,
)
from wraparound.errors import (
    Fault,
    PolicyInvalid,
    PolicyUnknown,
    RecordNotFound,
    StorageUnavailable,
    did_you_mean,
)
from wraparound.hooks import HookCall, hookimpl
from wraparound.policy import (
    Overlay,
    Pack,
    ProgramPack,
    pack_names,
    program_pack_names,
    read_overlays,
    read_packs,
    read_program_packs,
)
from wraparound.policy.pack_files import PackKind, sign_of
from wraparound.program import DEFAULT_STORE, FEDERAL_PACKS, NATIONAL_MODEL, Program, Reader
from wraparound.storage.keys import ProgramKeys, read_key_file

_LOOKED_THROUGH = 10_000
"""How many families are looked through for the nearest name to a wrong one."""


def address(settings: Settings) -> str:
    """Return the address of the store: as asked for, from the environment, or the default."""
    return settings.store or os.environ.get(STORE_VARIABLE) or DEFAULT_STORE


def shown_address(settings: Settings) -> str:
    """Return the address of the store as it may be printed: without a password or options."""
    scheme, mark, rest = address(settings).partition("://")
    # The last @ first: a password may hold a question mark that nobody wrote as %3F.
    place = rest.rpartition("@")[2].partition("?")[0]
    return f"{scheme}{mark}{place}" if mark else scheme


@contextmanager
def open_program(
    settings: Settings,
    *,
    new: bool = False,
    plugins: Iterable[object] = (),
    trace: Callable[[HookCall], None] | None = None,
) -> Generator[Program]:
    """Open the program that was asked for, and close it.

    Args:
        settings: What was asked for.
        new: Whether the store may be one that is not there yet.
        plugins: The command's own plugin objects.
        trace: Told of every call of a plugin.

    Raises:
        StorageUnavailable: There is no such file, and the command only reads.
        PolicyInvalid: The file of an overlay has faults, or speaks of a pack not asked for.
    """
    url = address(settings)
    file = database_file(url)
    if not new and file is not None and not file.exists():
        raise StorageUnavailable(
            f"there is no store at {file}",
            hint="`wraparound import FILE` makes one, `wraparound demo` shows one; "
            f"--store or {STORE_VARIABLE} names another",
        )
    policies, packs = packs_named(settings.policies or FEDERAL_PACKS)
    keys = settings.keys or os.environ.get(KEYS_VARIABLE)
    practice, brought = practice_named(settings.practice or NATIONAL_MODEL)
    with Program.open(
        url,
        program=settings.program,
        policies=policies,
        overlays=_overlays(settings.overlays, policies),
        practice=practice,
        plugins=[*plugins, *brought, *packs, *([_KeysOfFile(Path(keys))] if keys else [])],
        trace=trace,
        reader=Reader(by=acting(settings)),
    ) as program:
        yield program


def _overlays(files: Iterable[Path], policies: Sequence[str]) -> tuple[Overlay, ...]:
    """Return the overlays of files; whoever names a file wants it to count."""
    found = []
    for file in files:
        (overlay,) = read_overlays([file])
        if overlay.pack not in policies:
            hint = did_you_mean(overlay.pack, policies)
            message = f"the pack {overlay.pack} is not asked for{f'; {hint}' if hint else ''}"
            raise PolicyInvalid(file.name, [Fault("pack", message)])
        found.append(overlay)
    return tuple(found)


def packs_named(named: Sequence[str]) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Return the names of policy packs, and the plugins that bring those that a file holds.

    Raises:
        PolicyUnknown: There is no such file.
        PolicyInvalid: A file has faults, or holds no pack of conflict rules.
    """
    names: list[str] = []
    brought: list[object] = []
    for each in named:
        file = Path(each)
        if file.suffix not in (".yaml", ".yml"):
            names.append(each)
            continue
        if not file.is_file():
            raise PolicyUnknown(each, pack_names(), what="file of a policy pack")
        sign = sign_of(file)
        if sign is None or sign.kind is not PackKind.CONFLICT:
            message = "holds no pack of conflict rules"
            hint = "a change to a pack is given as --overlay, a program pack as --practice"
            raise PolicyInvalid(file.name, [Fault("", message)], hint=hint)
        for pack in read_packs([file]):
            names.append(pack.id)
            brought.append(_PackOfFile(pack))
    return tuple(names), tuple(brought)


def practice_named(named: str) -> tuple[str, tuple[object, ...]]:
    """Return the name of a program pack, and the plugin that brings it where a file is named."""
    file = Path(named)
    if file.suffix not in (".yaml", ".yml"):
        return named, ()
    if not file.is_file():
        raise PolicyUnknown(named, program_pack_names(), what="file of a program pack")
    (pack,) = read_program_packs([file])
    return pack.id, (_PackOfFile(pack),)


def acting(settings: Settings) -> str:
    """Return who acts: as asked for, from the environment, or the command line itself."""
    return settings.by or os.environ.get(BY_VARIABLE) or COMMAND_LINE


class _PackOfFile:
    """The plugin that brings the pack of a file."""

    def __init__(self, pack: Pack | ProgramPack) -> None:
        self.name = f"file of {pack.id}"
        self._pack = pack

    @hookimpl
    def register_policies(self) -> list[Pack | ProgramPack]:
        """Return the pack."""
        return [self._pack]


class _KeysOfFile:
    """The plugin that hands over the keys of a key file."""

    name = "key-file"

    def __init__(self, file: Path) -> None:
        self._file = file

    @hookimpl
    def resolve_key(self, program: str) -> ProgramKeys:
        """Return the keys of the program."""
        return read_key_file(self._file).keys_of(program)


def database_file(url: str) -> Path | None:
    """Return the file that an SQLite address names; None where it names none."""
    scheme, colon, place = url.partition(":///")
    name = place.partition("?")[0]
    if not colon or scheme.partition("+")[0] != "sqlite" or name in {"", ":memory:"}:
        return None
    return Path(name)


def chart_of(program: Program, family: str, settings: Settings) -> Chart:
    """Return a family's chart as of the day asked for.

    Raises:
        RecordNotFound: There is no such family; the hint names the nearest.
    """
    try:
        return program.chart(family, as_of=settings.as_of)
    except RecordNotFound as error:
        near = did_you_mean(family, islice(program.families(), _LOOKED_THROUGH))
        if not near:
            raise
        raise RecordNotFound("family", family, hint=near) from error
