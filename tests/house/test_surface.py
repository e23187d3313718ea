"""What the house shows: its public names, and how little it loads to show them."""

from __future__ import annotations

import importlib
import json
import pkgutil
import subprocess
import sys

import attrs
import pytest

PACKAGES = [
    "wraparound",
    "wraparound_apprise",
    "wraparound_bods",
    "wraparound_fhir",
    "wraparound_hsds",
    "wraparound_objectstore",
]
HEAVY = {"alembic", "click", "hypothesis", "pytest", "rich", "sqlalchemy", "yaml"}


def rooms():
    """Every package of the house, the distributions themselves included."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield name
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if found.ispkg:
                yield found.name


def in_order(name):
    """Constants, then classes, then the rest, each by its letters: the order that ruff keeps."""
    rank = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return rank, name


@pytest.mark.parametrize("room", sorted(rooms()))
def test_a_room_lists_its_public_names_in_order(room):
    """``__all__`` is sorted, without doubles, and every name in it is there."""
    module = importlib.import_module(room)
    public = [name for name in getattr(module, "__all__", []) if not name.startswith("__")]
    assert public == sorted(set(public), key=in_order)
    assert [name for name in public if not hasattr(module, name)] == []


def test_no_value_is_slow_to_read():
    """What is worked out beside the fields of a value takes ``slots=False``.

    With slots, attrs keeps a ``functools.cached_property`` by a ``__getattr__``, and whatever class
    has one reads every attribute of it three times as slowly.
    """
    package = importlib.import_module("wraparound")
    found = pkgutil.walk_packages(package.__path__, "wraparound.")
    not_to_import = ("__main__", ".env")  # a program, and what only a migration runs
    names = [each.name for each in found if not each.name.endswith(not_to_import)]
    classes = {
        each
        for name in names
        for each in vars(importlib.import_module(name)).values()
        if isinstance(each, type) and attrs.has(each)
    }
    assert len(classes) > 300
    slow = {each.__qualname__ for each in classes if hasattr(each, "__getattr__")}
    assert slow == set()


@pytest.mark.parametrize("room", ["wraparound", "wraparound.model", "wraparound.testing"])
def test_a_public_room_says_what_is_public(room):
    """The rooms that others build on declare ``__all__``."""
    assert importlib.import_module(room).__all__


def test_importing_wraparound_stays_light():
    """What only some users need is loaded when they need it, not by ``import wraparound``."""
    question = "import json, sys, wraparound; print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, check=True, encoding="utf-8"
    )
    assert HEAVY & set(json.loads(ran.stdout)) == set()
