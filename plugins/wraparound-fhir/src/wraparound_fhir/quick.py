"""The quick look: whether a resource is surely well formed, asked of compiled types.

Most resources are well formed. This says so an order of magnitude faster than :mod:`shape`, which
looks again, slowly and with the place of every fault, at whatever this does not vouch for. It may
doubt what is right; it must never vouch for what is wrong.
"""

from __future__ import annotations

import functools
import operator
import sys
import threading
import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, cast

import attrs
import msgspec
from msgspec import UNSET, Meta, UnsetType

from wraparound_fhir.definitions import Element, Owner, owners, resource_types
from wraparound_fhir.rules import RULES

Json = dict[str, Any]  # Any: whatever the document says

_YEAR = r"(?!0000)[0-9]{4}"
_DAY = (
    rf"{_YEAR}-(((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))"
    r"|((0[469]|11)-(0[1-9]|[12][0-9]|30))|(02-(0[1-9]|1[0-9]|2[0-8])))"
)
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_MOMENT = rf"{_DAY}T{_TIME}(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
_DATE = rf"{_YEAR}(-(0[1-9]|1[0-2]))?|{_DAY}"
_MOST = 2**31 - 1
_FILLED = Annotated[str, Meta(pattern=r"\S")]
_WORD = Annotated[str, Meta(pattern=r"^\S+\Z")]
_PLAIN: dict[str, Any] = {  # Any: types
    "string": _FILLED,
    "markdown": _FILLED,
    "xhtml": _FILLED,
    "boolean": bool,
    "decimal": int | float,
    "integer": Annotated[int, Meta(ge=-_MOST - 1, le=_MOST)],
    "unsignedInt": Annotated[int, Meta(ge=0, le=_MOST)],
    "positiveInt": Annotated[int, Meta(ge=1, le=_MOST)],
    "date": Annotated[str, Meta(pattern=rf"^({_DATE})\Z")],
    "dateTime": Annotated[str, Meta(pattern=rf"^({_DATE}|{_MOMENT})\Z")],
    "instant": Annotated[str, Meta(pattern=rf"^({_MOMENT})\Z")],
    "time": Annotated[str, Meta(pattern=rf"^{_TIME}\Z")],
    "code": _WORD,
    "id": Annotated[str, Meta(pattern=r"^[A-Za-z0-9\-.]{1,64}\Z")],
    "uri": _WORD,
    "url": _WORD,
    "canonical": _WORD,
    "base64Binary": Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/=]+\Z")],
}
_seen = threading.local()


class _Doubt(ValueError):  # noqa: N818 - it is no error: the slow look decides
    pass


class _Object(msgspec.Struct, forbid_unknown_fields=True):
    """An object of any type, which rules can ask as they ask a dict."""

    def __contains__(self, key: str) -> bool:
        return getattr(self, key, UNSET) is not UNSET

    def __iter__(self) -> Iterator[str]:
        return (key for key in self.__struct_fields__ if getattr(self, key) is not UNSET)

    def __getitem__(self, key: str) -> Any:  # Any: whatever the document says
        return getattr(self, key)

    def get(self, key: str, default: object = None) -> Any:  # Any: whatever the document says
        value = getattr(self, key, UNSET)
        return default if value is UNSET else value


class _Ruled(_Object):
    """An object whose elements depend on one another."""

    def __post_init__(self) -> None:
        told = _TOLD[type(self).__name__]
        for values in told.values:
            given = values(self)
            if given.count(UNSET) < len(given) - 1:
                raise _Doubt
        for keys in told.needed:
            if all(getattr(self, key) is UNSET for key in keys):
                raise _Doubt
        if told.rule is not None and next(told.rule(cast("Json", self)), None) is not None:
            raise _Doubt


class _Reference(_Object):
    """A reference: by far the most frequent object, so it has its own short rule."""

    def __post_init__(self) -> None:
        said: Any = getattr(self, "reference", UNSET)
        if said is not UNSET:
            _refer(said, _TOLD[type(self).__name__].targets)
        elif next(RULES["Reference"](cast("Json", self)), None) is not None:
            raise _Doubt


class _Quantity(_Object):
    """A quantity: frequent, so it has its own short rule."""

    def __post_init__(self) -> None:
        if "code" in self and "system" not in self:
            raise _Doubt


class _Observation(_Object):
    """An observation: frequent, so it passes quickly where it has one value and no parts."""

    def __post_init__(self) -> None:
        if "component" in self or "dataAbsentReason" in self:
            _Ruled.__post_init__(cast("_Ruled", self))
            return
        for values in _TOLD[type(self).__name__].values:
            given = values(self)
            if given.count(UNSET) < len(given) - 1:
                raise _Doubt


_SHORT: dict[str, type[_Object]] = {
    "Reference": _Reference,
    "Quantity": _Quantity,
    "Observation": _Observation,
}


@attrs.frozen
class _Told:
    values: tuple[Callable[[object], tuple[object, ...]], ...]
    needed: tuple[tuple[str, ...], ...]
    rule: Callable[[Json], Iterator[tuple[str, str]]] | None
    targets: frozenset[str]


_TOLD: dict[str, _Told] = {}


def _refer(said: str, targets: frozenset[str]) -> None:
    """Pass a relative reference of a fitting type; put aside what only the input can tell."""
    kind = said.partition("/")[0]
    if kind in targets or (not targets and kind.isalpha()):
        return
    if kind.isalpha() or said.startswith("#"):
        raise _Doubt
    _seen.references.append((said, targets))


def vouched(resource: Json, kind: str) -> list[tuple[str, frozenset[str]]] | None:
    """Return the references to be looked up, if the resource is surely well formed; else None.

    Args:
        resource: A resource of a type whose elements are known.
        kind: Its type.
    """
    if "contained" in resource or b"{}" in msgspec.json.encode(resource):
        return None
    _seen.references = []
    try:
        msgspec.convert(resource, type=_compiled()[kind])
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None  # also where a rule met what it did not expect
    found: list[tuple[str, frozenset[str]]] = _seen.references
    return found


def vouched_text(text: bytes, kind: str) -> tuple[Any, list[tuple[str, frozenset[str]]]] | None:
    """Return a resource and its references to be looked up, if it is surely well formed.

    Args:
        text: The JSON of a resource.
        kind: Its type.
    """
    if b"{}" in text:
        return None
    _seen.references = []
    try:
        read = _decoder(kind).decode(text)
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None  # also where a rule met what it did not expect
    return read, _seen.references


@functools.cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:  # Any: a compiled type
    return msgspec.json.Decoder(_compiled()[kind])


@functools.cache
def _compiled() -> dict[str, type[msgspec.Struct]]:
    """Return the type of each resource; their parts are found by name in a module of their own."""
    room = types.ModuleType("wraparound_fhir._compiled")
    sys.modules[room.__name__] = room
    space = vars(room)
    space.update({f"P_{name}": kind for name, kind in _PLAIN.items()})
    space.update(Annotated=Annotated, Literal=Literal, Any=Any, Meta=Meta, UnsetType=UnsetType)
    for owner in owners().values():
        for targets in _targets_of(owner.name):
            name = _name(owner.name, targets)
            _TOLD[name] = _Told(
                tuple(operator.attrgetter(*keys) for _, keys in owner.choices),
                tuple(keys for _, keys in owner.needed if len(keys) > 1),
                RULES.get(owner.name),
                targets,
            )
            ruled = _Ruled if owner.name in RULES or owner.choices else _Object
            space[name] = msgspec.defstruct(
                name,
                _fields(owner),
                bases=(_SHORT.get(owner.name, ruled),),
                module=room.__name__,
                kw_only=True,
                rename={f"{key}_": key for key in _KEYWORDS},
            )
    return {kind: space[_name(kind, frozenset())] for kind in resource_types()}


_KEYWORDS = ("for", "class", "import")


def _targets_of(name: str) -> set[frozenset[str]]:
    if name != "Reference":
        return {frozenset()}
    elements = (each for owner in owners().values() for each in owner.elements.values())
    return {frozenset(), *(each.targets for each in elements)}


def _name(kind: str, targets: frozenset[str]) -> str:
    words = (kind.replace(".", "_"), *sorted(targets))
    return "T_" + "__".join(words)


def _fields(owner: Owner) -> list[Any]:  # Any: what defstruct takes
    alone = {keys[0] for _, keys in owner.needed if len(keys) == 1}
    elements = dict(owner.elements)
    if owner.name in resource_types():
        kinds = {"meta": "Meta", "implicitRules": "uri", "language": "code", "text": "Narrative"}
        elements |= {key: Element(kind) for key, kind in kinds.items()}
    elements |= {key: Element("Extension", many=True) for key in ("extension", "modifierExtension")}
    fields: list[Any] = []
    for key, element in elements.items():
        name = f"{key}_" if key in _KEYWORDS else key
        kind = _annotation(element)
        fields.append((name, kind) if key in alone else (name, f"{kind} | UnsetType", UNSET))
    if owner.name in resource_types():
        fields.append(("resourceType", f"Literal[{owner.name!r}]"))
        fields.append(("id", "P_id | UnsetType", UNSET))
    else:
        fields.append(("id", "P_string | UnsetType", UNSET))
    return fields


def _annotation(element: Element) -> str:
    kind = element.kind.removeprefix("@")
    if element.codes and kind == "code":
        text = f"Literal[{', '.join(repr(code) for code in sorted(element.codes))}]"
    elif kind in _PLAIN:
        text = f"P_{kind}"
    elif kind in owners():
        targets = element.targets if kind == "Reference" else frozenset[str]()
        text = _name(kind, targets)
    else:
        text = "dict[str, Any]"
    return f"Annotated[list[{text}], Meta(min_length=1)]" if element.many else text
