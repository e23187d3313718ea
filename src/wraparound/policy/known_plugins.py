"""Which plugin brings a pack that is not at hand: named to whoever asks for it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib import resources

from wraparound.policy.document import parse_yaml


def plugin_hint(name: str, known: Iterable[str]) -> str:
    """Return how to get a pack; an empty text where no known plugin brings it, or it is there.

    Args:
        name: The pack, or the set of rules, that somebody asks for.
        known: What is at hand.
    """
    distribution = plugin_of(name)
    if not distribution or any(plugin_of(each) == distribution for each in known):
        return ""
    return f"it comes with a plugin: pip install {distribution}"


def plugin_of(name: str) -> str:
    """Return the distribution of the plugin that brings a pack or a set of rules; or nothing."""
    asked = name.lower()
    for distribution, places in _places().items():
        if any(asked == place or asked.startswith((f"{place}-", f"{place}.")) for place in places):
            return distribution
    return ""


@functools.cache
def _places() -> Mapping[str, tuple[str, ...]]:
    file = resources.files("wraparound.policy").joinpath("known_plugins.yaml")
    held = parse_yaml(file.read_bytes())
    if not isinstance(held, Mapping):
        message = f"{file.name} must be a mapping of distributions to places"
        raise TypeError(message)
    return {str(name): tuple(map(str, places)) for name, places in held.items()}
