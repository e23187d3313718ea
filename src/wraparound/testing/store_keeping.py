"""The conformance kit of stores: what is kept (promises 1 to 6 and 11 to 13)."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from wraparound.errors import (
    RecordChanged,
    RecordExists,
    RecordNotFound,
    RequestInvalid,
)
from wraparound.storage.envelopes import Envelope
from wraparound.testing.store_words import OpenStore, at_once, change, everything, ids, minute, put


class KeepingContract:
    """What a change keeps, refuses and leaves alone."""

    def test_promise_01_what_was_committed_is_read_back(self, open_store: OpenStore) -> None:
        """Whoever opens the store again reads every byte, id, value and time that was committed."""
        body = bytes(range(256)) * 5000
        given = put("plan-1", body, status="draft", identifier=("é|1", "日本|2", "👨‍👩‍👧|3"))
        with open_store() as store:
            kept = store.commit(change(1, given))
        with open_store() as store:
            read = store.get("plan", "plan-1")
        assert read == Envelope(
            kind="plan",
            id="plan-1",
            family="family-1",
            revision=1,
            body=body,
            index=given.index,
            change="change-1",
            recorded_at=minute(1),
        )
        assert kept == (read,)

    def test_promise_01_a_store_may_be_closed_twice(self, open_store: OpenStore) -> None:
        """Closing twice does no harm, and does not take away what was committed."""
        with open_store() as store:
            store.commit(change(1, put("plan-1")))
            store.close()
        store.close()
        with open_store() as store:
            assert store.get("plan", "plan-1") is not None

    def test_promise_02_a_change_is_kept_whole(self, open_store: OpenStore) -> None:
        """Every record of a change is kept and answered, in the order of the change."""
        names = [f"plan-{number}" for number in (3, 1, 2)]
        with open_store() as store:
            kept = store.commit(change(1, *(put(each) for each in names)))
            assert ids(kept) == names
            assert ids(store.open_family("family-1")) == sorted(names)

    def test_promise_02_a_change_is_not_kept_in_part(self, open_store: OpenStore) -> None:
        """Where the last of many records is refused, nothing of the change is kept."""
        many = [put(f"plan-{number}") for number in range(2, 50)]
        with open_store() as store:
            store.commit(change(1, put("plan-1")))
            before = everything(store)
            with pytest.raises(RecordExists):
                store.commit(change(2, *many, put("plan-1")))
            assert everything(store) == before

    def test_promise_03_revisions_have_no_gap(self, open_store: OpenStore) -> None:
        """Revisions count from 1, also after a refusal and after a removal."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1")))
            store.commit(change(2, put("plan-1", b"2", expected=1)))
            with pytest.raises(RecordChanged):
                store.commit(change(3, put("plan-1", b"lost", expected=1)))
            store.commit(change(4, put("plan-1", b"", expected=2)))
            (back,) = store.commit(change(5, put("plan-1", b"4")))
            assert back.revision == 4
            numbers = [each.revision for each in store.history("plan", "plan-1")]
            assert numbers == [1, 2, 3, 4]

    def test_promise_04_another_revision_is_refused(self, open_store: OpenStore) -> None:
        """A change that read an older or a newer revision is refused and leaves no trace."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1")))
            store.commit(change(2, put("plan-1", b"2", expected=1)))
            before = everything(store)
            for expected in (1, 3):
                with pytest.raises(RecordChanged) as refused:
                    store.commit(
                        change(3, put("plan-2"), put("plan-1", b"lost", expected=expected))
                    )
                assert (refused.value.expected, refused.value.found) == (expected, 2)
            assert everything(store) == before

    def test_promise_04_what_is_not_stored_is_not_replaced(self, open_store: OpenStore) -> None:
        """Replacing or removing a record that is not stored is refused and leaves no trace."""
        with open_store() as store:
            for refused in (put("plan-1", expected=1), put("plan-1", b"")):
                with pytest.raises(RecordNotFound):
                    store.commit(change(1, put("plan-2"), refused))
            assert store.position() == 0
            assert store.find("plan").envelopes == ()

    def test_promise_04_of_two_writers_at_once_one_wins(self, open_store: OpenStore) -> None:
        """Of several that replace the same revision at the same moment, exactly one is answered."""
        with open_store() as store:
            store.commit(change(1, put("plan-1")))
            refused = at_once(
                4,
                lambda number: store.commit(
                    change(10 + number, put("plan-1", b"%d" % number, expected=1))
                ),
            )
            assert refused.count(RecordChanged) == 3
            assert [each.revision for each in store.history("plan", "plan-1")] == [1, 2]
            assert store.position() == 2

    def test_promise_05_a_stored_id_is_not_new(self, open_store: OpenStore) -> None:
        """Adding a record whose id is stored is refused, even in another family."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"first")))
            before = everything(store)
            for again in (put("plan-1", b"again"), put("plan-1", b"again", family="family-2")):
                with pytest.raises(RecordExists):
                    store.commit(change(2, put("plan-2"), again))
            assert everything(store) == before

    def test_promise_05_ids_are_unique_among_their_kind(self, open_store: OpenStore) -> None:
        """Records of different kinds may have the same id."""
        with open_store() as store:
            store.commit(change(1, put("x-1", b"plan"), put("x-1", b"team", kind="team")))
            bodies = [each.body for each in store.open_family("family-1")]
            assert bodies == [b"plan", b"team"]

    def test_promise_06_nothing_is_overwritten(self, open_store: OpenStore) -> None:
        """The history holds every revision with what it was found by, the oldest first."""
        with open_store() as store:
            first = store.commit(change(1, put("plan-1", b"1", status="draft")))
            second = store.commit(change(2, put("plan-1", b"2", status="signed", expected=1)))
            assert store.history("plan", "plan-1") == first + second
            assert first[0].index == {"status": ("draft",)}
            assert store.history("plan", "plan-2") == ()

    def test_promise_11_a_change_is_applied_once(self, open_store: OpenStore) -> None:
        """The same change again, even much later, changes nothing and answers as before."""
        first = change(1, put("plan-2", b"2"), put("plan-1", b"1"))
        with open_store() as store:
            kept = store.commit(first)
            store.commit(change(2, put("plan-1", b"later", expected=1)))
        with open_store() as store:
            before = everything(store)
            assert store.commit(first) == kept
            assert everything(store) == before

    def test_promise_11_a_refused_change_may_be_made_later(self, open_store: OpenStore) -> None:
        """The id of a change that was refused is not used up."""
        with open_store() as store:
            with pytest.raises(RecordNotFound):
                store.commit(change(2, put("plan-1", b"2", expected=1)))
            store.commit(change(1, put("plan-1", b"1")))
            (kept,) = store.commit(change(2, put("plan-1", b"2", expected=1)))
            assert kept.revision == 2

    def test_promise_11_a_change_made_twice_at_once_is_made_once(
        self, open_store: OpenStore
    ) -> None:
        """Several that apply the same change at once are all answered, and it is kept once."""
        with open_store() as store:
            refused = at_once(4, lambda _: store.commit(change(1, put("plan-1"))))
            assert refused == [None] * 4
            assert store.position() == 1
            assert len(store.history("plan", "plan-1")) == 1

    def test_promise_12_the_position_grows_with_every_change(self, open_store: OpenStore) -> None:
        """It starts at 0, grows with each change kept, and stays through reads and refusals."""
        with open_store() as store:
            seen = [store.position()]
            store.commit(change(1, put("plan-1")))
            seen.append(store.position())
            store.open_family("family-1")
            store.find("plan")
            with pytest.raises(RecordExists):
                store.commit(change(2, put("plan-1")))
            store.commit(change(1, put("plan-1")))
            assert store.position() == seen[-1]
            store.commit(change(3, put("plan-1", b"", expected=1)))
            seen.append(store.position())
            store.commit(change(4))
            seen.append(store.position())
            with open_store("another-program") as other:
                other.commit(change(1, put("plan-1")))
            assert store.position() == seen[-1]
        assert seen[0] == 0
        assert seen == sorted(set(seen))

    def test_promise_12_changes_at_once_have_positions_of_their_own(
        self, open_store: OpenStore
    ) -> None:
        """As many changes as were answered are kept, however many write at once."""
        with open_store() as store:
            refused = at_once(
                4,
                lambda number: [
                    store.commit(change(number * 10 + each, put(f"plan-{number}-{each}")))
                    for each in range(5)
                ],
            )
            assert refused == [None] * 4
            assert store.position() == 20
            assert len(store.open_family("family-1")) == 20

    def test_promise_13_times_are_in_utc(self, open_store: OpenStore) -> None:
        """A change made in another zone is recorded in UTC, to the microsecond."""
        west = timezone(-timedelta(hours=6))
        with open_store() as store:
            store.commit(change(1, put("plan-1"), at=minute(1).astimezone(west)))
            read = store.get("plan", "plan-1")
        assert read is not None
        assert read.recorded_at == minute(1)
        assert read.recorded_at.tzinfo is UTC

    def test_promise_13_a_time_without_a_zone_is_refused(self, open_store: OpenStore) -> None:
        """A change that does not say in which zone its time is leaves no trace."""
        with open_store() as store:
            with pytest.raises(RequestInvalid):
                store.commit(change(1, put("plan-1"), at=minute(1).replace(tzinfo=None)))
            assert store.position() == 0

    def test_promise_13_recorded_times_never_run_backwards(self, open_store: OpenStore) -> None:
        """A change whose clock is behind is recorded at the time of the change before it."""
        with open_store() as store:
            store.commit(change(1, put("plan-1"), at=minute(10)))
            (late,) = store.commit(change(2, put("plan-2"), at=minute(5)))
            (next_one,) = store.commit(change(3, put("plan-3"), at=minute(11)))
            assert late.recorded_at == minute(10)
            assert next_one.recorded_at == minute(11)
            assert store.open_family("family-1", known_at=minute(9)) == ()
