"""The facts that rules ask for: what each is called, who can tell it, and how to ask a family."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.model.fact import FactSource
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file


@attrs.frozen(kw_only=True)
class FactEntry:
    """One fact of the glossary.

    Attributes:
        path: Its path; one that ends in ``.*`` stands for coded ratings.
        type: What it holds, such as ``bool``, ``date`` or ``list``.
        source: Who can tell it.
        label: What it is called.
        question: How to ask for it.
    """

    path: str
    type: str
    source: FactSource
    label: str
    question: str


_FILES: Final = ("facts.yaml", "payer_facts.yaml")


@functools.cache
def load_facts() -> Mapping[str, FactEntry]:
    """Return every fact of the glossary by its path.

    Raises:
        PolicyInvalid: A packaged file has faults.
    """
    room = resources.files("wraparound.eligibility")
    found: dict[str, FactEntry] = {}
    for name in _FILES:
        found |= read_policy_file(room.joinpath(name).read_bytes(), name, _facts)
    return MappingProxyType(found)


def fact_entry(path: str) -> FactEntry | None:
    """Return what the glossary says of a fact; of its family where it is a coded rating."""
    known = load_facts()
    if path in known:
        return known[path]
    return known.get(path.rpartition(".")[0] + ".*")


def _facts(file: Section) -> dict[str, FactEntry]:
    return {each.path: each for each in map(_entry, file.listed("facts"))}


def _entry(entry: Section) -> FactEntry:
    fact = FactEntry(
        path=entry.text("path"),
        type=entry.text("type"),
        source=entry.choice("source", FactSource),
        label=entry.text("label"),
        question=entry.text("question"),
    )
    for key in entry.entries:
        entry.raw(key)  # ranges, values and notes are for people
    entry.finish()
    return fact
