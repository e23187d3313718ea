"""What somebody sees who has the database and not the keys."""

from __future__ import annotations

import traceback
from datetime import timedelta

import pytest

from wraparound.errors import (
    IndexUnknown,
    KeyMissing,
    KindUnknown,
    RequestInvalid,
    SealBroken,
)
from wraparound.model.kinds import KINDS
from wraparound.storage.sealed import FamilyKeys, Masters, MemoryShelf, SealedStore
from wraparound.storage.sealed.hidden import hidden_fields

WORD = "Zwetschgenkuchen"


def test_no_body_message_or_personal_value_is_on_the_disk(place, say):
    with place.open() as store:
        store.commit(
            say.change(
                1,
                say.put("plan-1", f"plan {WORD}".encode(), identifier=f"mrn|{WORD}"),
                say.put("i-1", WORD.encode(), kind="incident", type=WORD),
                say.put("t-1", WORD.encode(), kind="tie", family=None, subject=WORD),
                messages=(say.message(1, WORD.encode()), say.message(2, WORD.encode(), None)),
            )
        )
        found = store.find("plan", {"identifier": f"mrn|{WORD}"}).envelopes
        assert [each.body for each in found] == [f"plan {WORD}".encode()]
        assert found[0].index == {"identifier": (f"mrn|{WORD}",)}
        assert WORD.encode() not in place.bytes_on_disk()
    assert WORD.encode() not in place.bytes_on_disk()
    assert b"1" * 32 not in place.bytes_on_disk()


def test_what_is_personal_is_found_by_equal_values_only(place, say):
    with place.open() as store:
        store.commit(
            say.change(
                1,
                say.put("t-1", kind="tie", family=None, subject="p-1", object="a-1"),
                say.put("t-2", kind="tie", family=None, subject="p-1", object="a-2"),
                say.put("t-3", kind="tie", family=None, subject="a-1", object="p-1"),
            )
        )

        def ids(**where):
            return [each.id for each in store.find("tie", where).envelopes]

        assert ids(subject="p-1") == ["t-1", "t-2"]
        assert ids(subject="p-1", object="a-2") == ["t-2"]
        assert ids(subject="P-1") == []
        for order in ("subject", "-subject"):
            with pytest.raises(RequestInvalid, match="hashes, which have no order"):
                store.find("tie", order=order)


def test_what_is_administrative_is_still_put_in_order(place, say):
    with place.open() as store:
        plans = [say.put(f"plan-{each}", status=each) for each in ("signed", "draft")]
        store.commit(say.change(1, *plans))
        found = store.find("plan", order="status").envelopes
    assert [each.id for each in found] == ["plan-draft", "plan-signed"]


def test_the_same_value_of_another_kind_or_program_has_another_hash(place, say):
    with place.open() as store:
        puts = [say.put("a", identifier="mrn|1"), say.put("b", kind="team", identifier="mrn|1")]
        store.commit(say.change(1, *puts))
    with place.inner() as inner:
        one, two = (each.index["identifier"] for each in inner.open_family("family-1"))
    assert one != two
    keys = [FamilyKeys(Masters(current_id="m", keys={"m": b"1" * 32}), MemoryShelf()) for _ in "ab"]
    assert keys[0].to_seal("index") != keys[1].to_seal("index")


def test_every_field_with_a_personal_label_is_hidden_and_so_are_identifiers():
    assert hidden_fields("plan") == {"identifier"}
    assert hidden_fields("tie") == {"identifier", "kind", "subject", "object"}
    assert hidden_fields("incident") == {"identifier", "type"}
    assert all("identifier" in hidden_fields(kind) for kind in KINDS)


def test_the_same_body_looks_different_each_time(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put("a", b"same"), say.put("b", b"same")))
    with place.inner() as inner:
        one, two = (each.body for each in inner.open_family("family-1"))
    assert one != two


def test_errors_and_reprs_hold_ids_only(place, say):
    with place.open() as store:
        kept = store.commit(say.change(1, say.put(body=WORD.encode(), identifier=f"mrn|{WORD}")))
        refusals = [
            lambda: store.find("plan", {"identifier": f"{WORD}\ud800"}),
            lambda: store.find("plan", {"mood": WORD}),
            lambda: store.find("plam", {"identifier": WORD}),
            lambda: store.commit(say.change(2, say.put("b", identifier=f"{WORD}\0"))),
        ]
        for refuse in refusals:
            with pytest.raises((RequestInvalid, IndexUnknown, KindUnknown)) as refused:
                refuse()
            assert WORD not in "".join(traceback.format_exception(refused.value))
        assert WORD not in repr((store, kept, store.find("plan")))
    place.tamper("UPDATE wraparound_records SET document = ?", WORD.encode())
    with place.open() as store, pytest.raises(SealBroken) as broken:
        store.get("plan", "plan-1")
    told = "".join(traceback.format_exception(broken.value))
    assert WORD not in told
    assert "plan-1" in told
    assert "1111" not in repr(Masters(current_id="m", keys={"m": b"1" * 32}))


def test_a_store_is_not_opened_with_an_empty_shelf(place, say, tmp_path):
    """Neither where its own was lost, nor where its records were kept in the clear."""
    with place.open() as store:
        store.commit(say.change(1, say.put()))
    (tmp_path / "keys").rename(tmp_path / "lost")
    with place.inner() as inner, pytest.raises(KeyMissing, match="index"):
        SealedStore(inner, place.keys())


def test_the_wrong_master_opens_nothing(place, say):
    with place.open() as store:
        store.commit(say.change(1, say.put()))
    wrong = Masters(current_id="m-1", keys={"m-1": b"x" * 32})
    with place.inner() as inner, pytest.raises(SealBroken):
        SealedStore(inner, place.keys(wrong))


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_master_that_is_no_master_is_refused(key):
    with pytest.raises(RequestInvalid):
        Masters(current_id="m", keys={"m": key})
    with pytest.raises(KeyMissing):
        Masters(current_id="other", keys={"m": b"x" * 32})


def test_messages_are_opened_for_the_worker_who_takes_them(place, say):
    with place.open() as store:
        store.commit(say.change(1, messages=(say.message(1, b"one"), say.message(2, b"", None))))
        assert [each.message.body for each in store.messages()] == [b"one", b""]
        lease = timedelta(minutes=5)
        taken = store.take_messages("worker-1", at=say.start + lease, lease=lease)
        assert [each.message for each in taken] == [
            say.message(1, b"one"),
            say.message(2, b"", None),
        ]
