"""Random acts on a store and on the memory store, which must give the same answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wraparound.errors import WraparoundError
from wraparound.storage.contract import Change, Put, Store
from wraparound.storage.memory import MemoryStore
from wraparound.testing.store_words import OpenStore, minute

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
MOMENTS = st.integers(min_value=0, max_value=12).map(minute)


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
            self.measure = MemoryStore(self.program)
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
            change = Change(
                id=f"change-{len(self.made)}", at=at, by="facilitator-1", puts=tuple(chosen)
            )
            self.made.append(change)
            self.same(lambda store: store.commit(change))

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
                expected=stored.revision if stored else 0,
            )
            self.commit(chosen=[put], at=data.draw(MOMENTS))

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

        @rule(family=FAMILIES, kind=KINDS, name=NAMES, at=MOMENTS)
        def look_back(self, family: str | None, kind: str, name: str, at: datetime) -> None:
            """Read a record, a family and the directory as they were known."""
            self.same(lambda store: store.get(kind, name, known_at=at))
            self.same(lambda store: store.open_family(family or "family-3", known_at=at))
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

    return StoreMachine


def _answer(act: Callable[[Store], object], store: Store) -> object:
    """Return what a store answers; an error is known by its class."""
    try:
        return act(store)
    except WraparoundError as error:
        return type(error)
