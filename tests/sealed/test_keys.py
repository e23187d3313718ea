"""Keys are changed while work goes on, and destroyed so that nothing of a family can be read."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from wraparound.errors import KeyMissing, SealBroken
from wraparound.storage.envelopes import Access, MessageState
from wraparound.storage.sealed import FamilyKeys, Masters, MemoryShelf, SealedStore
from wraparound.storage.sealed.keys import INDEX, slot_of

ONE, TWO = b"1" * 32, b"2" * 32
OLD = Masters(current_id="m-1", keys={"m-1": ONE})
BOTH = Masters(current_id="m-2", keys={"m-1": ONE, "m-2": TWO})
NEW = Masters(current_id="m-2", keys={"m-2": TWO})
LEASE = timedelta(minutes=5)


@pytest.fixture
def families(place, say):
    """Two families and the directory, each with records."""
    with place.open() as store:
        store.commit(
            say.change(
                1,
                say.put("plan-1", b"one", identifier="mrn|1"),
                say.put("plan-2", b"two", family="family-2", identifier="mrn|2"),
                say.put("agency-1", b"three", kind="agency", family=None),
                messages=(say.message(1), say.message(2, family="family-2")),
            )
        )
        store.commit(say.change(2, say.put("plan-1", b"one again", identifier="mrn|1", expected=1)))
    return place


def test_a_master_is_changed_and_the_old_one_leaves_the_ring(families):
    """No body is touched, no revision made, no position taken; everything opens at every step."""

    def everything(store):
        return list(store.stream()), store.position(), store.history("plan", "plan-1")

    with families.open() as store:
        before = everything(store)
    with families.inner() as inner:
        raw = list(inner.stream())
    keys = families.keys(BOTH)
    assert keys.masters_needed() == {"m-1"}
    steps = []
    while done := keys.rewrap(limit=1):
        steps.append(done)
        with families.open(BOTH) as store:
            assert everything(store) == before
    assert steps == [1] * 4  # two families, the directory, the index
    assert keys.masters_needed() == {"m-2"}
    with families.open(NEW) as store:
        assert everything(store) == before
        assert [each.id for each in store.find("plan", {"identifier": "mrn|2"}).envelopes] == [
            "plan-2"
        ]
    with families.inner() as inner:
        assert list(inner.stream()) == raw


def test_without_a_master_that_is_still_needed_the_error_names_it(families):
    with families.inner() as inner, pytest.raises(KeyMissing, match="m-1"):
        SealedStore(inner, families.keys(NEW))
    with pytest.raises(KeyMissing, match="m-1"):
        families.keys(NEW).rewrap()


def test_a_master_is_changed_while_others_write_and_read(families, say):
    """Nothing fails and nothing is lost, whatever is read or made while keys are rewrapped."""
    broken = []

    def write(writer):
        try:
            with families.open(BOTH) as store:
                for each in range(15):
                    number = 100 + 100 * writer + each
                    family = f"family-{writer}-{each % 3}"
                    store.commit(say.change(number, say.put(f"p-{number}", family=family)))
                    assert store.get("plan", f"p-{number}") is not None
        except Exception as error:  # noqa: BLE001 - looked at below, in the test's thread
            broken.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(3)]
    for each in threads:
        each.start()
    keys = families.keys(BOTH)
    while any(each.is_alive() for each in threads) or keys.masters_needed() != {"m-2"}:
        keys.rewrap()
    for each in threads:
        each.join()
    assert broken == []
    with families.open(NEW) as store:
        assert len(list(store.stream())) == 3 + 45


def test_a_family_whose_key_was_destroyed_is_read_by_nobody(families, say):
    """Its records read as removed; its audit, its revisions and all other families stay."""
    with families.open() as store, families.open() as elsewhere:
        assert elsewhere.get("plan", "plan-1").body == b"one again"
        store.note_read(Access(at=say.start, by="parent-partner-1"))
        trail, feed = store.audit_trail(), store.feed()
        assert families.keys().destroy("family-1")
        for each in (store, elsewhere):
            assert each.get("plan", "plan-1") is None
            assert each.get("plan", "plan-1", known_at=say.start + LEASE) is None
            assert each.open_family("family-1") == ()
            assert each.find("plan", {"identifier": "mrn|1"}).envelopes == ()
            assert [found.id for found in each.find("plan").envelopes] == ["plan-2"]
            assert [found.id for found in each.stream()] == ["agency-1", "plan-2"]
            history = each.history("plan", "plan-1")
            assert [(past.revision, past.body) for past in history] == [(1, b""), (2, b"")]
            assert all(past.index == {} for past in history)
            assert each.get("plan", "plan-2").body == b"two"
            assert (each.audit_trail(), each.feed()) == (trail, feed)


def test_pages_go_on_past_a_family_whose_key_was_destroyed(families):
    families.keys().destroy("family-1")
    with families.open() as store:
        page = store.find("plan", limit=1)
        assert page.envelopes == ()
        assert [each.id for each in store.find("plan", limit=1, after=page.after).envelopes] == [
            "plan-2"
        ]


def test_a_message_of_a_family_whose_key_was_destroyed_is_parked(families, say):
    families.keys().destroy("family-1")
    with families.open() as store:
        taken = store.take_messages("worker-1", at=say.start + LEASE, lease=LEASE)
        assert [each.message.id for each in taken] == ["message-2"]
        (parked,) = store.messages(MessageState.PARKED)
        assert (parked.message.id, parked.message.body) == ("message-1", b"")


def test_a_family_whose_key_was_destroyed_gets_no_new_one(families, say):
    """Not for new records, and not where the family never had a key; removals need none."""
    assert families.keys().destroy("family-1")
    assert not families.keys().destroy("family-1")
    assert not families.keys().destroy("family-3")
    with families.open() as store:
        for family in ("family-1", "family-3"):
            with pytest.raises(KeyMissing) as refused:
                store.commit(say.change(9, say.put("plan-9", family=family)))
            assert refused.value.destroyed
        store.commit(say.change(10, say.put("plan-1", b"", expected=2)))
        assert store.position() == 3
    with pytest.raises(KeyMissing):
        families.keys().renew("family-1")


def test_nothing_of_a_destroyed_key_is_left_in_the_folder(families):
    def held():
        return {
            each.read_bytes() for each in (families.folder / "keys").rglob("*") if each.is_file()
        }

    families.keys().renew("family-1")
    families.keys(BOTH).rewrap()
    before = held()
    families.keys(BOTH).destroy("family-1")
    left = held()
    assert sum(b"family/family-1" in each for each in left) == 1
    assert not any(b"family/family-1" in each and b"wrapped" in each for each in left)
    assert any(b"family/family-1" in each for each in before)


def test_destroying_a_key_again_wipes_what_was_left(families):
    """Where the first attempt died between emptying the slot and wiping what it had held."""
    (first,) = (
        each
        for each in (families.folder / "keys").glob("*/*/1")
        if b"family/family-1" in each.read_bytes()
    )
    held = first.read_bytes()
    families.keys().destroy("family-1")
    first.write_bytes(held)
    assert not families.keys().destroy("family-1")
    assert first.read_bytes() == b""
    with families.open() as store:
        assert store.open_family("family-1") == ()


def test_a_family_with_a_new_data_key_opens_old_and_new_bodies(families, say):
    keys = families.keys()
    before = keys.to_seal(slot_of("family-1"))
    keys.renew("family-1")
    assert keys.to_seal(slot_of("family-1")) != before
    with families.open() as store:
        store.commit(say.change(3, say.put("plan-1", b"third", expected=2)))
    families.keys(BOTH).rewrap()
    with families.open(NEW) as store:
        bodies = [each.body for each in store.history("plan", "plan-1")]
    assert bodies == [b"one", b"one again", b"third"]


def test_a_key_moved_to_another_slot_does_not_open(families):
    shelf = MemoryShelf()
    keys = FamilyKeys(OLD, shelf)
    keys.to_seal(slot_of("family-1"))
    shelf.write(slot_of("family-2"), shelf.read(slot_of("family-1")), instead_of=None)
    with pytest.raises(SealBroken, match="family/family-2"):
        keys.found(slot_of("family-2"))
    shelf.write(slot_of("family-3"), b"nonsense", instead_of=None)
    with pytest.raises(SealBroken, match="family/family-3"):
        keys.found(slot_of("family-3"))


def test_a_family_without_a_key_is_no_family_whose_key_was_destroyed():
    """A slot that was lost is an error; nobody takes it for a family that was forgotten."""
    keys = FamilyKeys(OLD, MemoryShelf())
    with pytest.raises(KeyMissing) as missing:
        keys.found(slot_of("family-1"))
    assert not missing.value.destroyed
    assert not keys.has(INDEX)


def test_several_that_make_a_key_at_once_get_the_same(place):
    made = []
    gate = threading.Barrier(4)

    def make():
        gate.wait()
        made.append(place.keys().to_seal(slot_of("family-1")))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 4
    assert len({each.key for each in made}) == 1
