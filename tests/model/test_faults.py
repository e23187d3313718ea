"""What a record refuses: everything at once, each with its place, never with the value."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_type_hints

import attrs
import pytest

from wraparound.errors import RecordInvalid, WraparoundError
from wraparound.model import (
    UNKNOWN,
    Contact,
    DataPoint,
    Enrollment,
    FlexFundRequest,
    Gift,
    GiftKind,
    Identifier,
    Incident,
    IncidentType,
    Need,
    Person,
    Plan,
    Residence,
    Staff,
    Team,
    TeamMember,
    TeamRole,
)
from wraparound.model.checks import DEMAND, check_for, words_for


def faults(build, **fields):
    with pytest.raises(RecordInvalid) as refused:
        build(**fields)
    return {fault.path: fault.message for fault in refused.value.faults}


def test_all_faults_are_told_at_once():
    """Wrong types, unmet demands and bad ids come together, in the order of the fields."""
    found = faults(Need, id="n 1", statement="  ", priority="first", status="active")
    assert list(found) == ["id", "priority", "status", "statement"]
    assert found["statement"] == "must be a text that is not blank"
    assert found["priority"] == "must be a whole number, or unknown, or left out"
    assert found["status"].startswith("must be one of identified, active")


def test_the_error_is_also_a_value_error_and_of_the_house():
    with pytest.raises(RecordInvalid) as refused:
        Need(id="n1", statement="")
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, WraparoundError)
    assert refused.value.record == "Need"


def test_an_invalid_record_has_no_cause_that_could_tell_more():
    with pytest.raises(RecordInvalid) as refused:
        Need(id="n1", statement="")
    assert refused.value.__context__ is None
    assert refused.value.__cause__ is None


def test_each_wrong_item_of_a_tuple_is_named_by_its_place():
    found = faults(Team, id="t1", family="f1", members=("Ann", None))
    assert found == {
        "members": "must be a tuple in which each is a TeamMember record; not so at 0, 1"
    }


def test_a_list_is_not_a_tuple():
    assert faults(Person, id="p1", languages=["en"]) == {"languages": "must be a tuple"}


def test_a_wrong_value_in_a_mapping_is_told_without_its_key():
    found = faults(Enrollment, id="e1", family="f1", youth="p1", local={"secret": 4})
    assert found == {"local": "must be a mapping in which each value is a text"}


def test_a_key_of_a_mapping_must_be_a_text():
    found = faults(Enrollment, id="e1", family="f1", youth="p1", local={4: "x"})
    assert found == {"local": "must be a mapping whose keys are texts"}


@pytest.mark.parametrize("text", ["with\0nul", "half \ud800 pair"])
def test_a_text_that_no_store_can_write_is_refused(text):
    assert faults(Residence, address=text) == {"address": "must be a text"}


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused(number):
    found = faults(DataPoint, on=date(2025, 1, 1), value=Decimal(number))
    assert found == {"value": "must be a decimal number, or unknown"}


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-0.01"])
def test_a_gift_of_no_real_worth_is_refused(number):
    found = faults(
        Gift, id="g1", kind=GiftKind.GIFT, giver="p1", receiver="p2", value=Decimal(number)
    )
    assert list(found) == ["value"]


def test_a_float_is_not_a_decimal_number():
    found = faults(DataPoint, on=date(2025, 1, 1), value=0.5)
    assert found == {"value": "must be a decimal number, or unknown"}


def test_true_is_not_a_whole_number():
    assert faults(Contact, id="c1", family="f1", on=UNKNOWN, minutes=True) == {
        "minutes": "must be a whole number, or left out"
    }


def test_an_instant_is_not_a_day():
    moment = datetime(2025, 1, 1, 12, tzinfo=UTC)
    assert faults(Contact, id="c1", family="f1", on=moment) == {"on": "must be a day, or unknown"}


def test_an_instant_needs_a_time_zone():
    bare = datetime(2025, 1, 1, 12)  # noqa: DTZ001 - that is the fault
    found = faults(Incident, id="i1", family="f1", type=IncidentType.RUN, at=bare)
    assert found == {"at": "must be an instant with a time zone, or left out"}


def test_a_word_is_not_a_member_of_an_enum():
    found = faults(TeamMember, id="m1", person="p1", role="coach")
    assert "coach" in found["role"]  # the words that may stand there, of which it is one
    assert TeamMember(id="m1", person="p1", role=TeamRole.COACH).role is TeamRole.COACH


@pytest.mark.parametrize("text", ["", " ", "a b", "-x", "a/b", "ü", "a" * 201, 7, None])
def test_what_cannot_be_an_id(text):
    assert "id" in faults(Staff, id=text, person="p1", role="facilitator")


@pytest.mark.parametrize("text", ["a", "A-1", "0192.f:3_~", "a" * 200])
def test_what_can_be_an_id(text):
    assert Staff(id=text, person="p1", role="facilitator").id == text


def test_an_unknown_name_is_a_wrong_call_and_not_a_fault():
    """As for any function: Python's own TypeError, which names the field and not its value."""
    with pytest.raises(TypeError, match="surname") as refused:
        Person(id="p1", surname="Stiefvater")
    assert "Stiefvater" not in str(refused.value)


def test_a_missing_field_is_a_wrong_call():
    with pytest.raises(TypeError, match="'statement'"):
        Need(id="n1")


def test_two_parts_of_a_plan_must_not_share_an_id():
    need = Need(id="n1", statement="needs to be heard")
    found = faults(Plan, id="v1", lineage="l1", family="f1", needs=(need, need, need))
    assert found == {
        "needs[1].id": "must not be used twice in one plan",
        "needs[2].id": "must not be used twice in one plan",
    }


def test_an_amount_may_be_left_out_and_not_be_negative():
    request = FlexFundRequest(
        id="r1", family="f1", plan="l1", on=date(2025, 1, 1), requester="p1", payee="a1"
    )
    assert request.amount is None
    found = faults(lambda **new: attrs.evolve(request, **new), amount=Decimal(-1))
    assert found == {"amount": "must be zero or more"}


def test_the_signature_of_a_record_can_be_read():
    """Editors and documentation see the real fields, not the gathering of faults."""
    assert list(inspect.signature(Identifier).parameters) == ["system", "value"]


def test_every_demand_can_be_met_and_missed(record_class):
    """Each demand lets the default through and says in words what it wants."""
    for field in attrs.fields(record_class):
        demand = field.metadata.get(DEMAND)
        if demand is not None and field.default not in {attrs.NOTHING, None}:
            assert demand(field.default) == "", field.name


def test_every_type_of_every_field_has_a_check(record_class):
    for name, hint in get_type_hints(record_class).items():
        if not name.startswith("__"):
            assert callable(check_for(hint)), name


def test_a_type_without_a_check_is_refused_when_it_is_met():
    with pytest.raises(TypeError, match="no check for fields of the type"):
        check_for(list[str])


def test_the_words_for_an_enum_are_its_values():
    assert words_for(GiftKind) == "one of gift, loan, rent"


def test_an_identifier_needs_a_system_and_a_value():
    assert faults(Identifier, system=" ", value="") == {
        "system": "must be a text that is not blank",
        "value": "must be a text that is not blank",
    }
