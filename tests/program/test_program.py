"""A program keeps changes whole, opens charts as of a day, and reviews with its plugins."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from wraparound.errors import (
    ChangeRefused,
    DocumentInvalid,
    IndexUnknown,
    PolicyUnknown,
    RecordChanged,
    RecordExists,
    RecordNotFound,
    StorageUnknown,
)
from wraparound.hooks import hookimpl
from wraparound.model.agency import Agency
from wraparound.model.disclosure import Disclosure
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.family import Family, FamilyMember, FamilyRole
from wraparound.model.findings import Disposition, Finding, Severity
from wraparound.model.periods import Period
from wraparound.model.person import Person
from wraparound.model.plan import Plan, PlanStatus
from wraparound.model.planned_service import PlannedService, ServiceSpan, ServiceStatus
from wraparound.model.tie import Tie, TieKind
from wraparound.program import Program
from wraparound.storage import Change, Put

DAY = date(2026, 3, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)
SINCE = Period(start=date(2026, 1, 1))

RECORDS = (
    Family(id="fam", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
    Person(id="kid", family="fam", member=True),
    Duty(id="d", family="fam", plan="line", role=DutyRole.FACILITATOR, holder="ada", period=SINCE),
    Plan(
        id="v1",
        lineage="line",
        family="fam",
        youth="kid",
        status=PlanStatus.ACTIVE,
        period=SINCE,
        services=(
            PlannedService(
                id="s",
                provider="birch",
                category="respite",
                paid=True,
                hcbs=True,
                spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=SINCE),),
            ),
        ),
    ),
)
OUTSIDE = (
    Person(id="ada"),
    Agency(id="birch"),
    Agency(id="elm"),
    Tie(id="job", kind=TieKind.EMPLOYED_BY, subject="ada", object="elm", period=SINCE),
    Disclosure(id="x", person="ada", on=date(2026, 1, 5), declares=("job",)),
)


class Clock:
    """A clock that moves a minute each time it is read."""

    def __init__(self):
        self.at = START

    def __call__(self):
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture(params=["memory:", "file"])
def url(request, tmp_path):
    return request.param if request.param == "memory:" else f"sqlite:///{tmp_path / 'cases.db'}"


@pytest.fixture
def program(url):
    with Program.open(url, only=(), now=Clock()) as opened:
        with opened.change(by="tester", reason="intake") as unit:
            unit.add(*RECORDS, *OUTSIDE)
        yield opened


def employ(program, agency):
    with program.change(by="tester", reason="job changed") as unit:
        unit.replace(attrs.evolve(unit.get(Tie, "job"), object=agency))


def _half_a_change(program):
    with program.change(by="tester") as unit:
        unit.add(Family(id="other"))
        _ = 1 / 0


def _save(program, *added, replaced):
    with program.change(by="other") as unit:
        unit.add(*added)
        unit.replace(replaced.record, over=replaced)


def rules(review, disposition=Disposition.CONFLICT):
    return {each.rule for each in review.findings if each.disposition is disposition}


def test_records_come_back_as_they_were(program):
    assert program.get(Plan, "v1") == RECORDS[3]
    assert list(program.find(Duty, holder="ada")) == [RECORDS[2]]
    assert list(program.families()) == ["fam"]


def test_an_error_in_the_block_keeps_nothing(program):
    position = program.store.position()
    with pytest.raises(ZeroDivisionError):
        _half_a_change(program)
    assert program.store.position() == position


def test_a_record_that_somebody_saved_first_is_not_overwritten(program):
    stored = program.stored(Tie, "job")
    employ(program, "birch")
    with pytest.raises(RecordChanged):
        _save(program, Family(id="other"), replaced=stored)
    assert list(program.families()) == ["fam"]
    assert program.get(Tie, "job").object == "birch"


def test_adding_what_is_stored_is_refused(program):
    with pytest.raises(RecordExists), program.change(by="tester") as unit:
        unit.add(RECORDS[0])


def test_a_removed_record_is_gone_from_the_chart(program):
    with program.change(by="tester") as unit:
        unit.remove(unit.get(Duty, "d"))
    assert program.chart("fam", as_of=DAY).duties == ()
    with pytest.raises(RecordNotFound):
        program.get(Duty, "d")


def test_a_unit_without_changes_is_no_change(program):
    position = program.store.position()
    with program.change(by="tester"):
        pass
    assert program.store.position() == position


def test_the_chart_follows_changes_of_the_directory(program):
    assert {tie.object for tie in program.chart("fam", as_of=DAY).ties} == {"elm"}
    employ(program, "birch")
    assert {tie.object for tie in program.chart("fam", as_of=DAY).ties} == {"birch"}


def test_a_review_can_be_asked_for_what_was_known_then(program):
    """On the day of the review the job was elm's; that it was birch's was recorded later."""
    then = program.today()
    known_at = START + timedelta(minutes=2)
    employ(program, "birch")
    assert then == START.date()
    assert "COI-EMP-01" in rules(program.review("fam", as_of=DAY))
    assert "COI-EMP-01" not in rules(program.review("fam", as_of=DAY, known_at=known_at))


def test_a_review_is_the_same_twice_and_changes_nothing(program):
    employ(program, "birch")
    position = program.store.position()
    assert program.review("fam", as_of=DAY) == program.review("fam", as_of=DAY)
    assert program.store.position() == position


def test_a_stored_family_is_reviewed_like_its_chart(program):
    chart = program.chart("fam", as_of=DAY)
    assert program.review(chart) == program.review("fam", as_of=DAY)


class Host:
    """A host system with a rule and a veto of its own."""

    name = "host"

    def __init__(self):
        self.heard = []
        self.reason = None

    @hookimpl
    def check_chart(self, chart):
        rule = Finding(
            rule="HOST-01", severity=Severity.LOW, disposition=Disposition.POTENTIAL, plan=None
        )
        return [rule] if not chart.enrollments else []

    @hookimpl
    def before_commit(self, change):
        return self.reason

    @hookimpl
    def after_commit(self, change):
        self.heard.append(change)

    @hookimpl
    def after_notification(self, notification):
        self.heard.append(notification)


@pytest.fixture
def host(url):
    host = Host()
    with Program.open(url, plugins=[host], only=(), now=Clock()) as opened:
        with opened.change(by="tester", reason="intake") as unit:
            unit.add(*RECORDS, *OUTSIDE)
        yield opened, host


def test_the_hosts_own_rule_is_asked_too(host):
    assert "HOST-01" in rules(host[0].review("fam", as_of=DAY), Disposition.POTENTIAL)


def test_a_failing_check_is_named_in_the_review(url):
    class Broken:
        name = "broken"

        @hookimpl
        def check_chart(self, chart):
            return 1 / 0

    with Program.open(url, plugins=[Broken()], only=(), now=Clock()) as program:
        with program.change(by="tester") as unit:
            unit.add(Family(id="fam"))
        assert program.review("fam", as_of=DAY).unanswered == ("broken",)


def test_a_host_may_refuse_a_change(host):
    program, plugin = host
    plugin.reason = "closed for the night"
    with pytest.raises(ChangeRefused, match="closed for the night"):
        employ(program, "birch")
    assert program.get(Tie, "job").object == "elm"


def test_a_host_hears_of_what_was_kept(host):
    (change,) = host[1].heard
    assert change.reason == "intake"
    assert change.families == {"fam"}
    assert len(change.saved) == len(RECORDS) + len(OUTSIDE)


def test_findings_are_announced_in_ids_and_codes(host):
    program, plugin = host
    employ(program, "birch")
    told = program.announce("fam", program.review("fam", as_of=DAY))
    (notification,) = [each for each in told if each.facts["rule"] == "COI-EMP-01"]
    assert notification.about == ("d", "job", "s")
    assert notification.recipient == "ada"
    assert notification in plugin.heard


def test_what_is_not_there_is_told_with_a_hint(program):
    with pytest.raises(RecordNotFound, match="no family with the id nobody"):
        program.chart("nobody")
    with pytest.raises(IndexUnknown, match="did you mean 'holder'"):
        list(program.find(Duty, holdr="ada"))


def test_opening_tells_what_is_wrong():
    with pytest.raises(PolicyUnknown, match="did you mean 'FED-TCM'"):
        Program.open("memory:", policies=["FED-TCN"])
    with pytest.raises(StorageUnknown, match="did you mean 'sqlite'"):
        Program.open("sqlit:///x.db")


def test_a_day_that_is_no_day_is_refused_at_the_door(program):
    for wrong in ("2026-03-01", START):
        with pytest.raises(TypeError, match="as_of must be a date"):
            program.chart("fam", as_of=wrong)
        with pytest.raises(TypeError, match="as_of must be a date"):
            program.review(program.chart("fam", as_of=DAY), as_of=wrong)


def test_one_path_instead_of_a_list_is_refused_in_words(program):
    with pytest.raises(TypeError, match="takes a list of files"):
        program.import_files("case.yaml", by="tester")


def test_a_path_is_a_sqlite_file(tmp_path):
    with Program.open(tmp_path / "cases.db", only=()) as program:
        assert list(program.families()) == []
    assert (tmp_path / "cases.db").exists()


def test_a_damaged_document_is_named_by_its_id(program):
    put = Put(kind="plan", id="v1", family="fam", body=b"{bad", expected=1)
    program.store.commit(Change(id="c-damage", at=START, by="t", puts=(put,)))
    with pytest.raises(DocumentInvalid, match="the stored document v1 is not a plan") as caught:
        program.chart("fam", as_of=DAY)
    assert (caught.value.record, caught.value.record_id) == ("plan", "v1")
