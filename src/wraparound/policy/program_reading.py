"""Program packs out of YAML: strict, all faults at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from wraparound.errors import Fault
from wraparound.model.enrollment import Phase
from wraparound.model.findings import Confidence
from wraparound.policy.contradictions import contradicting_parameters
from wraparound.policy.document import Section
from wraparound.policy.program_pack import (
    Band,
    Force,
    Idiom,
    LateEntry,
    ParameterKind,
    ParameterValue,
    PhaseMap,
    ProgramPack,
    ProgramParameter,
    StartPolicy,
    StartRule,
    Switch,
    Unit,
)
from wraparound.policy.reading import read_policy_file

_PHASES = {phase.name: phase for phase in Phase if phase is not Phase.NOT_STARTED}


def read_program_pack(text: str | bytes, *, source: str) -> ProgramPack:
    """Return the program pack that a YAML text holds.

    Args:
        text: The file.
        source: Its name, for the faults.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, _pack)


def _pack(file: Section) -> ProgramPack:
    file.raw("fictional")
    parameters = tuple(
        _parameter(Section.of(entry, f"parameters[{place}]", file.faults))
        for place, entry in enumerate(_listed(file, "parameters"))
    )
    _refuse_overlaps(file, parameters)
    for place, message in contradicting_parameters(parameters):
        file.fault(f"parameters[{place}].value", message)
    return ProgramPack(
        id=file.text("policy"),
        title=file.text("title"),
        jurisdiction=file.text("jurisdiction"),
        force=file.choice("legal_force", Force),
        compiled_on=file.day("compiled_on") or date.min,
        timezone=_timezone(file),
        extends=file.texts("extends"),
        holidays=frozenset(_days(file, "holidays")),
        phases=_phase_map(file.section("phase_map")),
        parameters=parameters,
        not_found=file.texts("not_found"),
        historical=file.flag("historical"),
    )


def _parameter(entry: Section) -> ProgramParameter:
    kind = entry.choice("kind", ParameterKind)
    parameter = ProgramParameter(
        name=entry.text("name"),
        kind=kind,
        value=_value(entry, kind),
        value_before=_number(entry, "value_before"),
        unit=entry.choice("unit", Unit),
        starts=_starts(entry),
        satisfied_by=entry.text("satisfied_by", ""),
        end_event=entry.text("end_event", ""),
        target_event=entry.text("target_event", ""),
        start_policy=entry.choice("start_policy", StartPolicy, StartPolicy.FIRST),
        early_counts=entry.flag("early_counts"),
        next_business_day=_due_adjust(entry),
        pause_reasons=_pause_reasons(entry),
        switch=_switch(entry.section("switch")),
        applies_if=_words(entry.section("applies_if")),
        executable=entry.raw("executable") is not False,
        overlap_ok=entry.flag("overlap_ok"),
        basis=entry.text("basis", ""),
        idiom=entry.choice("exception_idiom", Idiom),
        citation=entry.citation("citation"),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        confidence=entry.choice("confidence", Confidence),
        note=entry.text("note", ""),
    )
    entry.finish()
    _refuse_nonsense(entry, parameter)
    return parameter


def _value(entry: Section, kind: ParameterKind) -> ParameterValue | None:
    match kind:
        case ParameterKind.FLAG:
            return entry.flag("value")
        case ParameterKind.LIST:
            return entry.texts("value")
        case ParameterKind.START_RULE:
            return entry.text("value")
        case ParameterKind.RANGE:
            return _range(entry)
        case _:
            value = _number(entry, "value")
            if value is None:
                entry.fault("value", _A_NUMBER)
            return value


def _range(entry: Section) -> tuple[Decimal, ...] | None:
    value = entry.raw("value")
    ends = value if isinstance(value, list) else []
    numbers = tuple(_exact(each) for each in ends if _is_number(each))
    if len(numbers) == len(ends) == _ENDS and numbers[0] <= numbers[1]:
        return numbers
    entry.fault("value", "must be a list of two numbers, the lower one first")
    return None


_ENDS = 2
_A_NUMBER = "must be a number that is not negative"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _exact(value: object) -> Decimal:
    return Decimal(str(value))


def _number(entry: Section, key: str) -> Decimal | None:
    value = entry.raw(key)
    if value is None or _is_number(value):
        return None if value is None else _exact(value)
    entry.fault(key, _A_NUMBER)
    return None


def _starts(entry: Section) -> StartRule:
    value = entry.raw("start_event")
    if value is None:
        return StartRule()
    if isinstance(value, str):
        return StartRule(events=(value,))
    section = Section.of(value, entry.at("start_event"), entry.faults)
    if "any_of" in section.entries:
        rule = StartRule(events=section.texts("any_of"))
    else:
        rule = StartRule(events=(section.text("event"),), late_entry=_late_entry(section))
    section.finish()
    return rule


def _late_entry(section: Section) -> LateEntry | None:
    overrides = _listed(section, "override")
    if not overrides:
        return None
    if len(overrides) > 1:
        section.fault("override", "may hold one entry")
    override = Section.of(overrides[0], section.at("override[0]"), section.faults)
    if override.text("when") != "past_month":
        override.fault("when", "must be past_month")
    entry = LateEntry(added=override.text("added"), event=override.text("event"))
    override.finish()
    return entry


def _switch(section: Section | None) -> Switch | None:
    if section is None:
        return None
    values = section.section("values")
    lengths: dict[str, Decimal] = {}
    for key in values.entries if values else ():
        number = _number(values, key) if values else None
        if number is not None:
            lengths[key] = number
    bands = []
    for place, entry in enumerate(_listed(section, "since_start_months")):
        band = Section.of(entry, section.at(f"since_start_months[{place}]"), section.faults)
        under, length = _number(band, "under"), _number(band, "value")
        if under is None or length is None:
            band.fault("", "must say under how many months, and the value")
        else:
            bands.append(Band(under_months=int(under), value=length))
        band.finish()
    switch = Switch(
        attribute=section.text("attribute", ""),
        values=MappingProxyType(lengths),
        bands=tuple(bands),
    )
    section.finish()
    if bool(switch.attribute) == bool(switch.bands):
        section.fault("", "must name either an attribute or since_start_months")
    return switch


def _words(section: Section | None) -> Mapping[str, str]:
    if section is None:
        return MappingProxyType({})
    return MappingProxyType({key: section.text(key) for key in section.entries})


def _due_adjust(entry: Section) -> bool:
    value = entry.raw("due_adjust")
    if value not in (None, "next_business_day"):
        entry.fault("due_adjust", "must be next_business_day, or be left out")
    return value is not None


def _pause_reasons(entry: Section) -> tuple[str, ...]:
    reasons = entry.texts("pause_reasons")
    if entry.flag("pausable") != bool(reasons):
        entry.fault("pause_reasons", "must be given for a pausable clock, and for no other")
    return reasons


def _phase_map(section: Section | None) -> PhaseMap | None:
    if section is None:
        return None
    terms: dict[str, tuple[Phase, ...]] = {}
    for place, entry in enumerate(_listed(section, "terms")):
        term = Section.of(entry, section.at(f"terms[{place}]"), section.faults)
        names = term.texts("national")
        for name in names:
            if name not in _PHASES:
                term.fault("national", "may hold " + ", ".join(_PHASES))
        terms[term.text("term")] = tuple(_PHASES[name] for name in names if name in _PHASES)
        term.finish()
    phases = PhaseMap(
        terms=MappingProxyType(terms),
        citation=section.citation("citation"),
        confidence=section.choice("confidence", Confidence),
        inferred=section.text("mapping_basis", "") == "inference",
    )
    section.finish()
    return phases


def _timezone(file: Section) -> str:
    name = file.text("timezone")
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        file.fault("timezone", "must be the name of a time zone such as America/Chicago")
        return "UTC"
    return name


def _days(file: Section, key: str) -> list[date]:
    days = []
    for place, text in enumerate(file.texts(key)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            file.fault(f"{key}[{place}]", "must be a day such as 2025-06-01, in quotes")
    return days


def _listed(section: Section, key: str) -> list[object]:
    value = section.raw(key)
    if value is None or isinstance(value, list):
        return value or []
    section.fault(key, "must be a list")
    return []


def _refuse_nonsense(entry: Section, parameter: ProgramParameter) -> None:
    starts, ends = parameter.effective_from, parameter.effective_to
    if starts and ends and ends < starts:
        entry.fault("effective_to", "must not lie before effective_from")
    if not parameter.kind.is_clock:
        return
    if not parameter.starts.events:
        entry.fault("start_event", "must be given for a clock")
    if parameter.kind is ParameterKind.MIN_NOTICE:
        if not parameter.target_event:
            entry.fault("target_event", "must be given for a notice")
    elif not parameter.satisfied_by:
        entry.fault("satisfied_by", "must be given for a clock")
    if parameter.kind is ParameterKind.WINDOW and parameter.value_before is None:
        entry.fault("value_before", "must be given for a window")


def _refuse_overlaps(file: Section, parameters: tuple[ProgramParameter, ...]) -> None:
    """Refuse two versions for one day, unless both say that this is meant."""
    for place, later in enumerate(parameters):
        for earlier in parameters[:place]:
            if later.name != earlier.name or later.confidence is not earlier.confidence:
                continue
            if later.overlap_ok and earlier.overlap_ok:
                continue
            if later.meets(earlier):
                path = f"parameters[{place}]"
                message = f"overlaps an earlier version of {later.name}; end that one first"
                file.faults.append(Fault(path, message))
