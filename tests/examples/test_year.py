"""A year of ten families: timeline, clocks, indicators, documents agree with what was played."""

from __future__ import annotations

import importlib
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from wraparound.documents.phrases import phrases_in
from wraparound.model import Incident, Meeting, Phase, Plan, PlanStatus
from wraparound.model.plan_findings import PlanSeverity
from wraparound.process.clock import ClockStatus

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "year"
END = date(2026, 12, 31)


@pytest.fixture(scope="module")
def year():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(EXAMPLE)
        yield importlib.import_module("year")


@pytest.fixture(scope="module")
def stage(year):
    played = year.play()
    with played.program:
        yield played


@pytest.fixture(scope="module")
def program(stage):
    return stage.program


def moments(stage, family, what=""):
    return [each for each in stage.played if each.family == family and each.what.startswith(what)]


def families(year, *turns):
    """The families whose year takes one of these turns; all of them where none is named."""
    return [each.id for each in year.FAMILIES if not turns or {*turns} & {*each.turns}]


def test_the_year_has_every_turn_that_it_promises(year, stage):
    assert len(year.FAMILIES) == 10
    counted = Counter(turn for each in year.FAMILIES for turn in each.turns)
    assert set(counted) == {*year.Turn}
    for each in year.FAMILIES:
        assert moments(stage, each.id)[0].what == "referral"
        assert moments(stage, each.id)[-1].what == "discharged"
    for what in ("crisis", "meeting: setback", "meeting: new provider", "late"):
        assert [each for each in stage.played if each.what == what]


def test_the_same_seed_gives_the_same_year_and_another_seed_another(year, stage):
    again, other = year.play(days=90), year.play(seed=7, days=90)
    with again.program, other.program:
        assert again.played == stage.played[: len(again.played)]
        assert other.played != again.played


LABELS = {
    "enrolled": "Start of wraparound",
    "discharged": "End of wraparound",
    "crisis": "Crisis",
    "meeting: crisis": "Emergency meeting",
    "meeting: transition": "Transition meeting",
}


def test_the_timeline_tells_what_was_played_and_nothing_else(year, stage, program):
    words = phrases_in("en")
    for family in families(year):
        expected = []
        for each in moments(stage, family):
            if each.what in {"referral", "late"}:
                continue
            label = LABELS.get(each.what)
            if label is None:
                kind, _, number = each.what.partition(" ")
                label = f"Plan, version {number}" if kind == "plan" else "Team meeting"
            expected.append(f"{words.term(each.on)}: {label}")
            if each.what == "crisis":
                expected.append(f"{words.term(each.on)}: Place to live: inpatient")
        told = program.picture(family, "timeline", as_of=END).text
        assert sorted(told) == sorted(expected)
        days = [each.partition(":")[0] for each in told]
        assert days == [words.term(day) for day in sorted(map(parsed, days))]


def parsed(day):
    month, number, year_ = day.replace(",", "").split()
    return date(int(year_), phrases_in("en").months.index(month) + 1, int(number))


def test_clocks_are_late_where_a_meeting_was_and_excused_where_the_reason_is_on_file(year, program):
    late = set(families(year, year.Turn.LATE))
    explained = set(families(year, year.Turn.LATE_EXPLAINED))
    for family in families(year):
        status = {each.name: each.status for each in program.clocks(family, as_of=END)}
        assert status["first_contact"] is ClockStatus.MET
        assert status["initial_plan_due"] is ClockStatus.MET
        assert status["crisis_plan_first"] is ClockStatus.MET
        expected = (
            ClockStatus.NOT_MET
            if family in late
            else ClockStatus.NOT_MET_WITH_REASON
            if family in explained
            else ClockStatus.MET
        )
        assert status["team_meeting_max_gap"] is expected


def test_the_days_late_are_those_that_were_played(year, stage, program):
    for family in families(year, year.Turn.LATE):
        (late,) = moments(stage, family, "late")
        before = max(each.on for each in moments(stage, family, "meeting") if each.on < late.on)
        (gaps,) = (
            each
            for each in program.clocks(family, as_of=END)
            if each.name == "team_meeting_max_gap"
        )
        (missed,) = (each for each in gaps.intervals if each.status is ClockStatus.NOT_MET)
        assert missed.due == before + timedelta(days=30)
        assert missed.days_late == (late.on - missed.due).days


def test_indicators_count_what_was_played(year, stage, program):
    for family in families(year):
        found = program.indicators(family, as_of=END)
        on = {each.what: each.on for each in moments(stage, family)}
        meetings = [each.on for each in moments(stage, family, "meeting")]
        waited = (on["enrolled"] - on["referral"]).days
        assert found["days_referral_to_first_contact"].value == waited
        first = (meetings[0] - on["enrolled"]).days
        assert found["days_enrolment_to_first_team_meeting"].value == first
        plan = (on["plan 1"] - on["enrolled"]).days
        assert found["days_enrolment_to_first_plan"].value == plan
        assert found["meetings_per_30_days"].numerator == len(meetings)
        crises = len(moments(stage, family, "crisis"))
        assert found["out_of_home_days"].value == (3 * crises if crises else None)
        assert found["family_presence_rate"].value == Fraction(1)
        assert found["needs_met_share"].value == Fraction(1)


def test_the_phase_follows_the_story(year, stage, program):
    for family in families(year):
        on = {each.what: each.on for each in moments(stage, family)}
        for day, phase in (
            (on["enrolled"], Phase.ENGAGEMENT),
            (on["plan 1"] + timedelta(days=30), Phase.IMPLEMENTATION),
            (on["meeting: transition"], Phase.TRANSITION),
            (on["discharged"], Phase.CLOSED),
        ):
            assert program.phase(family, as_of=day).computed is phase


def test_setbacks_change_the_plan_and_say_why_and_never_the_familys_standing(year, program):
    for family in families(year, year.Turn.SETBACK):
        (plan,) = (each for each in program.find(Plan, family=family) if each.did_not_work)
        assert plan.did_not_work == (f"{family}-strategy-1",)
        assert plan.change_reason == "One day a week did not help."
        assert program.get(Meeting, plan.decided_at).held is True
        stay = program.stay(family, as_of=END).enrollment
        assert [each.state.value for each in stay.history] == ["referred", "enrolled", "closed"]


def test_a_crisis_is_answered_by_a_version_of_the_plan_in_time(year, stage, program):
    for family in families(year, year.Turn.CRISIS):
        incident = program.get(Incident, f"{family}-incident")
        plan = program.get(Plan, incident.plan_updated)
        (met,) = moments(stage, family, "meeting: crisis")
        assert plan.crisis_plan.revised[0].on == met.on
        status = {each.name: each.status for each in program.clocks(family, as_of=END)}
        assert status["crisis_plan_after_crisis"] is ClockStatus.MET


def test_one_plan_is_in_force_at_a_time_and_the_last_one_is_in_good_order(year, program):
    for family in families(year):
        plans = [*program.find(Plan, family=family)]
        assert [each.status for each in plans].count(PlanStatus.ACTIVE) == 1
        assert sorted(each.version for each in plans) == [*range(1, len(plans) + 1)]
        review = program.review_plan(family, as_of=END)
        errors = {each.rule for each in review.findings if each.severity is PlanSeverity.ERROR}
        assert errors == set()


def test_documents_tell_what_was_played(year, stage, program):
    for cast in year.FAMILIES:
        last = program.document(cast.id, "family-copy", as_of=END).as_text()
        assert cast.need in last
        assert cast.friend in last
        portfolio = program.document(cast.id, "portfolio", as_of=END).as_text()
        assert cast.strategy in portfolio
        assert "Call Open Table" in portfolio
        held = [each for each in program.find(Meeting, family=cast.id) if each.held is True]
        assert sorted(each.on for each in held) == [
            each.on for each in moments(stage, cast.id, "meeting")
        ]
        for each in held:
            told = program.document(cast.id, "minutes", meeting=each.id, as_of=END)
            assert phrases_in("en").term(each.on) in told.as_text()
        versions = len(moments(stage, cast.id, "plan"))
        first = program.document(cast.id, "plan-of-care", version=1, as_of=END).as_text()
        final = program.document(cast.id, "plan-of-care", version=versions, as_of=END).as_text()
        assert cast.strategy in first
        if year.Turn.NEW_PROVIDER in cast.turns:
            assert "Birch-House" in first
            assert "River-Bend" not in first
            assert "River-Bend" in final
            assert "Birch-House" not in final


def test_the_year_is_stored_in_sqlite_as_in_memory(year, stage, tmp_path):
    kept = year.play(f"sqlite:///{tmp_path / 'year.db'}", days=60)
    with kept.program as program:
        assert kept.played == [each for each in stage.played if each.on < date(2026, 3, 6)]
        assert len([*program.families()]) == len(year.FAMILIES)


def letters(stage, kind, family):
    """What was sent about one thing of a family: the day, the recipient, the item."""
    return [
        (letter.at.date(), letter.recipient, item)
        for letter in stage.box.letters
        for item in letter.items
        if item.kind == kind and item.family == family
    ]


def test_everybody_who_was_asked_is_invited_to_each_planned_meeting_once_and_in_time(year, stage):
    for family in families(year):
        planned = [
            each.on
            for each in moments(stage, family, "meeting")
            if each.what not in {"meeting: planning", "meeting: crisis", "meeting: transition"}
        ]
        sent = letters(stage, "meeting_invitation", family)
        told = Counter((who, item.facts["on"]) for _, who, item in sent)
        assert set(told.values()) == {1}
        for day, _, item in sent:
            assert day < date.fromisoformat(item.facts["on"])
        days = {item.facts["on"] for _, _, item in sent}
        # a meeting within a week of the one before falls between two Mondays
        assert days <= {day.isoformat() for day in planned}
        assert len(days) >= len(planned) - 1
        staff = {who for who, _ in told} & {"ines", "dana"}
        assert {who for who, _ in told} - staff == {f"{family}-caregiver", f"{family}-friend"}
        assert len(staff) == 1


def test_only_those_hear_of_a_late_meeting_who_had_one_and_while_it_was_late(year, stage):
    turns = (year.Turn.LATE, year.Turn.LATE_EXPLAINED)
    for family in families(year):
        sent = letters(stage, "clock_late", family)
        if family not in families(year, *turns):
            assert sent == []
            continue
        (late,) = moments(stage, family, "late")
        ((day, who, item),) = sent
        assert item.facts["clock"] == "team_meeting_max_gap"
        assert date.fromisoformat(item.facts["due"]) < day <= late.on
        assert who in {"ines", "dana"}


def test_each_task_is_told_once_to_whoever_does_it(year, stage, program):
    for family in families(year):
        steps = {each.id: each for plan in program.find(Plan, family=family) for each in plan.steps}
        sent = letters(stage, "task_assigned", family)
        assert len({item.about for _, _, item in sent}) == len(sent)
        for _, who, item in sent:
            (step,) = (steps[each] for each in item.about if each in steps)
            assert step.responsible == f"{family}-m-{who.removeprefix(f'{family}-')}"


def test_no_letter_names_anybody_in_its_subject(year, stage):
    names = {word for each in year.FAMILIES for word in (*each.youth.split(), each.id)}
    for letter in stage.box.letters:
        assert not names & {*letter.subject.replace(",", " ").split()}
