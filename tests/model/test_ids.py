"""New ids: valid, unique, and in the order of time."""

from __future__ import annotations

import uuid

from wraparound.model import Identifier, is_identifier, new_id

MANY = 2000


def test_new_ids_are_in_the_order_in_which_they_were_made():
    made = [new_id() for _ in range(MANY)]
    assert made == sorted(made)


def test_no_two_new_ids_are_alike():
    assert len({new_id() for _ in range(MANY)}) == MANY


def test_a_new_id_is_a_uuid_of_version_7_and_can_be_the_id_of_a_record():
    made = new_id()
    assert uuid.UUID(made).version == 7
    assert is_identifier(made)


def test_an_outside_identifier_is_known_by_system_and_value():
    assert Identifier(system="npi", value="1003000126").key == "npi|1003000126"
