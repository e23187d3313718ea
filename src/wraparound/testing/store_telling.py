"""The conformance kit of stores: the feed and the audit trail (promises 19, 21 to 23 and 28)."""

from __future__ import annotations

import time

import attrs
import pytest

from wraparound.errors import RecordExists, RequestInvalid, StorageUnavailable
from wraparound.storage.envelopes import Act, Capability, Touched
from wraparound.storage.evidence import digest_of
from wraparound.testing.store_words import (
    OpenStore,
    access,
    at_once,
    change,
    minute,
    needs,
    put,
)

SECRET = "Zwetschgenkuchen"  # noqa: S105 - no secret, but a word that can only come from a record


def touched(
    record_id: str, revision: int = 1, *, removed: bool = False, fields: tuple[str, ...] = ()
) -> Touched:
    """Return what is told of a family's plan."""
    return Touched(
        kind="plan",
        id=record_id,
        family="family-1",
        revision=revision,
        removed=removed,
        fields=fields,
    )


def unhashed(told: tuple[Touched, ...]) -> tuple[Touched, ...]:
    """Return what is told without the hashes of bodies: a store may keep bodies sealed."""
    return tuple(attrs.evolve(each, content="") for each in told)


class TellingContract:
    """What a store tells of changes and reads."""

    def test_promise_19_every_change_is_in_the_feed(self, open_store: OpenStore) -> None:
        """In the order of the commits, with who, when, why, and which records in which order."""
        with open_store() as store:
            needs(store, Capability.FEED)
            service = put("s-1", kind="service", family=None)
            store.commit(change(1, put("plan-2", fields=("status", "needs[0]")), service))
            with pytest.raises(RecordExists):
                store.commit(change(2, put("plan-2")))
            store.commit(change(3, put("plan-2", b"", expected=1), at=minute(0)))
            store.commit(change(4))
            store.commit(change(1, put("plan-2", fields=("status", "needs[0]")), service))
        with open_store() as store:
            fed = store.feed()
            assert [each.change for each in fed] == ["change-1", "change-3", "change-4"]
            assert [each.at for each in fed] == [minute(1), minute(1), minute(4)]
            assert {(each.by, each.reason) for each in fed} == {("facilitator-1", "kit")}
            assert [each.touched for each in fed] == [
                (
                    touched("plan-2", fields=("status", "needs[0]")),
                    Touched(kind="service", id="s-1", revision=1),
                ),
                (touched("plan-2", 2, removed=True),),
                (),
            ]
            assert fed[-1].position == store.position()

    def test_promise_19_whoever_comes_back_gets_the_rest(self, open_store: OpenStore) -> None:
        """From any position, in parts of any length: everything after it, and nothing twice."""
        with open_store() as store:
            needs(store, Capability.FEED)
            for number in range(1, 8):
                store.commit(change(number, put(f"a-{number}"), put(f"b-{number}")))
            for limit in (1, 3, 100):
                seen: list[str] = []
                position = 0
                while (part := store.feed(position, limit=limit)) and len(seen) < 99:
                    assert len(part) <= limit
                    seen += [each.change for each in part]
                    position = part[-1].position
                assert seen == [f"change-{number}" for number in range(1, 8)]
                assert position == store.position()
            assert store.feed(store.position()) == ()
            with pytest.raises(RequestInvalid):
                store.feed(limit=0)

    def test_promise_19_changes_at_once_are_each_in_the_feed(self, open_store: OpenStore) -> None:
        """Whoever follows the feed while several write misses nothing."""
        seen: list[str] = []
        with open_store() as store:
            needs(store, Capability.FEED)

            def act(number: int) -> None:
                if number:
                    for each in range(6):
                        store.commit(change(number * 10 + each, put(f"plan-{number}-{each}")))
                    return
                position = 0
                patience = time.monotonic() + 20
                while len(seen) < 18 and time.monotonic() < patience:
                    for entry in store.feed(position, limit=4):
                        seen.append(entry.change)
                        position = entry.position
                    time.sleep(0.001)  # a store with one connection lets the writers have it

            assert at_once(4, act) == [None] * 4
            assert seen == [each.change for each in store.feed()]
            assert len(set(seen)) == 18

    def test_promise_19_a_program_has_a_feed_of_its_own(self, open_store: OpenStore) -> None:
        """Neither changes nor entries of another program are told."""
        with open_store("east") as east, open_store("west") as west:
            needs(east, Capability.FEED, Capability.AUDIT)
            east.commit(change(1, put("plan-1")))
            east.note_read(access(2))
            assert (west.feed(), west.audit_trail()) == ((), ())

    def test_promise_21_every_change_leaves_an_entry(self, open_store: OpenStore) -> None:
        """Who, in which role, for what, why, when, and which fields of which records."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            first = change(1, put("plan-1", b"1", fields=("status",)), put("plan-2"))
            store.commit(first)
            store.commit(change(2, put("plan-1", b"", expected=1)))
            store.commit(first)
        with open_store() as store:
            entries = store.audit_trail()
        assert [unhashed(each.touched) for each in entries] == [
            (touched("plan-1", fields=("status",)), touched("plan-2")),
            (touched("plan-1", 2, removed=True),),
        ]
        assert [[len(told.content) for told in each.touched] for each in entries] == [[64] * 2, [0]]
        one, two = entries[0].touched
        assert one.content != two.content
        assert [(each.change, each.at) for each in entries] == [
            ("change-1", minute(1)),
            ("change-2", minute(2)),
        ]
        for each in entries:
            assert (each.act, each.by, each.reason) == (Act.CHANGE, "facilitator-1", "kit")
            assert (each.role, each.purpose) == ("facilitator", "treatment")

    def test_promise_21_a_refused_change_leaves_no_entry(self, open_store: OpenStore) -> None:
        """The entry comes with the records, or neither comes."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            store.commit(change(1, put("plan-1")))
            with pytest.raises(RecordExists):
                store.commit(change(2, put("plan-2"), put("plan-1")))
            store.commit(change(3, put("plan-2")))
            entries = store.audit_trail()
            assert [(each.number, each.change) for each in entries] == [
                (1, "change-1"),
                (2, "change-3"),
            ]

    def test_promise_21_no_value_is_in_the_trail(self, open_store: OpenStore) -> None:
        """Neither a body nor an index value; what is no name of a field is not taken for one."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            held = put("plan-1", SECRET.encode(), identifier=f"mrn|{SECRET}", lineage=SECRET)
            store.commit(change(1, held))
            assert SECRET not in repr(store.audit_trail())
            for field in ("", "her stepfather", "a\0b", "note: she"):
                with pytest.raises(RequestInvalid) as refused:
                    store.commit(change(2, put("plan-2", fields=(field,))))
                assert not field or field not in str(refused.value)
            assert len(store.audit_trail()) == 1

    def test_promise_22_a_noted_read_is_in_the_trail(self, open_store: OpenStore) -> None:
        """It is there for whoever looks next, as it was answered."""
        with open_store() as store, open_store() as beside:
            needs(store, Capability.AUDIT)
            noted = store.note_read(access(5))
            assert beside.audit_trail() == (noted,)
            assert (noted.number, noted.act, noted.at) == (1, Act.READ, minute(5))
            assert (noted.by, noted.role) == ("supervisor-1", "supervisor")
            assert (noted.purpose, noted.reason, noted.change) == ("supervision", "", None)
            assert noted.touched == (touched("plan-1", fields=("needs",)),)
            assert store.position() == 0

    def test_promise_22_what_cannot_be_noted_is_an_error(self, open_store: OpenStore) -> None:
        """A closed store, a time without a zone, a text that cannot be kept: nobody gets by."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            late = access(1)
            for refused in (
                attrs.evolve(late, at=late.at.replace(tzinfo=None)),
                attrs.evolve(late, by=""),
                attrs.evolve(late, purpose="\0"),
                attrs.evolve(late, touched=(touched("\ud800"),)),
                attrs.evolve(late, touched=(touched("plan-1", fields=("her note",)),)),
            ):
                with pytest.raises(RequestInvalid):
                    store.note_read(refused)
            assert store.audit_trail() == ()
        with pytest.raises(StorageUnavailable):
            store.note_read(late)

    def test_promise_23_entries_are_numbered_without_a_gap(self, open_store: OpenStore) -> None:
        """Reads and changes share one row of numbers, read in parts of any length."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            store.note_read(access(1))
            for number in range(2, 6):
                store.commit(change(number, put(f"plan-{number}")))
                with pytest.raises(RecordExists):
                    store.commit(change(90, put(f"plan-{number}")))
                store.commit(change(number, put(f"plan-{number}")))
                store.note_read(access(number))
            entries = store.audit_trail()
            assert [each.number for each in entries] == list(range(1, 10))
            acts = [each.act for each in entries]
            assert acts == [Act.READ, *[Act.CHANGE, Act.READ] * 4]
            assert store.audit_trail(3, limit=2) == entries[3:5]
            assert store.audit_trail(9) == ()
            with pytest.raises(RequestInvalid):
                store.audit_trail(limit=0)

    def test_promise_23_entries_made_at_once_have_numbers_of_their_own(
        self, open_store: OpenStore
    ) -> None:
        """However many read and write at once, no number is used twice or left out."""
        with open_store() as store:
            needs(store, Capability.AUDIT)

            def act(number: int) -> None:
                for each in range(5):
                    if number % 2:
                        store.commit(change(number * 10 + each, put(f"p-{number}-{each}")))
                    else:
                        store.note_read(access(number))

            assert at_once(4, act) == [None] * 4
            numbers = [each.number for each in store.audit_trail()]
            assert numbers == list(range(1, 21))

    def test_promise_28_seals_are_kept_in_order(self, open_store: OpenStore) -> None:
        """Byte for byte, numbered from 1 without a gap, and a number is given once."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            assert store.seals() == ()
            refused = [(0, b"zero"), (2, b"two"), (-1, b"less")]
            assert not any(store.keep_seal(number, seal) for number, seal in refused)
            assert [store.keep_seal(each, b"\0\xff%d" % each) for each in (1, 2, 3)] == [True] * 3
            assert not store.keep_seal(2, b"another")
            with pytest.raises(RequestInvalid):
                store.keep_seal(4, b"")
            with pytest.raises(RequestInvalid):
                store.seals(limit=0)
        with open_store() as store, open_store("west") as west:
            assert store.seals() == (b"\0\xff1", b"\0\xff2", b"\0\xff3")
            assert store.seals(1, limit=1) == (b"\0\xff2",)
            assert store.seals(3) == west.seals() == ()
            assert west.keep_seal(1, b"of another program")
            assert (store.position(), store.audit_trail()) == (0, ())

    def test_promise_28_of_two_seals_at_once_one_is_kept(self, open_store: OpenStore) -> None:
        """Whoever comes second is told so, and the first one stays."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            kept: list[int] = []

            def act(number: int) -> None:
                if store.keep_seal(1, str(number).encode()):
                    kept.append(number)

            assert at_once(4, act) == [None] * 4
            assert len(kept) == 1
            assert store.seals() == (str(kept[0]).encode(),)

    def test_promise_23_entries_carry_the_hash_of_their_content(
        self, open_store: OpenStore
    ) -> None:
        """Anybody can compute it again; what comes later changes no entry."""
        with open_store() as store:
            needs(store, Capability.AUDIT)
            store.commit(change(1, put("plän-1", fields=("status",)), put("s", family=None)))
            store.note_read(access(2))
            before = store.audit_trail()
            for each in before:
                said = attrs.asdict(each, recurse=False)
                assert said.pop("digest") == digest_of(**said)
            assert before[0].digest != before[1].digest
            store.commit(change(3, put("plän-1", b"", expected=1)))
        with open_store() as store:
            assert store.audit_trail()[:2] == before
