"""The conformance kit of stores: messages and capabilities (promises 24 to 27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone

import pytest

from wraparound.errors import (
    RecordExists,
    RequestInvalid,
    StorageLacks,
    StorageUnavailable,
    WraparoundError,
)
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import Capability, HeldMessage, MessageState
from wraparound.testing.store_words import (
    OpenStore,
    access,
    at_once,
    change,
    everything,
    message,
    minute,
    needs,
    put,
)

LEASE = timedelta(minutes=10)
WAITING, LEASED, DELIVERED, PARKED = (
    MessageState.WAITING,
    MessageState.LEASED,
    MessageState.DELIVERED,
    MessageState.PARKED,
)


def names(held: tuple[HeldMessage, ...]) -> list[str]:
    """Return the ids of messages, in their order."""
    return [each.message.id for each in held]


def take(store: Store, worker: str, at: float, *, limit: int = 100) -> list[str]:
    """Take messages at a minute, for ten minutes, and return their ids."""
    return names(store.take_messages(worker, at=minute(at), lease=LEASE, limit=limit))


class PostingContract:
    """What a store keeps for other systems, and what it says of itself."""

    def test_promise_24_messages_come_with_their_change(self, open_store: OpenStore) -> None:
        """They are kept byte for byte, in the order of the changes, and wait at once."""
        late, early = message("m-2", bytes(range(256))), message("m-1", b"", recipient=None)
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, put("plan-1"), messages=(late, early)))
            store.commit(change(2, messages=(message("m-0"),)))
            store.commit(change(1, put("plan-1"), messages=(late, early)))
        with open_store() as store:
            held = store.messages()
            assert names(held) == ["m-2", "m-1", "m-0"]
            assert held[:2] == (
                HeldMessage(message=late, change="change-1", due_at=minute(1)),
                HeldMessage(message=early, change="change-1", due_at=minute(1)),
            )
            assert store.messages(WAITING, limit=2) == held[:2]
            assert store.messages(PARKED) == ()
            with pytest.raises(RequestInvalid):
                store.messages(limit=0)

    def test_promise_24_a_refused_change_sends_nothing(self, open_store: OpenStore) -> None:
        """Neither a record nor a message of a refused change is kept."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, put("plan-1"), messages=(message("m-1"),)))
            before = everything(store)
            with pytest.raises(RecordExists):
                store.commit(change(2, put("plan-1"), messages=(message("m-2"),)))
            for wrong in (
                (message("m-3"), message("m-3")),
                (message("m-3"), message("m-1")),
                (message("m-3"), message("")),
            ):
                with pytest.raises(RequestInvalid):
                    store.commit(change(2, put("plan-2"), messages=wrong))
            assert everything(store) == before

    def test_promise_24_a_program_has_messages_of_its_own(self, open_store: OpenStore) -> None:
        """The same id in two programs is two messages, and no worker gets another's."""
        with open_store("east") as east, open_store("west") as west:
            needs(east, Capability.OUTBOX)
            east.commit(change(1, messages=(message("m-1", b"east"),)))
            assert take(west, "w", 5) == []
            west.commit(change(1, messages=(message("m-1", b"west"),)))
            assert take(east, "e", 5) == ["m-1"]
            assert [each.message.body for each in west.messages(WAITING)] == [b"west"]
            assert not west.settle_message("m-1", "e", state=DELIVERED)

    def test_promise_25_a_message_is_handed_out_once(self, open_store: OpenStore) -> None:
        """The oldest first, to one worker, until its lease ends; a delivered one never again."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            for number in (1, 2, 3):
                store.commit(change(number, messages=(message(f"m-{9 - number}"),)))
            first = store.take_messages("a", at=minute(5), lease=LEASE, limit=2)
            assert names(first) == ["m-8", "m-7"]
            assert {(each.state, each.tries, each.worker) for each in first} == {(LEASED, 1, "a")}
            assert {each.due_at for each in first} == {minute(15)}
            assert store.messages(LEASED) == first
            assert take(store, "b", 5) == ["m-6"]
            assert take(store, "b", 14.9) == []
            assert store.settle_message("m-8", "a", state=DELIVERED)
        with open_store() as store:
            assert take(store, "b", 15) == ["m-7", "m-6"]
            assert [each.tries for each in store.messages(LEASED)] == [2, 2]
            (done,) = store.messages(DELIVERED)
            assert (done.message.id, done.worker, done.tries) == ("m-8", None, 1)

    def test_promise_25_only_who_has_a_message_settles_it(self, open_store: OpenStore) -> None:
        """A worker whose lease ended and was given to another is told so, and changes nothing."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=(message("m-1"),)))
            assert not store.settle_message("m-1", "a", state=DELIVERED)
            take(store, "a", 5)
            assert not store.settle_message("m-1", "b", state=DELIVERED)
            assert take(store, "b", 20) == ["m-1"]
            assert not store.settle_message("m-1", "a", state=DELIVERED)
            assert names(store.messages(LEASED)) == ["m-1"]
            assert store.settle_message("m-1", "b", state=DELIVERED)
            assert not store.settle_message("m-1", "b", state=DELIVERED)
            assert not store.settle_message("m-9", "b", state=DELIVERED)
            assert take(store, "a", 90) == []

    def test_promise_25_workers_at_once_share_the_messages(self, open_store: OpenStore) -> None:
        """Of several that take at the same moment, each message goes to one."""
        taken: list[str] = []
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=tuple(message(f"m-{each}") for each in range(40))))

            def work(number: int) -> None:
                for _ in range(10):
                    taken.extend(take(store, f"worker-{number}", 5, limit=3))

            assert at_once(4, work) == [None] * 4
            assert len(taken) == len(set(taken))
            assert set(taken) == {f"m-{each}" for each in range(40)}

    def test_promise_25_a_lease_needs_a_worker_and_a_while(self, open_store: OpenStore) -> None:
        """Nobody, no time, no zone or no message at all is refused; zones may differ."""
        west = timezone(-timedelta(hours=6))
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=(message("m-1"),)))
            for worker, at, lease, limit in (
                ("", minute(5), LEASE, 1),
                ("a", minute(5).replace(tzinfo=None), LEASE, 1),
                ("a", minute(5), timedelta(0), 1),
                ("a", minute(5), LEASE, 0),
            ):
                with pytest.raises(RequestInvalid):
                    store.take_messages(worker, at=at, lease=lease, limit=limit)
            (held,) = store.take_messages("a", at=minute(5).astimezone(west), lease=LEASE)
            assert held.due_at == minute(15)

    def test_promise_26_a_message_that_failed_waits(self, open_store: OpenStore) -> None:
        """Until the moment that its worker named, with the reason; then it is handed out again."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=(message("m-1"), message("m-2"))))
            take(store, "a", 5, limit=1)
            assert store.settle_message("m-1", "a", state=WAITING, due_at=minute(30), reason="busy")
            failed = store.messages()[0]
            assert (failed.state, failed.due_at, failed.reason) == (WAITING, minute(30), "busy")
            assert (failed.worker, failed.tries) == (None, 1)
            assert take(store, "b", 29.9) == ["m-2"]
            assert take(store, "c", 30) == ["m-1"]

    def test_promise_26_a_parked_message_stays_until_released(self, open_store: OpenStore) -> None:
        """It is not handed out, keeps the reason, and waits again when somebody says so."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=(message("m-1"),)))
            assert not store.release_message("m-1", at=minute(2))
            take(store, "a", 5)
            assert store.settle_message("m-1", "a", state=PARKED, reason="no such address")
        with open_store() as store:
            assert take(store, "b", 999) == []
            (parked,) = store.messages(PARKED)
            assert (parked.reason, parked.worker, parked.tries) == ("no such address", None, 1)
            assert store.release_message("m-1", at=minute(1000))
            assert not store.release_message("m-1", at=minute(1000))
            assert not store.release_message("m-9", at=minute(1000))
            assert take(store, "b", 999) == []
            assert take(store, "b", 1000) == ["m-1"]

    def test_promise_26_a_settlement_that_says_nothing_is_refused(
        self, open_store: OpenStore
    ) -> None:
        """LEASED is no outcome; what waits needs a moment, and every moment a zone."""
        with open_store() as store:
            needs(store, Capability.OUTBOX)
            store.commit(change(1, messages=(message("m-1"),)))
            take(store, "a", 5)
            bare = minute(9).replace(tzinfo=None)
            refusals: list[Callable[[], object]] = [
                lambda: store.settle_message("m-1", "a", state=LEASED),
                lambda: store.settle_message("m-1", "a", state=WAITING),
                lambda: store.settle_message("m-1", "a", state=WAITING, due_at=bare),
                lambda: store.settle_message("m-1", "a", state=PARKED, reason="\0"),
                lambda: store.release_message("m-1", at=bare),
            ]
            for refuse in refusals:
                with pytest.raises(RequestInvalid):
                    refuse()
            assert names(store.messages(LEASED)) == ["m-1"]

    def test_promise_27_a_store_does_what_it_says_and_refuses_the_rest(
        self, open_store: OpenStore
    ) -> None:
        """Each capability is there, or each call that needs it says that it is lacking."""
        with open_store() as store:
            had = store.capabilities
            assert had <= frozenset(Capability)
            acts: list[tuple[Capability, Callable[[], object]]] = [
                (Capability.WHOLE_CHANGES, lambda: store.commit(change(1, put("a"), put("b")))),
                (Capability.FEED, store.feed),
                (Capability.AUDIT, lambda: store.note_read(access(1))),
                (Capability.AUDIT, store.audit_trail),
                (Capability.AUDIT, lambda: store.keep_seal(1, b"seal")),
                (Capability.AUDIT, store.seals),
                (
                    Capability.OUTBOX,
                    lambda: store.commit(change(2, put("c"), messages=(message("m"),))),
                ),
                (Capability.OUTBOX, lambda: store.take_messages("a", at=minute(5), lease=LEASE)),
                (Capability.OUTBOX, lambda: store.settle_message("m", "a", state=DELIVERED)),
                (Capability.OUTBOX, lambda: store.release_message("m", at=minute(9))),
                (Capability.OUTBOX, store.messages),
            ]
            for capability, act in acts:
                before = everything(store)
                if capability in had:
                    act()
                    continue
                with pytest.raises(StorageLacks) as refused:
                    act()
                assert refused.value.capability == capability.value
                assert everything(store) == before

    def test_promise_27_capabilities_stay_the_same(self, open_store: OpenStore) -> None:
        """They are the store's, not a program's, and are told also when it is closed."""
        with open_store("east") as east, open_store("west") as west:
            assert east.capabilities == west.capabilities
        assert east.capabilities == west.capabilities
        with pytest.raises((StorageUnavailable, StorageLacks)) as refused:
            east.feed()
        assert isinstance(refused.value, WraparoundError)
