"""Whether a resource has the shape of FHIR R4: keys, types, required elements, codes, rules."""

from __future__ import annotations

import re
from typing import Any

import attrs

from wraparound_fhir.definitions import Element, Owner, owners, resource_types
from wraparound_fhir.primitives import PRIMITIVES, is_number_as_text
from wraparound_fhir.profiles import unmet
from wraparound_fhir.rules import RULES

Json = dict[str, Any]  # Any: whatever the document says; it is checked here

_KEY = re.compile(r"_?[a-z][A-Za-z0-9]{0,60}")
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,60}")
_ANYWHERE = {
    "extension": Element("Extension", many=True),
    "modifierExtension": Element("Extension", many=True),
}
_IN_RESOURCES = {
    "meta": Element("Meta"),
    "implicitRules": Element("uri"),
    "language": Element("code"),
    "text": Element("Narrative"),
    "contained": Element("Resource", many=True),
    **_ANYWHERE,
}
_NO_NULL = "must not be null; leave it out instead"


@attrs.frozen
class Mention:
    """A reference that stands somewhere in a resource.

    Attributes:
        value: The reference.
        targets: The types that it may refer to; empty where any will do.
        path: Where it stands.
    """

    value: Json = attrs.field(repr=False)
    targets: frozenset[str]
    path: str


@attrs.define
class Shape:
    """What a look at one resource showed.

    Attributes:
        faults: Each place with what must be true there.
        mentions: Every reference in it.
        notes: Places of numbers that are written as texts, and read as the numbers that they are.
    """

    faults: list[tuple[str, str]] = attrs.field(factory=list)
    mentions: list[Mention] = attrs.field(factory=list)
    notes: list[str] = attrs.field(factory=list)
    _trail: list[str | int] = attrs.field(factory=list, alias="trail")

    def say(self, message: str, *steps: str | int) -> None:
        """Take note of a fault at the present place, or some steps below it."""
        self.faults.append((path_of([*self._trail, *steps]), message))

    def look(self, value: Json, name: str) -> None:
        """Look at an object as what has this name in the table of elements."""
        self._object(value, owners()[name])
        for path, message in unmet(value):
            self.say(message, path)

    def _object(self, value: Json, owner: Owner) -> None:
        elements = owner.elements
        for key, inner in value.items():
            element = elements.get(key)
            if element is None:
                element = self._rare(key, inner, value, owner)
                if element is None:
                    continue
            self._trail.append(key)
            if element.many:
                self._list(inner, element, value.get("_" + key))
            elif isinstance(inner, list):
                self.say("must be a single value, not a list")
            else:
                self._value(inner, element)
            self._trail.pop()
        self._as_a_whole(value, owner)

    def _as_a_whole(self, value: Json, owner: Owner) -> None:
        for name, keys in owner.needed:
            if not any(key in value or "_" + key in value for key in keys):
                self.say("is required and missing", name)
        for name, keys in owner.choices:
            if sum(key in value for key in keys) > 1:
                self.say("must be given once, not in two types", name)
        rule = RULES.get(owner.name)
        if rule is None:
            return
        try:
            found = list(rule(value))
        except (AttributeError, TypeError, KeyError, ValueError):
            return  # a value of the wrong type, which has been told already
        for path, message in found:
            self.say(message, path)

    def _rare(self, key: str, inner: object, value: Json, owner: Owner) -> Element | None:
        whole = "resourceType" in value and "." not in owner.name
        element = (_IN_RESOURCES if whole else _ANYWHERE).get(key)
        if element is not None:
            return element
        if key == "id":
            problem = PRIMITIVES["id" if whole else "string"](inner)
            if problem:
                self.say(problem, key)
            return None
        if key in {"resourceType", "_id"} and whole:
            return None
        base = owner.elements.get(key[1:]) if key.startswith("_") else None
        if base is not None and base.kind in PRIMITIVES:
            self._beside(key, inner, many=base.many)
            return None
        if _KEY.fullmatch(key):
            self.say(f"is not an element of {owner.name} in FHIR R4", key)
        else:
            self.say(f"has a key that is not an element of {owner.name} in FHIR R4")
        return None

    def _beside(self, key: str, inner: object, *, many: bool) -> None:
        self._trail.append(key)
        owner = Owner(key, {}, (), ())
        if not many:
            if isinstance(inner, dict):
                self._object(inner, owner)
            else:
                self.say("must be an object")
        elif not isinstance(inner, list):
            self.say("must be a list")
        else:
            for item in inner:
                if isinstance(item, dict):
                    self._object(item, owner)
                elif item is not None:
                    self.say("must be a list of objects")
        self._trail.pop()

    def _list(self, inner: object, element: Element, beside: object) -> None:
        if not isinstance(inner, list):
            self.say("must be a list")
            return
        if not inner:
            self.say("must not be an empty list; leave it out instead")
        for place, item in enumerate(inner):
            if item is None and beside is not None:
                continue
            self._trail.append(place)
            self._value(item, element)
            self._trail.pop()

    def _value(self, value: object, element: Element) -> None:
        if value is None:
            self.say(_NO_NULL)
            return
        kind = element.kind
        if kind == "decimal" and is_number_as_text(value):
            self.notes.append(path_of(self._trail))
        elif kind in PRIMITIVES:
            problem = PRIMITIVES[kind](value)
            if problem:
                self.say(problem)
            elif element.codes and value not in element.codes:
                self.say("must be one of " + ", ".join(sorted(element.codes)))
        elif not isinstance(value, dict):
            self.say("must be an object")
        elif not value:
            self.say("must not be empty")
        elif kind == "Resource":
            self._contained(value)
        else:
            self._part(value, element)

    def _part(self, value: Json, element: Element) -> None:
        if element.kind == "Reference":
            self.mentions.append(Mention(value, element.targets, path_of(self._trail)))
        owner = owners().get(element.kind.removeprefix("@"))
        if owner is not None:
            self._object(value, owner)
        if element.codes and element.kind == "CodeableConcept":
            self._bound(value, element.codes)

    def _bound(self, concept: Json, codes: frozenset[str]) -> None:
        codings = concept.get("coding")
        if isinstance(codings, list) and codings:
            given = [each.get("code") for each in codings if isinstance(each, dict)]
            if not any(isinstance(code, str) and code in codes for code in given):
                self.say("must be one of " + ", ".join(sorted(codes)))

    def _contained(self, value: Json) -> None:
        name = value.get("resourceType")
        if not isinstance(name, str) or not _TYPE.fullmatch(name):
            self.say("must name a type of resource", "resourceType")
        elif name in resource_types():
            if "contained" in value:
                self.say("must not contain resources of its own", "contained")
            self._object(value, owners()[name])


def looked_at(value: Json, name: str = "") -> Shape:
    """Return what is wrong with the shape of an object, and what it refers to.

    Args:
        value: A resource, or a part of one.
        name: What it is to be, such as ``Bundle.entry``; the resource's own type where left out.
    """
    shape = Shape()
    try:
        shape.look(value, name or type_of(value))
    except RecursionError:
        shape.faults.append(("", "must not nest so deeply"))
    return shape


def path_of(trail: list[str | int]) -> str:
    """Return the steps of a path as one text: ``activity[0].detail``."""
    text = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in trail if step != ""
    )
    return text.removeprefix(".")


def type_of(resource: Json) -> str:
    """Return the type that a resource says it has; empty where it says none."""
    name = resource.get("resourceType")
    return name if isinstance(name, str) and _TYPE.fullmatch(name) else ""
