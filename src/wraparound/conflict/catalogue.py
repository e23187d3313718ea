"""Every rule in plain words: what it asks, why it matters, and what can be done about it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import attrs

from wraparound.errors import Fault, PolicyInvalid, PolicyUnknown
from wraparound.model.disclosure import DisclosureKind
from wraparound.model.findings import Remedy
from wraparound.policy.document import Section, parse_yaml


@attrs.frozen(kw_only=True, slots=False)
class RuleEntry:
    """What people need to know about a rule.

    Attributes:
        code: The rule.
        title: What was found, in a line.
        status: ``core``, or ``extended`` where it needs facts that few systems hold.
        level: Whom the question is about: individual, organisation or population.
        holders: The roles, or the part in the fact, that it asks about.
        ties: The kinds of ties that it reads.
        propagation: How far a tie reaches.
        counterparty: What stands at the other end.
        spec: The section of the specification.
        ties_somebody: It is about a tie between who decides and who delivers, so that nobody to
            whom it may apply is called clear.
        asks_for: The kind of disclosure that it asks for; None where it asks for none.
        reasons: Reasons that turn on parameters, or for which it asks for a disclosure, each with
            the parameters that it turns on. It may give other reasons.
        asks: The question.
        why: Why it matters.
        family: What the family may ask for.
        administrator: What the program can do.
        example: A made-up case.
    """

    code: str
    title: str
    status: str = "core"
    level: str = "individual"
    holders: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    propagation: tuple[str, ...] = ()
    counterparty: str = ""
    spec: str = ""
    ties_somebody: bool = False
    asks_for: DisclosureKind | None = None
    reasons: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    asks: str = ""
    why: str = ""
    family: str = ""
    administrator: str = ""
    example: str = ""

    @functools.cached_property
    def remedy(self) -> Remedy:
        """What can be done, for each who can."""
        return Remedy(family=self.family, administrator=self.administrator)


@functools.cache
def load_catalogue() -> Mapping[str, RuleEntry]:
    """Return what the library says about each of its conflict rules, by code.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files("wraparound.conflict").joinpath("catalogue.yaml")
    faults: list[Fault] = []
    top = Section.of(parse_yaml(file.read_bytes()), "", faults)
    listed = top.raw("rules")
    items = listed if isinstance(listed, list) else []
    entries = [
        _entry(Section.of(item, f"rules[{place}]", faults)) for place, item in enumerate(items)
    ]
    top.finish()
    if faults:
        raise PolicyInvalid(file.name, faults)
    return MappingProxyType({entry.code: entry for entry in entries})


@functools.cache
def load_glossary() -> Mapping[str, str]:
    """Return what the words of a review mean, such as ``mitigated`` or ``cms_approved``.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files("wraparound.conflict").joinpath("glossary.yaml")
    faults: list[Fault] = []
    top = Section.of(parse_yaml(file.read_bytes()), "", faults)
    words = top.section("words")
    meanings = {} if words is None else {word: words.text(word) for word in words.entries}
    top.finish()
    if faults:
        raise PolicyInvalid(file.name, faults)
    return MappingProxyType(meanings)


def explain(code: str) -> RuleEntry:
    """Return what the library says about a rule.

    Raises:
        PolicyUnknown: There is no such rule.
    """
    catalogue = load_catalogue()
    if code not in catalogue:
        raise PolicyUnknown(code, catalogue, what="rule")
    return catalogue[code]


def _entry(section: Section) -> RuleEntry:
    entry = RuleEntry(
        code=section.text("code"),
        title=section.text("title"),
        status=section.text("status"),
        level=section.text("level"),
        holders=section.texts("holders"),
        ties=section.texts("ties"),
        propagation=_one_or_more(section, "propagation"),
        counterparty=section.text("counterparty"),
        spec=section.text("spec"),
        ties_somebody=section.flag("ties_somebody"),
        asks_for=_disclosure(section),
        reasons=_reasons(section),
        asks=section.text("asks"),
        why=section.text("why"),
        family=section.text("family"),
        administrator=section.text("administrator"),
        example=section.text("example", ""),
    )
    section.finish()
    return entry


def _disclosure(section: Section) -> DisclosureKind | None:
    given = section.raw("asks_for") is not None
    return section.choice("asks_for", DisclosureKind) if given else None


def _reasons(section: Section) -> Mapping[str, tuple[str, ...]]:
    inner = section.section("reasons")
    if inner is None:
        return MappingProxyType({})
    return MappingProxyType({name: inner.texts(name) for name in inner.entries})


def _one_or_more(section: Section, key: str) -> tuple[str, ...]:
    value = section.raw(key)
    return (value,) if isinstance(value, str) else section.texts(key)
