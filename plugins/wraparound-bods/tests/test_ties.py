"""Statements become agencies, people and dated ties."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from wraparound.model.agency import Agency, AgencyKind
from wraparound.model.disclosure import UnspecifiedInterest, UnspecifiedReason
from wraparound.model.ids import TIN
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.shares import Share
from wraparound.model.terms import UNKNOWN, Unknown, Why
from wraparound.model.tie import ControlBy, Holding, Office, Tie, TieKind
from wraparound.program import Program
from wraparound_bods.interests import PLACEMENTS
from wraparound_bods.records import INTEREST_TYPES


def only_tie(desk):
    assert [str(fault) for fault in desk.faults] == []
    (tie,) = desk.of(Tie)
    return tie


def direct(of_type="shareholding", **more):
    return {"type": of_type, "directOrIndirect": "direct", "startDate": "2020-01-01", **more}


@pytest.mark.parametrize(
    ("stated", "low", "high", "low_open", "high_open"),
    [
        ({"exact": 30}, "0.30", "0.30", False, False),
        ({"exact": 0.1}, "0.001", "0.001", False, False),
        ({"exact": 33.333333333333333}, "0.33333333333333336", "0.33333333333333336", False, False),
        ({"minimum": 25, "maximum": 50}, "0.25", "0.50", False, False),
        ({"exclusiveMinimum": 25, "maximum": 50}, "0.25", "0.50", True, False),
        ({"minimum": 75, "exclusiveMaximum": 100}, "0.75", "1.00", False, True),
        ({"minimum": 25, "exclusiveMinimum": 30}, "0.30", "1", True, False),
        ({"maximum": 5}, "0", "0.05", False, False),
    ],
)
def test_percentages_become_exact_parts(writing, stated, low, high, low_open, high_open):
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", direct(share=stated))]))
    assert tie.share == Share(
        low=Decimal(low), high=Decimal(high), low_open=low_open, high_open=high_open
    )


def test_digits_of_a_share_are_not_rounded(writing):
    """A percentage goes from the file into the record without a binary number in between."""
    text = '"share": {"exact": 12.345678901234567890123456789012345}'
    statements = [*writing.pair(), writing.holding("r", direct(share={"exact": 77}))]
    content = json.dumps(statements).replace('"share": {"exact": 77}', text)
    share = only_tie(writing.read(content)).share
    assert str(share.low) == "0.12345678901234567890123456789012345"


def test_a_share_that_is_not_stated_is_undisclosed(writing):
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", direct())]))
    assert tie.share == Share(unknown=Why.NOT_RECORDED)


def test_shares_and_votes_of_one_holder_are_one_tie(writing):
    interests = direct(share={"exact": 40}), direct("votingRights", share={"exact": 60})
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", *interests)]))
    assert (tie.kind, str(tie.share.low), str(tie.votes.low)) == (TieKind.OWNS, "0.40", "0.60")


def test_votes_without_shares_own_an_unknown_part(writing):
    interest = direct("votingRights", share={"exact": 60})
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", interest)]))
    assert tie.share == Share(unknown=Why.NOT_RECORDED)
    assert str(tie.votes.low) == "0.60"


@pytest.mark.parametrize(
    ("of_type", "kind", "field", "value"),
    [
        ("appointmentOfBoard", TieKind.CONTROLS, "control_by", ControlBy.BOARD_APPOINTMENT),
        ("trustee", TieKind.CONTROLS, "control_by", ControlBy.TRUST),
        ("otherInfluenceOrControl", TieKind.CONTROLS, "control_by", ControlBy.OTHER),
        ("boardMember", TieKind.OFFICE, "position", Office.DIRECTOR),
        ("boardChair", TieKind.OFFICE, "position", Office.CHAIR),
        ("seniorManagingOfficial", TieKind.OFFICE, "position", Office.MANAGING_EMPLOYEE),
        ("conditionalRightsGrantedByContract", TieKind.OWNS, "via", Holding.UNEXERCISED_OPTION),
        ("settlor", TieKind.OWNS, "share", Share(unknown=Why.NOT_RECORDED)),
        ("unpublishedInterest", TieKind.OWNS, "share", Share(unknown=Why.WITHHELD)),
    ],
)
def test_each_type_of_interest_has_its_tie(writing, of_type, kind, field, value):
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", direct(of_type))]))
    assert (tie.kind, getattr(tie, field)) == (kind, value)


@pytest.mark.parametrize("of_type", INTEREST_TYPES)
def test_no_interest_vanishes(writing, of_type):
    """Every type of the standard is a tie, or is reported with a reason."""
    desk = writing.read([*writing.pair(), writing.holding("r", direct(of_type))])
    reported = f"relationship.interests.{of_type}" in desk.losses
    assert len(desk.of(Tie)) + reported == 1
    assert bool(PLACEMENTS[of_type].why_not) == reported


def test_profit_rights_beside_shares_are_not_counted_twice(writing):
    interests = direct(share={"exact": 50}), direct("rightsToProfitOrIncome", share={"exact": 50})
    desk = writing.read([*writing.pair(), writing.holding("r", *interests)])
    assert len(desk.of(Tie)) == 1
    assert desk.losses["relationship.interests.rightsToProfitOrIncome"] == 1


def test_a_holder_without_interests_has_an_unknown_part(writing):
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r")]))
    assert (tie.kind, tie.share.unknown) == (TieKind.OWNS, Why.NOT_RECORDED)


def test_a_start_that_is_not_stated_is_unknown_and_sure_when_it_was_said(writing):
    interest = {"type": "boardMember", "endDate": "2025-06-01"}
    tie = only_tie(writing.read([*writing.pair(), writing.holding("r", interest)]))
    sure = Unknown(sure_on=date(2025, 3, 1))
    assert tie.period == Period(start=sure, end=date(2025, 6, 1))


def test_the_latest_statement_wins_in_whatever_order_they_come(writing):
    versions = [
        writing.holding("r", direct(share={"exact": 10}), more={"statementDate": "2021-01-01"}),
        writing.holding(
            "r",
            direct(share={"exact": 30}),
            more={"statementDate": "2023-01-01T08:00:00Z", "recordStatus": "updated"},
        ),
        writing.holding("r", direct(share={"exact": 20}), more={"statementDate": "2022-01-01"}),
    ]
    for order in (versions, versions[::-1]):
        desk = writing.read([*order, *writing.pair()])
        assert str(only_tie(desk).share.low) == "0.30"
        assert desk.losses["statement"] == 2


def test_a_closed_record_ends_its_ties_on_that_day(writing):
    opened = writing.holding("r", direct(share={"exact": 10}))
    closed = writing.holding("r", more={"statementDate": "2025-08-09", "recordStatus": "closed"})
    tie = only_tie(writing.read([*writing.pair(), opened, closed]))
    assert tie.period == Period(start=date(2020, 1, 1), end=date(2025, 8, 9))
    assert str(tie.share.low) == "0.10"


def test_an_indirect_interest_whose_chain_is_there_is_not_counted_again(writing):
    statements = [
        *writing.pair(),
        writing.entity("alder"),
        writing.holding("a", direct(share={"exact": 60}), holder="alder"),
        writing.holding("b", direct(share={"exact": 50}), subject="alder"),
        writing.holding(
            "c",
            {"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 30}},
            componentRecords=["alder", "a", "b"],
        ),
    ]
    desk = writing.read(statements)
    assert sorted(str(tie.share.low) for tie in desk.of(Tie)) == ["0.50", "0.60"]
    assert desk.losses["relationship.interests.shareholding"] == 1


@pytest.mark.parametrize("components", [[], ["not-in-the-file"]])
def test_an_indirect_interest_without_its_chain_is_kept(writing, components):
    interest = {"type": "shareholding", "directOrIndirect": "indirect", "share": {"exact": 30}}
    held = writing.holding("c", interest, componentRecords=components)
    tie = only_tie(writing.read([*writing.pair(), held]))
    assert str(tie.share.low) == "0.30"
    assert "indirect" in tie.source


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("noBeneficialOwners", UnspecifiedReason.NO_BENEFICIAL_OWNERS),
        ("interestedPartyHasNotProvidedInformation", UnspecifiedReason.NOT_PROVIDED),
        ("subjectExemptFromDisclosure", UnspecifiedReason.EXEMPT),
        ("informationUnknownToPublisher", UnspecifiedReason.UNKNOWN),
    ],
)
def test_a_holder_who_is_not_named_is_an_unspecified_interest(writing, reason, expected):
    """Whether the relationship itself says so, or the statement about an anonymous person."""
    anonymous = {"personType": "anonymousPerson", "unspecifiedPersonDetails": {"reason": reason}}
    for statements in (
        [*writing.pair(), writing.holding("r", holder={"reason": reason})],
        [writing.entity("birch"), writing.person("mara", **anonymous), writing.holding("r")],
    ):
        desk = writing.read(statements)
        assert desk.faults == []
        (interest,) = desk.of(UnspecifiedInterest)
        assert (interest.reason, interest.agency) == (expected, desk.of(Agency)[0].id)
        assert desk.of(Tie) == []


def test_an_anonymous_entity_stays_in_the_chain_and_its_owners_are_unspecified(writing):
    hidden = writing.entity("veil", entityType={"type": "anonymousEntity"})
    statements = [*writing.pair(), hidden, writing.holding("r", direct(), holder="veil")]
    desk = writing.read(statements)
    assert only_tie(desk).subject == desk.of(UnspecifiedInterest)[0].agency


def test_owners_in_a_circle_are_kept_as_they_are(writing):
    statements = [
        writing.entity("birch"),
        writing.entity("alder"),
        writing.holding("a", direct(share={"exact": 100}), subject="birch", holder="alder"),
        writing.holding("b", direct(share={"exact": 100}), subject="alder", holder="birch"),
    ]
    one, other = writing.read(statements).of(Tie)
    assert (one.subject, one.object) == (other.object, other.subject)


def test_an_agency_is_not_tied_to_itself(writing):
    held = writing.holding("r", direct(share={"exact": 3}), holder="birch")
    desk = writing.read([writing.entity("birch"), held])
    assert (desk.faults, desk.of(Tie)) == ([], [])
    assert desk.losses["relationship.interests"] == 1


def test_an_entity_becomes_an_agency(writing):
    entity = writing.entity(
        "birch",
        entityType={"type": "stateBody", "subtype": "stateAgency"},
        name="Birch House",
        alternateNames=["The Birches"],
        jurisdiction={"name": "Ohio", "code": "US-OH"},
        identifiers=[
            {"scheme": "US-EIN", "id": "12-3456789"},
            {"schemeName": "Oak register", "id": "7"},
            {"scheme": "GB-COH"},
        ],
        foundingDate="2001-02-03",
        dissolutionDate="2024-05-06",
        addresses=[
            {"type": "business", "address": "2 Side Street"},
            {"type": "registered", "address": "1 Main Street", "postCode": "00001"},
        ],
    )
    desk = writing.read([entity])
    (agency,) = desk.of(Agency)
    assert [each.key for each in agency.identifiers] == [
        f"{TIN}|123456789",
        "Oak register|7",
        "urn:example:register|birch",
    ]
    assert (agency.name, agency.other_names) == ("Birch House", ("The Birches",))
    assert (agency.kind, agency.jurisdiction) == (AgencyKind.GOVERNMENT, "US-OH")
    assert agency.address == "1 Main Street, 00001"
    assert agency.period == Period(start=date(2001, 2, 3), end=date(2024, 5, 6))
    assert desk.losses["entity.identifiers"] == desk.losses["entity.addresses"] == 1


def test_a_person_is_known_by_identifiers_and_name_and_little_else(writing):
    names = [{"type": "birth", "fullName": "M. Oakes"}, {"type": "legal", "fullName": "Mara Oaks"}]
    home = [{"type": "residence", "address": "3 Home Street"}]
    person = writing.person("mara", names=names, addresses=home, birthDate="1980-02")
    desk = writing.read([person])
    (record,) = desk.of(Person)
    assert (record.name, record.birth_date, record.residences) == ("Mara Oaks", UNKNOWN, ())
    assert {"person.addresses", "person.birthDate", "person.names"} <= desk.losses.keys()


def test_people_are_never_matched_by_name(writing):
    same = {"names": [{"fullName": "Mara Oaks"}]}
    desk = writing.read([writing.person("one", **same), writing.person("two", **same)])
    assert len({person.id for person in desk.of(Person)}) == 2


def test_two_records_with_one_company_number_are_one_agency(writing):
    number = {"identifiers": [{"scheme": "GB-COH", "id": "00000001"}]}
    desk = writing.read([writing.entity("one", **number), writing.entity("two", **number)])
    assert len({agency.id for agency in desk.of(Agency)}) == 1


def test_importing_twice_makes_no_duplicates(writing):
    """And a later version of the file changes the ties that are stored."""
    parties = writing.pair()
    first = [*parties, writing.holding("r", direct(share={"exact": 50}))]
    later = writing.holding("r", direct(share={"exact": 100}), more={"statementDate": "2026-01-01"})
    with Program.open("memory:", only=("bods",)) as program:
        path = writing.file(first)
        assert dict(program.import_files([path], by="tester").added)["tie"] == 1
        again = program.import_files([path], by="tester")
        assert (dict(again.added), dict(again.completed)) == ({}, {})
        assert dict(again.unchanged) == {"agency": 1, "person": 1, "tie": 1}
        writing.file([*first, later])
        assert dict(program.import_files([path], by="tester").completed) == {"tie": 1}
        (tie,) = program.find(Tie)
        assert str(tie.share.low) == "1.00"


def test_ndjson_is_read_line_by_line(writing):
    lines = [*writing.pair(), writing.holding("r", direct())]
    text = "\n".join(json.dumps(line) for line in lines)
    assert only_tie(writing.read(text, "register.ndjson"))
