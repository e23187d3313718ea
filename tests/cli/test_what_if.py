"""What a change would do, on a page that somebody reads before they hire."""

from __future__ import annotations

import json

import pytest

from .conftest import CASE

NEXT = """\
wraparound: "1.0"
duty:
  - {id: d1, family: bell, plan: plan, role: facilitator, holder: fac,
     period: {start: "2025-01-01", end: "2025-06-01"}}
"""


@pytest.fixture
def asked(run, tmp_path):
    """Asks what the family's records would come to if a file held."""
    store = f"sqlite:///{tmp_path / 'store.db'}"
    case = tmp_path / "case.yaml"
    case.write_text(CASE, "utf-8")
    assert run("import", case, "--store", store).exit_code == 0

    def ask(*words, file=""):
        place = tmp_path / "next.yaml"
        place.write_text(file, "utf-8")
        files = (place,) if file else ()
        return run("what-if", *files, *words, "--as-of", "2025-07-01", "--store", store)

    return ask


def test_a_finding_that_would_end_is_told_once_with_both_periods(asked):
    """It is not told as one that is found and one that is gone."""
    told = asked(file=NEXT).stdout
    assert told.count("COI-EMP-01") == 1
    assert "would be otherwise: prohibited COI-EMP-01" in told
    assert "now: Conflict, since 2025-02-01." in told
    assert "then: In the past: conflict, from 2025-02-01 to 2025-05-31." in told
    assert "1 family looked at, 1 would have other findings." in told


def test_a_finding_that_would_be_gone_says_so(asked):
    """Without the job there is no finding of it."""
    told = asked("--without", "tie:t1").stdout
    assert "would be gone: prohibited COI-EMP-01" in told


def test_a_least_change_says_what_the_fact_is(asked):
    """Ids that a machine made say nothing to anybody."""
    told = asked("--least", "--family", "bell").stdout
    assert "t1 (fac employed by Birch House) ends (theirs to do)" in " ".join(told.split())


def test_json_keeps_both_findings(asked):
    """A program gets what was removed and what was added, as the review has them."""
    (family,) = json.loads(asked("--format", "json", file=NEXT).stdout)["families"]
    (emp,) = (each for each in family["removed"] if each["rule"] == "COI-EMP-01")
    (then,) = (each for each in family["added"] if each["rule"] == "COI-EMP-01")
    assert (emp["end"], then["end"]) == (None, "2025-06-01")


def test_what_is_not_stored_cannot_be_gone(asked):
    """A typing error would look like a change that does no harm."""
    answer = asked("--without", "tie:nope")
    assert answer.exit_code == 2
    assert "there is no tie with the id nope" in answer.output
    assert asked("--without", "tei:t1").exit_code == 2


def test_the_answer_says_what_it_was_asked_under(asked):
    said = json.loads(asked("--without", "tie:t1", "--format", "json").stdout)
    assert said["packs"][0] == "FED-1915C"
    assert said["as_of"]
    assert "Not a clinical or legal determination" in said["notice"]
    assert said["changes"] == []
