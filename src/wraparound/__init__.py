"""Wraparound care coordination: families, teams, plans, and reviews that people can check.

The names below are the front door. They are loaded when they are first used, so that importing
the library costs next to nothing.

    import wraparound

    with wraparound.Program.open("memory:") as program:
        ...
"""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_WHERE = {
    "Chart": "wraparound.chart",
    "Directory": "wraparound.chart",
    "Finding": "wraparound.model.findings",
    "Policy": "wraparound.policy",
    "Program": "wraparound.program",
    "Review": "wraparound.model.findings",
    "WraparoundError": "wraparound.errors",
    "choose_policy": "wraparound.policy",
    "hookimpl": "wraparound.hooks",
    "new_id": "wraparound.model.ids",
    "review_conflicts": "wraparound.conflict",
}

# pyright: reportUnsupportedDunderAll=false
# (the names are loaded by __getattr__; __init__.pyi tells type checkers what they are)
__all__ = [
    "Chart",
    "Directory",
    "Finding",
    "Policy",
    "Program",
    "Review",
    "WraparoundError",
    "__version__",
    "choose_policy",
    "hookimpl",
    "new_id",
    "review_conflicts",
]


def __getattr__(name: str) -> object:
    """Load a public name the first time that it is used."""
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
