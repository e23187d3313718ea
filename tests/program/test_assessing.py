"""Assessments of a stored family: read, compared, explained, by instruments of plugins too."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from wraparound import Program, hookimpl
from wraparound.errors import (
    ContentRefused,
    PolicyInvalid,
    PolicyUnknown,
    RecordExists,
    RecordNotFound,
)
from wraparound.instruments import LicensedContent, read_instrument
from wraparound.model import (
    UNKNOWN,
    Assessment,
    Family,
    FamilyMember,
    FamilyRole,
    ItemRating,
    Person,
    Staff,
    StaffCertification,
)

DAY = date(2026, 6, 1)

LAKE = """
id: LAKE
title: Lake County's own scale
holder: Lake County
licence: Free to use
keeps: items_and_scores
citation: Lake County handbook
compiled_on: "2026-01-01"
scales: {need: {lowest: 0, highest: 3, step: 1, act_from: 2}}
domains: [{id: home, kind: need, items: [sleep, meals], whole: true}]
"""
CONTENT = """
instrument: CANS
licence: Permission of 2026
items: {sleep: {domain: life_functioning, text: Marked wording}}
"""


class Brings:
    """A plugin that brings what it is given."""

    def __init__(self, *brought, name="lake"):
        self.name = name
        self.brought = brought

    @hookimpl
    def register_instruments(self):
        return self.brought


def cans(id_, on, **ratings):
    return Assessment(
        id=id_,
        family="reed",
        person="kim",
        instrument="CANS",
        on=on,
        assessor="ana",
        items=tuple(ItemRating(code=code, rating=each) for code, each in ratings.items()),
    )


RECORDS = (
    Family(id="reed", members=(FamilyMember(person="kim", role=FamilyRole.YOUTH),)),
    Person(id="kim", family="reed", name="Marked Name", birth_date=date(2012, 5, 5)),
    cans("late", date(2026, 4, 13), anxiety=1, school=2, sleep=2),
    cans("early", date(2026, 1, 12), anxiety=3, school=2, sleep=2),
    cans("future", date(2027, 1, 1), anxiety=0),
    Assessment(
        id="level",
        family="reed",
        instrument="CGAS",
        on=date(2026, 4, 13),
        scores={"rating": Decimal(55)},
    ),
    Assessment(id="own", family="reed", instrument="lake", on=UNKNOWN),
)


@pytest.fixture
def opened():
    """Open a program with a family that was assessed, and close it."""
    programs = []

    def make(*plugins, records=RECORDS, **more):
        program = Program.open("memory:", only=["us-ms", "us-states"], plugins=plugins, **more)
        programs.append(program)
        with program.change(by="office", reason="test") as unit:
            for each in records:
                unit.add(each)
        return program

    yield make
    for each in programs:
        each.close()


def test_every_assessment_by_the_day_is_read_in_its_order(opened):
    read = opened().assessments("reed", as_of=DAY)
    assert [each.assessment for each in read] == ["own", "early", "late", "level"]
    assert [each.instrument is None for each in read] == [True, False, False, False]


def test_each_is_compared_with_the_one_before(opened):
    early, late = opened().assessments("reed", instrument="cans", as_of=DAY)
    assert early.change is None
    assert late.change.before == "early"
    assert {each.code: each.turn and each.turn.value for each in late.change.items} == {
        "anxiety": "resolved",
        "school": None,
        "sleep": None,
    }


def test_an_instrument_that_nobody_defined_cannot_be_asked_for(opened):
    with pytest.raises(PolicyUnknown, match="did you mean 'CANS'"):
        opened().assessments("reed", instrument="KANS", as_of=DAY)


def test_patterns_are_those_of_the_program_s_own_state(opened):
    for practice, wanted in (
        ("us-wa", {"us-wa-wise.screen"}),
        ("us-oh", {"us-oh-mcc.level"}),
        ("us-ms", set()),
        ("nwi-model", set()),
    ):
        read = opened(practice=practice).assessments("reed", instrument="CANS", as_of=DAY)[0]
        assert {each.rules.id for each in read.patterns} == wanted


def test_the_certificate_is_found_in_the_assessor_s_staff_record(opened):
    job = Staff(
        id="job",
        person="ana",
        role="facilitator",
        certifications=(
            StaffCertification(
                type="CANS", issued_on=date(2026, 1, 1), expires_on=date(2026, 3, 31)
            ),
        ),
    )
    people = (*RECORDS, Person(id="ana", name="Marked Assessor"), job)
    early, late = opened(records=people).assessments("reed", instrument="CANS", as_of=DAY)
    assert early.certified.holds
    assert late.certified.fails


def test_one_is_explained_in_the_family_s_language(opened):
    told = opened().explain_assessment("reed", "level", language="es", as_of=DAY)
    assert told.parts[0].lines == ("Children's Global Assessment Scale, el 13 de abril de 2026.",)
    assert "Marked" not in told.as_html()


def test_one_that_is_not_there_by_that_day_is_not_found(opened):
    with pytest.raises(RecordNotFound, match="future"):
        opened().explain_assessment("reed", "future", as_of=DAY)


def test_a_plugin_brings_a_definition_as_a_file_or_an_object(opened, tmp_path):
    file = tmp_path / "lake.yaml"
    file.write_text(LAKE, "utf-8")
    for brought in (file, read_instrument(LAKE, source="lake.yaml")):
        program = opened(Brings(brought))
        (read,) = program.assessments("reed", instrument="LAKE", as_of=DAY)
        assert read.instrument.title == "Lake County's own scale"


def test_a_plugin_s_definition_comes_before_the_packaged_one(opened):
    own = read_instrument(LAKE.replace("id: LAKE", "id: CGAS"), source="lake.yaml")
    assert opened(Brings(own)).instruments.find("cgas").holder == "Lake County"


def test_the_plugin_that_is_asked_first_wins(opened):
    first, last = (
        Brings(read_instrument(LAKE.replace("Free to use", word), source="lake.yaml"), name=word)
        for word in ("first", "last")
    )
    assert opened(first, last).instruments.find("LAKE").licence == "last"


def content(tmp_path, text=CONTENT, *, recorded=CONTENT):
    file = tmp_path / "content.yaml"
    file.write_text(text, "utf-8")
    return LicensedContent(file=file, sha256=hashlib.sha256(recorded.encode()).hexdigest())


def test_licensed_content_of_a_plugin_counts(opened, tmp_path):
    program = opened(Brings(content(tmp_path)))
    early = program.assessments("reed", instrument="CANS", as_of=DAY)[0]
    acts = {each.domain: each.act for each in early.domains if each.act}
    assert acts["life_functioning"] == ("school", "sleep")
    told = program.explain_assessment("reed", "early", as_of=DAY)
    shown = program.explain_assessment("reed", "early", wording=True, as_of=DAY)
    assert "Marked wording" not in told.as_html()
    assert "Marked wording" in shown.as_html()


def test_licensed_content_that_was_changed_is_refused(opened, tmp_path):
    program = opened(Brings(content(tmp_path, CONTENT + "whole: true\n")))
    with pytest.raises(ContentRefused, match=r"content\.yaml is not the file"):
        program.assessments("reed", as_of=DAY)


def test_a_bad_definition_of_a_plugin_is_told_with_its_lines(opened, tmp_path):
    file = tmp_path / "lake.yaml"
    file.write_text(LAKE.replace("kind: need", "kind: want"), "utf-8")
    with pytest.raises(PolicyInvalid, match=r"lake\.yaml, line"):
        _ = opened(Brings(file)).instruments


def test_a_plugin_that_fails_is_kept_for_the_report_and_stops_nobody(opened):
    class Broken:
        @hookimpl
        def register_instruments(self):
            raise RuntimeError

    program = opened(Broken(), Brings(Path("not a definition").name, name="wrong"))
    assert program.instruments.find("CANS") is not None
    assert {(call.plugin, call.failure) for call in program.hooks.failures} == {
        ("Broken", "RuntimeError"),
        ("wrong", "returned a str"),
    }


def test_what_somebody_enters_is_kept_and_told_at_once(opened):
    program = opened()
    read = program.record_assessment(cans("new", date(2026, 5, 1), anxiety=99, school=1), by="ana")
    assert [each.code for each in read.faults] == ["INST-04"]
    assert read.change.before == "late"
    kept = program.assessments("reed", instrument="CANS", as_of=DAY)
    assert kept[-1] == read


def test_what_somebody_types_can_be_looked_at_before_it_is_kept(opened):
    program = opened()
    read = program.record_assessment(cans("new", date(2026, 5, 1), anxiety=9), by="ana", keep=False)
    assert [each.code for each in read.faults] == ["INST-04"]
    assert len(program.assessments("reed", instrument="CANS", as_of=DAY)) == 2


def test_an_assessment_is_recorded_once(opened):
    with pytest.raises(RecordExists):
        opened().record_assessment(cans("late", date(2026, 5, 1)), by="ana")


def test_an_assessment_of_no_family_is_refused(opened):
    other = attrs.evolve(cans("new", date(2026, 5, 1)), family="nobody")
    with pytest.raises(RecordNotFound):
        opened().record_assessment(other, by="ana")


def test_nothing_keeps_a_wrong_record_from_being_saved(opened):
    wrong = cans("wrong", date(2026, 5, 1), anxiety=99)
    program = opened(records=(*RECORDS, wrong))
    *_, read = program.assessments("reed", instrument="CANS", as_of=DAY)
    assert [each.code for each in read.faults] == ["INST-04"]
