"""Ties: what each kind can say, must say, and cannot say."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings

from wraparound.errors import RecordInvalid
from wraparound.model import (
    UNKNOWN,
    Certainty,
    ControlBy,
    Holding,
    KinNature,
    Office,
    PayBasis,
    Relation,
    Tie,
    TieKind,
    exactly,
)
from wraparound.model.tie import FIELDS_FOR_KINDS, NEEDED_FIELDS
from wraparound.testing.strategies import ties

SAID = {
    "share": exactly("0.1"),
    "votes": exactly("0.2"),
    "via": Holding.DIRECT,
    "assets": exactly("0.3"),
    "position": Office.CHAIR,
    "basis": PayBasis.BONUS,
    "incident_of": "tie-1",
    "depends_on": "agency-1",
    "relation": Relation.PARENT_OF,
    "nature": KinNature.STEP,
    "partner": True,
    "court_order": True,
    "court_order_number": "order-12",
    "certainty": Certainty.POSSIBLE,
    "control_by": ControlBy.BOARD_APPOINTMENT,
}


def tie(kind, **said):
    needed = {name: SAID[name] for of, name in NEEDED_FIELDS.items() if of is kind}
    return Tie(id="t", kind=kind, subject="a", object="b", **(needed | said))


def test_every_field_of_some_kinds_only_is_known_here():
    """A new field of ties must come with its kinds and with a value for these tests."""
    for_all = {"id", "family", "identifiers", "kind", "subject", "object", "period", "source"}
    for_all |= {"recorded_on"}
    assert set(FIELDS_FOR_KINDS) == set(SAID)
    assert {field.name for field in attrs.fields(Tie)} == for_all | set(SAID)


@pytest.mark.parametrize("kind", TieKind)
@pytest.mark.parametrize("name", SAID)
def test_a_tie_says_only_what_its_kind_can_say(kind, name):
    if kind in FIELDS_FOR_KINDS[name]:
        assert getattr(tie(kind, **{name: SAID[name]}), name) == SAID[name]
    else:
        with pytest.raises(RecordInvalid, match=f"{name}: must be left out, except for a tie"):
            tie(kind, **{name: SAID[name]})


@pytest.mark.parametrize(("kind", "name"), NEEDED_FIELDS.items())
def test_a_tie_says_what_its_kind_cannot_do_without(kind, name):
    with pytest.raises(RecordInvalid, match=f"{name}: must be given for a tie of the kind"):
        Tie(id="t", kind=kind, subject="a", object="b")


@pytest.mark.parametrize("kind", TieKind)
def test_only_an_employer_may_be_unknown(kind):
    if kind is TieKind.EMPLOYED_BY:
        assert tie(kind) != attrs.evolve(tie(kind), object=UNKNOWN)
    else:
        with pytest.raises(RecordInvalid, match="object: must be known, except for an employment"):
            attrs.evolve(tie(kind), object=UNKNOWN)


def test_all_that_a_tie_cannot_say_is_told_at_once():
    with pytest.raises(RecordInvalid) as refused:
        Tie(id="t", kind=TieKind.KIN, subject="a", object="b", share=exactly("1"), partner=True)
    assert [fault.path for fault in refused.value.faults] == ["share", "partner", "relation"]


@pytest.mark.parametrize("kind", TieKind)
def test_there_are_strategies_for_every_kind_of_tie(kind):
    @settings(max_examples=8)
    @given(each=ties(kind))
    def draw(each):
        assert each.kind is kind

    draw()
