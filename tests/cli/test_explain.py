"""Explaining rules, packs, parameters, safeguards and reasons."""

from __future__ import annotations

import json

import attrs
import pytest

from wraparound.cli.glossary import all_packs, known_words
from wraparound.cli.standings import standings_of
from wraparound.conflict.catalogue import load_glossary
from wraparound.model import Basis, Confidence, Disposition, FindingState, Severity
from wraparound.policy import Waiver, WaiverKind, load_packs


def test_a_rule_is_explained_with_its_law(run):
    """What it asks, why, remedies, and for each pack weight, text, basis and day."""
    said = " ".join(run("explain", "COI-EMP-01").stdout.split())
    for words in (
        "Asks",
        "Why",
        "Example",
        "FED-1915C prohibited since 2014-03-17: 42 CFR 441.301(c)(1)(vi) (the text says so)",
        "Lifted by an approved exception",
        "FED-TCM high: 42 CFR 441.18(a)(1)-(3)",
        "a judgement",
    ):
        assert words in said


def test_the_packs_can_be_chosen(run):
    """--policy leaves the other packs out."""
    said = json.loads(run("explain", "EMP-01", "--policy", "FED-TCM", "--format", "json").stdout)
    assert [each["pack"] for each in said["explained"][0]["packs"]] == ["FED-TCM"]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("FED-1915C", "Section 1915(c)"),
        ("fed-1915c", "Section 1915(c)"),
        ("kin.max_degree", "degree of kinship"),
        ("SG-05", "the family was told in writing"),
        ("no_disclosure", "there is no disclosure of interests on file"),
        ("unknown_from:tie-1", "nobody recorded when tie-1 began"),
    ],
)
def test_other_words_are_explained_too(run, word, says):
    """Packs, parameters, safeguards and reasons are found by their names."""
    assert says in " ".join(run("explain", word).stdout.split())


def test_a_wrong_word_hints_at_the_nearest(run):
    """A typo is exit code 2 with the word that was probably meant."""
    ran = run("explain", "COI-EPM-01")
    assert ran.exit_code == 2
    assert "did you mean 'COI-EMP-01'?" in ran.stderr


@pytest.mark.parametrize("word", ["COI-EMP-1", "coi-emp-1", "EMP-1"])
def test_a_number_without_its_nought_hints_at_the_rule(run, word):
    """People write COI-EMP-1; another rule's number looks nearer to a machine."""
    ran = run("explain", word)
    assert ran.exit_code == 2
    assert "did you mean 'COI-EMP-01'?" in ran.stderr


def test_a_word_like_nothing_gets_a_short_hint(run):
    """The whole list of words helps nobody."""
    ran = run("explain", "NOPE")
    assert ran.exit_code == 2
    assert "`wraparound explain` lists" in ran.stderr
    assert len(ran.stderr) < 200


def test_everything_that_is_known_can_be_explained(run):
    """No word that the tab key offers ends in an error, in text or JSON."""
    words = known_words()
    assert len(words) > 100
    assert run("explain", *words).exit_code == 0
    said = json.loads(run("explain", *words, "--format", "json").stdout)
    assert len(said["explained"]) == len(words)


@pytest.mark.parametrize("kind", WaiverKind)
def test_everything_that_can_lift_a_finding_has_words(kind):
    """No kind of waiver is missing from the page."""
    pack = load_packs()["FED-1915C"]
    rule = attrs.evolve(pack.rules["COI-EMP-01"], waiver=Waiver(kind=kind))
    (standing,) = standings_of("COI-EMP-01", [attrs.evolve(pack, rules={"COI-EMP-01": rule})])
    assert standing.lifted_by


def test_without_a_word_all_rules_are_listed(run):
    """The list is where a newcomer begins."""
    said = run("explain").stdout
    assert "COI-EMP-01" in said
    assert "FED-1915C" in said


def test_every_word_that_a_review_uses_is_explained(run):
    """What became of it, how heavy, on which basis, what lifts it, and how it stands by now."""
    packs = all_packs().values()
    approvals = {kind for each in packs if each.exception for kind in each.exception.approvals}
    functions = {name for each in packs for name in each.functions or ()}
    words = {
        *(each.value for kind in (Disposition, Severity, Basis, Confidence) for each in kind),
        *(each.value for each in FindingState),
        *({"exception", "mitigation", "clear", "roster", "approver", "demonstration"}),
        *approvals,
        *functions,
    }
    assert words <= {*load_glossary(), *known_words()}
    said = json.loads(run("explain", *sorted(words), "--format", "json").stdout)["explained"]
    assert all(each["means"] for each in said)
    assert "lapse" in run("explain", "Mitigated").output
    assert "Every defect is listed" in " ".join(run("explain", "waiver defective").output.split())
