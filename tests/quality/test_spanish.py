"""Rules on wording, in a plan that is written in Spanish."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest
from tests.states import program_of

from wraparound.chart import Chart
from wraparound.model import Family, Need, NeedStatus, Period, Plan, PlanStatus
from wraparound.policy.document import parse_yaml
from wraparound.process.stay import stay_of
from wraparound.quality.review import review_plan
from wraparound.quality.wording import (
    Named,
    blames,
    counts_attendance,
    has_quantity,
    is_functional,
    what_is_named,
)
from wraparound.quality.words import load_words, normalised, word_languages, words_of

WORDS = load_words("es")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("Lucía necesita terapia.", Named.SERVICE_ONLY),
        ("Necesita recibir terapia familiar", Named.SERVICE_ONLY),
        ("Necesita ir a clases de apoyo", Named.SERVICE_ONLY),
        ("Mateo necesita consejería porque extraña a su papá", Named.SERVICE_WITH_REASON),
        ("Necesita un mentor para sentirse parte de algo", Named.SERVICE_WITH_REASON),
        ("Lucía necesita sentirse segura en casa", Named.NO_SERVICE),
        ("Necesita saber que alguien va a estar en la mañana", Named.NO_SERVICE),
        ("No necesita terapia. Necesita a su abuela", Named.NO_SERVICE),
        ("La terapia es en la escuela", Named.NO_SERVICE),
    ],
)
def test_a_need_is_no_service(statement, named):
    assert what_is_named(statement, WORDS) is named


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Diego necesita portarse bien", True),
        ("Es manipulador y se niega a todo", True),
        ("Dijeron que es flojo; necesita que le crean", False),
        ("Diego necesita que le crean", False),
    ],
)
def test_a_need_blames_nobody(statement, expected):
    assert blames(statement, WORDS) is expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Dibuja cuando se enoja y se calma", True),
        ("Cocina con su tía cada domingo", True),
        ("Buen niño", False),
        ("Es muy inteligente y guapo siempre", False),
    ],
)
def test_a_strength_does_something(description, expected):
    assert is_functional(description, "", WORDS) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Duerme en su cama cinco noches", True),
        ("Va a la escuela todos los días", True),
        ("Al menos una vez por semana", True),
        ("Está mejor desde el 3 de mayo de 2026", False),
        ("Tiene 12 años y está mejor", False),
    ],
)
def test_an_outcome_says_how_much(text, expected):
    assert has_quantity(text, WORDS) is expected


def test_going_to_a_service_is_no_outcome():
    assert counts_attendance("Asiste a terapia cada semana", WORDS)
    assert not counts_attendance("Va a la cancha con sus amigos", WORDS)


def test_words_of_the_office_are_found_with_their_accents():
    text = normalised("Muestra sintomatología y DESREGULACIÓN.")
    assert WORDS.jargon.found_in(text) == ["sintomatología", "desregulación"]
    assert WORDS.jargon.found_in(normalised("Se enoja y llora.")) == []


def planned(language, statement):
    need = Need(id="n", statement=statement, status=NeedStatus.ACTIVE)
    plan = Plan(
        id="p1",
        lineage="p",
        family="luna",
        status=PlanStatus.ACTIVE,
        period=Period(start=date(2026, 1, 1)),
        language=language,
        needs=(need,),
    )
    return stay_of(Chart.of([Family(id="luna"), plan], as_of=date(2026, 2, 1)))


@pytest.mark.parametrize(
    ("language", "statement", "expected"),
    [
        ("es", "Lucía necesita terapia", True),
        ("es-MX", "Lucía necesita terapia", True),
        ("en", "Lucía necesita terapia", False),
        ("en", "Lucia needs therapy", True),
        ("es", "Lucia needs therapy", False),
        ("hmn", "Lucia needs therapy", True),
    ],
)
def test_the_lists_are_those_of_the_language_of_the_plan(language, statement, expected):
    review = review_plan(planned(language, statement), policy=program_of("nwi-model"))
    assert ("NEED-01" in {each.rule for each in review.findings}) is expected


def test_there_are_lists_in_both_languages():
    assert word_languages() == {"en", "es"}


@pytest.mark.parametrize("language", sorted(word_languages()))
@pytest.mark.parametrize("ending", ["", "s", "es"])
def test_whatever_names_a_service_begins_with_a_word_that_is_looked_for(language, ending):
    file = resources.files("wraparound.quality").joinpath(f"words_{language}.yaml")
    held, words = parse_yaml(file.read_bytes()), load_words(language)
    for term in (*held["service_terms"], *held["service_people"]):
        text = f"{term}{ending}"
        assert words.service.match(text)
        assert not words.service_words.isdisjoint(words_of(text))
