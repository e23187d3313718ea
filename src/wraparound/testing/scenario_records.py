"""People, agencies, plans, duties and ties of a scenario, made into records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar

from wraparound.model import agency, duty, person, plan, planned_service, tie
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.ids import NPI, TIN, EnrollmentId, Identifier, PersonId
from wraparound.model.record import Record
from wraparound.testing.scenario_rows import (
    FAMILY,
    Row,
    Rows,
    answer,
    day,
    period,
    recorded,
    share,
    word,
)

_Word = TypeVar("_Word", bound=Enum)

Maker = Callable[[Row, Rows], Iterator[Record]]


def family_of_scenario(rows: Rows) -> Family:
    """Return the family with every youth of the scenario in it."""
    youth = [FamilyMember(person=each, role=FamilyRole.YOUTH) for each in sorted(rows.youth)]
    others = [
        FamilyMember(person=PersonId(each), role=FamilyRole.OTHER_RELATIVE)
        for each in sorted(rows.family)
    ]
    return Family(id=FAMILY, members=(*youth, *others))


def _person(row: Row, rows: Rows) -> Iterator[Record]:
    yield person.Person(
        id=row["id"],
        family=FAMILY if rows.is_family(row["id"]) else None,
        name=row["name"],
        member=row.get("member", False),
        residences=tuple(
            person.Residence(area=word(stay["area"]), period=period(stay))
            for stay in row.get("areas", ())
        ),
    )


def _agency(row: Row, _: Rows) -> Iterator[Record]:
    systems = {"tin": TIN, "npi": NPI}
    yield agency.Agency(
        id=row["id"],
        name=row["name"],
        identifiers=tuple(
            Identifier(system=system, value=row[key])
            for key, system in systems.items()
            if key in row
        ),
        board_size=row.get("board_size"),
    )


def _plan(row: Row, rows: Rows) -> Iterator[Record]:
    only: Row = {"id": f"{row['id']}.1", "date": None, "authors": ()}
    versions: Sequence[Row] = row.get("versions") or (only,)
    for number, version in enumerate(versions, start=1):
        yield plan.Plan(
            id=version["id"],
            lineage=row["id"],
            family=FAMILY,
            enrollment=EnrollmentId(f"{row['id']}.stay"),
            youth=row["youth"],
            version=number,
            status=plan.PlanStatus.ACTIVE,
            period=period(row),
            dated_on=day(version["date"]),
            authors=tuple(version["authors"]),
            consent_on=day(row.get("consent")),
            conflict_guidelines_on=day(row.get("coi_guidelines")),
            dispute_strategy_on=day(row.get("dispute_strategy")),
            services=tuple(
                _service(each) for each in rows.of("services") if each["plan"] == row["id"]
            ),
            signatures=tuple(
                _signature(each, rows)
                for each in rows.of("signatures")
                if each["plan"] == row["id"] and number == len(versions)
            ),
        )


def _service(row: Row) -> planned_service.PlannedService:
    return planned_service.PlannedService(
        id=row["id"],
        category=word(row["category"]),
        provider=row["provider"],
        paid=answer(row["paid"]),
        hcbs=answer(row["hcbs"]),
        spans=tuple(
            planned_service.ServiceSpan(
                status=planned_service.ServiceStatus(span["status"]),
                period=period(span),
            )
            for span in row["spans"]
        ),
        performers=tuple(
            planned_service.Performer(person=each["person"], period=period(each))
            for each in row.get("performers", ())
        ),
        recorded_on=recorded(row),
    )


def _signature(row: Row, rows: Rows) -> plan.Signature:
    is_agency = row["by"] in rows.agencies
    return plan.Signature(
        id=row["id"],
        role=plan.SignerRole.PROVIDER if is_agency else plan.SignerRole.OTHER,
        person=None if is_agency else row["by"],
        agency=row["by"] if is_agency else None,
        on=day(row["date"]),
        recorded_on=recorded(row),
    )


def _duty(row: Row, _: Rows) -> Iterator[Record]:
    yield duty.Duty(
        id=row["id"],
        family=FAMILY if row.get("plan") else None,
        plan=row.get("plan"),
        role=duty.DutyRole(row["role"]),
        holder=row["holder"],
        services=tuple(row.get("services", ())),
        unit=row.get("unit", ""),
        period=period(row),
        recorded_on=recorded(row),
    )


def _tie(row: Row, rows: Rows) -> Iterator[Record]:
    given = {
        name: shape(row[name])
        for name, shape in _TIE_WORDS.items()
        if row.get(name) is not None and not (name == "basis" and _controls(row))
    }
    if _controls(row) and "basis" in row:
        given["control_by"] = _one_of(tie.ControlBy, row["basis"], tie.ControlBy.OTHER)
    yield tie.Tie(
        id=row["id"],
        family=FAMILY if rows.is_family(row["subject"], row["object"]) else None,
        kind=tie.TieKind(row["kind"]),
        subject=row["subject"],
        object=word(row["object"]),
        period=period(row),
        share=share(row.get("share")),
        votes=share(row.get("votes")),
        assets=share(row.get("assets")),
        incident_of=row.get("incident_of"),
        depends_on=row.get("depends_on"),
        partner=row.get("partner", False),
        court_order="court_order" in row,
        court_order_number=row.get("court_order", ""),
        recorded_on=recorded(row),
        **given,
    )


def _one_of(words: type[_Word], word: str, other: _Word) -> _Word:
    """Return what a word of a scenario stands for; those of a basis are open to more."""
    return next((each for each in words if each.value == word), other)


def _controls(row: Row) -> bool:
    return bool(row["kind"] == tie.TieKind.CONTROLS.value)


_TIE_WORDS: Mapping[str, Callable[[str], Any]] = {
    "via": tie.Holding,
    "position": tie.Office,
    "basis": lambda word: _one_of(tie.PayBasis, word, tie.PayBasis.OTHER),
    "relation": tie.Relation,
    "nature": tie.KinNature,
    "certainty": tie.Certainty,
}


MAKERS: Mapping[str, Maker] = {
    "people": _person,
    "youth": _person,
    "agencies": _agency,
    "plans": _plan,
    "duties": _duty,
    "ties": _tie,
}
"""How the rows of each kind become records."""
