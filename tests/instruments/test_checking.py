"""Scores against the definition: every rule of the check, with a sample of every instrument."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest

from wraparound.instruments import check_assessment, with_content
from wraparound.instruments.content import Content, ContentItem
from wraparound.instruments.finding import Weight, load_score_rules
from wraparound.model import UNKNOWN, ItemRating, Staff, StaffCertification

LICENSED = {"license_ok": True}
FUNCTIONING = {
    "school_work": 20,
    "home": 20,
    "community": 0,
    "behavior_toward_others": 10,
    "moods_emotions": 20,
    "self_harmful_behavior": 0,
    "substance_use": 0,
    "thinking": 10,
}
DIMENSIONS = {
    "risk_of_harm": 3,
    "functional_status": 3,
    "co_occurrence": 2,
    "recovery_environment_stress": 3,
    "recovery_environment_support": 2,
    "resilience_and_response": 3,
    "involvement_child": 3,
    "involvement_caregiver": 2,
}
PSC = {"internalizing": 6, "attention": 3, "externalizing": 7, "total": 16}

SAMPLES = {
    "CAFAS": {**FUNCTIONING, **LICENSED},
    "PECFAS": {
        **{code: 10 for code in FUNCTIONING if code not in {"school_work", "substance_use"}},
        "school_daycare": 20,
        **LICENSED,
    },
    "CASII": {**DIMENSIONS, "scores": {"composite": 21, "level": 4}, **LICENSED},
    "ECSII": {"scores": {"composite": 23, "level": 4}, **LICENSED},
    "PSC-17": {"scores": PSC, "answered": 17},
    "SDQ": {"scores": {"total_difficulties": 15, "prosocial": 8}, "form": "parent", **LICENSED},
    "CGAS": {"scores": {"rating": 55}},
}


def codes(assessment, instrument, **more):
    return [each.code for each in check_assessment(assessment, instrument, **more)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_right_sample_of_every_instrument_has_no_finding(name, assessed, defined):
    assert codes(assessed(name, **SAMPLES[name]), defined(name)) == []


def test_what_of_the_cans_cannot_be_told_is_not_called_wrong(assessed, defined):
    """Editions differ: a domain whose items nobody listed, and a code that no list has."""
    found = check_assessment(
        assessed("CANS", anxiety=2, school=1, suicide_risk=0, sleep=1), defined("CANS")
    )
    assert {each.weight for each in found} == {Weight.UNKNOWN, Weight.NOTE}
    assert [(each.code, each.path) for each in found] == [
        ("INST-03", "items.sleep"),
        ("INST-06", "items:cultural_factors"),
        ("INST-06", "items:caregiver"),
        ("INST-06", "items:strengths"),
    ]


@pytest.mark.parametrize(
    ("name", "changed", "code", "path"),
    [
        ("CAFAS", {"hoem": 10}, "INST-02", "items.hoem"),
        ("CASII", {"risk": 2}, "INST-02", "items.risk"),
        ("CAFAS", {"home": 15}, "INST-04", "items.home"),
        ("CAFAS", {"home": 40}, "INST-04", "items.home"),
        ("CASII", {"risk_of_harm": 6}, "INST-04", "items.risk_of_harm"),
        ("CASII", {"risk_of_harm": 0}, "INST-04", "items.risk_of_harm"),
        ("CAFAS", {"thinking": None}, "INST-06", "items:functioning"),
        ("PSC-17", {"scores": {**PSC, "attentoin": 1}}, "INST-07", "scores.attentoin"),
        ("PSC-17", {"scores": {**PSC, "attention": 11}}, "INST-09", "scores.attention"),
        ("SDQ", {"scores": {"total_difficulties": 41}}, "INST-09", "scores.total_difficulties"),
        ("SDQ", {"scores": {"prosocial": -1}}, "INST-09", "scores.prosocial"),
        ("CGAS", {"scores": {"rating": 0}}, "INST-09", "scores.rating"),
        ("CGAS", {"scores": {"rating": 101}}, "INST-09", "scores.rating"),
        ("CGAS", {"scores": {"rating": 70.5}}, "INST-09", "scores.rating"),
        ("CAFAS", {"scores": {"total": 90}}, "INST-11", "scores.total"),
        ("PSC-17", {"answered": 13}, "INST-13", "answered"),
        ("PSC-17", {"answered": 18}, "INST-15", "answered"),
        ("PSC-17", {"answered": -1}, "INST-15", "answered"),
        ("PSC-17", {"answered": UNKNOWN}, "INST-14", "answered"),
        ("CAFAS", {"certified_until": date(2026, 3, 2)}, "INST-17", "certified_until"),
        ("CAFAS", {"certified_until": UNKNOWN}, "INST-18", "certified_until"),
        ("CAFAS", {"license_ok": False}, "INST-20", "license_ok"),
        ("CAFAS", {"license_ok": UNKNOWN}, "INST-21", "license_ok"),
        ("ECSII", {"on": UNKNOWN}, "INST-23", "on"),
    ],
)
def test_one_thing_wrong_is_one_finding_at_its_place(name, changed, code, path, assessed, defined):
    found = check_assessment(assessed(name, **{**SAMPLES[name], **changed}), defined(name))
    assert [(each.code, each.path) for each in found] == [(code, path)]


def test_three_blanks_still_count(assessed, defined):
    """Three blanks may be left, four may not."""
    sample = SAMPLES["PSC-17"]
    assert codes(assessed("PSC-17", **{**sample, "answered": 14}), defined("PSC-17")) == []


def test_everything_that_is_wrong_is_told_at_once(assessed, defined):
    wrong = assessed(
        "CAFAS", **{**FUNCTIONING, "home": 15, "hoem": 10, "certified_until": date(2020, 1, 1)}
    )
    assert codes(wrong, defined("CAFAS")) == ["INST-21", "INST-17", "INST-04", "INST-02"]


def test_an_item_that_stands_twice_is_told(assessed, defined):
    twice = tuple(ItemRating(code=code, rating=1) for code in [*DIMENSIONS, "risk_of_harm"])
    assert "INST-05" in codes(assessed("CASII", items=twice, **LICENSED), defined("CASII"))


def test_an_instrument_that_nobody_defined_is_not_checked(assessed):
    (found,) = check_assessment(assessed("PHQ-9", scores={"total": 99}), None)
    assert (found.code, found.weight) == ("INST-01", Weight.UNKNOWN)


@pytest.mark.parametrize("name", ["total", "Total score", "sum"])
def test_the_cans_has_no_total(name, assessed, defined):
    found = codes(assessed("CANS", scores={name: 30}), defined("CANS"))
    assert found == ["INST-10"]


def test_a_state_s_own_score_of_the_cans_is_only_a_note(assessed, defined):
    found = check_assessment(assessed("CANS", scores={"level_of_need": 4}), defined("CANS"))
    assert [(each.code, each.weight) for each in found] == [("INST-08", Weight.NOTE)]


def test_the_licence_of_the_sdq_lets_a_record_hold_scores_only(assessed, defined):
    found = codes(assessed("SDQ", q1=2, **LICENSED), defined("SDQ"))
    assert found == ["INST-12"]


def test_another_edition_is_a_note(assessed, defined):
    one = assessed("CANS", version="2.0", anxiety=1, school=1, runaway=1)
    assert "INST-16" in codes(one, defined("CANS"))
    assert "INST-16" not in codes(attrs.evolve(one, version="3.0"), defined("CANS"))


@pytest.mark.parametrize(
    ("born", "noted"),
    [
        (date(2023, 3, 4), True),  # two, until tomorrow
        (date(2023, 3, 3), False),  # three today
        (date(2018, 3, 4), False),  # seven
        (date(2018, 3, 3), True),  # eight today
    ],
)
def test_an_age_outside_the_text_is_a_note(born, noted, assessed, defined):
    sample = assessed("PECFAS", **SAMPLES["PECFAS"])
    assert ("INST-19" in codes(sample, defined("PECFAS"), born=born)) is noted


def lake():
    """A site's own edition of the CANS, whose list of items is whole."""
    places = {
        "anxiety": "behavioral_emotional",
        "school": "life_functioning",
        "runaway": "risk",
        "language": "cultural_factors",
        "supervision": "caregiver",
        "spirit": "strengths",
    }
    return Content(
        instrument="CANS",
        licence="permission of 2026",
        items={code: ContentItem(domain=domain) for code, domain in places.items()},
        whole=True,
        sha256="",
    )


def test_a_site_s_whole_list_turns_notes_into_faults(assessed, defined):
    cans = with_content({"CANS": defined("CANS")}, [lake()])["CANS"]
    rated = dict.fromkeys(lake().items, 1)
    whole = {"strength_items": ("spirit",)}
    assert codes(assessed("CANS", **rated, **whole), cans) == []
    assert codes(assessed("CANS", **rated, sleep=1, **whole), cans) == ["INST-02"]
    assert codes(assessed("CANS", **rated, **whole, depression=1), cans) == ["INST-02"]
    del rated["language"]
    (found,) = check_assessment(assessed("CANS", **rated, **whole), cans)
    assert (found.code, found.params["missing"]) == ("INST-06", "language")


@pytest.mark.parametrize("marked", [(), ("spirit", "school")])
def test_a_strength_that_is_taken_for_a_need_is_told(marked, assessed, defined):
    """Otherwise a strength of 3 would look like a need for action, and a need of 0 like a gift."""
    cans = with_content({"CANS": defined("CANS")}, [lake()])["CANS"]
    one = assessed("CANS", **dict.fromkeys(lake().items, 1), strength_items=marked)
    assert codes(one, cans) == ["INST-22"]


def staff(type_, issued, expires, person="ana"):
    return Staff(
        id="job",
        person=person,
        role="assessor",
        certifications=(StaffCertification(type=type_, issued_on=issued, expires_on=expires),),
    )


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (staff("CAFAS", date(2025, 1, 1), date(2026, 3, 3)), None),
        (staff("cafas", date(2026, 3, 3), None), None),
        (staff("CAFAS", date(2025, 1, 1), date(2026, 3, 2)), "INST-17"),
        (staff("CAFAS", date(2026, 3, 4), None), "INST-17"),
        (staff("CAFAS", UNKNOWN, None), "INST-18"),
        (staff("CAFAS", date(2025, 1, 1), UNKNOWN), "INST-18"),
        (staff("CANS", date(2025, 1, 1), None), "INST-18"),
        (staff("CAFAS", date(2025, 1, 1), None, person="ben"), "INST-18"),
    ],
)
def test_a_certificate_is_looked_up_on_the_assessor_s_staff_record(job, code, assessed, defined):
    one = assessed("CAFAS", **SAMPLES["CAFAS"], assessor="ana", certified_until=UNKNOWN)
    assert codes(one, defined("CAFAS"), staff=[job]) == ([code] if code else [])


def test_no_finding_tells_a_rating_or_a_score(assessed, defined):
    found = check_assessment(
        assessed("CAFAS", **{**FUNCTIONING, "home": 777}, scores={"total": 9999}), defined("CAFAS")
    )
    told = " ".join(f"{each} {each.message} {each.rule.hint}" for each in found)
    assert "777" not in told
    assert "9999" not in told


def test_every_rule_is_raised_somewhere_here():
    """No rule is only written down."""
    text = Path(__file__).read_text("utf-8")
    assert [code for code in load_score_rules() if f'"{code}"' not in text] == []
