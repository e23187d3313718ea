"""Which elements FHIR R4 knows: the table ``elements.txt``, read once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib.resources import files

import attrs

_ELEMENT = re.compile(
    r"(?P<name>\w+)(?P<choice>\[x\])?(?P<card>[!?+*])(?P<types>[^=]+)(?:=(?P<codes>\S+))?"
)
_SPLIT_TYPES = re.compile(r"\|(?![^(]*\))")
ANY_TYPE = [
    "base64Binary",
    "boolean",
    "canonical",
    "code",
    "date",
    "dateTime",
    "decimal",
    "id",
    "instant",
    "integer",
    "markdown",
    "oid",
    "positiveInt",
    "string",
    "time",
    "unsignedInt",
    "uri",
    "url",
    "uuid",
    "Address",
    "Age",
    "Annotation",
    "Attachment",
    "CodeableConcept",
    "Coding",
    "ContactPoint",
    "Count",
    "Distance",
    "Duration",
    "HumanName",
    "Identifier",
    "Money",
    "Period",
    "Quantity",
    "Range",
    "Ratio",
    "Reference",
    "SampledData",
    "Signature",
    "Timing",
    "ContactDetail",
    "Contributor",
    "DataRequirement",
    "Expression",
    "ParameterDefinition",
    "RelatedArtifact",
    "TriggerDefinition",
    "UsageContext",
    "Dosage",
    "Meta",
]
"""What ``value[x]`` of an extension can be."""


@attrs.frozen
class Element:
    """One key that an object may have.

    Attributes:
        kind: Its data type, ``@`` owner, or ``Resource``.
        many: Whether it is a list.
        codes: The only codes that it may have; empty where any will do.
        targets: The resource types that it may refer to; empty where any will do.
    """

    kind: str
    many: bool = False
    codes: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


@attrs.frozen
class Owner:
    """An object that has elements: a resource, a part of one, or a data type.

    Attributes:
        name: Such as ``CarePlan.activity``.
        elements: Its keys.
        needed: For each required element the keys of which one must be there.
        choices: Groups of keys of which only one may be there, under their common name.
    """

    name: str
    elements: dict[str, Element]
    needed: tuple[tuple[str, tuple[str, ...]], ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]


@functools.cache
def owners() -> dict[str, Owner]:
    """Return everything that has elements, by name."""
    paragraphs = dict(_paragraphs())
    codes = {
        name.removeprefix("codes "): frozenset(text.split())
        for name, text in paragraphs.items()
        if name.startswith("codes ")
    }
    return {
        name: _owner(name, text, codes)
        for name, text in paragraphs.items()
        if not name.startswith("codes ")
    }


@functools.cache
def resource_types() -> frozenset[str]:
    """Return the resource types whose elements are known."""
    plain = [name for name in owners() if "." not in name]
    return frozenset(plain[: plain.index("Meta")])


def _paragraphs() -> Iterator[tuple[str, str]]:
    text = files("wraparound_fhir").joinpath("elements.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    for paragraph in re.split(r"\n(?! )", "\n".join(lines)):
        name, _, rest = paragraph.partition(":")
        yield name, rest


def _owner(name: str, text: str, codes: dict[str, frozenset[str]]) -> Owner:
    elements: dict[str, Element] = {}
    needed: list[tuple[str, tuple[str, ...]]] = []
    choices: list[tuple[str, tuple[str, ...]]] = []
    for word in text.split():
        found = _ELEMENT.fullmatch(word)
        if found is None:
            message = f"elements.txt: {name} has a word that is no element"
            raise ValueError(message)
        key, card = found["name"], found["card"]
        kinds = ANY_TYPE if found["types"] == "*" else _SPLIT_TYPES.split(found["types"])
        keys: list[str] = []
        for kind in kinds:
            plain, _, inside = kind.partition("(")
            own = key + plain[0].upper() + plain[1:] if found["choice"] else key
            elements[own] = Element(
                kind=f"@{name}.{key}" if plain == "@" else plain,
                many=card in "*+",
                codes=codes.get(found["codes"] or "", frozenset()),
                targets=frozenset(inside.rstrip(")").split(",")) if inside else frozenset(),
            )
            keys.append(own)
        label = f"{key}[x]" if found["choice"] else key
        if card in "!+":
            needed.append((label, tuple(keys)))
        if len(keys) > 1:
            choices.append((label, tuple(keys)))
    return Owner(name, elements, tuple(needed), tuple(choices))
