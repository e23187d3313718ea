"""Everything that ``wraparound explain`` can explain, and where each word is looked up."""

from __future__ import annotations

from collections.abc import Mapping

from wraparound.conflict.catalogue import load_catalogue, load_glossary
from wraparound.documents import REASON_CODES
from wraparound.policy import Pack, load_packs, load_parameters
from wraparound.program import assemble_hooks, plugin_packs


def all_packs() -> Mapping[str, Pack]:
    """Return every pack: those of plugins, then those that come with the library."""
    hooks, _ = assemble_hooks()
    return {**load_packs(), **plugin_packs(hooks)}


def known_words() -> list[str]:
    """Return every code and name that can be explained."""
    parameters = load_parameters()
    return [
        *sorted(load_catalogue()),
        *sorted(all_packs()),
        *sorted(parameters.known),
        *sorted(parameters.safeguards),
        *REASON_CODES,
        *(each for each in load_glossary() if each not in REASON_CODES),
    ]
