"""Kinship by walking: what is kin, how near, and what only looks like it."""

from __future__ import annotations

import pytest

from wraparound.conflict.kinds import TieFact
from wraparound.conflict.kinship import Kinship
from wraparound.model.truth import YES, unknown
from wraparound.policy import load_parameters

VALUES = load_parameters().values({})


def kin(name: str, subject: str, relation: str, other: str, nature: str = "blood") -> TieFact:
    return TieFact(
        id=name, kind="kin", subject=subject, object=other, relation=relation, nature=nature
    )


def kinship(*ties: TieFact, **params: object) -> Kinship:
    values = load_parameters().values({key.replace("__", "."): v for key, v in params.items()})
    return Kinship([(tie, YES) for tie in ties], values if params else VALUES)


def test_an_aunt_is_three_steps_away():
    found = kinship(kin("t1", "p", "aunt_uncle_of", "q")).between("p", "q")
    assert found is not None
    assert (found.word, found.degree, found.kind) == ("UDD", 3, "blood")


def test_the_same_tie_is_walked_backwards():
    found = kinship(kin("t1", "q", "aunt_uncle_of", "p")).between("p", "q")
    assert found is not None
    assert found.word == "UUD"


def test_the_sibling_of_a_parent_is_an_aunt_or_uncle():
    ties = (kin("t1", "p", "sibling_of", "m"), kin("t2", "m", "parent_of", "q"))
    found = kinship(*ties).between("p", "q")
    assert found is not None
    assert (found.word, found.path) == ("UDD", ("t1", "t2"))


@pytest.mark.parametrize(
    ("ties", "kind"),
    [
        ((kin("t1", "p", "spouse_of", "q"),), "marriage"),
        ((kin("t1", "p", "spouse_of", "m"), kin("t2", "m", "parent_of", "q")), "step"),
        ((kin("t1", "m", "parent_of", "p"), kin("t2", "m", "spouse_of", "q")), "step"),
        ((kin("t1", "p", "spouse_of", "m"), kin("t2", "m", "sibling_of", "q")), "marriage"),
        ((kin("t1", "p", "parent_of", "m"), kin("t2", "m", "spouse_of", "q")), "marriage"),
        ((kin("t1", "p", "parent_of", "q", "adoption"),), "adoption"),
    ],
)
def test_kinship_has_a_class(ties: tuple[TieFact, ...], kind: str):
    found = kinship(*ties).between("p", "q")
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "ties",
    [
        (kin("t1", "p", "spouse_of", "m"), kin("t2", "m", "spouse_of", "q")),
        (kin("t1", "p", "parent_of", "m"), kin("t2", "q", "parent_of", "m")),
        (kin("t1", "p", "godparent_of", "q"),),
        (kin("t1", "p", "sibling_of", "q", "foster"),),
    ],
    ids=["marriage of a marriage", "down and up again", "godparent", "foster"],
)
def test_what_is_not_kin_by_default(ties: tuple[TieFact, ...]):
    assert kinship(*ties).between("p", "q") is None


def test_step_relatives_left_out_are_not_known_rather_than_clear():
    """The words "by marriage" may still reach them."""
    tie = kin("t1", "p", "parent_of", "q", "step")
    found = kinship(tie, kin__include_step=False).between("p", "q")
    assert found is not None
    assert found.truth.reasons == {"kin_step_excluded"}


def test_a_limit_of_degree_ends_kinship():
    tie = kin("t1", "p", "cousin_of", "q")
    assert kinship(tie, kin__max_degree=3).between("p", "q") is None
    assert kinship(tie, kin__max_degree=4).between("p", "q") is not None


def test_a_sure_walk_comes_before_a_nearer_one_that_is_not_sure():
    near = (kin("t1", "p", "parent_of", "q"), unknown("unknown_until:t1"))
    far = (kin("t2", "p", "grandparent_of", "q"), YES)
    found = Kinship([near, far], VALUES).between("p", "q")
    assert found is not None
    assert found.path == ("t2",)


def test_close_family_is_who_the_pack_names():
    held = kinship(kin("t1", "p", "aunt_uncle_of", "q"), kin("t2", "p", "sibling_of", "r"))
    assert held.close("p", "q") is None
    assert held.close("p", "r") is not None
