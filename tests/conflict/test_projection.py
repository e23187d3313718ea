"""Charts as facts: what records can say beyond the specification, and nothing lost on the way."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from wraparound.chart import Chart, Directory
from wraparound.conflict import review_conflicts
from wraparound.conflict.projection import facts_of
from wraparound.errors import FactsInvalid
from wraparound.model.agency import Agency
from wraparound.model.disclosure import Disclosure, DisclosureKind
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.exception import Approval, ApprovalStatus, SoleProviderException
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.findings import QuestionKind
from wraparound.model.grievance import ChangeRequest, RequestKind
from wraparound.model.periods import Period
from wraparound.model.person import Person, Residence
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.record import Record
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.model.tie import Tie, TieKind
from wraparound.policy import choose_policy

TODAY = date(2025, 6, 1)
NEW_YEAR = date(2025, 1, 1)

FAMILY = Family(id="fam", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),))
KID = Person(id="kid", family="fam", name="Juniper Vale")
KID_IN_DIRECTORY = Person(
    id="kid", name="Juniper Vale", residences=(Residence(area="north", period=Period()),)
)
FACILITATOR = Person(id="fac", name="Wren Alder")
AGENCY = Agency(id="pv", name="Larch House")
RESPITE = PlannedService(
    id="s1",
    category="respite",
    provider="pv",
    paid=True,
    hcbs=True,
    spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=NEW_YEAR)),),
)
PLAN = Plan(
    id="v1",
    lineage="pl",
    family="fam",
    youth="kid",
    status=PlanStatus.ACTIVE,
    period=Period(start=NEW_YEAR),
    dated_on=NEW_YEAR,
    services=(RESPITE,),
)
DUTY = Duty(id="d1", family="fam", plan="pl", role=DutyRole.FACILITATOR, holder="fac")
JOB = Tie(id="t1", kind=TieKind.EMPLOYED_BY, subject="fac", object="pv")


def chart(*more: Record, family: tuple[Record, ...] = (PLAN, DUTY)) -> Chart:
    directory = Directory.of((FACILITATOR, AGENCY, *more))
    return Chart.of((FAMILY, KID, *family), as_of=TODAY, directory=directory)


def rules(given: Chart) -> set[str]:
    found = review_conflicts(given, policy=choose_policy(["FED-1915C"]))
    return {each.rule for each in found.findings}


def test_a_job_with_a_provider_of_the_plan_is_found_through_records():
    assert "COI-EMP-01" in rules(chart(JOB))


def test_a_service_is_what_the_latest_version_of_the_plan_says():
    ended = attrs.evolve(
        RESPITE,
        spans=(
            ServiceSpan(
                status=ServiceStatus.ACTIVE, period=Period(start=NEW_YEAR, end=date(2025, 3, 1))
            ),
        ),
    )
    second = attrs.evolve(PLAN, id="v2", version=2, services=(ended,))
    facts = facts_of(chart(JOB, family=(PLAN, second, DUTY)))
    assert [span.period.end for service in facts.services for span in service.spans] == [
        date(2025, 3, 1)
    ]


def test_a_draft_changes_nothing_while_a_version_is_in_force():
    draft = attrs.evolve(PLAN, id="v2", version=2, status=PlanStatus.DRAFT, services=())
    assert "COI-EMP-01" in rules(chart(JOB, family=(PLAN, draft, DUTY)))


def test_a_draft_alone_is_looked_at_before_it_is_agreed():
    draft = attrs.evolve(PLAN, status=PlanStatus.DRAFT)
    assert "COI-EMP-01" in rules(chart(JOB, family=(draft, DUTY)))


def test_consent_given_to_any_version_is_consent():
    agreed = attrs.evolve(PLAN, consent_on=NEW_YEAR)
    second = attrs.evolve(PLAN, id="v2", version=2, consent_on=UNKNOWN)
    facts = facts_of(chart(family=(agreed, second, DUTY)))
    assert facts.plans[0].consent == (NEW_YEAR, UNKNOWN)


def test_an_exception_for_other_families_plans_is_not_an_exception_for_all():
    """The plans of other families are not in this chart; leaving them out must not widen it."""
    elsewhere = SoleProviderException(id="x1", agency="pv", plans=("another-plan",))
    assert facts_of(chart(JOB, elsewhere)).exceptions[0].plans == ()


def test_an_agency_without_a_record_is_asked_about_and_still_found():
    given = Chart.of(
        (FAMILY, KID, PLAN, DUTY), as_of=TODAY, directory=Directory.of((FACILITATOR, JOB))
    )
    found = review_conflicts(given, policy=choose_policy(["FED-1915C"]))
    assert "COI-EMP-01" in {each.rule for each in found.findings}
    assert [(each.kind, each.ids) for each in found.questions] == [
        (QuestionKind.NOT_ON_RECORD, ("pv",))
    ]


def test_who_approved_an_exception_comes_into_the_chart_with_their_own_ties():
    """An approver who works for the agency approved their own case."""
    approver = Person(id="apr", name="Hazel Root")
    tie = Tie(id="t2", kind=TieKind.EMPLOYED_BY, subject="apr", object="pv")
    exception = SoleProviderException(id="x1", agency="pv", authorities=("FED-1915C",))
    approval = Approval(kind="cms_approved", status=ApprovalStatus.APPROVED, on=NEW_YEAR, by="apr")
    approved = attrs.evolve(exception, approvals=(approval,))
    assert "COI-EXC-02" in rules(chart(JOB, approver, tie, approved))


def test_a_namesake_in_the_directory_is_asked_about():
    twin = Person(id="other", name="wren  ALDER.")
    found = review_conflicts(chart(twin), policy=choose_policy(["FED-1915C"]))
    assert [each.ids for each in found.questions] == [("fac", "other")]


def test_two_plans_that_share_the_id_of_a_service_are_refused_and_not_mixed_up():
    other = attrs.evolve(PLAN, id="w1", lineage="pl2")
    with pytest.raises(FactsInvalid) as error:
        rules(chart(JOB, family=(PLAN, other, DUTY)))
    assert (error.value.code, error.value.ids) == ("duplicate_id", ("s1",))


@pytest.mark.parametrize("answer", [UNKNOWN, Unknown(sure_on=date(2025, 5, 1))])
def test_an_unknown_start_of_a_service_is_carried(answer: Unknown):
    service = attrs.evolve(
        RESPITE,
        spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=answer)),),
    )
    plan = attrs.evolve(PLAN, services=(service,))
    facts = facts_of(chart(family=(plan, DUTY)))
    assert facts.services[0].spans[0].period.start == answer


def dispositions(given: Chart, rule: str) -> list[tuple[str, date | None]]:
    found = review_conflicts(given, policy=choose_policy(["FED-1915C"]))
    return [(each.disposition.value, each.end) for each in found.findings if each.rule == rule]


def test_a_service_without_any_status_cannot_be_told():
    """Named on the plan, and nobody said since when: that is not the same as not being there."""
    bare = attrs.evolve(PLAN, services=(attrs.evolve(RESPITE, spans=()),))
    assert dispositions(chart(JOB, family=(bare, DUTY)), "COI-EMP-01") == [("indeterminate", None)]


def test_a_service_that_the_next_version_drops_ends_with_it():
    until = date(2025, 4, 1)
    first = attrs.evolve(PLAN, status=PlanStatus.REPLACED)
    second = attrs.evolve(
        PLAN, id="v2", version=2, period=Period(start=until), dated_on=until, services=()
    )
    given = chart(JOB, family=(first, second, DUTY))
    assert dispositions(given, "COI-EMP-01") == [("conflict", until)]


def test_a_service_that_was_dropped_on_a_day_nobody_recorded_may_still_be_there():
    second = attrs.evolve(PLAN, id="v2", version=2, period=Period(), dated_on=None, services=())
    given = chart(JOB, family=(PLAN, second, DUTY))
    assert ("indeterminate", None) in dispositions(given, "COI-EMP-01")


def test_a_service_planned_to_begin_after_it_was_dropped_never_begins():
    later = ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=date(2025, 5, 1)))
    first = attrs.evolve(PLAN, services=(attrs.evolve(RESPITE, spans=(later,)),))
    second = attrs.evolve(
        PLAN, id="v2", version=2, period=Period(start=date(2025, 4, 1)), services=()
    )
    assert dispositions(chart(JOB, family=(first, second, DUTY)), "COI-EMP-01") == []


def test_namesakes_elsewhere_are_no_question_of_this_family():
    """Two strangers of one name are asked about where one of them has a part, and only there."""
    namesakes = [Person(id=f"other-{n}", name="Wren Alder") for n in range(4)]
    found = review_conflicts(chart(JOB, *namesakes), policy=choose_policy(["FED-1915C"]))
    assert {each.ids for each in found.questions} == {("fac", each.id) for each in namesakes}


def test_a_tie_that_only_the_family_has_is_declared_to_that_family_alone():
    """Staff disclosed a tie to a relative of one family: no other family's review speaks of it."""
    kin = Tie(id="t9", kind=TieKind.HOUSEHOLD, subject="fac", object="kid", family="fam")
    told = Disclosure(
        id="di1", kind=DisclosureKind.INTERESTS, person="fac", on=NEW_YEAR, declares=("t1", "t9")
    )
    directory = Directory.of((FACILITATOR, AGENCY, JOB, told))
    families = [
        Chart.of((FAMILY, KID, PLAN, DUTY, *own), as_of=TODAY, directory=directory)
        for own in ((), (kin,), ())
    ]
    assert families[0].directory is families[1].directory is families[2].directory
    declared = [facts_of(each).disclosures[0].declares for each in families]
    assert declared == [("t1",), ("t1", "t9"), ("t1",)]


def test_families_with_the_same_people_around_them_share_what_is_told_of_the_directory():
    other = Agency(id="pv-2", name="Birch House")
    directory = Directory.of((FACILITATOR, AGENCY, JOB, other))
    plan = attrs.evolve(PLAN, services=(attrs.evolve(RESPITE, provider="pv-2"),))
    same, again, another = (
        facts_of(Chart.of((FAMILY, KID, each, DUTY), as_of=TODAY, directory=directory)).parts
        for each in (PLAN, PLAN, plan)
    )
    assert same is not None
    assert again is not None
    assert another is not None
    assert same[1] is again[1]
    assert same[1] is not another[1]
    assert {each.id for each in another[1].agencies} == {"pv", "pv-2"}


def test_a_youth_of_whom_the_directory_has_a_record_is_the_youth_and_no_other_person():
    alone = chart(KID_IN_DIRECTORY, JOB)
    facts = facts_of(alone)
    assert [each.id for each in facts.youth] == ["kid"]
    assert [each.id for each in facts.people] == ["fac"]
    assert facts.youth[0].areas[0].area == "north"


@pytest.mark.parametrize(
    ("first", "second", "youth"),
    [(None, None, "kid"), ("sib", None, "sib"), (None, "sib", "sib"), ("sib", "kid", "kid")],
)
def test_a_plan_is_for_whom_its_latest_version_names_or_else_for_the_familys_youth(
    first: str | None, second: str | None, youth: str
):
    versions = (
        attrs.evolve(PLAN, youth=first),
        attrs.evolve(PLAN, id="v2", version=2, youth=second, services=()),
    )
    facts = facts_of(chart(family=(*versions, DUTY)))
    assert [(each.id, each.youth) for each in facts.plans] == [("pl", youth)]


def test_a_dropped_service_ends_with_the_earlier_of_its_own_end_and_the_day_it_was_dropped():
    def ended(own: date) -> date | Unknown | None:
        spans = (ServiceSpan(status=ServiceStatus.ACTIVE, period=Period(start=NEW_YEAR, end=own)),)
        first = attrs.evolve(PLAN, services=(attrs.evolve(RESPITE, spans=spans),))
        second = attrs.evolve(
            PLAN, id="v2", version=2, services=(), period=Period(start=date(2025, 4, 1))
        )
        (service,) = facts_of(chart(family=(first, second, DUTY))).services
        return service.spans[0].period.end

    assert ended(date(2025, 3, 1)) == date(2025, 3, 1)
    assert ended(date(2025, 5, 1)) == date(2025, 4, 1)


def test_a_request_about_a_service_of_no_plan_here_is_about_whom_else_it_names():
    asked = ChangeRequest(
        id="asked",
        family="fam",
        kind=RequestKind.CHANGE_PROVIDER,
        plan="pl",
        received_on=TODAY,
        about_service="elsewhere",
        about="pv",
    )
    (request,) = facts_of(chart(family=(PLAN, DUTY, asked))).requests
    assert request.about == "pv"
    here = attrs.evolve(asked, about_service="s1")
    (request,) = facts_of(chart(family=(PLAN, DUTY, here))).requests
    assert request.about == "s1"


def test_pay_belongs_to_a_job_of_the_directory_or_of_the_family_and_to_no_other():
    def belongs_to(job: str) -> str | None:
        pay = Tie(
            id="pay",
            kind=TieKind.COMPENSATED_BY,
            subject="fac",
            object="pv",
            incident_of=job,
            family="fam",
        )
        ties = facts_of(chart(JOB, family=(PLAN, DUTY, pay))).ties
        (fact,) = (each for each in ties if each.id == "pay")
        return fact.incident_of

    assert belongs_to("t1") == "t1"
    assert belongs_to("unheard-of") is None


def test_somebody_whom_records_name_and_of_whom_there_is_none_becomes_an_id():
    stranger = attrs.evolve(DUTY, id="d2", holder="nobody-knows")
    facts = facts_of(chart(family=(PLAN, DUTY, stranger)))
    assert [(each.id, each.on_record) for each in facts.people] == [
        ("nobody-knows", False),
        ("fac", True),
    ]
