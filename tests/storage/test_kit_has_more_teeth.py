"""A store that breaks a promise about days, orders, trails or messages is caught by its test."""

from __future__ import annotations

import time

import attrs
import msgspec
import pytest

from wraparound.errors import RecordExists, RequestInvalid, StorageLacks, WraparoundError
from wraparound.storage import MemoryStore, Page
from wraparound.storage.envelopes import EVERYTHING, Act, Capability, HeldMessage, MessageState
from wraparound.storage.evidence import entry_of_change, with_digest
from wraparound.storage.validity import covers
from wraparound.testing.storage import StoreContract


class IsValidOnItsLastDay(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, valid_on=None):
        found = super().get(kind, record_id, known_at=known_at)
        if found and valid_on and found.valid_until == valid_on:
            return found
        return super().get(kind, record_id, known_at=known_at, valid_on=valid_on)


class AsksOneClockOnly(MemoryStore):
    def open_family(self, family, *, known_at=None, valid_on=None):
        return super().open_family(
            family, known_at=known_at, valid_on=None if known_at else valid_on
        )


class CutsPagesBeforeItLooksAtDays(MemoryStore):
    def find(self, kind, where=None, *, valid_on=None, **asked):
        page = super().find(kind, where, **asked)
        valid = tuple(each for each in page.envelopes if covers(each, valid_on))
        return attrs.evolve(page, envelopes=valid)


class PutsWhatHasNoValueFirst(MemoryStore):
    def find(self, kind, where=None, *, order=None, **asked):
        page = super().find(kind, where, order=order, **asked)
        bare = [each for each in page.envelopes if order and order.strip("-") not in each.index]
        rest = [each for each in page.envelopes if each not in bare]
        return attrs.evolve(page, envelopes=(*bare, *rest))


class TurnsTheIdsRoundToo(MemoryStore):
    def find(self, kind, where=None, *, order=None, limit=1000, after=None, **asked):
        if not (order or "").startswith("-"):
            return super().find(kind, where, order=order, limit=limit, after=after, **asked)
        upwards = super().find(kind, where, order=order[1:], **asked).envelopes
        bare = [each for each in upwards if order[1:] not in each.index]
        every = [*[each for each in upwards if each not in bare][::-1], *bare]
        start = int(after or 0)
        more = start + limit < len(every)
        found = tuple(every[start : start + limit])
        return Page(envelopes=found, after=str(start + limit) if more else None)


class CountsItsPages(MemoryStore):
    def find(self, kind, where=None, *, order=None, limit=1000, after=None, **asked):
        if order is None:
            return super().find(kind, where, limit=limit, after=after, **asked)
        every = super().find(kind, where, order=order, **asked).envelopes
        start = int(after or 0)
        more = start + limit < len(every)
        found = every[start : start + limit]
        return Page(envelopes=found, after=str(start + limit) if more else None)


class TakesAnyPlace(MemoryStore):
    def find(self, kind, where=None, *, after=None, **asked):
        try:
            return super().find(kind, where, after=after, **asked)
        except RequestInvalid:
            return super().find(kind, where, **asked)


class FeedsOneTwice(MemoryStore):
    def feed(self, after=0, *, limit=1000):
        return super().feed(max(after - 1, 0), limit=limit)


class FeedsTheNewestFirst(MemoryStore):
    def feed(self, after=0, *, limit=1000):
        return super().feed(after, limit=limit)[::-1]


class FeedsOnlyWhatTouches(MemoryStore):
    def feed(self, after=0, *, limit=1000):
        return tuple(each for each in super().feed(after, limit=limit) if each.touched)


class StreamsFamiliesOnly(MemoryStore):
    def stream(self):
        return (each for each in super().stream() if each.family)


class StreamsWhatWasRemoved(MemoryStore):
    def stream(self):
        ledger = self._ledger()
        return iter([revisions[-1] for _, revisions in sorted(ledger.history.items())])


class HoldsTheWholeStream(MemoryStore):
    def stream(self):
        self._ledger()
        whole = [
            msgspec.structs.replace(each, body=each.body[:1] + each.body[1:])
            for each in super().stream()
        ]
        return iter(whole)


class AuditsNobody(MemoryStore):
    def audit_trail(self, after=0, *, limit=1000):
        return tuple(
            attrs.evolve(each, by="system") for each in super().audit_trail(after, limit=limit)
        )


class AuditsWhatItRefused(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except RecordExists:
            ledger = self._ledger()
            number = len(ledger.trail) + 1
            ledger.trail.append(entry_of_change(change, number, at=change.at, touched=()))
            raise


class AuditsValues(MemoryStore):
    def audit_trail(self, after=0, *, limit=1000):
        bodies = [each[-1].body.decode() for each in self._ledger().history.values()]
        return tuple(
            attrs.evolve(each, reason=f"{each.reason} {bodies}")
            for each in super().audit_trail(after, limit=limit)
        )


class NotesReadsLater(MemoryStore):
    def note_read(self, access):
        entry = super().note_read(access)
        self._ledger().trail.pop()
        return entry


class LetsReadsPassUnnoted(MemoryStore):
    def note_read(self, access):
        try:
            return super().note_read(access)
        except WraparoundError:
            return None


class NumbersReadsApart(MemoryStore):
    def note_read(self, access):
        ledger = self._ledger()
        entry = super().note_read(access)
        reads = sum(each.act is Act.READ for each in ledger.trail)
        ledger.trail[-1] = with_digest(attrs.evolve(entry, number=reads))
        return ledger.trail[-1]


class UsesUpNumbersOfRefusals(MemoryStore):
    refusals = 0

    def commit(self, change):
        try:
            return super().commit(change)
        except RecordExists:
            self.refusals += 1
            raise

    def audit_trail(self, after=0, *, limit=1000):
        entries = super().audit_trail(after, limit=limit)
        return tuple(attrs.evolve(each, number=each.number + self.refusals) for each in entries)


class HashesOnlyTheNumber(MemoryStore):
    def audit_trail(self, after=0, *, limit=1000):
        entries = super().audit_trail(after, limit=limit)
        return tuple(attrs.evolve(each, digest=f"{each.number:064}") for each in entries)


class SendsWhatItRefused(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except RecordExists:
            for message in change.messages:
                self._ledger().messages[message.id] = HeldMessage(
                    message=message, change=change.id, due_at=change.at
                )
            raise


class SendsMessagesAgain(MemoryStore):
    def commit(self, change):
        if change.id in self._ledger().changes:
            for message in change.messages:
                held = self._ledger().messages.pop(message.id)
                self._ledger().messages[message.id] = held
        return super().commit(change)


class HandsOutToEverybody(MemoryStore):
    def take_messages(self, worker, *, at, lease, limit=100):
        taken = super().take_messages(worker, at=at, lease=lease, limit=limit)
        for each in taken:
            self._ledger().messages[each.message.id] = attrs.evolve(each, due_at=at)
        return taken


class HandsOutBetweenTwoLooks(MemoryStore):
    def take_messages(self, worker, *, at, lease, limit=100):
        due = [each for each in self.messages() if each.worker is None][:limit]
        time.sleep(0.01)
        taken = [
            attrs.evolve(each, state=MessageState.LEASED, worker=worker, tries=1) for each in due
        ]
        self._ledger().messages.update({each.message.id: each for each in taken})
        return tuple(taken)


class NeverHandsOutAgain(MemoryStore):
    def take_messages(self, worker, *, at, lease, limit=100):
        return super().take_messages(worker, at=at, lease=lease * 1000, limit=limit)


class LetsAnybodySettle(MemoryStore):
    def settle_message(self, message_id, worker, **outcome):
        held = self._ledger().messages.get(message_id)
        return super().settle_message(message_id, (held and held.worker) or worker, **outcome)


class WaitsForNothing(MemoryStore):
    def settle_message(self, message_id, worker, *, state, due_at=None, reason=""):
        due_at = due_at and due_at.replace(year=2000)
        return super().settle_message(message_id, worker, state=state, due_at=due_at, reason=reason)


class ParksWithoutAReason(MemoryStore):
    def settle_message(self, message_id, worker, *, state, due_at=None, reason=""):
        super().settle_message(message_id, worker, state=state, due_at=due_at, reason=reason)
        return super().settle_message(message_id, worker, state=state, due_at=due_at)

    def messages(self, state=None, *, limit=1000):
        return tuple(attrs.evolve(each, reason="") for each in super().messages(state, limit=limit))


class HandsOutParkedMessages(MemoryStore):
    def take_messages(self, worker, *, at, lease, limit=100):
        for each in self.messages(MessageState.PARKED):
            self.release_message(each.message.id, at=each.due_at)
        return super().take_messages(worker, at=at, lease=lease, limit=limit)


class PromisesAFeedThatItLacks(MemoryStore):
    @property
    def capabilities(self):
        return EVERYTHING

    def feed(self, after=0, *, limit=1000):
        raise StorageLacks("feed", "this store")


class AnswersWithNothingWhereItLacks(MemoryStore):
    @property
    def capabilities(self):
        return EVERYTHING - {Capability.AUDIT}

    def audit_trail(self, after=0, *, limit=1000):
        return ()


class KeepsHalfOfWhatItLacks(MemoryStore):
    @property
    def capabilities(self):
        return EVERYTHING - {Capability.OUTBOX}

    def commit(self, change):
        kept = super().commit(attrs.evolve(change, messages=()))
        if change.messages:
            raise StorageLacks("outbox", "this store")
        return kept


class PutsASealInThePlaceOfAnother(MemoryStore):
    def keep_seal(self, number, seal):
        seals = self._ledger().seals
        if 0 < number <= len(seals):
            seals[number - 1] = seal
            return True
        return super().keep_seal(number, seal)


class KeepsSealsWithAGap(MemoryStore):
    def keep_seal(self, number, seal):
        return super().keep_seal(len(self._ledger().seals) + 1, seal) if number else False


class LooksBeforeItSeals(MemoryStore):
    def keep_seal(self, number, seal):
        there = len(self._ledger().seals)
        time.sleep(0.01)
        return number == there + 1 and super().keep_seal(len(self._ledger().seals) + 1, seal)


class SharesItsSeals(MemoryStore):
    def seals(self, after=0, *, limit=1000):
        return tuple(seal for each in self._memory.ledgers.values() for seal in each.seals)[
            max(after, 0) :
        ][:limit]


FAULTS = [
    (17, IsValidOnItsLastDay),
    (17, AsksOneClockOnly),
    (17, CutsPagesBeforeItLooksAtDays),
    (18, PutsWhatHasNoValueFirst),
    (18, TurnsTheIdsRoundToo),
    (18, CountsItsPages),
    (18, TakesAnyPlace),
    (19, FeedsOneTwice),
    (19, FeedsTheNewestFirst),
    (19, FeedsOnlyWhatTouches),
    (20, StreamsFamiliesOnly),
    (20, StreamsWhatWasRemoved),
    (20, HoldsTheWholeStream),
    (21, AuditsNobody),
    (21, AuditsWhatItRefused),
    (21, AuditsValues),
    (22, NotesReadsLater),
    (22, LetsReadsPassUnnoted),
    (23, NumbersReadsApart),
    (23, UsesUpNumbersOfRefusals),
    (23, HashesOnlyTheNumber),
    (24, SendsWhatItRefused),
    (24, SendsMessagesAgain),
    (25, HandsOutToEverybody),
    (25, HandsOutBetweenTwoLooks),
    (25, NeverHandsOutAgain),
    (25, LetsAnybodySettle),
    (26, WaitsForNothing),
    (26, ParksWithoutAReason),
    (26, HandsOutParkedMessages),
    (27, PromisesAFeedThatItLacks),
    (27, AnswersWithNothingWhereItLacks),
    (27, KeepsHalfOfWhatItLacks),
    (28, PutsASealInThePlaceOfAnother),
    (28, KeepsSealsWithAGap),
    (28, LooksBeforeItSeals),
    (28, SharesItsSeals),
]


@pytest.mark.parametrize(
    ("promise", "store"), FAULTS, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_broken_promise_is_caught_by_its_own_test(promise, store, failing):
    """The test that carries the promise's number fails on a store that breaks it."""
    assert list(failing(store, f"test_promise_{promise:02}_")) != []


@pytest.mark.parametrize(
    "store",
    [PutsWhatHasNoValueFirst, FeedsOneTwice, AuditsNobody, HandsOutToEverybody],
)
def test_random_acts_catch_what_is_broken(store, failing):
    """The machine alone finds these faults."""
    assert list(failing(store, "test_random_acts")) != []


def test_every_promise_from_17_on_has_a_test_and_a_planted_fault():
    """No number of the contract is without a test and a store that breaks it."""
    promises = set(range(17, 29))
    tested = {int(name.split("_")[2]) for name in dir(StoreContract) if "test_promise" in name}
    assert tested - set(range(1, 17)) == promises
    assert {promise for promise, _ in FAULTS} == promises


@pytest.mark.parametrize("lacking", [Capability.FEED, Capability.AUDIT, Capability.OUTBOX])
def test_a_store_that_says_what_it_lacks_keeps_its_other_promises(lacking, failing):
    """It passes the kit: what it lacks is refused, and the tests of it are passed over."""

    def store(program="default", *, memory=None):
        return MemoryStore(program, memory=memory, capabilities=EVERYTHING - {lacking})

    assert list(failing(store, "test_")) == []
