"""The ten principles: their stable keys, their other names, and what each place calls them."""

from __future__ import annotations

import functools
from importlib import resources

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.model.findings import Confidence
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file


@attrs.frozen(kw_only=True)
class Principle:
    """One principle of wraparound.

    Attributes:
        key: Its stable name.
        label: What the national model calls it.
        aliases: What else it is called.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class LocalLabel:
    """What one place calls a principle.

    Attributes:
        jurisdiction: The place, such as ``US-NY``.
        key: The principle.
        label: Its name there.
        citation: Where that was read.
        confidence: Whether it was.
    """

    jurisdiction: str
    key: str
    label: str
    citation: str
    confidence: Confidence


@attrs.frozen(kw_only=True)
class Principles:
    """The principles, in the order of 2004, with what each place calls them.

    Attributes:
        all: The principles.
        labels: Their local names.
    """

    all: tuple[Principle, ...]
    labels: tuple[LocalLabel, ...]


@functools.cache
def load_principles() -> Principles:
    """Return the principles.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files("wraparound.process").joinpath("principles.yaml")
    return read_policy_file(file.read_bytes(), file.name, _principles)


def principle_of(word: str) -> Principle | None:
    """Return the principle that a word stands for, by any of its names; None where it is none."""
    wanted = _plain(word)
    for each in load_principles().all:
        if wanted in {_plain(name) for name in (each.key, each.label, *each.aliases)}:
            return each
    return None


def principle_label(key: str, jurisdiction: str = "") -> str:
    """Return what a place calls a principle; the national name where it has none of its own.

    Raises:
        PolicyUnknown: There is no such principle.
    """
    principles = load_principles()
    known = {each.key: each for each in principles.all}
    if key not in known:
        raise PolicyUnknown(key, known, what="principle")
    local = (
        each.label
        for each in principles.labels
        if each.key == key
        and each.jurisdiction == jurisdiction
        and each.confidence is Confidence.FOUND
    )
    return next(local, known[key].label)


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").replace("-", " ").casefold().split())


def _principles(file: Section) -> Principles:
    return Principles(
        all=tuple(_principle(each) for each in _entries(file, "principles")),
        labels=tuple(_label(each) for each in _entries(file, "labels")),
    )


def _entries(file: Section, key: str) -> list[Section]:
    listed = file.raw(key)
    return [
        Section.of(entry, f"{key}[{place}]", file.faults)
        for place, entry in enumerate(listed if isinstance(listed, list) else [])
    ]


def _principle(entry: Section) -> Principle:
    principle = Principle(
        key=entry.text("key"), label=entry.text("label"), aliases=entry.texts("aliases")
    )
    entry.finish()
    return principle


def _label(entry: Section) -> LocalLabel:
    label = LocalLabel(
        jurisdiction=entry.text("jurisdiction"),
        key=entry.text("key"),
        label=entry.text("label"),
        citation=entry.text("citation"),
        confidence=entry.choice("confidence", Confidence),
    )
    entry.finish()
    return label
