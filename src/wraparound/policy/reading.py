"""Policy files into packs: strict, all faults at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

import yaml

from wraparound.errors import Fault, PolicyInvalid
from wraparound.model.findings import Basis, Confidence, Severity
from wraparound.policy.document import Section, not_yaml, parse_with_places
from wraparound.policy.lines import names_given_twice, with_lines
from wraparound.policy.overlay import Overlay
from wraparound.policy.pack import (
    Authority,
    ExceptionTerms,
    Pack,
    PackRule,
    Value,
    Variant,
    Waiver,
    WaiverKind,
)
from wraparound.policy.parameters import Parameter, Parameters

_CONDITIONS = frozenset({"paid", "hcbs", "therapy"})
_RESTORES = "restores"
_NOT_RAISED = "none"
_Result = TypeVar("_Result")


def read_pack(text: str | bytes, *, source: str, parameters: Parameters) -> Pack:
    """Return the pack that a YAML text holds.

    Args:
        text: The file.
        source: Its name, for the faults.
        parameters: What packs may set.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, lambda file: _pack(file, parameters))


def read_overlay(text: str | bytes, *, source: str, parameters: Parameters) -> Overlay:
    """Return the change to a pack that a YAML text holds.

    Args:
        text: The file.
        source: Its name, for the faults.
        parameters: What overlays may set.

    Raises:
        PolicyInvalid: With every fault of the file. What it may not change in its pack is told
            when the pack is chosen.
    """
    return read_policy_file(text, source, lambda file: _overlay(file, parameters))


def read_parameters(text: str | bytes, *, source: str) -> Parameters:
    """Return the parameters, role functions and safeguards that a YAML text holds.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, _parameters)


def read_params(section: Section | None, parameters: Parameters) -> dict[str, Value]:
    """Return the parameters that a section sets; unknown and impossible ones are faults."""
    params: dict[str, Value] = {}
    if section is None:
        return params
    for name, parameter in parameters.known.items():
        if name not in section.entries:
            continue
        params[name] = _value(section, name)
        message = parameter.fault_in(params[name])
        if message:
            section.fault(name, message)
    section.finish(parameters.known)
    return params


def read_policy_file(
    text: str | bytes, source: str, build: Callable[[Section], _Result]
) -> _Result:
    """Return what a YAML text of a policy holds, once it has no fault.

    Args:
        text: The file.
        source: Its name, for the faults.
        build: What makes something of the file, telling its faults to the section.

    Raises:
        PolicyInvalid: With every fault.
    """
    faults: list[Fault] = []
    try:
        held, node = parse_with_places(text)
    except yaml.YAMLError as error:
        raise PolicyInvalid(source, [not_yaml(error, source)]) from None
    file = Section.of(held, "", faults)
    result = build(file)
    file.finish()
    faults.extend(names_given_twice(node))
    if faults:
        raise PolicyInvalid(source, list(with_lines(faults, node, source)))
    return result


def _pack(file: Section, parameters: Parameters) -> Pack:
    return Pack(
        id=file.text("id"),
        title=file.text("title"),
        authority=file.choice("authority", Authority, Authority.NONE),
        effective_from=file.day("effective_from"),
        functions=file.texts_or_none("functions"),
        exception=_terms(file.section("exception")),
        params=MappingProxyType(read_params(file.section("params"), parameters)),
        rules=MappingProxyType(
            {code: _rule(code, entry) for code, entry in file.sections("rules")},
        ),
    )


def _overlay(file: Section, parameters: Parameters) -> Overlay:
    weights, terms = file.section("severity"), file.section("exception")
    overlay = Overlay(
        id=file.text("id"),
        pack=file.text("pack"),
        severity=_mapping(weights, _weight),
        params=MappingProxyType(read_params(file.section("params"), parameters)),
        exception=_mapping(terms, lambda section, key: section.texts(key)),
        cite=file.text("cite", ""),
        relaxation_basis=file.text("relaxation_basis", ""),
    )
    if not (overlay.severity or overlay.params or overlay.exception):
        file.fault("", "changes nothing: set severity, params or exception")
    return overlay


def _weight(section: Section, code: str) -> Severity | None:
    return None if section.raw(code) == _NOT_RAISED else section.choice(code, Severity)


def _terms(section: Section | None) -> ExceptionTerms | None:
    if section is None:
        return None
    terms = ExceptionTerms(
        authorities=section.texts("authorities"),
        functions=section.texts("functions"),
        approvals=section.texts("approvals"),
        needs=section.texts("needs"),
        safeguards=section.texts("safeguards"),
    )
    section.finish()
    return terms


def _rule(code: str, entry: Section) -> PackRule:
    restores = entry.raw("severity") == _RESTORES
    rule = PackRule(
        code=code,
        severity=None if restores else entry.choice("severity", Severity),
        when=_when(entry) or (),
        waiver=_waiver(entry.section("waiver")) or Waiver(),
        cite=entry.citation("cite"),
        basis=entry.choice("basis", Basis),
        confidence=entry.choice("confidence", Confidence),
        holders=entry.texts_or_none("holders"),
        variants=MappingProxyType(
            {name: _variant(case) for name, case in entry.sections("variants")},
        ),
        level=entry.text("level", "") or None,
        kin_exempt=entry.flag("kin_exempt"),
        spouse_link=entry.flag("spouse_link"),
    )
    entry.finish()
    return rule


def _variant(case: Section) -> Variant:
    variant = Variant(
        severity=case.choice("severity", Severity),
        when=_when(case),
        waiver=_waiver(case.section("waiver")),
    )
    case.finish()
    return variant


def _when(section: Section) -> tuple[str, ...] | None:
    words = section.texts_or_none("when")
    for word in words or ():
        if word not in _CONDITIONS:
            section.fault("when", "may hold " + ", ".join(sorted(_CONDITIONS)))
    return words


def _waiver(section: Section | None) -> Waiver | None:
    if section is None:
        return None
    waiver = Waiver(kind=section.choice("kind", WaiverKind), requires=section.texts("requires"))
    section.finish()
    return waiver


def _value(section: Section, name: str) -> Value:
    value = section.raw(name)
    if isinstance(value, list):
        return section.texts(name)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    section.fault(name, "must be a text, a whole number, true or false, or a list of texts")
    return None


def _parameters(file: Section) -> Parameters:
    known = {name: _parameter(name, entry) for name, entry in file.sections("parameters")}
    functions = file.section("role_functions")
    safeguards = file.section("safeguards")
    return Parameters(
        known=MappingProxyType(known),
        role_functions=_mapping(functions, lambda section, key: section.texts(key)),
        safeguards=_mapping(safeguards, lambda section, key: section.text(key)),
    )


def _mapping(
    section: Section | None, read: Callable[[Section, str], _Result]
) -> Mapping[str, _Result]:
    if section is None:
        return MappingProxyType({})
    return MappingProxyType({key: read(section, key) for key in section.entries})


def _parameter(name: str, entry: Section) -> Parameter:
    weaker = entry.raw("weaker")
    weaker_word = "" if isinstance(weaker, list) else entry.text("weaker", "")
    parameter = Parameter(
        name=name,
        default=_value(entry, "default"),
        weaker=entry.texts("weaker") if isinstance(weaker, list) else weaker_word or None,
        two_edged=entry.flag("two_edged"),
        meaning=entry.text("meaning"),
    )
    entry.finish()
    return parameter
