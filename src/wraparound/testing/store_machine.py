"""Random acts on a store and on the memory store, which must give the same answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import count

import attrs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wraparound.errors import WraparoundError
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import (
    Access,
    AuditEntry,
    Change,
    Envelope,
    Message,
    MessageState,
    Put,
    Touched,
)
from wraparound.storage.evidence import is_intact
from wraparound.storage.memory import MemoryStore
from wraparound.testing.store_words import OpenStore, minute

DAY = timedelta(days=1)
LEASE = timedelta(minutes=3)
KINDS = st.sampled_from(["plan", "service"])
NAMES = st.sampled_from(["a", "B", "a-1", "é"])
FAMILIES = st.sampled_from(["family-1", "family-2", None])
BODIES = st.sampled_from([b"", b"{}", b"\xff\x00", b"long " * 2000])
TEXTS = st.sampled_from(["x", "X", "x y", "ü", "日本", "%", "'"])
SEVERAL = st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(tuple)
ONE = TEXTS.map(lambda text: (text,))
INDEXES = {
    "plan": st.fixed_dictionaries(
        {}, optional={"status": ONE, "lineage": ONE, "identifier": SEVERAL}
    ),
    "service": st.fixed_dictionaries(
        {}, optional={"agency": ONE, "areas": SEVERAL, "identifier": SEVERAL}
    ),
}
ORDERS = {"plan": ("status", "lineage", "enrollment"), "service": ("agency",)}
MOMENTS = st.integers(min_value=0, max_value=12).map(minute)
STARTS = st.sampled_from([None, None, date(2026, 3, 1), date(2026, 3, 2)])
ENDS = st.sampled_from([None, None, date(2026, 3, 3), date(2026, 3, 4)])
DAYS = st.integers(min_value=0, max_value=5).map(lambda each: date(2026, 2, 28) + each * DAY)
WORKERS = st.sampled_from(["worker-1", "worker-2"])
OUTCOMES = st.sampled_from([each for each in MessageState if each is not MessageState.LEASED])


@st.composite
def puts(draw: st.DrawFn) -> Put:
    """Draw a record to be put."""
    kind = draw(KINDS)
    return Put(
        kind=kind,
        id=draw(NAMES),
        family=draw(FAMILIES),
        body=draw(BODIES),
        index=draw(INDEXES[kind]),
        valid_from=draw(STARTS),
        valid_until=draw(ENDS),
        fields=draw(st.sampled_from([(), ("status",), ("needs[0]", "status")])),
        expected=draw(st.sampled_from([0, 0, 0, 1, 2])),
    )


def store_machine(open_store: OpenStore) -> type[RuleBasedStateMachine]:
    """Return a machine that plays on the store and on the memory store, a new program each time."""
    runs = count()

    class StoreMachine(RuleBasedStateMachine):
        """Plays the same acts on both."""

        def __init__(self) -> None:
            super().__init__()
            self.program = f"run-{next(runs)}"
            self.store = open_store(self.program)
            self.measure = MemoryStore(self.program, capabilities=self.store.capabilities)
            self.made: list[Change] = []

        def teardown(self) -> None:
            self.store.close()
            self.measure.close()

        def same(self, act: Callable[[Store], object]) -> None:
            """Demand the same answer, or the same error."""
            answer, measure = _answer(act, self.store), _answer(act, self.measure)
            assert answer == measure, f"{answer!r} is not {measure!r}"

        @rule(chosen=st.lists(puts(), max_size=4), at=MOMENTS)
        def commit(self, chosen: list[Put], at: datetime) -> None:
            """Make a change, which may not fit."""
            self.make(at, chosen)

        def make(self, at: datetime, chosen: list[Put], told: int = 0) -> None:
            """Make a change with so many messages."""
            number = len(self.made)
            change = Change(
                id=f"change-{number}",
                at=at,
                by="facilitator-1",
                role="facilitator",
                puts=tuple(chosen),
                messages=tuple(
                    Message(id=f"m-{number % 9}-{each}", kind="finding", body=b"{}")
                    for each in range(told)
                ),
            )
            self.made.append(change)
            self.same(lambda store: store.commit(change))

        @rule(at=MOMENTS, told=st.integers(min_value=1, max_value=3), chosen=puts())
        def tell(self, at: datetime, told: int, chosen: Put) -> None:
            """Make a change that others are told of; the ids of messages come back."""
            self.make(at, [chosen], told)

        @rule(kind=KINDS, name=NAMES, family=FAMILIES, body=BODIES, data=st.data())
        def replace(
            self, kind: str, name: str, family: str | None, body: bytes, data: st.DataObject
        ) -> None:
            """Put a record as one should: with the revision that was read."""
            stored = self.measure.get(kind, name)
            put = Put(
                kind=kind,
                id=name,
                family=family,
                body=body,
                index=data.draw(INDEXES[kind]),
                valid_from=data.draw(STARTS),
                expected=stored.revision if stored else 0,
            )
            self.make(data.draw(MOMENTS), [put])

        @precondition(lambda self: self.made)
        @rule(data=st.data())
        def repeat(self, data: st.DataObject) -> None:
            """Make a change again, which may have been refused the first time."""
            change = data.draw(st.sampled_from(self.made))
            self.same(lambda store: store.commit(change))

        @rule()
        def reopen(self) -> None:
            """Close the store and open it again."""
            self.store.close()
            self.store = open_store(self.program)

        @rule(kind=KINDS, data=st.data(), limit=st.integers(min_value=0, max_value=3), after=NAMES)
        def find(self, kind: str, data: st.DataObject, limit: int, after: str) -> None:
            """Look for records, from the beginning and from somewhere."""
            fields = st.sampled_from(["identifier", "status", "areas", "family", "agency"])
            where = data.draw(st.dictionaries(fields, TEXTS | st.just("family-1"), max_size=2))
            self.same(lambda store: store.find(kind, where, limit=limit))
            self.same(lambda store: store.find(kind, where, after=after))

        @rule(kind=KINDS, data=st.data(), limit=st.integers(min_value=1, max_value=3), day=DAYS)
        def put_in_order(self, kind: str, data: st.DataObject, limit: int, day: date) -> None:
            """Look for records in the order of a field, page by page, also on a day."""
            field = data.draw(st.sampled_from(ORDERS[kind]))
            order = data.draw(st.sampled_from(["", "-"])) + field
            where = data.draw(st.sampled_from([{}, {"family": "family-1"}]))
            self.same(lambda store: _pages(store, kind, where, order=order, limit=limit))
            self.same(
                lambda store: _pages(store, kind, where, order=order, limit=limit, valid_on=day)
            )

        @rule(at=MOMENTS, name=NAMES, kind=KINDS)
        def note_read(self, at: datetime, name: str, kind: str) -> None:
            """Note a read in the audit trail."""
            read = Touched(kind=kind, id=name, revision=1, fields=("needs",))
            access = Access(at=at, by="supervisor-1", purpose="supervision", touched=(read,))
            self.same(lambda store: store.note_read(access))

        @rule(number=st.integers(min_value=0, max_value=4), seal=BODIES)
        def keep_seal(self, number: int, seal: bytes) -> None:
            """Keep a seal over the audit trail, whose number may not be the next."""
            self.same(lambda store: store.keep_seal(number, seal))
            self.same(lambda store: (store.seals(), store.seals(number, limit=1)))

        @rule(worker=WORKERS, at=MOMENTS, limit=st.integers(min_value=0, max_value=3))
        def take_messages(self, worker: str, at: datetime, limit: int) -> None:
            """Take messages that are due."""
            self.same(lambda store: store.take_messages(worker, at=at, lease=LEASE, limit=limit))

        @precondition(lambda self: self.made)
        @rule(worker=WORKERS, state=OUTCOMES, due_at=MOMENTS | st.none(), data=st.data())
        def settle_or_release(
            self, worker: str, state: MessageState, due_at: datetime | None, data: st.DataObject
        ) -> None:
            """Settle or release a message, which may not be there."""
            sent = [each.id for change in self.made for each in change.messages]
            message = data.draw(st.sampled_from(["m-none", *sent]))
            self.same(
                lambda store: store.settle_message(
                    message, worker, state=state, due_at=due_at, reason="kit"
                )
            )
            if due_at is not None and data.draw(st.booleans()):
                self.same(lambda store: store.release_message(message, at=due_at))

        @rule(after=st.integers(min_value=0, max_value=9), limit=st.sampled_from([1, 2, 99]))
        def follow(self, after: int, limit: int) -> None:
            """Follow the feed and the audit trail from somewhere."""
            self.same(lambda store: store.feed(after, limit=limit))
            self.same(lambda store: _told(store.audit_trail(after, limit=limit)))

        @rule(family=FAMILIES, kind=KINDS, name=NAMES, at=MOMENTS, day=DAYS)
        def look_back(
            self, family: str | None, kind: str, name: str, at: datetime, day: date
        ) -> None:
            """Read a record, a family and the directory as they were known, and were valid."""
            name_of = family or "family-3"
            self.same(lambda store: store.get(kind, name, known_at=at, valid_on=day))
            self.same(lambda store: store.open_family(name_of, known_at=at, valid_on=day))
            self.same(lambda store: store.open_family(name_of, valid_on=day))
            self.same(lambda store: store.open_directory(known_at=at, valid_on=day))
            self.same(lambda store: store.find(kind, valid_on=day))
            self.same(lambda store: store.get(kind, name, known_at=at))
            self.same(lambda store: store.open_family(name_of, known_at=at))
            self.same(lambda store: store.open_directory(known_at=at))

        @invariant()
        def is_the_same_to_the_eye(self) -> None:
            """After every act, all that can be read is the same."""
            self.same(lambda store: store.position())
            self.same(lambda store: store.open_family("family-1"))
            self.same(lambda store: store.open_directory())
            self.same(lambda store: [store.find(kind) for kind in ("plan", "service")])
            self.same(lambda store: [store.history("plan", each) for each in ("a", "é")])
            self.same(lambda store: store.get("plan", "B"))
            self.same(lambda store: list(store.stream()))
            self.same(lambda store: store.messages())
            self.same(lambda store: (store.feed(1), store.feed(limit=2)))
            self.same(lambda store: _pages(store, "plan", {}, order="-status", limit=2))

    return StoreMachine


def _pages(
    store: Store,
    kind: str,
    where: Mapping[str, str],
    *,
    order: str,
    limit: int,
    valid_on: date | None = None,
) -> list[tuple[Envelope, ...]]:
    """Return an ordered answer page by page; how a store says where to go on is its own affair."""
    pages: list[tuple[Envelope, ...]] = []
    after = None
    while len(pages) < 99:
        page = store.find(kind, where, order=order, limit=limit, after=after, valid_on=valid_on)
        pages.append(page.envelopes)
        after = page.after
        if after is None:
            break
    return pages


def _told(entries: tuple[AuditEntry, ...]) -> list[AuditEntry]:
    """Return intact entries without the hashes of bodies, which a store may keep sealed."""
    assert all(map(is_intact, entries))
    return [
        attrs.evolve(
            each,
            touched=tuple(attrs.evolve(told, content="") for told in each.touched),
            digest="",
        )
        for each in entries
    ]


def _answer(act: Callable[[Store], object], store: Store) -> object:
    """Return what a store answers; an error is known by its class."""
    try:
        return act(store)
    except WraparoundError as error:
        return type(error)
