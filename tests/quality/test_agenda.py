"""The agenda of a meeting: from the record, in the practice's order."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from tests.states import program_of

from wraparound.errors import PolicyUnknown
from wraparound.model.incident import IncidentType
from wraparound.model.meeting import AgendaItem
from wraparound.policy.document import parse_yaml
from wraparound.process.stay import stay_of
from wraparound.quality.agenda import compile_agenda
from wraparound.quality.catalogue import load_rules
from wraparound.quality.spoken import agenda_words, said_to_families
from wraparound.testing.case_records import case_chart
from wraparound.testing.case_words import patched

CASE = Path(str(resources.files("wraparound.policy"))) / "scenarios/practice/fixtures/willow.yaml"


def agenda(*changes, policy="us-ms", day=date(2024, 9, 10), **asked):
    case = patched(parse_yaml(CASE.read_bytes()), changes)
    return compile_agenda(stay_of(case_chart(case, as_of=day)), program_of(policy), **asked)


def replaced(path, value):
    return {"op": "replace", "path": path, "value": value}


def test_the_parts_come_in_the_order_of_the_practice():
    found = agenda()
    parts = [each.part for each in found.lines]
    order = [AgendaItem.ACCOMPLISHMENTS, AgendaItem.REVIEW, AgendaItem.ADJUST, AgendaItem.ASSIGN]
    assert sorted(parts, key=order.index) == parts
    assert set(parts) == set(order)
    assert found.since == date(2024, 8, 14)
    assert found.absent == ("m-coach", "m-teach")


@pytest.mark.parametrize(
    ("change", "part", "source", "says"),
    [
        (
            replaced(
                "/plans/0/steps/0",
                {
                    "id": "a1",
                    "what": "Meet Ivo",
                    "status": "done",
                    "status_date": "2024-09-01",
                    "due": None,
                },
            ),
            AgendaItem.ACCOMPLISHMENTS,
            "step",
            "Done: Meet Ivo",
        ),
        (
            replaced(
                "/plans/0/strategies/0/ratings", [{"date": "2024-09-01", "value": "not_helping"}]
            ),
            AgendaItem.ADJUST,
            "strategy",
            "This does not help",
        ),
        (
            replaced("/plans/0/steps/0/due", "2024-09-01"),
            AgendaItem.REVIEW,
            "step",
            "Late since 2024-09-01",
        ),
        (
            replaced("/plans/0/steps/0/due", None),
            AgendaItem.ASSIGN,
            "step",
            "Who does this, and by when?",
        ),
        (
            {
                "op": "add",
                "path": "/incidents/-",
                "value": {"type": "crisis", "date": "2024-09-05"},
            },
            AgendaItem.REVIEW,
            "incident",
            "Since we met there was: crisis",
        ),
        (
            replaced("/plans/0/vision", ""),
            AgendaItem.ADJUST,
            "PLAN-01",
            "The plan does not say what you hope for.",
        ),
    ],
)
def test_what_the_record_shows_is_on_it(change, part, source, says):
    lines = agenda(change).part(part)
    assert any(each.source == source and says in each.text for each in lines)
    assert not any(each.source == source and says in each.text for each in agenda().part(part))


def test_a_limit_that_is_near_is_on_it():
    assert any(each.source == "clock:team_meeting_max_gap" for each in agenda().lines)


def test_words_of_the_plan_are_not_in_the_repr():
    assert "bus" not in repr(agenda())


def test_an_agenda_speaks_spanish_with_the_same_points():
    english, spanish = agenda(), agenda(language="es")
    assert [(each.part, each.about, each.source) for each in english.lines] == [
        (each.part, each.about, each.source) for each in spanish.lines
    ]
    for one, other in zip(english.lines, spanish.lines, strict=True):
        assert one.text != other.text
    assert spanish.lines[-1].text == "¿Cuándo y dónde nos reunimos otra vez? Lo dice la familia."
    with pytest.raises(PolicyUnknown, match="language of agendas"):
        agenda(language="tlh")


def test_every_rule_says_its_own_sentence_to_a_family_in_spanish():
    spanish = said_to_families("es")
    assert spanish.keys() == load_rules().keys()
    assert len({*spanish.values()}) == len(spanish)
    for code, rule in load_rules().items():
        places = {*re.findall(r"{\w+}", spanish[code])}
        assert places <= {*re.findall(r"{\w+}", rule.family)}, code
    english, other = agenda_words("en"), agenda_words("es")
    assert english.keys() <= other.keys()
    for key in other.keys() - english.keys():
        assert key in {each.value for each in IncidentType}


def test_a_rule_says_it_in_english_where_there_is_no_sentence_in_the_language():
    assert said_to_families("en") == said_to_families("tlh") == {}
