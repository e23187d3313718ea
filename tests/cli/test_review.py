"""A review on the command line: what it says, to whom, and with which exit code."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from wraparound.cli.findings_page import print_review
from wraparound.cli.page import Page
from wraparound.cli.reviewing import Reviewed, review_each
from wraparound.cli.settings import Settings
from wraparound.documents import Audience, Names
from wraparound.model.findings import Question, QuestionKind, Review
from wraparound.program import Program

ODD = """\
wraparound: "1.0"
agency: [{id: whole}]
family: [{id: odd}]
person: [{id: odd-kid, family: odd}, {id: one}, {id: two}]
plan:
  - id: odd-v1
    lineage: odd-plan
    family: odd
    youth: odd-kid
    status: active
    services: [{id: odd-svc, provider: whole, spans: [{status: active}]}]
tie:
  - {id: most, kind: owns, subject: one, object: whole, share: {low: "0.7", high: "0.7"}}
  - {id: more, kind: owns, subject: two, object: whole, share: {low: "0.7", high: "0.7"}}
"""
"""A family around an agency that two people own seven tenths of, each."""

DAY = ("--as-of", "2025-06-01")


def test_a_finding_reads_as_a_story_with_dates_and_law(filled):
    """Rule, weight, disposition, who, chain, reason, remedies and citation are all there."""
    said = " ".join(filled("review", "bell", *DAY).stdout.split())
    for words in (
        "PROHIBITED COI-EMP-01",
        "Conflict, since 2025-02-01.",
        "fac (facilitator)",
        "fac —employed by→ Birch House (since 2024-01-01) —delivers a service of→ the plan",
        "Why ",
        "Family may ",
        "Program can ",
        "prohibited under 42 CFR 441.301(c)(1)(vi) (FED-1915C)",
        "not raised by FED-TCM",
        "Not a clinical or legal determination",
    ):
        assert words in said


def test_what_cannot_be_told_names_what_is_missing_and_whom_to_ask(filled):
    """An indeterminate finding says which fact would decide it."""
    said = " ".join(filled("review", "bell", *DAY).stdout.split())
    assert "There is no disclosure of interests on file. Ask the person to sign" in said


def test_the_present_comes_before_the_past(filled):
    """Findings of the past stand last and say so."""
    said = filled("review", "bell", *DAY).stdout
    assert "In the past" not in said[: said.index("COI-PRC-01")]
    assert said.index("COI-PRC-01") < said.index("In the past")


def test_names_are_hidden_until_somebody_asks_for_them(filled):
    """Without --personal neither text nor JSON holds a personal value; with it names are shown."""
    for form in ("text", "json"):
        assert "Marked" not in filled("review", "--all", *DAY, "--format", form).output
    assert "Marked Facilitator" in filled("review", "bell", *DAY, "--personal").stdout


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("low", 1), ("high", 1), ("prohibited", 1), ("never", 0)],
)
def test_the_exit_code_says_whether_something_serious_was_found(filled, fail_on, code):
    """Findings at or above --fail-on end with 1."""
    assert filled("review", "bell", *DAY, "--fail-on", fail_on).exit_code == code


def test_a_quiet_family_ends_with_zero(filled):
    """Nothing found is exit code 0."""
    ran = filled("review", "calm", *DAY)
    assert ran.exit_code == 0
    assert "Family calm: nothing found" in ran.stdout


def test_milder_packs_weigh_less(filled):
    """Under a pack that only grades the tie as high, --fail-on prohibited ends with 0."""
    asked = ("review", "bell", *DAY, "--fail-on", "prohibited", "--policy")
    assert filled(*asked, "FED-TCM").exit_code == 0
    assert filled(*asked, "FED-1915C").exit_code == 1


def test_before_the_service_began_there_was_no_conflict(filled):
    """--as-of asks about another day."""
    said = json.loads(filled("review", "bell", "--as-of", "2025-01-15", "--format", "json").stdout)
    assert "COI-EMP-01" not in {each["rule"] for each in said["families"][0]["findings"]}


def test_all_families_end_in_a_table(filled):
    """--all adds a table with a row for each family."""
    said = filled("review", "--all", *DAY).stdout
    table = said[said.index("All families") :]
    assert table.splitlines()[3].split()[:2] == ["bell", "prohibited"]
    assert table.splitlines()[4].split()[:2] == ["calm", "none"]


def test_the_json_answer_has_every_field(filled):
    """The document names its kind, version and notice, and holds evidence, packs and remedies."""
    said = json.loads(filled("review", "--all", *DAY, "--format", "json").stdout)
    assert (said["document"], said["version"], said["fail_on"]) == ("review", "1.0", "high")
    assert said["notice"].startswith("Not a clinical or legal determination")
    bell = said["families"][0]
    assert set(bell) == {
        *("family", "as_of", "known_as_of", "packs", "changes", "summary", "findings", "clear"),
        *("unweighed", "questions", "unanswered", "names"),
    }
    found = next(each for each in bell["findings"] if each["rule"] == "COI-EMP-01")
    assert (found["severity"], found["start"], found["end"]) == ("prohibited", "2025-02-01", None)
    assert found["path"] == ["d1", "t1", "svc"]
    assert [each["id"] for each in found["evidence"]] == found["path"]
    assert found["by_pack"][0]["citation"] == "42 CFR 441.301(c)(1)(vi)"
    assert found["remedy"]["family"]
    assert found["not_raised_by"] == []
    assert bell["names"] == {"pv": "Birch House"}


def test_for_a_family_there_are_no_codes_and_no_law(filled):
    """--for family speaks in plain sentences."""
    said = " ".join(filled("review", "bell", *DAY, "--for", "family").stdout.split())
    assert "fac is employed by Birch House, since 2024-01-01." in said
    assert "What you may ask for" in said
    assert "COI-" not in said
    assert "CFR" not in said


def test_an_unknown_family_hints_at_the_nearest(filled):
    """A typo is met with the id that was probably meant."""
    ran = filled("review", "bel")
    assert ran.exit_code == 2
    assert "did you mean 'bell'?" in ran.stderr


@pytest.mark.parametrize("words", [(), ("bell", "--all")])
def test_somebody_has_to_say_which_families(filled, words):
    """Neither nothing nor both: that is wrong use."""
    assert filled("review", *words).exit_code == 2


def test_an_unknown_pack_hints_at_the_nearest(filled):
    """A wrong pack name is exit code 2 with a hint."""
    ran = filled("review", "bell", "--policy", "FED-1915X")
    assert ran.exit_code == 2
    assert "did you mean 'FED-1915" in ran.stderr


def test_an_impossible_day_is_wrong_use(filled):
    """--as-of takes a day as ISO 8601 writes it."""
    ran = filled("review", "bell", "--as-of", "yesterday")
    assert ran.exit_code == 2
    assert "2025-06-30" in ran.stderr


@pytest.mark.parametrize("day", ["9999-12-31", "2201-01-01", "1899-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_wrong_use(filled, day):
    """There is no day to count to from there."""
    for words in (("review", "bell"), ("families",), ("show", "bell")):
        ran = filled(*words, "--as-of", day)
        assert ran.exit_code == 2
        assert "1900-01-01 to 2200-12-31" in ran.stderr


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_the_first_and_the_last_day_can_be_asked_about(filled, day):
    """The bounds belong to what is allowed."""
    assert filled("review", "bell", "--as-of", day).exit_code in {0, 1}


def test_one_record_that_cannot_be_read_does_not_hide_the_others(filled, tmp_path):
    """The family with the broken record is named with what is wrong; the others are reviewed."""
    with closing(sqlite3.connect(tmp_path / "cases.db")) as database:
        broken = "UPDATE wraparound_records SET document = ? WHERE family = ? AND kind = ?"
        database.execute(broken, (b'{"schema": "7.0"}', "calm", "person"))
        database.commit()
    ran = filled("review", "--all", *DAY)
    assert ran.exit_code == 2
    assert "Family calm was not reviewed: " in ran.stdout
    assert "COI-EMP-01" in ran.stdout
    said = json.loads(filled("review", "--all", *DAY, "--format", "json").stdout)
    assert [each["family"] for each in said["not_reviewed"]] == ["calm"]
    assert "person" in said["not_reviewed"][0]["reason"]
    assert [each["family"] for each in said["families"]] == ["bell"]


@pytest.mark.usefixtures("filled")
def test_families_are_written_as_they_are_reviewed(url):
    """Nobody waits for the last family to read of the first, and no chart is kept for the end."""
    seen = []
    with Program.open(url) as program:

        def asked():
            for family in program.families():
                seen.append(family)
                yield family

        reviews = review_each(program, asked(), Settings(as_of=date(2025, 6, 1)))
        assert seen == []
        assert next(reviews).family == "bell"
        assert seen == ["bell"]


def test_what_was_found_is_not_lost_to_a_mistake_further_on(filled):
    """The first family stands on the page before the second is even looked for."""
    ran = filled("review", "bell", "nobody", *DAY)
    assert ran.exit_code == 2
    assert "COI-EMP-01" in ran.stdout
    assert "no family with the id nobody" in ran.stderr


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_is_asked_in_words(capsys, kind):
    """No review ends in an error because of what somebody has to look at."""
    review = Review(
        as_of=date(2025, 6, 1), packs=(), questions=(Question(kind=kind, ids=("one",)),)
    )
    each = Reviewed(family="x", title="x", review=review, names=Names())
    print_review(Page(Settings()), each, Audience.ADMINISTRATOR)
    said = " ".join(capsys.readouterr().out.split())
    assert "To look at" in said
    assert kind.value not in said


def test_one_family_in_contradiction_does_not_hide_the_others(filled, tmp_path):
    """A family whose facts contradict one another is named; the rest is reviewed; the code is 2."""
    file = tmp_path / "odd.yaml"
    file.write_text(ODD, "utf-8")
    assert filled("import", file).exit_code == 0
    ran = filled("review", "--all", *DAY)
    assert ran.exit_code == 2
    assert "Family odd was not reviewed: the facts contradict one another" in ran.stdout
    assert "COI-EMP-01" in ran.stdout
    said = json.loads(filled("review", "--all", *DAY, "--format", "json").stdout)
    assert [each["family"] for each in said["not_reviewed"]] == ["odd"]
    assert [each["family"] for each in said["families"]] == ["bell", "calm"]


def test_pictures_are_drawn_into_a_folder(filled, tmp_path):
    folder = tmp_path / "drawn"
    assert filled("review", "bell", "--as-of", "2025-06-01", "--pictures", folder).exit_code == 1
    names = sorted(each.name for each in folder.iterdir())
    assert "bell-01-COI-EMP-01.svg" in names
    assert "bell-01-COI-EMP-01.mmd" in names
    assert len(names) == 2 * sum(each.endswith(".svg") for each in names)
    assert all("Marked" not in each.read_text("utf-8") for each in folder.iterdir())


GIFT = """
wraparound: "1.0"
gift:
  - {id: g1, kind: gift, giver: pv, receiver: fac, value: "90", "on": "2025-06-10"}
tie:
  - {id: t1, kind: employed_by, subject: fac, object: free, period: {start: "2024-01-01"}}
"""


def test_what_held_on_a_day_since_the_last_time_counts_too(run, case, tmp_path):
    """A gift weighs on its day; a job that asks once in a month must not miss it."""
    file = tmp_path / "gift.yaml"
    file.write_text(GIFT, "utf-8")
    run("import", case)
    run("import", file)
    asked = ("review", "bell", "--policy", "GOOD-PRACTICE", "--as-of", "2025-07-01")
    assert "COI-GFT-01" in run(*asked).output
    assert run(*asked).exit_code == 0
    assert run(*asked, "--since", "2025-06-01").exit_code == 1
    assert run(*asked, "--since", "2025-06-10").exit_code == 1
    assert run(*asked, "--since", "2025-06-11").exit_code == 0
