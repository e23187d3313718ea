"""The example county: it comes in whole, and each family's review tells its own story only."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import attrs
import pytest

from wraparound.eligibility.appealing import family_lines
from wraparound.eligibility.replaying import Outcome
from wraparound.model import (
    CareService,
    Determination,
    Disclosure,
    Disposition,
    Enrollment,
    Family,
    FamilyRole,
    Grievance,
    Meeting,
    OfferAnswer,
    OfferedOption,
    Person,
    Plan,
    Service,
    ServiceOffer,
    Tie,
    TieKind,
    Timing,
)
from wraparound.program import FEDERAL_PACKS, Program

OAKFIELD = Path(__file__).resolve().parents[2] / "examples" / "oakfield"
FILES = sorted(file for file in OAKFIELD.iterdir() if file.suffix in {".yaml", ".json"})
DAY = date(2026, 11, 1)
LATER = date(2027, 7, 31)

STORIES = {
    "alder": set(),
    "birch": {("COI-EMP-01", "conflict", "prohibited")},
    "cedar": {("COI-EMP-05", "conflict", "prohibited"), ("COI-EMP-06", "conflict", "high")},
    "dogwood": {("COI-KIN-02", "conflict", "prohibited")},
    "elm": {("COI-OWN-06", "indeterminate", "moderate")},
    "fir": {("COI-CHO-01", "conflict", "high"), ("COI-EMP-06", "conflict", "high")},
    "ginkgo": {
        ("COI-EMP-01", "mitigated", "prohibited"),
        ("COI-EMP-01", "waiver_defective", "prohibited"),
        ("COI-EXC-01", "waiver_defective", "prohibited"),
    },
    "hazel": {("COI-GRV-01", "conflict", "prohibited")},
    "ironwood": {("COI-GOV-01", "conflict", "high")},
}
UNDER_EVERY_PACK = {
    **{family: sorted(story) for family, story in STORIES.items()},
    # North Carolina's text has no exception at all: under it, the conflict was never lifted
    "ginkgo": [
        ("COI-EMP-01", "conflict", "prohibited"),
        ("COI-EMP-01", "conflict", "prohibited"),
        ("COI-EXC-01", "waiver_defective", "prohibited"),
    ],
}
EVERY_PACK = (
    *FEDERAL_PACKS,
    *("GOOD-PRACTICE", "US-AK", "US-CO", "US-DC", "US-MS", "US-MT", "US-NC", "US-NJ", "US-NM"),
    *("US-OK", "US-WY"),
)
LEFT_OUT = {
    ("directory.hsds.json", "service.attributes.taxonomy_term.description"),
    ("directory.hsds.json", "service.service_at_locations.location.location_type"),
    ("ownership.bods.json", "statement.declarationSubject"),
    ("ownership.bods.json", "statement.publicationDetails"),
}


def opened(url="memory:", **more):
    program = Program.open(url, **more)
    try:
        program.import_files(FILES, by="test")
    except BaseException:
        program.close()
        raise
    return program


@pytest.fixture(scope="module")
def county():
    with opened() as program:
        yield program


@pytest.fixture(scope="module")
def strict_county():
    with opened(policies=EVERY_PACK) as program:
        yield program


def told(review):
    """Every finding of a review, past ones too, as rule, disposition and severity."""
    return sorted(
        (each.rule, each.disposition.value, each.severity.value) for each in review.findings
    )


def cleared(review):
    """Whom a review proves free of which agency."""
    return {(each.holder, each.counterparty) for each in review.clear}


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    return "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'oakfield.db'}"


def test_the_whole_county_comes_in_at_once_and_reviews_the_same_in_every_store(store):
    """Fourteen files in four formats are imported in one go, and every story is told."""
    with Program.open(store) as program:
        report = program.import_files(FILES, by="test")
        assert len(report.sources) == 14
        assert {how for _, how in report.sources} == {"case", "hsds", "bods", "fhir"}
        assert report.families == tuple(STORIES)
        for family, story in STORIES.items():
            assert told(program.review(family, as_of=DAY)) == sorted(story), family


def test_a_second_import_changes_nothing(store):
    """Importing the same files again adds and completes no record."""
    with Program.open(store) as program:
        first = program.import_files(FILES, by="test")
        again = program.import_files(FILES, by="test")
        assert (again.added, again.completed) == ({}, {})
        assert sum(again.unchanged.values()) == sum(first.added.values())


def test_file_by_file_is_as_good_as_all_at_once():
    """The files may come one after the other: the county, the directories, then each family."""
    first = ["county.yaml", "directory.hsds.json", "ownership.bods.json"]
    in_turn = first + [file.name for file in FILES if file.name not in first]
    with Program.open("memory:") as program:
        for name in in_turn:
            program.import_files([OAKFIELD / name], by="test")
        found = {family: told(program.review(family, as_of=DAY)) for family in program.families()}
        assert found == {family: sorted(story) for family, story in STORIES.items()}


def test_what_cannot_be_carried_is_little_and_is_told():
    """Nothing of a family is left out; of the directory and the register only trappings are."""
    with Program.open("memory:") as program:
        report = program.import_files(FILES, by="test")
        assert {(Path(each.source).name, each.path) for each in report.left_out} <= LEFT_OUT


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 21), LATER])
@pytest.mark.parametrize("family", STORIES)
def test_each_family_shows_its_own_story_under_every_rule_book(strict_county, family, day):
    """Nothing but the story is found, past or present, good practice and states included."""
    assert told(strict_county.review(family, as_of=day)) == UNDER_EVERY_PACK[family]


@pytest.mark.parametrize("day", [DAY, LATER])
def test_the_alder_family_is_proven_free(strict_county, day):
    """Each who decides for the alder family has a clear record for each who serves it for money."""
    clear = cleared(strict_county.review("alder", as_of=day))
    deciders = ("staff-101", "staff-601", "staff-602")
    assert clear == {(who, agency) for who in deciders for agency in ("larkspur", "maple")}


def test_nothing_in_the_county_is_left_to_ask(strict_county):
    """No two records look like one person or one agency."""
    assert [strict_county.review(family, as_of=DAY).questions for family in STORIES] == [()] * 9


def test_the_birch_conflict_is_the_facilitators_own_employment(county):
    """The path goes from duty over employment to therapy, and every federal text speaks."""
    (finding,) = county.review("birch", as_of=DAY).findings
    assert finding.path == ("birch-duty-facilitator", "job-tie-201", "birch-s-therapy")
    assert (finding.holder, finding.counterparty) == ("staff-201", "willow")
    assert {view.pack: view.severity.value for view in finding.by_pack} == {
        "FED-1915C": "prohibited",
        "FED-1915I": "prohibited",
        "FED-1915K": "prohibited",
        "FED-TCM": "high",
    }


def test_the_cedar_conflict_runs_through_the_ownership_statements(county):
    """The chain to Maple Court uses a tie that only the BODS file tells of."""
    parent = county.review("cedar", as_of=DAY).findings[0]
    assert parent.rule == "COI-EMP-05"
    duty, job, owned, service = parent.path
    assert (duty, job, service) == ("cedar-duty-facilitator", "job-tie-301", "cedar-s-respite")
    tie = county.get(Tie, owned)
    assert (tie.kind, tie.subject, tie.object) == (TieKind.OWNS, "lantern", "maple")
    assert "BODS" in tie.source


def test_the_dogwood_conflict_is_between_sisters_of_independent_agencies(county):
    """Kinship is found between a facilitator and a caregiver whom FHIR names by staff number."""
    (finding,) = county.review("dogwood", as_of=DAY).findings
    assert "sisters" in finding.path
    assert (finding.holder, finding.counterparty) == ("staff-102", "staff-502")


def test_a_disclosure_answers_what_cannot_be_told_of_elm(tmp_path):
    """With the missing paper on file, the elm family is clear from its day on."""
    paper = tmp_path / "paper.json"
    disclosure = {"id": "interests-103-2026", "person": "staff-103", "on": "2026-10-30"}
    paper.write_text(json.dumps({"wraparound": "1.0", "disclosure": [disclosure]}), "utf-8")
    with opened() as program:
        (before,) = program.review("elm", as_of=DAY).findings
        assert before.disposition is Disposition.INDETERMINATE
        assert before.reasons == ("no_disclosure",)
        program.import_files([paper], by="test")
        after = program.review("elm", as_of=DAY)
        (past,) = after.findings
        assert (past.rule, past.timing) == ("COI-OWN-06", Timing.PAST)
        assert ("staff-103", "steadyground") in cleared(after)


def test_a_full_offer_cures_what_an_old_list_left_out(tmp_path):
    """Fir's ledger says what was shown from the list of which day; a new offer ends the finding."""
    with opened() as program:
        offers = [each for each in program.find(ServiceOffer) if each.family == "fir"]
        assert {each.category: each.directory_as_of.year for each in offers} == {
            "therapy": 2026,
            "respite": 2024,
        }
        said = {(option.answer, bool(option.reason)) for each in offers for option in each.options}
        assert said == {(OfferAnswer.CHOSEN, True), (OfferAnswer.DECLINED, True)}
        listed = program.options("respite", "fir", as_of=DAY)
        assert {each.agency: each.tied for each in listed} == {"larkspur": False, "maple": True}
        again = attrs.evolve(
            next(each for each in offers if each.category == "respite"),
            id="fir-offer-respite-again",
            on=date(2026, 11, 9),
            directory_as_of=date(2026, 11, 9),
            options=tuple(OfferedOption(provider=each.agency) for each in listed),
        )
        with program.change(by="test") as unit:
            unit.add(again)
        after = program.review("fir", as_of=date(2026, 11, 9))
        assert [each.rule for each in after.current] == ["COI-EMP-06"]


def test_the_fir_conflict_is_between_sister_agencies(county):
    """Facilitator and respite house have one owner, and neither owns the other."""
    (sister,) = (
        each for each in county.review("fir", as_of=DAY).findings if each.rule == "COI-EMP-06"
    )
    ties = [county.get(Tie, each) for each in sister.path[2:4]]
    assert [(each.subject, each.object) for each in ties] == [
        ("lantern", "willow"),
        ("lantern", "maple"),
    ]


def test_the_ginkgo_exception_lapses_by_itself(county):
    """One set of records: lifted and visible on the last day, a conflict again on the next."""
    before = county.review("ginkgo", as_of=date(2026, 9, 30))
    (held,) = before.findings
    assert (held.disposition, held.waivers) == (Disposition.MITIGATED, ("exception-hollow",))
    assert ("staff-901", "hollow") not in cleared(before)
    after = county.review("ginkgo", as_of=date(2026, 10, 1))
    returned = {each.rule: each for each in after.current}
    assert returned.keys() == {"COI-EMP-01", "COI-EXC-01"}
    assert returned["COI-EMP-01"].disposition is Disposition.WAIVER_DEFECTIVE
    assert returned["COI-EMP-01"].reasons == ("another_provider:commons", "expired")
    assert before.may_change_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("handler", "reasons"),
    [
        ("staff-503", ("same_org", "subordinate")),
        ("staff-505", ("same_org", "same_person")),
        ("staff-603", None),
    ],
)
def test_a_complaint_is_handled_by_the_wrong_person_until_the_county_hears_it(handler, reasons):
    """A subordinate, and the one complained about, are not neutral; the county is."""
    with opened() as program:
        stored = program.get(Grievance, "hazel-complaint-1")
        (first,) = stored.handlers
        change = attrs.evolve(stored, handlers=(attrs.evolve(first, person=handler),))
        with program.change(by="test") as unit:
            unit.replace(change, over=program.stored(Grievance, "hazel-complaint-1"))
        found = [each.reasons for each in program.review("hazel", as_of=DAY).current]
        assert found == ([reasons] if reasons else [])


def test_the_ironwood_conflict_is_an_unpaid_seat(county):
    """A director of a provider owes it loyalty, though no money flows; it stands in her paper."""
    (finding,) = county.review("ironwood", as_of=DAY).findings
    assert finding.path == ("ironwood-duty-facilitator", "seat-105", "ironwood-s-work")
    seat = county.get(Tie, "seat-105")
    assert (seat.kind, seat.basis) == (TieKind.OFFICE, None)
    assert "seat-105" in county.get(Disclosure, "interests-105-2026").declares


def test_the_families_show_the_variety_of_the_practice(county):
    """Several youth, another language with an interpreter, an adult with case management."""
    alder = county.get(Family, "alder")
    assert len(alder.people_as(FamilyRole.YOUTH)) == 2
    assert len(alder.people_as(FamilyRole.CAREGIVER)) == 2
    cedar = county.get(Family, "cedar")
    assert (cedar.preferred_language, cedar.needs_interpreter) == ("es", True)
    assert all(each.interpreter_present for each in county.find(Meeting) if each.family == "cedar")
    services = {each.family: each.service for each in county.find(Enrollment)}
    assert services.pop("elm") is CareService.CASE_MANAGEMENT
    assert set(services.values()) == {CareService.WRAPAROUND}


def test_every_family_has_a_plan_with_strengths_needs_outcomes_and_unpaid_help(county):
    """A plan in force names all of these, and paid and unpaid help stand side by side."""
    for family in STORIES:
        plan = county.chart(family, as_of=DAY).plan
        assert plan.strengths, family
        assert plan.needs, family
        assert plan.outcomes, family
        assert plan.strategies, family
        assert plan.crisis_plan, family
        assert plan.transition.step_down, family
        assert {each.paid for each in plan.services} == {True, False}, family


def test_the_parts_of_a_written_plan_hang_together(county):
    """Strategies answer needs of the plan and use its strengths; steps belong to strategies."""
    for plan in county.find(Plan):
        needs = {each.id for each in plan.needs}
        strengths = {each.id for each in plan.strengths}
        strategies = {each.id for each in plan.strategies}
        assert {each.need for each in plan.strategies} <= needs, plan.id
        assert {each.need for each in plan.outcomes} <= needs, plan.id
        assert all(each.strengths and set(each.strengths) <= strengths for each in plan.strategies)
        assert all(sum(option.chosen for option in each.options) == 1 for each in plan.strategies)
        assert {each.strategy for each in plan.steps} - {None} <= strategies, plan.id
        members = {each.id for team in county.chart(plan.family).teams for each in team.members}
        assert {each.responsible for each in plan.steps} <= members, plan.id
        assert {each.member for each in plan.signatures} - {None} <= members, plan.id


def test_the_directory_is_of_use_to_families(county):
    """Services say where they are, in which languages and who pays; some are free."""
    services = list(county.find(Service))
    assert len(services) == 17
    assert {each.areas for each in services} == {("oakfield",), ("hollow-creek",)}
    assert all(each.agency and each.languages for each in services)
    assert all(each.payers and each.categories for each in services)
    assert {"therapy", "respite", "mentoring", "food", "family_peer_support"} <= {
        category for each in services for category in each.categories
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_number_in_the_county_is_visibly_made_up(file):
    """Telephone numbers are 555-01xx, taxpayer and provider numbers begin with 0."""
    text = file.read_text("utf-8")
    telephones = re.findall(r"(?<![-\w])\d{3}-\d{4}(?![-\w])", text)
    assert [number for number in telephones if not number.startswith("555-01")] == []
    assert re.findall(r"\b[1-9]\d-\d{7}\b", text) == []
    assert re.findall(r"\b[1-9]\d{9}\b", text) == []
    places = set(re.findall(r"https?://([\w.-]+)", text))
    assert places <= {"fhir.oakfield.example", "hl7.org", "terminology.hl7.org"}


def test_no_id_holds_a_name():
    """Ids are told in errors, logs and JSON, so the county's own ids call nobody by name."""
    with opened() as program:
        charts = [program.chart(family, as_of=DAY) for family in program.families()]
    records = [record for chart in charts for record in chart.records]
    people = [each for each in records if isinstance(each, Person) and isinstance(each.name, str)]
    names = {part.lower() for each in people for part in each.name.split() if len(part) > 2}
    ids = {record.id for record in records}
    assert people
    assert {each for each in ids if names & set(re.split(r"[-._:]", each))} == set()


def test_the_alder_family_was_told_how_and_by_when_to_appeal(county):
    (kept,) = county.find(Determination, family="alder")
    assert kept.appeal_told_on == date(2026, 2, 18)
    assert set(kept.appeal.told_to) == {"alder-caregiver-1", "alder-caregiver-2"}
    assert kept.appeal.ask_by(kept.appeal.routes[0]) == date(2026, 3, 20)
    assert "Ask by 2026-03-20" in " ".join(family_lines(kept.appeal))
    assert kept.appeal.asked_on is None
    found = county.replay(kept)
    assert found.outcome is Outcome.IMPOSSIBLE  # it was decided before facts were kept
    assert len(found.why_not) == 2
