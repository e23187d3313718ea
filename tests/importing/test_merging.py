"""A record that comes in again completes what is stored, and empties nothing."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wraparound.importing import completed
from wraparound.model import (
    UNKNOWN,
    Agency,
    CrisisPlan,
    Family,
    FamilyMember,
    FamilyRole,
    Identifier,
    Need,
    Period,
    Person,
    Plan,
    Tie,
    TieKind,
)
from wraparound.model.kinds import KINDS
from wraparound.testing import strategies


def test_what_the_incoming_record_leaves_out_stays():
    stored = Person(id="p", family="f", name="Ada", birth_date=date(2010, 5, 1))
    merged = completed(stored, Person(id="p", family="f", pronouns="she"))
    assert merged == Person(
        id="p", family="f", name="Ada", birth_date=date(2010, 5, 1), pronouns="she"
    )


def test_unknown_is_left_out_too():
    stored = Person(id="p", family="f", interpreter=False)
    assert completed(stored, Person(id="p", family="f", interpreter=UNKNOWN)) == stored


def test_what_it_says_is_taken():
    stored = Agency(id="a", name="Old name")
    assert completed(stored, Agency(id="a", name="New name")).name == "New name"


def test_lists_of_parts_with_an_id_are_united():
    stored = Plan(id="v", lineage="l", family="f", needs=(Need(id="n1", statement="One", level=2),))
    incoming = Plan(
        id="v",
        lineage="l",
        family="f",
        needs=(Need(id="n2", statement="Two"), Need(id="n1", statement="One, said better")),
    )
    merged = completed(stored, incoming)
    assert [(need.id, need.statement) for need in merged.needs] == [
        ("n1", "One, said better"),
        ("n2", "Two"),
    ]
    assert merged.needs[0].level == 2


def test_members_are_told_apart_by_person_and_identifiers_by_key():
    one = Family(
        id="f",
        members=(FamilyMember(person="a", role=FamilyRole.YOUTH),),
        identifiers=(Identifier(system="s", value="1"),),
    )
    two = Family(
        id="f",
        members=(FamilyMember(person="b", role=FamilyRole.CAREGIVER),),
        identifiers=(Identifier(system="s", value="1"), Identifier(system="t", value="1")),
    )
    merged = completed(one, two)
    assert [member.person for member in merged.members] == ["a", "b"]
    assert [each.key for each in merged.identifiers] == ["s|1", "t|1"]


def test_a_period_is_replaced_as_a_whole():
    def job(period):
        return Tie(id="t", kind=TieKind.EMPLOYED_BY, subject="p", object="a", period=period)

    stored = job(Period(start=date(2020, 1, 1), end=date(2024, 1, 1)))
    reopened = job(Period(start=date(2020, 1, 1)))
    assert completed(stored, reopened) == reopened


def test_a_list_of_plain_texts_is_replaced():
    stored = CrisisPlan(triggers=("noise",), respite="Aunt")
    merged = completed(stored, CrisisPlan(triggers=("crowds", "heat")))
    assert (merged.triggers, merged.respite) == (("crowds", "heat"), "Aunt")


@given(st.sampled_from(sorted(KINDS)).flatmap(strategies.records))
def test_a_record_completed_with_itself_is_the_same(record):
    assert completed(record, record) is record
