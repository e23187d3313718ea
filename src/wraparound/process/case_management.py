"""Case management as a service of its own: its models, its functions, and its contacts."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from importlib import resources
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.model.contact import Contact, ContactPurpose
from wraparound.model.enrollment import CaseManagementModel
from wraparound.model.findings import Confidence
from wraparound.model.meeting import Mode
from wraparound.model.referral import Referral
from wraparound.policy.document import Section
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.policy.reading import read_policy_file
from wraparound.process.activities import Shown
from wraparound.process.clock import Clock
from wraparound.process.next_steps import run_clocks
from wraparound.process.recorded import is_on_file
from wraparound.process.stay import Stay

_CONTACT_EVENTS: Final = frozenset({"contact_any", "contact_face_to_face"})
_LOOKED: Final = frozenset({ContactPurpose.MONITORING, ContactPurpose.CHECK_IN})


class WorkedBy(Enum):
    """Who does the work of a model."""

    ONE_WORKER = "one_worker"
    TEAM = "team"


class CaseFunction(Enum):
    """What case management consists of, in any model."""

    ASSESSMENT = "assessment"
    PLAN = "plan"
    LINKING = "linking"
    MONITORING = "monitoring"
    ADVOCACY = "advocacy"


@attrs.frozen(kw_only=True)
class ModelNumber:
    """A number that goes with a model.

    Attributes:
        what: What it is about.
        value: The number, in words.
        parameter: The parameter of program packs that holds it; empty where none does.
        citation: Where it comes from.
        confidence: Whether that was read; what was only recalled is shown and never used.
    """

    what: str
    value: str
    parameter: str
    citation: str
    confidence: Confidence


@attrs.frozen(kw_only=True)
class CaseModel:
    """A way of doing case management.

    Attributes:
        model: Which.
        label: What it is called.
        about: What it is.
        best_for: For whom.
        citation: Where that comes from.
        confidence: Whether that was read.
        worked_by: Who does the work.
        caseload_parameter: The parameter that says how many people there may be for each
            full-time worker.
        jobs_not_counted: Jobs that such a number leaves out.
        jobs_citation: Where that comes from.
        numbers: What else is said about it in numbers.
    """

    model: CaseManagementModel
    label: str
    about: str
    best_for: str
    citation: str
    confidence: Confidence
    worked_by: WorkedBy
    caseload_parameter: str
    jobs_not_counted: tuple[str, ...] = ()
    jobs_citation: str = ""
    numbers: tuple[ModelNumber, ...] = ()


@attrs.frozen(kw_only=True)
class FunctionReading:
    """What the record shows of one function of case management.

    Attributes:
        function: Which.
        title: What it is, in words.
        citation: The text that names it.
        shown: Whether the record shows it.
        last_on: When it was last done.
        evidence: Kinds and ids of the records that show it, the latest last.
    """

    function: CaseFunction
    title: str
    citation: str
    shown: Shown
    last_on: date | None = None
    evidence: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class MonthOfContacts:
    """The contacts with a family in one calendar month.

    Attributes:
        month: Its first day.
        reached: How many reached somebody.
        in_person: How many of these were in person, as clocks count it.
        visits: How many of these were recorded as visits.
        tried: How many reached nobody.
        unclear: How many do not say whether they reached anybody.
    """

    month: date
    reached: int
    in_person: int
    visits: int
    tried: int
    unclear: int


@functools.cache
def load_case_models() -> Mapping[CaseManagementModel, CaseModel]:
    """Return what is known of each model of case management, with its sources.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    return _file()[0]


def read_functions(stay: Stay) -> tuple[FunctionReading, ...]:
    """Return what the record of a stay shows of each function, in the order of the work.

    What is not on file may still have happened: a function is "not shown" only where somebody
    said that everything of its kind is on file (``Enrollment.complete``).
    """
    return tuple(
        _reading(function, title, citation, stay)
        for function, (title, citation) in _file()[1].items()
    )


def contacts_by_month(stay: Stay) -> tuple[MonthOfContacts, ...]:
    """Return the contacts of a stay by calendar month, without gaps, up to the day asked about.

    Contacts on an unknown day are in no month.
    """
    dated = [(each.on, each) for each in stay.contacts if isinstance(each.on, date)]
    seen = [(day, each) for day, each in dated if day <= stay.as_of]
    if not seen:
        return ()
    counted: dict[date, Counter[str]] = {}
    for day, each in seen:
        counted.setdefault(day.replace(day=1), Counter()).update(_kinds(each))
    return tuple(
        MonthOfContacts(
            month=month,
            reached=counted.get(month, Counter())["reached"],
            in_person=counted.get(month, Counter())["in_person"],
            visits=counted.get(month, Counter())["visit"],
            tried=counted.get(month, Counter())["tried"],
            unclear=counted.get(month, Counter())["unclear"],
        )
        for month in _months(min(counted), stay.as_of)
    )


def contact_minimums(stay: Stay, policy: ProgramPolicy) -> tuple[Clock, ...]:
    """Return the program's clocks that count contacts: met, missed or open in each period.

    A pack can set one for a single model (``applies_if: {model: brokerage}``) or tier. Where a
    program sets none, there are none: nothing is assumed.
    """
    return tuple(
        clock
        for clock in run_clocks(stay, policy)
        if clock.applies is not False
        and any(each.satisfied_by in _CONTACT_EVENTS for each in policy.versions(clock.name))
    )


def _kinds(contact: Contact) -> Iterator[str]:
    if contact.successful is True:
        yield "reached"
        if contact.mode in (Mode.IN_PERSON, Mode.VISIT):
            yield contact.mode.value
    else:
        yield "tried" if contact.successful is False else "unclear"


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


_Evidence = Iterator[tuple[date, str]]


def _assessed(stay: Stay) -> _Evidence:
    for each in stay.assessments:
        if isinstance(each.on, date):
            yield each.on, f"assessment:{each.id}"
    engagement = stay.engagement
    discovery = engagement.discovery if engagement else None
    if engagement is not None and discovery is not None and isinstance(discovery.on, date):
        yield discovery.on, f"engagement:{engagement.id}"


def _planned(stay: Stay) -> _Evidence:
    for each in stay.plans:
        if isinstance(each.completed_on, date):
            yield each.completed_on, f"plan:{each.id}"


def _linked(stay: Stay) -> _Evidence:
    for each in stay.chart.all(Referral):
        if isinstance(each.on, date):
            yield each.on, f"referral:{each.id}"
    yield from _for(stay.contacts, frozenset({ContactPurpose.LINKING}))


def _monitored(stay: Stay) -> _Evidence:
    yield from _for(stay.contacts, _LOOKED)
    for each in stay.plans:
        for day in each.reviews:
            yield day, f"plan:{each.id}"


def _spoken_up(stay: Stay) -> _Evidence:
    yield from _for(stay.contacts, frozenset({ContactPurpose.ADVOCACY}))


def _for(contacts: Iterable[Contact], purposes: frozenset[ContactPurpose]) -> _Evidence:
    for each in contacts:
        if each.purpose in purposes and isinstance(each.on, date):
            yield each.on, f"contact:{each.id}"


_SHOWS: Final[Mapping[CaseFunction, tuple[tuple[str, ...], Callable[[Stay], _Evidence]]]] = (
    MappingProxyType(
        {
            CaseFunction.ASSESSMENT: (("assessment",), _assessed),
            CaseFunction.PLAN: (("plan",), _planned),
            CaseFunction.LINKING: (("referral", "contact"), _linked),
            CaseFunction.MONITORING: (("contact", "plan"), _monitored),
            CaseFunction.ADVOCACY: (("contact",), _spoken_up),
        }
    )
)
"""For each function: the kinds of record that show it, and what does in a stay."""


def _reading(function: CaseFunction, title: str, citation: str, stay: Stay) -> FunctionReading:
    kinds, evidence = _SHOWS[function]
    found = sorted((day, name) for day, name in evidence(stay) if day <= stay.as_of)
    if found:
        shown = Shown.SHOWN
    else:
        whole = all(is_on_file(stay, kind) for kind in kinds)
        shown = Shown.NOT_SHOWN if whole else Shown.UNKNOWN
    return FunctionReading(
        function=function,
        title=title,
        citation=citation,
        shown=shown,
        last_on=found[-1][0] if found else None,
        evidence=tuple(dict.fromkeys(name for _, name in found)),
    )


_Functions = Mapping[CaseFunction, tuple[str, str]]
_File = tuple[Mapping[CaseManagementModel, CaseModel], _Functions]


@functools.cache
def _file() -> _File:
    file = resources.files("wraparound.process").joinpath("case_management.yaml")
    return read_policy_file(file.read_bytes(), file.name, _read)


def _read(file: Section) -> _File:
    models = [_model(each) for each in _entries(file, "models")]
    functions: dict[CaseFunction, tuple[str, str]] = {}
    for entry in _entries(file, "functions"):
        function = entry.choice("function", CaseFunction)
        functions[function] = (entry.text("title"), entry.text("citation"))
        entry.finish()
    return (
        MappingProxyType({each.model: each for each in models}),
        MappingProxyType(functions),
    )


def _entries(section: Section, key: str) -> Iterator[Section]:
    listed = section.raw(key)
    for place, entry in enumerate(listed if isinstance(listed, list) else []):
        yield Section.of(entry, f"{section.at(key)}[{place}]", section.faults)


def _model(entry: Section) -> CaseModel:
    model = CaseModel(
        model=entry.choice("model", CaseManagementModel),
        label=entry.text("label"),
        about=entry.text("about"),
        best_for=entry.text("best_for"),
        citation=entry.text("citation"),
        confidence=entry.choice("confidence", Confidence),
        worked_by=entry.choice("worked_by", WorkedBy),
        caseload_parameter=entry.text("caseload_parameter"),
        jobs_not_counted=entry.texts("jobs_not_counted"),
        jobs_citation=entry.text("jobs_citation", ""),
        numbers=tuple(_number(each) for each in _entries(entry, "numbers")),
    )
    entry.finish()
    return model


def _number(entry: Section) -> ModelNumber:
    number = ModelNumber(
        what=entry.text("what"),
        value=entry.text("value"),
        parameter=entry.text("parameter", ""),
        citation=entry.text("citation"),
        confidence=entry.choice("confidence", Confidence),
    )
    entry.finish()
    return number
