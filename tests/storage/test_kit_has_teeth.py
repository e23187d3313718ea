"""A store that breaks one promise is caught by the test of that promise."""

from __future__ import annotations

import time
from itertools import count

import attrs
import msgspec
import pytest

from wraparound.errors import (
    RecordChanged,
    RecordExists,
    RecordNotFound,
    WraparoundError,
)
from wraparound.storage import NEW, MemoryStore, Page
from wraparound.testing.storage import StoreContract


def stored_revision(store, put):
    stored = store.get(put.kind, put.id)
    return stored.revision if stored else NEW


class ForgetsAtClosing(MemoryStore):
    def __init__(self, program="default", *, memory=None):
        super().__init__(program)


class CutsBodies(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        found = super().get(kind, record_id, known_at=known_at, **asked)
        return found and msgspec.structs.replace(found, body=found.body[:100_000])


class CommitsOneByOne(MemoryStore):
    def commit(self, change):
        return tuple(
            kept
            for number, put in enumerate(change.puts)
            for kept in super(CommitsOneByOne, self).commit(
                attrs.evolve(change, id=f"{change.id}-{number}", puts=(put,))
            )
        )


class StartsAgainAfterRemoval(MemoryStore):
    def commit(self, change):
        for put in change.puts:
            if self.get(put.kind, put.id) is None and self.history(put.kind, put.id):
                self._memory.ledgers[self.program].history.pop((put.kind, put.id))
        return super().commit(change)


class LastWriterWins(MemoryStore):
    def commit(self, change):
        puts = [
            attrs.evolve(put, expected=stored_revision(self, put)) if put.expected else put
            for put in change.puts
        ]
        return super().commit(attrs.evolve(change, puts=tuple(puts)))


class ChecksBeforeItLocks(MemoryStore):
    def commit(self, change):
        for put in change.puts:
            stored = stored_revision(self, put)
            if put.expected and stored and put.expected != stored:
                raise RecordChanged(put.kind, put.id, expected=put.expected, found=stored)
        time.sleep(0.02)
        puts = [
            attrs.evolve(put, expected=stored_revision(self, put)) if put.expected else put
            for put in change.puts
        ]
        return super().commit(attrs.evolve(change, puts=tuple(puts)))


class ReplacesWhatIsNotThere(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except RecordNotFound:
            puts = [attrs.evolve(put, expected=NEW, body=put.body or b"-") for put in change.puts]
            return super().commit(attrs.evolve(change, puts=tuple(puts)))


class AddsOverWhatIsStored(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except RecordExists:
            puts = [attrs.evolve(put, expected=stored_revision(self, put)) for put in change.puts]
            return super().commit(attrs.evolve(change, puts=tuple(puts)))


class KeepsOnlyTheLastRevision(MemoryStore):
    def history(self, kind, record_id):
        return super().history(kind, record_id)[-1:]


class ForgetsWhatItWasFoundBy(MemoryStore):
    def history(self, kind, record_id):
        latest = super().history(kind, record_id)
        return tuple(msgspec.structs.replace(each, index=latest[-1].index) for each in latest)


class KnowsOnlyNow(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        return super().get(kind, record_id)


class ReadsInstantsAsText(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        found = super().get(kind, record_id)
        if found and known_at and found.recorded_at.isoformat() > known_at.isoformat():
            return None
        return found


class OpensFamiliesByPrefix(MemoryStore):
    def open_family(self, family, *, known_at=None, **asked):
        page = self.find("family", limit=9).envelopes + self.find("plan", limit=99).envelopes
        page += self.find("team", limit=9).envelopes
        return tuple(each for each in page if (each.family or "").startswith(family))


class OpensInAnyOrder(MemoryStore):
    def open_family(self, family, *, known_at=None, **asked):
        return super().open_family(family, known_at=known_at, **asked)[::-1]


class KeepsFamiliesThatRecordsLeft(MemoryStore):
    def _open(self, family, known_at, valid_on):
        ever = sorted(self._memory.ledgers[self.program].of_family.get(family, ()))
        known = [self.get(*key, known_at=known_at, valid_on=valid_on) for key in ever]
        return tuple(each for each in known if each)


class DirectoryHoldsEverything(MemoryStore):
    def open_directory(self, *, known_at=None):
        return super().open_directory(known_at=known_at) + self.open_family("family-1")


class FindsAnyOfTheValues(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        page = super().find(kind, dict(list((where or {}).items())[:1]), limit=limit, after=after)
        super().find(kind, where, limit=limit, **asked)
        return page


class FindsFormerValues(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        super().find(kind, where)
        found = [
            each
            for each in super().find(kind).envelopes
            if any(
                all(value in then.index.get(name, ()) for name, value in (where or {}).items())
                for then in self.history(kind, each.id)
            )
        ]
        return Page(envelopes=tuple(found))


class PagesWithoutRegardForCase(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        every = sorted(super().find(kind, where).envelopes, key=lambda each: each.id.lower())
        later = [each for each in every if after is None or each.id.lower() > after.lower()]
        more = len(later) > limit
        return Page(envelopes=tuple(later[:limit]), after=later[limit - 1].id if more else None)


class NeverEndsItsPages(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        page = super().find(kind, where, limit=limit, after=after)
        last = page.envelopes[-1].id if page.envelopes else None
        return attrs.evolve(page, after=last)


class AnswersUndeclaredFields(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        try:
            return super().find(kind, where, limit=limit, after=after)
        except WraparoundError:
            return Page(envelopes=())


class AppliesAChangeTwice(MemoryStore):
    numbers = count()

    def commit(self, change):
        return super().commit(attrs.evolve(change, id=f"{change.id}-{next(self.numbers)}"))


class AnswersARepeatWithNothing(MemoryStore):
    def commit(self, change):
        made = change.id in self._memory.ledgers[self.program].changes
        kept = super().commit(change)
        return () if made else kept


class UsesUpRefusedChanges(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except WraparoundError:
            self._memory.ledgers[self.program].changes[change.id] = ()
            raise


class CountsReads(MemoryStore):
    def position(self):
        self._memory.ledgers[self.program].changes[f"read-{time.perf_counter_ns()}"] = ()
        return super().position() - 1


class CountsForEveryProgram(MemoryStore):
    def position(self):
        return sum(len(ledger.changes) for ledger in self._memory.ledgers.values())


class KeepsLocalTimes(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        found = super().get(kind, record_id, known_at=known_at, **asked)
        return found and msgspec.structs.replace(found, recorded_at=found.recorded_at.astimezone())


class CutsMicroseconds(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        found = super().get(kind, record_id, known_at=known_at, **asked)
        return found and msgspec.structs.replace(
            found, recorded_at=found.recorded_at.replace(microsecond=0)
        )


class BelievesEveryClock(MemoryStore):
    def commit(self, change):
        if change.at.tzinfo:
            self._memory.ledgers[self.program].recorded_at = None
        return super().commit(change)


class FindsWhatWasRemoved(MemoryStore):
    def get(self, kind, record_id, *, known_at=None, **asked):
        if known_at is None and (revisions := self.history(kind, record_id)):
            return revisions[-1]
        return super().get(kind, record_id, known_at=known_at, **asked)


class ForgetsWhatWasRemoved(MemoryStore):
    def history(self, kind, record_id):
        revisions = super().history(kind, record_id)
        return () if revisions and revisions[-1].removed else revisions


class HasOneProgram(MemoryStore):
    def __init__(self, program="default", *, memory=None):
        super().__init__("the-only-one", memory=memory)


class TellsBodies(MemoryStore):
    def commit(self, change):
        try:
            return super().commit(change)
        except RecordExists as error:
            message = f"{error}: {change.puts[-1].body!r}"
            raise WraparoundError(message) from None


class LetsTheDriverSpeak(MemoryStore):
    def find(self, kind, where=None, *, limit=1000, after=None, **asked):
        for value in (where or {}).values():
            value.encode()
        return super().find(kind, where, limit=limit, after=after)


FAULTS = [
    (1, ForgetsAtClosing),
    (1, CutsBodies),
    (2, CommitsOneByOne),
    (3, StartsAgainAfterRemoval),
    (4, LastWriterWins),
    (4, ChecksBeforeItLocks),
    (4, ReplacesWhatIsNotThere),
    (5, AddsOverWhatIsStored),
    (6, KeepsOnlyTheLastRevision),
    (6, ForgetsWhatItWasFoundBy),
    (7, KnowsOnlyNow),
    (7, ReadsInstantsAsText),
    (8, OpensFamiliesByPrefix),
    (8, OpensInAnyOrder),
    (8, KeepsFamiliesThatRecordsLeft),
    (9, DirectoryHoldsEverything),
    (10, FindsAnyOfTheValues),
    (10, FindsFormerValues),
    (10, PagesWithoutRegardForCase),
    (10, NeverEndsItsPages),
    (10, AnswersUndeclaredFields),
    (11, AppliesAChangeTwice),
    (11, AnswersARepeatWithNothing),
    (11, UsesUpRefusedChanges),
    (12, CountsReads),
    (12, CountsForEveryProgram),
    (13, KeepsLocalTimes),
    (13, CutsMicroseconds),
    (13, BelievesEveryClock),
    (14, FindsWhatWasRemoved),
    (14, ForgetsWhatWasRemoved),
    (15, HasOneProgram),
    (16, TellsBodies),
    (16, LetsTheDriverSpeak),
]


@pytest.mark.parametrize(
    ("promise", "store"), FAULTS, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_broken_promise_is_caught_by_its_own_test(promise, store, failing):
    """The test that carries the promise's number fails on a store that breaks it."""
    assert list(failing(store, f"test_promise_{promise:02}_")) != []


@pytest.mark.parametrize(
    "store",
    [
        LastWriterWins,
        KeepsOnlyTheLastRevision,
        BelievesEveryClock,
        FindsAnyOfTheValues,
    ],
)
def test_random_acts_catch_what_is_broken(store, failing):
    """The machine alone finds these faults."""
    assert list(failing(store, "test_random_acts")) != []


def test_every_promise_has_a_test_and_a_planted_fault():
    """No number of the contract is without a test and a store that breaks it."""
    promises = set(range(1, 17))
    tested = {int(name.split("_")[2]) for name in dir(StoreContract) if "test_promise" in name}
    assert tested >= promises
    assert {promise for promise, _ in FAULTS} == promises


def test_the_measure_fails_no_test(failing):
    """The memory store, on which the planted faults are built, passes."""
    assert list(failing(MemoryStore, "test_")) == []
