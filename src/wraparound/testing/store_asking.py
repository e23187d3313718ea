"""The conformance kit of stores: days, orders and the stream (promises 17, 18 and 20)."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import date, datetime

import pytest

from wraparound.errors import IndexUnknown, RequestInvalid, StorageUnavailable
from wraparound.storage.contract import Store
from wraparound.testing.store_words import OpenStore, change, ids, minute, put

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
LAST_OF_MARCH = date(2026, 3, 31)
DAYS = (date(2026, 2, 28), MARCH, LAST_OF_MARCH, APRIL)


def pages(store: Store, order: str, *, limit: int = 2, status: str | None = None) -> list[str]:
    """Return the ids of all plans in an order, page by page."""
    where = {"status": status} if status else {}
    found: list[str] = []
    after = None
    while len(found) < 99:
        page = store.find("plan", where, order=order, limit=limit, after=after)
        assert len(page.envelopes) <= limit
        found += ids(page.envelopes)
        after = page.after
        if after is None:
            break
    return found


class AskingContract:
    """What a store answers about days and orders, and how it gives everything away."""

    def test_promise_17_a_record_is_valid_on_its_days(self, open_store: OpenStore) -> None:
        """From the first day on, and no more on the last; without days, on every day."""
        with open_store() as store:
            store.commit(
                change(
                    1,
                    put("both", days=(MARCH, APRIL)),
                    put("from", days=(MARCH, None)),
                    put("until", days=(None, APRIL)),
                    put("always"),
                    put("d", kind="service", family=None, days=(MARCH, APRIL)),
                )
            )
        expected = [
            ["always", "until"],
            ["always", "both", "from", "until"],
            ["always", "both", "from", "until"],
            ["always", "from"],
        ]
        with open_store() as store:
            found = [ids(store.find("plan", valid_on=day).envelopes) for day in DAYS]
            assert found == expected
            assert [ids(store.open_family("family-1", valid_on=day)) for day in DAYS] == expected
            got = [
                [
                    each
                    for each in ("always", "both", "from", "until")
                    if store.get("plan", each, valid_on=day)
                ]
                for day in DAYS
            ]
            assert got == expected
            directory = [ids(store.open_directory(valid_on=day)) for day in DAYS]
            assert directory == [[], ["d"], ["d"], []]
            read = store.get("plan", "both")
            assert read is not None
            assert (read.valid_from, read.valid_until) == (MARCH, APRIL)
            assert store.history("plan", "both") == (read,)

    def test_promise_17_both_clocks_are_asked_at_once(self, open_store: OpenStore) -> None:
        """What was known at an instant says what was valid on a day, whatever is known since."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1", days=(MARCH, None))))
            store.commit(change(2, put("plan-1", b"2", days=(MARCH, APRIL), expected=1)))
            store.commit(change(3, put("plan-1", b"3", days=(APRIL, None), expected=2)))
            known = [
                [
                    store.get("plan", "plan-1", known_at=minute(at), valid_on=day)
                    for day in (LAST_OF_MARCH, APRIL)
                ]
                for at in range(4)
            ]
            opened = [
                [
                    [
                        each.body
                        for each in store.open_family("family-1", known_at=minute(at), valid_on=day)
                    ]
                    for day in (LAST_OF_MARCH, APRIL)
                ]
                for at in range(4)
            ]
        bodies = [[each and each.body for each in two] for two in known]
        assert bodies == [[None, None], [b"1", b"1"], [b"2", None], [None, b"3"]]
        assert opened == [[[], []], [[b"1"], [b"1"]], [[b"2"], []], [[], [b"3"]]]

    def test_promise_17_pages_leave_out_what_is_not_valid(self, open_store: OpenStore) -> None:
        """A page is as long as was asked for, and ends the answer when nothing valid follows."""
        names = [f"plan-{number}" for number in range(6)]
        with open_store() as store:
            store.commit(
                change(
                    1,
                    *(
                        put(name, days=(MARCH, APRIL) if number % 2 else (APRIL, None))
                        for number, name in enumerate(names)
                    ),
                )
            )
            page = store.find("plan", limit=2, valid_on=MARCH)
            assert ids(page.envelopes) == ["plan-1", "plan-3"]
            last = store.find("plan", limit=2, valid_on=MARCH, after=page.after)
            assert (ids(last.envelopes), last.after) == (["plan-5"], None)

    def test_promise_17_days_that_cannot_be_are_refused(self, open_store: OpenStore) -> None:
        """An end that is not after the start, and an instant in the place of a day."""
        with open_store() as store:
            for days in ((MARCH, MARCH), (APRIL, MARCH), (minute(1), None)):
                with pytest.raises(RequestInvalid):
                    store.commit(change(1, put("plan-1", days=days)))
            with pytest.raises(RequestInvalid):
                store.open_family("family-1", valid_on=datetime.min)  # noqa: DTZ901 - to be refused
            assert store.position() == 0

    def test_promise_18_records_come_in_the_order_of_a_field(self, open_store: OpenStore) -> None:
        """Up and down, by code points; equal values by id; those without a value last."""
        values = {"a": "z", "b": "Z", "c": "é", "e": "z", "f": "日", "g": "10", "h": "9"}
        puts = [put("d"), *(put(each, lineage=value) for each, value in values.items())]
        upwards = ["g", "h", "b", "a", "e", "c", "f", "d"]
        downwards = ["f", "c", "a", "e", "b", "h", "g", "d"]
        with open_store() as store:
            store.commit(change(1, *puts[::-1]))
            for limit in (1, 2, 3, 100):
                assert pages(store, "lineage", limit=limit) == upwards
                assert pages(store, "-lineage", limit=limit) == downwards

    def test_promise_18_an_order_keeps_to_what_was_asked(self, open_store: OpenStore) -> None:
        """Only what holds the values asked for is put in order, also what was changed since."""
        with open_store() as store:
            store.commit(
                change(
                    1,
                    put("a", lineage="2", status="draft"),
                    put("b", lineage="1", status="draft", family="family-2"),
                    put("c", lineage="0", status="signed"),
                    put("d", status="draft", days=(MARCH, APRIL)),
                )
            )
            store.commit(change(2, put("a", lineage="0", status="draft", expected=1)))
            assert pages(store, "lineage", status="draft") == ["a", "b", "d"]
            assert pages(store, "-lineage", status="draft") == ["b", "a", "d"]
            by_family = store.find("plan", {"family": "family-1"}, order="lineage")
            assert ids(by_family.envelopes) == ["a", "c", "d"]
            on_a_day = store.find("plan", order="-lineage", valid_on=MAY)
            assert ids(on_a_day.envelopes) == ["b", "a", "c"]

    def test_promise_18_pages_go_on_whatever_was_kept_between(self, open_store: OpenStore) -> None:
        """What came, changed or went before the place of the last page moves nothing after it."""
        with open_store() as store:
            store.commit(change(1, *(put(f"p-{each}", lineage=str(each)) for each in range(1, 7))))
            first = store.find("plan", order="lineage", limit=3)
            assert ids(first.envelopes) == ["p-1", "p-2", "p-3"]
            store.commit(
                change(
                    2,
                    put("p-0", lineage="0"),
                    put("p-3", b"", expected=1),
                    put("p-1", lineage="5", expected=1),
                    put("p-3a", lineage="3"),
                )
            )
            rest = store.find("plan", order="lineage", after=first.after)
            assert ids(rest.envelopes) == ["p-3a", "p-4", "p-1", "p-5", "p-6"]

    def test_promise_18_a_place_is_good_for_its_own_question(self, open_store: OpenStore) -> None:
        """Another order, another value, another day or nonsense is refused."""
        with open_store() as store:
            store.commit(change(1, put("a", lineage="1"), put("b", lineage="2")))
            after = store.find("plan", order="lineage", limit=1).after
            assert after is not None
            questions: list[Callable[[], object]] = [
                lambda: store.find("plan", order="-lineage", after=after),
                lambda: store.find("plan", order="status", after=after),
                lambda: store.find("plan", {"status": "draft"}, order="lineage", after=after),
                lambda: store.find("plan", order="lineage", after=after, valid_on=MAY),
                lambda: store.find("plan", order="lineage", after="b"),
                lambda: store.find("plan", after=after),
            ]
            for ask in questions:
                with pytest.raises(RequestInvalid):
                    ask()

    def test_promise_18_an_order_needs_a_field_of_one_value(self, open_store: OpenStore) -> None:
        """A field that the kind does not declare, or declares as a list, gives no order."""
        with open_store() as store:
            with pytest.raises(IndexUnknown):
                store.find("plan", order="-mood")
            for kind, field in (("plan", "identifier"), ("service", "areas")):
                with pytest.raises(RequestInvalid):
                    store.find(kind, order=field)

    def test_promise_20_everything_is_in_the_stream(self, open_store: OpenStore) -> None:
        """The directory first, then family by family, each by kind and id; nothing removed."""
        families = ("b", "B", "!", "ä", None)
        with open_store() as store, open_store("another-program") as other:
            number = 0
            for family in families:
                for kind in ("team", "plan", "service"):
                    for name in ("x", "X", "é"):
                        number += 1
                        record_id = f"{name}-{number % 7}-{number}"
                        store.commit(change(number, put(record_id, kind=kind, family=family)))
            store.commit(change(90, put("gone", family="gone")))
            store.commit(change(91, put("gone", b"", family="gone", expected=1)))
            other.commit(change(1, put("other")))
            told = list(store.stream())
            whole = store.open_directory()
            for family in sorted(each for each in families if each):
                whole += store.open_family(family)
            assert tuple(told) == whole
            assert len(told) == 45
            assert ids(tuple(other.stream())) == ["other"]

    def test_promise_20_a_long_stream_has_no_seam(self, open_store: OpenStore) -> None:
        """However the store reads, no record is left out or told twice."""
        with open_store() as store:
            for number in range(6):
                family = None if number < 2 else f"family-{number}"
                store.commit(
                    change(
                        number,
                        *(put(f"{number}-{each:03}", b"1", family=family) for each in range(150)),
                    )
                )
            told = ids(tuple(store.stream()))
        assert told == [f"{number}-{each:03}" for number in range(6) for each in range(150)]

    def test_promise_20_a_stream_holds_little_in_memory(self, open_store: OpenStore) -> None:
        """Reading 24 MB out takes a fraction of that."""
        with open_store() as store:
            for number in range(12):
                store.commit(
                    change(
                        number,
                        *(
                            put(f"{number}-{each}", bytes(200_000), family=f"family-{number}")
                            for each in range(10)
                        ),
                    )
                )
        with open_store() as store:
            tracemalloc.start()
            try:
                length = sum(len(each.body) for each in store.stream())
                _, most = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert length == 24_000_000
        assert most < length // 2

    def test_promise_20_a_closed_store_has_no_stream(self, open_store: OpenStore) -> None:
        """It is refused when it is asked for."""
        with open_store() as store:
            pass
        with pytest.raises(StorageUnavailable):
            store.stream()
