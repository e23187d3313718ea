"""The definitions that come with the library, read once in a process and when asked for."""

from __future__ import annotations

import functools
from importlib import resources
from types import MappingProxyType

from wraparound.instruments.defining import read_instrument
from wraparound.instruments.instrument import Instruments


@functools.cache
def load_instruments() -> Instruments:
    """Return the packaged instruments by their short names, in the order of their letters.

    Raises:
        PolicyInvalid: A packaged file has faults.
    """
    folder = resources.files("wraparound.instruments").joinpath("definitions")
    found = [
        read_instrument(file.read_bytes(), source=file.name)
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return MappingProxyType({each.id: each for each in sorted(found, key=lambda each: each.id)})
