"""The packs that come with the library, read once in each process and only when asked for."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from wraparound.policy.overlay import Overlay
from wraparound.policy.pack import Pack
from wraparound.policy.parameters import Parameters
from wraparound.policy.reading import read_overlay, read_pack, read_parameters

_HERE = "wraparound.policy"
_PACK_FILES = "packs"


@functools.cache
def load_parameters() -> Parameters:
    """Return everything that packs may set, with the defaults.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files(_HERE).joinpath("parameters.yaml")
    return read_parameters(file.read_bytes(), source=file.name)


@functools.cache
def load_packs() -> Mapping[str, Pack]:
    """Return the packaged packs by id.

    Raises:
        PolicyInvalid: A packaged file has faults.
    """
    files = sorted(
        resources.files(_HERE).joinpath(_PACK_FILES).iterdir(), key=lambda each: each.name
    )
    packs = (
        read_pack(file.read_bytes(), source=file.name, parameters=load_parameters())
        for file in files
        if file.name.endswith(".yaml")
    )
    return MappingProxyType({pack.id: pack for pack in packs})


@functools.cache
def load_pack(name: str) -> Pack | None:
    """Return one packaged pack without reading the others; None where there is none.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files(_HERE).joinpath(_PACK_FILES, f"{name.lower()}.yaml")
    if not name.replace("-", "").isalnum() or not file.is_file():
        return None
    pack = read_pack(file.read_bytes(), source=file.name, parameters=load_parameters())
    return pack if pack.id == name else None


def pack_names() -> tuple[str, ...]:
    """Return the ids of the packaged packs, sorted, without reading them."""
    files = resources.files(_HERE).joinpath(_PACK_FILES).iterdir()
    names = (file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml"))
    return tuple(sorted(name.upper() for name in names))


def read_packs(paths: Iterable[Path]) -> tuple[Pack, ...]:
    """Return the packs that files hold, such as a plugin's or a program's own.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return tuple(
        read_pack(path.read_bytes(), source=path.name, parameters=load_parameters())
        for path in paths
    )


def read_overlays(paths: Iterable[Path]) -> tuple[Overlay, ...]:
    """Return the changes to packs that files hold, each file one.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return tuple(
        read_overlay(path.read_bytes(), source=path.name, parameters=load_parameters())
        for path in paths
    )
