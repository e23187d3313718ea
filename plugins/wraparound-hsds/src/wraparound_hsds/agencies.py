"""Organizations become agencies."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.model.agency import Agency
from wraparound.model.ids import NPI, TIN, AgencyId, Identifier, PartyId, TieId
from wraparound.model.shares import UNDISCLOSED
from wraparound.model.terms import UNKNOWN
from wraparound.model.tie import Tie, TieKind
from wraparound.shapes import Json, below, objects_in, text_in
from wraparound_hsds.contacts import contacts_in
from wraparound_hsds.gathering import Gathering
from wraparound_hsds.places import postal

_SYSTEMS = {
    "ein": TIN,
    "npi": NPI,
    "tin": TIN,
    "us-ein": TIN,
    "us-npi": NPI,
    NPI: NPI,
    TIN: TIN,
}
"""Schemes that the library has a name of its own for, so that other formats' agencies match."""

PARENT = "HSDS parent_organization_id: a directory's word; how much the parent holds is not stated"


def agency_from(
    value: Json, gathering: Gathering, *, path: str, line: int, entry: bool = False
) -> AgencyId:
    """Take an organization without faults, and return the id of the agency.

    Args:
        value: The organization.
        gathering: Where it goes.
        path: Where it stands.
        line: The line that its entry begins on.
        entry: Whether it is an entry of its own, and not told inside of a service.
    """
    local = text_in(value, "id")
    identifiers = tuple({each.key: each for each in _identifiers(value, gathering)}.values())
    agency = AgencyId(gathering.intake.id_of("agency", *identifiers))
    other_name, places = text_in(value, "alternate_name"), objects_in(value, "locations")
    addresses = [address for place in places for address in objects_in(place, "addresses")]
    record = Agency(
        id=agency,
        identifiers=identifiers,
        name=text_in(value, "name"),
        other_names=(other_name,) if other_name else (),
        description=text_in(value, "description"),
        contacts=contacts_in(value),
        address=postal(addresses),
        website=text_in(value, "website"),
    )
    gathering.take(record, path=path, line=line, entry=entry)
    if parent := text_in(value, "parent_organization_id"):
        _take_parent(agency, local, parent, gathering, path=path, line=line)
    return agency


def agency_called(local: str, gathering: Gathering, *, path: str, line: int) -> AgencyId:
    """Return the id of the agency that the file only names, so that nothing dangles."""
    identifier = gathering.identifier(local)
    agency = AgencyId(gathering.intake.id_of("agency", identifier))
    stub = Agency(id=agency, identifiers=(identifier,), name=UNKNOWN)
    gathering.take(stub, path=path, line=line)
    return agency


def _take_parent(
    agency: AgencyId, local: str, parent: str, gathering: Gathering, *, path: str, line: int
) -> None:
    holder = agency_called(parent, gathering, path=path, line=line)
    if holder == agency:
        words = "must not be the organization itself"
        gathering.intake.fault(below(path, "parent_organization_id"), words, line=line)
        return
    identifier = gathering.identifier(f"{local}#parent")
    tie = Tie(
        id=TieId(gathering.intake.id_of("tie", identifier)),
        identifiers=(identifier,),
        kind=TieKind.OWNS,
        subject=PartyId(holder),
        object=PartyId(agency),
        share=UNDISCLOSED,
        source=PARENT,
    )
    gathering.take(tie, path=path, line=line)


def _identifiers(value: Json, gathering: Gathering) -> Iterator[Identifier]:
    if tax := text_in(value, "tax_id"):
        yield Identifier(system=TIN, value=tax)
    for each in objects_in(value, "organization_identifiers"):
        scheme = text_in(each, "identifier_scheme") or text_in(each, "identifier_type")
        named = text_in(each, "identifier")
        if scheme and named:
            yield Identifier(system=_SYSTEMS.get(scheme.lower(), scheme), value=named)
        else:
            why = "names no scheme, or no identifier"
            gathering.intake.left_out("organization.organization_identifiers", why)
    yield gathering.identifier(text_in(value, "id"))
