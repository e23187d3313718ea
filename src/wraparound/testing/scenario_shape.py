"""How facts are written in a scenario: which fields each kind has, and what may stand in them.

It tells everything that is wrong with the facts at once, by kind, id and field. What the review
itself refuses, such as a share above the whole, is left to it: a scenario may expect that.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

import attrs

from wraparound.conflict import load_catalogue
from wraparound.conflict.closings import EVENT_KINDS
from wraparound.errors import did_you_mean
from wraparound.model import agency, choice, contact, disclosure, duty, grievance, tie
from wraparound.model.disclosure import GiftKind
from wraparound.model.meeting import AttendedAs
from wraparound.model.planned_service import ServiceStatus

_UNKNOWN = "unknown"

_Check = Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.lstrip("-").replace(".", "", 1).isdigit()


_TYPES: Mapping[str, tuple[_Check, str]] = MappingProxyType(
    {
        "text": (_is_text, "must be a text"),
        "text?": (lambda each: each is None or _is_text(each), "must be a text, or null"),
        "day": (_is_day, "must be a day such as 2025-06-01, in quotes"),
        "day?": (
            lambda each: each is None or _is_day(each),
            "must be a day such as 2025-06-01, in quotes, or null",
        ),
        "day??": (
            lambda each: each is None or each == _UNKNOWN or _is_day(each),
            "must be a day such as 2025-06-01, in quotes, or null, or unknown",
        ),
        "flag": (lambda each: isinstance(each, bool), "must be true or false"),
        "tri": (
            lambda each: isinstance(each, bool) or each == _UNKNOWN,
            "must be true, false or unknown",
        ),
        "texts": (
            lambda each: isinstance(each, (list, tuple)) and all(map(_is_text, each)),
            "must be a list of texts",
        ),
        "days": (
            lambda each: isinstance(each, (list, tuple)) and all(map(_is_day, each)),
            "must be a list of days such as 2025-06-01, in quotes",
        ),
        "count": (
            lambda each: isinstance(each, int) and not isinstance(each, bool),
            "must be a whole number",
        ),
        "number": (_is_number, "must be a number in quotes"),
        "share": (
            lambda each: isinstance(each, (str, Mapping)),
            "must be a number in quotes, a range {min, max}, or unknown",
        ),
    }
)

_PERIOD = "from:day?? until:day?? first_known:day last_known:day"
_RECORDED = "recorded:day"

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "areas": f"area! {_PERIOD}",
        "versions": "id! date!:day?? authors!:texts",
        "spans": f"status!:ServiceStatus {_PERIOD}",
        "performers": f"person! {_PERIOD}",
        "approvals": "kind! status!:Approval date!:day?? by",
        "safeguards": f"code! {_PERIOD}",
        "handlers": f"person! {_PERIOD}",
        "payments": f"id! payer! {_PERIOD}",
        "attendees": "who! as!:AttendedAs",
    }
)

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "people": "id! name! member:flag",
        "agencies": "id! name! tin npi board_size:count",
        "youth": "id! name! member:flag family:texts areas:areas",
        "plans": "id! youth! versions:versions consent:day?? coi_guidelines:day?? "
        f"dispute_strategy:day?? {_PERIOD}",
        "duties": "id! plan:text? role!:DutyRole holder! services:texts unit "
        f"{_RECORDED} {_PERIOD}",
        "services": "id! plan! provider! category! paid!:tri hcbs!:tri spans!:spans "
        f"performers:performers {_RECORDED}",
        "ties": "id! kind!:TieKind subject! object! share:share votes:share assets:share "
        "via:Holding position:Office basis incident_of depends_on certainty:Certainty "
        f"relation:Relation nature:KinNature partner:flag court_order {_RECORDED} {_PERIOD}",
        "unspecified_interests": f"id! agency! reason!:UnspecifiedReason {_RECORDED} {_PERIOD}",
        "certifications": f"id! agency! as!:CertifiedAs {_RECORDED} {_PERIOD}",
        "exceptions": "id! entity! authorities!:texts functions!:texts areas!:texts plans:texts "
        "approvals:approvals demonstrated:day? roster_checks:days safeguards:safeguards "
        f"{_RECORDED} {_PERIOD}",
        "mitigations": "id! rules!:texts safeguards!:safeguards holder counterparty plan "
        f"approved_by approved_on:day {_RECORDED} {_PERIOD}",
        "offers": f"id! plan! category! date!:day offered_by! providers!:texts {_RECORDED}",
        "roster": "id! agency! offers!:texts area! willing!:tri qualified!:tri "
        f"{_RECORDED} {_PERIOD}",
        "choices": "id! plan! service! date!:day service_options_given:flag "
        "service_selection:flag provider_options_given:flag provider_selection_agreement:flag "
        f"plan_agreement:flag setting_choice:flag {_RECORDED}",
        "notices": f"id! kind!:NoticeKind plan! date!:day forms!:texts {_RECORDED}",
        "conditions": f"id! plan! imposed_by! requires! for! {_RECORDED} {_PERIOD}",
        "disclosures": "id! kind!:DisclosureKind person! date!:day declares:texts employer "
        f"cosigned_by:texts reviewed_by {_RECORDED}",
        "events": f"id! kind!:Event plan! date!:day by requested_by_family:flag {_RECORDED}",
        "requests": "id! kind!:RequestKind plan! received!:day answered:day? handled_by about "
        f"{_RECORDED}",
        "grievances": "id! plan! received!:day resolved:day? subject! involved:texts "
        f"handlers:handlers {_RECORDED}",
        "referrals": f"id! by! provider! category! area! quarter! count!:count {_RECORDED}",
        "supports": f"id! plan! person! type!:SupportType payments:payments {_RECORDED} {_PERIOD}",
        "assessments": f"id! plan! by! date!:day sets_rate_for {_RECORDED}",
        "activities": f"id! plan! person! date!:day billed_as! nature!:Nature {_RECORDED}",
        "flex_funds": "id! plan! date!:day requester! approvers!:texts payee! amount:number "
        f"{_RECORDED}",
        "meetings": f"id! plan! date!:day attendees!:attendees {_RECORDED}",
        "signatures": f"id! plan! by! date!:day {_RECORDED}",
        "gifts": f"id! kind!:GiftKind giver! receiver! value!:number date:day {_RECORDED} "
        f"{_PERIOD}",
    }
)
"""The fields of each kind (specification, section 2): ``!`` must be given; after the colon what it
is, a text where nothing is said."""


def _of(words: type[Enum], *more: str) -> tuple[str, ...]:
    return (*(str(each.value) for each in words), *more)


_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ServiceStatus": _of(ServiceStatus),
        "Approval": ("approved", "pending", "denied", "withdrawn"),
        "AttendedAs": _of(AttendedAs),
        "DutyRole": _of(duty.DutyRole),
        "TieKind": _of(tie.TieKind),
        "Holding": _of(tie.Holding),
        "Office": _of(tie.Office),
        "Certainty": _of(tie.Certainty),
        "Relation": _of(tie.Relation),
        "KinNature": _of(tie.KinNature),
        "UnspecifiedReason": _of(disclosure.UnspecifiedReason),
        "CertifiedAs": _of(agency.CertifiedAs),
        "NoticeKind": _of(choice.NoticeKind),
        "DisclosureKind": _of(disclosure.DisclosureKind),
        "Event": tuple(sorted(EVENT_KINDS)),
        "RequestKind": _of(grievance.RequestKind, "update"),
        "SupportType": ("natural", "paid"),
        "Nature": _of(contact.BillingNature, _UNKNOWN),
        "GiftKind": _of(GiftKind),
    }
)


@attrs.frozen
class _Field:
    name: str
    needed: bool
    type: str


@functools.cache
def _fields(shape: str) -> Mapping[str, _Field]:
    found = {}
    for each in shape.split():
        name, _, kind = each.partition(":")
        bare = name.rstrip("!")
        found[bare] = _Field(bare, name.endswith("!"), kind or "text")
    return found


def shape_faults(facts: object) -> Iterator[str]:
    """Yield everything that is wrong with how the facts of a scenario are written, in words.

    Kinds that there are not are passed over: the review refuses them itself.

    Args:
        facts: Lists of facts by kind.
    """
    if not isinstance(facts, Mapping):
        yield "facts must be a mapping of kinds to lists"
        return
    for kind, rows in facts.items():
        if kind not in _KINDS:
            continue
        if not isinstance(rows, (list, tuple)):
            yield f"{kind} must be a list"
            continue
        for place, row in enumerate(rows):
            yield from _row_faults(f"{kind}[{place}]", kind, row, _KINDS[kind])


def _row_faults(where: str, kind: str, row: object, shape: str) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where} must be a mapping of fields"
        return
    name = row.get("id")
    called = f"{kind} {name}" if name and _is_text(name) else where
    fields = _fields(shape)
    for key in row:
        if key not in fields:
            near = did_you_mean(str(key), fields)
            yield f"{called}: {key} is no field of it" + (f"; {near}" if near else "")
    for field in fields.values():
        if field.name not in row:
            if field.needed:
                yield f"{called}: {field.name} must be given"
            continue
        yield from _value_faults(called, field, row[field.name])


def _value_faults(called: str, field: _Field, value: Any) -> Iterator[str]:  # Any: a YAML value
    if field.type in _PARTS:
        if not isinstance(value, (list, tuple)):
            yield f"{called}: {field.name} must be a list"
            return
        for place, part in enumerate(value):
            where = f"{called}: {field.name}[{place}]"
            yield from _row_faults(where, where, part, _PARTS[field.type])
    elif field.type in _WORDS:
        words = _WORDS[field.type]
        if value not in words:
            near = did_you_mean(value, words) if isinstance(value, str) else ""
            hint = near or f"it may be {', '.join(sorted(words))}"
            yield f"{called}: {field.name} cannot be {value!r}; {hint}"
    else:
        check, wanted = _TYPES[field.type]
        if not check(value):
            yield f"{called}: {field.name} is {value!r}, and {wanted}"


_DAYS = ("as_of", "known_as_of")


def scenario_faults(scenario: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with what a scenario of conflicts gives and expects."""
    for name in _DAYS:
        day = scenario.get(name)
        if day is not None and not _is_day(day):
            yield f"{name} is {day!r}, and must be a day such as 2025-06-01, in quotes"
    packs = scenario.get("packs", ())
    if not isinstance(packs, list) or not packs or not all(isinstance(each, str) for each in packs):
        yield "packs must be a list with the name of at least one pack"
    codes = {code.removeprefix("COI-") for code in load_catalogue()}
    groups = {code.partition("-")[0] for code in codes}
    for name, known in (("skip", codes | groups), ("absent", {f"COI-{each}" for each in codes})):
        for word in scenario.get(name) or ():
            if word not in known:
                near = did_you_mean(str(word), known)
                yield f"{name} names {word!r}, and there is no such rule" + (
                    f"; {near}" if near else ""
                )
    yield from shape_faults(scenario.get("facts", {}))
    yield from _unlike_findings(scenario)
    change = scenario.get("what_if")
    if isinstance(change, Mapping):
        yield from shape_faults(change.get("add", {}))


_OF_FINDING = frozenset(
    {
        *("rule", "plan", "holder", "counterparty", "severity", "disposition", "reasons", "from"),
        *("until", "path", "timing", "waivers", "measure", "by_pack"),
    }
)


def _unlike_findings(scenario: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of expected findings that no finding has."""
    expected: object = scenario.get("expect")
    if expected is not None and not isinstance(expected, list):
        yield "expect must be a list of findings"
        return
    rows: list[object] = expected or []
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping) or "rule" not in row:
            yield f"expect[{place}] must be a finding with its rule"
            continue
        for key in sorted(map(str, row.keys() - _OF_FINDING)):
            near = did_you_mean(key, _OF_FINDING)
            yield f"expect[{place}]: {key} is no field of a finding" + (f"; {near}" if near else "")
