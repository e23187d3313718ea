"""What a pack holds, entry by entry and as text: to be listed, shown and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from enum import Enum

import attrs

from wraparound.policy.pack import Pack, PackRule
from wraparound.policy.payer_routes import PayerPack
from wraparound.policy.predicates.nodes import Node, nodes_of
from wraparound.policy.program_pack import ProgramPack, ProgramParameter
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.policy.rule_sets import RuleSet

RuleSetVersions = tuple[RuleSet, ...]
"""Every version of one set of rules."""

Shelved = Pack | ProgramPolicy | RuleSetVersions | PayerPack
"""What can be shown: conflict rules, a program with what it extends, rules, or payer routes."""


@attrs.frozen(kw_only=True)
class Entry:
    """One thing that a pack says.

    Attributes:
        key: What it is about: a parameter, a rule, a question.
        fields: What it says, as text by name; nothing that is empty.
        pack: Where it stands.
    """

    key: str
    fields: Mapping[str, str]
    pack: str


def entries_of(held: Shelved, *, on: date | None = None) -> tuple[Entry, ...]:
    """Return what is held, in the order of the file.

    Args:
        held: Conflict rules, a program, a set of rules or payer routes.
        on: Only what may be in force on that day; every version if left out.
    """
    if isinstance(held, Pack):
        return tuple(_of_pack(held))
    if isinstance(held, ProgramPolicy):
        return tuple(_of_program(held, on))
    if isinstance(held, PayerPack):
        return tuple(_of_payers(held, on))
    return tuple(_of_rules(held, on))


def _of_pack(pack: Pack) -> Iterator[Entry]:
    for name, value in pack.params.items():
        yield Entry(key=f"parameter {name}", fields={"value": in_text(value)}, pack=pack.id)
    if pack.exception is not None:
        yield Entry(key="exception", fields=_fields(pack.exception), pack=pack.id)
    for code, rule in pack.rules.items():
        yield Entry(key=code, fields=_of_rule(rule), pack=pack.id)


def _of_rule(rule: PackRule) -> Mapping[str, str]:
    fields = _fields(rule, without={"code", "variants", "waiver"})
    fields["waiver"] = rule.waiver.kind.value
    if rule.waiver.requires:
        fields["requires"] = in_text(rule.waiver.requires)
    for name, variant in rule.variants.items():
        fields[f"where {name}"] = variant.severity.value
    return fields


def _of_program(policy: ProgramPolicy, on: date | None) -> Iterator[Entry]:
    for name in policy.names:
        if on is None:
            versions = policy.versions(name)
            pack = next(each.id for each in policy.packs if versions[0] in each.parameters)
        else:
            found = policy.on(name, on)
            versions, pack = found.versions, found.pack
        for version in versions:
            yield Entry(key=name, fields=_of_parameter(version), pack=pack)


def _of_parameter(parameter: ProgramParameter) -> dict[str, str]:
    fields = _fields(
        parameter,
        without={"name", "starts", "switch", "executable", "overlap_ok", "idiom", "start_policy"},
    )
    if parameter.starts.events:
        fields["starts"] = in_text(parameter.starts.events)
        fields["start_policy"] = parameter.start_policy.value
    if parameter.switch is not None:
        fields["switch"] = in_text(_fields(parameter.switch))
    if not parameter.executable:
        fields["executable"] = "no"
    if parameter.kind.is_clock:
        fields["if_late"] = parameter.idiom.value
    return fields


def _of_rules(versions: RuleSetVersions, on: date | None) -> Iterator[Entry]:
    for rules in versions:
        if on is None or rules.in_force_on(on):
            fields = _fields(rules, without={"id", "root", "appeals"})
            yield Entry(key=f"version {rules.version}", fields=fields, pack=rules.id)
            for node in nodes_of(rules.root):
                yield Entry(key=node.id, fields=_of_node(node), pack=rules.id)
            for each in rules.appeals:
                fields = {**_fields(each, without={"route"}), **_fields(each.route)}
                yield Entry(key=f"appeal {each.route.id}", fields=fields, pack=rules.id)


def _of_payers(pack: PayerPack, on: date | None) -> Iterator[Entry]:
    for route in pack.routes:
        if on is None or route.in_force_on(on):
            yield Entry(key=route.id, fields=_fields(route, without={"id", "root"}), pack=pack.id)
            for node in nodes_of(route.root):
                key = f"{route.id} asks" if node.id == route.id else node.id
                yield Entry(key=key, fields=_of_node(node), pack=pack.id)


def _of_node(node: Node) -> dict[str, str]:
    fields = _fields(node, without={"id", "test", "binding", "ask_cost"})
    if not node.binding:
        fields["binding"] = "no"
    asked = _asked(node)
    if node.children:
        asked["rests_on"] = ", ".join(each.id for each in node.children)
    return {**fields, **asked}


def terms_of(node: Node) -> str:
    """Return what a question compares with what, with its numbers, as text."""
    return in_text(_asked(node))


def _asked(node: Node) -> dict[str, str]:
    return _fields(node.test, without={"children", "where"})


def _fields(held: object, without: AbstractSet[str] = frozenset()) -> dict[str, str]:
    texts = {}
    for field in attrs.fields(type(held)):  # type: ignore[arg-type]  # all are attrs
        value = getattr(held, field.name)
        said = value is not False or field.name == "value"  # a flag that is off is a default
        if said and field.name not in without and in_text(value):
            texts[field.name] = in_text(value)
    return texts


def in_text(value: object) -> str:
    """Return a value of a pack as text; empty for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Decimal() | int() | float() | str() | date():
            return str(value)
        case Mapping():
            return ", ".join(f"{key}: {in_text(each)}" for key, each in value.items())
        case _:
            parts = value if isinstance(value, Iterable) else [_fields(value)]
            return ", ".join(in_text(each) for each in parts)


def title_of(held: Shelved) -> str:
    """Return what it is, in words."""
    if isinstance(held, ProgramPolicy):
        return held.pack.title
    return held.title if isinstance(held, (Pack, PayerPack)) else held[-1].citation


def kind_of(held: Shelved | ProgramPack) -> str:
    """Return whether it holds rules of conflict, a program, who qualifies, or who may pay."""
    if isinstance(held, Pack):
        return "conflict"
    if isinstance(held, PayerPack):
        return "payers"
    return "program" if isinstance(held, (ProgramPack, ProgramPolicy)) else "eligibility"
