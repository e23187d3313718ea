"""A body opens beside the row that it was put in, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from wraparound.errors import SealBroken
from wraparound.storage.envelopes import Envelope, MessageState, Put
from wraparound.storage.sealed.bodies import open_envelope, seal_put
from wraparound.storage.sealed.keys import DataKey

KEY = DataKey(id=b"datakey1", key=b"d" * 32)
SWAP = "UPDATE wraparound_records SET document = (SELECT document FROM wraparound_revisions "
MOVE = SWAP + "WHERE id = ? AND revision = ?) WHERE id = ?"
LEASE = timedelta(minutes=5)


def test_a_body_moved_to_another_record_does_not_open(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put("plan-1", b"1"), say.put("plan-2", b"2")))
    place.tamper(MOVE, "plan-1", 1, "plan-2")
    with place.open() as store:
        assert store.get("plan", "plan-1").body == b"1"
        with pytest.raises(SealBroken, match="plan-2"):
            store.get("plan", "plan-2")
        with pytest.raises(SealBroken):
            store.open_family("family-1")
        with pytest.raises(SealBroken):
            store.find("plan")
        with pytest.raises(SealBroken):
            list(store.stream())


def test_a_body_moved_to_another_family_does_not_open(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put("plan-1"), say.put("plan-2", family="family-2")))
    place.tamper(MOVE, "plan-1", 1, "plan-2")
    with place.open() as store, pytest.raises(SealBroken):
        store.open_family("family-2")


def test_an_old_body_moved_to_the_newest_revision_does_not_open(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put(body=b"1")))
        store.commit(say.change(2, say.put(body=b"2", expected=1)))
    place.tamper(MOVE, "plan-1", 1, "plan-1")
    with place.open() as store:
        with pytest.raises(SealBroken):
            store.get("plan", "plan-1")
        assert [each.body for each in store.history("plan", "plan-1")] == [b"1", b"2"]


@pytest.mark.parametrize("revision", [1, 2])
def test_an_old_revision_copied_whole_onto_the_newest_does_not_open(place, say, revision):
    """Not even with its change id, whether it was the first revision or a later one."""
    with place.open() as store:
        store.commit(say.change(1, say.put(body=b"1")))
        store.commit(say.change(2, say.put(body=b"2", expected=1)))
        store.commit(say.change(3, say.put(body=b"3", expected=2)))
    place.tamper(MOVE, "plan-1", revision, "plan-1")
    place.tamper("UPDATE wraparound_records SET change = ?", f"change-{revision}")
    with place.open() as store, pytest.raises(SealBroken):
        store.get("plan", "plan-1")


def test_a_record_that_came_back_opens_at_the_revision_that_it_counts_on_to(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put(body=b"1")))
        store.commit(say.change(2, say.put(body=b"", expected=1)))
        store.commit(say.change(3, say.put(body=b"3")))
        assert store.get("plan", "plan-1").body == b"3"
        assert store.get("plan", "plan-1").revision == 3
        store.commit(say.change(4, say.put(body=b"4", expected=3)))
        bodies = [each.body for each in store.history("plan", "plan-1")]
    assert bodies == [b"1", b"", b"3", b"4"]


def test_a_first_revision_copied_behind_a_removal_does_not_open(place, say):
    """It is there twice then, or the count has a gap, or begins with a removal."""
    with place.open() as store:
        store.commit(say.change(1, say.put(body=b"1")))
        store.commit(say.change(2, say.put(body=b"", expected=1)))
        store.commit(say.change(3, say.put(body=b"3")))
    place.tamper(MOVE, "plan-1", 1, "plan-1")
    place.tamper("UPDATE wraparound_records SET change = 'change-1'")
    place.tamper(
        "UPDATE wraparound_revisions SET change = 'change-1', document = "
        "(SELECT document FROM wraparound_records) WHERE revision = 3"
    )
    with place.open() as store:
        with pytest.raises(SealBroken):
            store.get("plan", "plan-1")
        with pytest.raises(SealBroken):
            store.history("plan", "plan-1")
    place.tamper("DELETE FROM wraparound_revisions WHERE revision = 1")
    with place.open() as store, pytest.raises(SealBroken):
        store.get("plan", "plan-1")


def sealed(**changed):
    put = Put(
        kind="plan",
        id="plan-1",
        family="family-1",
        body=b"body",
        index={"status": ("draft",), "identifier": ("mrn|1",)},
        valid_from=date(2026, 3, 1),
        expected=4,
    )
    kept = seal_put(put, change="change-5", key=KEY, index_key=b"i" * 32)
    row = Envelope(
        kind="plan",
        id="plan-1",
        family="family-1",
        revision=5,
        body=kept.body,
        index=kept.index,
        valid_from=date(2026, 3, 1),
        change="change-5",
        recorded_at=None,
    )
    return msgspec.structs.replace(row, **changed)


def opened(row):
    return open_envelope(row, keys=(KEY,), history=lambda kind, record_id: ())


def test_a_row_as_it_was_put_opens_with_its_own_index_values():
    envelope = opened(sealed())
    assert envelope.body == b"body"
    assert envelope.index == {"status": ("draft",), "identifier": ("mrn|1",)}


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "team"},
        {"id": "plan-2"},
        {"family": "family-2"},
        {"family": None},
        {"revision": 4},
        {"revision": 6},
        {"change": "change-6"},
        {"valid_from": date(2026, 3, 2)},
        {"valid_from": None},
        {"valid_until": date(2026, 4, 1)},
        {"index": {}},
        {"index": {"status": ("signed",), "identifier": sealed().index["identifier"]}},
        {"body": b"in the clear"},
        {"body": sealed().body[:-1]},
        {"body": sealed().body[:12]},
        {"body": sealed().body[:-1] + bytes([sealed().body[-1] ^ 1])},
    ],
)
def test_a_row_of_which_anything_was_changed_does_not_open(changed):
    with pytest.raises(SealBroken):
        opened(sealed(**changed))


def test_every_byte_of_a_body_counts():
    body = sealed().body
    row = sealed()
    for place in range(len(body)):
        flipped = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        # the nonces differ with each sealing, so this is the same row with one bit changed
        with pytest.raises(SealBroken):
            opened(msgspec.structs.replace(row, body=flipped))


def test_a_message_that_was_altered_is_parked_and_the_others_are_handed_out(place, say):
    with place.open() as store:
        store.commit(say.change(1, messages=(say.message(1, b"one"), say.message(2, b"two"))))
    place.tamper(
        "UPDATE wraparound_messages SET body = (SELECT body FROM wraparound_messages "
        "WHERE id = 'message-1') WHERE id = 'message-2'"
    )
    with place.open() as store:
        with pytest.raises(SealBroken):
            store.messages()
        taken = store.take_messages("worker-1", at=say.start + LEASE, lease=LEASE)
        assert [each.message.body for each in taken] == [b"one"]
        (parked,) = store.messages(MessageState.PARKED)
        assert parked.message.id == "message-2"
        assert parked.message.body == b""
        assert "does not open" in parked.reason
