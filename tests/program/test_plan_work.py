"""A plan from draft to replaced: what each step lacks is told, and keeps nobody from it."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.errors import FactsInvalid, RecordNotFound
from wraparound.model import Enrollment, Plan, PlanStatus, Signature, SignerRole
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.team import SupportType
from wraparound.process.plan_people import Asked

DAY = date(2024, 9, 12)
LATER = date(2024, 9, 20)


def drafted(program):
    return program.revise_plan(
        "willow", reason="Winter comes", did_not_work=["g2"], by="ward", on=DAY
    )


def standing(program, version, day=LATER):
    found = {each.plan.version: each for each in program.plan_standings("willow", as_of=day)}
    return found[version]


def signed(role, member, on=LATER):
    return Signature(role=role, member=member, on=on)


def test_a_revision_is_a_draft_that_nobody_signed(willow):
    program = willow()
    draft = drafted(program)
    assert (draft.version, draft.status, draft.replaces) == (2, PlanStatus.DRAFT, "p1")
    assert (draft.change_reason, draft.did_not_work) == ("Winter comes", ("g2",))
    assert draft.signatures == draft.distribution == ()
    assert draft.needs == program.get(Plan, "p1").needs
    assert program.stay("willow", as_of=LATER).plan.id == "p1"


def test_who_does_something_in_the_plan_signs_it(willow):
    """The aunt and the coach have tasks; nobody else is asked besides the program's three."""
    program = willow()
    found = standing(program, 1)
    assert [(each.name, each.asked) for each in found.unsigned] == [
        ("m-aunt", Asked.TASK),
        ("m-coach", Asked.TASK),
    ]
    assert {each.name for each in found.signers if each.signed_on} == {
        "youth",
        "caregiver",
        "facilitator",
    }
    program.sign_plan("p1", signed(SignerRole.TEAM_MEMBER, "m-aunt"), by="ward")
    assert [each.name for each in standing(program, 1).unsigned] == ["m-coach"]
    assert [each.name for each in standing(program, 1, DAY).unsigned] == ["m-aunt", "m-coach"]


@pytest.mark.parametrize(
    ("status", "asked"),
    [(ServiceStatus.ACTIVE, True), (ServiceStatus.ENDED, False)],
)
def test_a_formal_provider_signs_as_long_as_its_service_goes_on(willow, status, asked):
    program = willow()
    service = PlannedService(
        id="v1",
        provider="maple",
        support=SupportType.FORMAL,
        spans=(ServiceSpan(status=status),),
    )
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(program.get(Plan, "p1"), services=(service,)))
    assert ("maple" in {each.name for each in standing(program, 1).unsigned}) is asked
    yes = Signature(role=SignerRole.PROVIDER, agency="maple", on=DAY)
    program.sign_plan("p1", yes, by="ward")
    assert "maple" not in {each.name for each in standing(program, 1).unsigned}


def test_where_all_members_sign_each_is_named_once(willow):
    found = standing(willow("us-wi-florence"), 1)
    assert len(found.signers) == len({each.name for each in found.signers})
    assert {each.asked for each in found.signers} == {Asked.PROGRAM}
    assert {"m-aunt", "m-coach", "m-teach"} == {each.name for each in found.unsigned}


def test_who_lacks_a_copy_is_told_from_the_day_after(willow):
    program = willow()
    draft = drafted(program)
    program.start_plan(draft.id, by="ward", on=DAY)
    assert standing(program, 2, DAY).without_copy == ()
    assert len(standing(program, 2).without_copy) == 6
    program.hand_out_plan(draft.id, ["m-ivo", "m-nela"], by="ward", on=LATER)
    assert "m-ivo" not in standing(program, 2).without_copy
    assert len(standing(program, 2).without_copy) == 4


def test_a_version_that_starts_replaces_the_one_before_in_one_change(willow):
    program = willow()
    draft = drafted(program)
    program.agree_plan(draft.id, by="ward", on=DAY)
    before = program.store.position()
    moved = program.start_plan(draft.id, by="ward", on=LATER)
    assert program.store.position() == before + 1
    assert [each.id for each in moved.replaced] == ["p1"]
    assert program.get(Plan, "p1").status is PlanStatus.REPLACED
    assert program.get(Plan, "p1").period.end == LATER
    assert program.stay("willow", as_of=LATER).plan.id == draft.id
    assert moved.plan.completed_on == DAY


def test_what_is_open_is_told_and_keeps_nobody_from_it(willow):
    program = willow()
    draft = drafted(program)
    moved = program.start_plan(draft.id, by="ward", on=LATER, reason="The family asked for it")
    codes = {each.code for each in moved.open}
    assert {"status:agreed", "signature:youth", "signature:m-aunt"} <= codes
    assert moved.plan.status is PlanStatus.ACTIVE
    (why,) = [
        each
        for each in program.find(Enrollment, family="willow").__next__().documented_reasons
        if each.clock == f"plan:{draft.id}:active"
    ]
    assert (why.text, why.recorded_on) == ("The family asked for it", LATER)


def test_a_version_without_its_parts_is_not_ready_to_be_agreed(willow):
    program = willow()
    draft = drafted(program)
    assert standing(program, 2).open == ()
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(draft, mission="", steps=()))
    assert {"2.1c", "2.1g"} <= {each.code for each in standing(program, 2).open}
    assert standing(program, 2).next is PlanStatus.AGREED


def test_two_active_versions_are_found(willow):
    program = willow()
    draft = drafted(program)
    with program.change(by="office", reason="test") as unit:
        unit.replace(attrs.evolve(draft, status=PlanStatus.ACTIVE))
    assert standing(program, 2).also_active == ("p1",)
    review = program.review_plan("willow", as_of=LATER)
    assert [each.place.id for each in review.findings if each.rule == "PLAN-06"] == ["p1"]


def test_what_is_over_stays_over(willow):
    program = willow()
    draft = drafted(program)
    program.start_plan(draft.id, by="ward", on=LATER)
    with pytest.raises(FactsInvalid, match="plan_is_over"):
        program.start_plan("p1", by="ward", on=LATER)
    with pytest.raises(RecordNotFound):
        program.agree_plan("p9", by="ward")
    assert standing(program, 1).signers == ()
