"""The conformance kit of stores: what is read back (promises 7 to 10 and 14 to 16)."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import timedelta, timezone

import pytest

from wraparound.errors import (
    IndexUnknown,
    RecordNotFound,
    RequestInvalid,
    WraparoundError,
)
from wraparound.storage.envelopes import Page
from wraparound.testing.store_words import OpenStore, change, everything, ids, minute, put

SECRET = "Zwetschgenkuchen"  # noqa: S105 - no secret, but a word that can only come from a record


class ReadingContract:
    """What a store shows, and what it never shows."""

    def test_promise_07_a_record_as_it_was_known(self, open_store: OpenStore) -> None:
        """At each instant a record is what the last change until then made of it."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1")))
            store.commit(change(2, put("plan-1", b"2", expected=1)))
            store.commit(change(3, put("plan-1", b"", expected=2)))
            moments = [0, 1, 1.5, 2, 2.5, 3, 4]
            known = [store.get("plan", "plan-1", known_at=minute(each)) for each in moments]
        assert [each and each.body for each in known] == [None, b"1", b"1", b"2", b"2", None, None]

    def test_promise_07_an_instant_may_be_in_any_time_zone(self, open_store: OpenStore) -> None:
        """The same instant told in another zone is the same; one without a zone is refused."""
        east = timezone(timedelta(hours=9, minutes=30))
        with open_store() as store:
            store.commit(change(1, put("plan-1")))
            at = minute(1)
            assert store.get("plan", "plan-1", known_at=at.astimezone(east)) is not None
            earlier = at - timedelta(microseconds=1)
            assert store.get("plan", "plan-1", known_at=earlier.astimezone(east)) is None
            assert store.open_family("family-1", known_at=earlier) == ()
            with pytest.raises(RequestInvalid):
                store.get("plan", "plan-1", known_at=at.replace(tzinfo=None))

    def test_promise_08_a_family_opens_whole_and_alone(self, open_store: OpenStore) -> None:
        """A family opens with all its records, by kind and id, and with nobody else's."""
        mine = [
            put("b", kind="plan"),
            put("a", kind="plan"),
            put("Ä", kind="plan"),
            put("Z", kind="plan"),
            put("family-1", kind="family"),
            put("c", kind="team"),
        ]
        others = [put("d", family="family-2"), put("e", family=None), put("f", family="family-10")]
        with open_store() as store:
            store.commit(change(1, *mine, *others))
            opened = [(each.kind, each.id) for each in store.open_family("family-1")]
            assert opened == sorted((each.kind, each.id) for each in mine)
            assert store.open_family("family-3") == ()

    def test_promise_08_a_family_opens_as_it_was_known(self, open_store: OpenStore) -> None:
        """A record that came, changed, moved or went is opened as it was at the instant."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1"), put("plan-2", b"1")))
            store.commit(change(2, put("plan-1", b"2", family="family-2", expected=1)))
            store.commit(change(3, put("plan-2", b"", expected=1), put("plan-3", b"3")))
            seen = [
                [ids(store.open_family(family, known_at=minute(each))) for each in range(5)]
                for family in ("family-1", "family-2")
            ]
            now = [ids(store.open_family(family)) for family in ("family-1", "family-2")]
        both = ["plan-1", "plan-2"]
        assert seen[0] == [[], both, ["plan-2"], ["plan-3"], ["plan-3"]]
        assert seen[1] == [[], [], ["plan-1"], ["plan-1"], ["plan-1"]]
        assert now == [["plan-3"], ["plan-1"]]

    def test_promise_09_the_directory_opens_alone(self, open_store: OpenStore) -> None:
        """The directory opens with all records that have no family, now and as it was known."""
        with open_store() as store:
            store.commit(change(1, put("b", kind="service", family=None), put("plan-1")))
            store.commit(change(2, put("a", kind="agency", family=None)))
            opened = [(each.kind, each.id, each.family) for each in store.open_directory()]
            assert opened == [("agency", "a", None), ("service", "b", None)]
            assert ids(store.open_directory(known_at=minute(1))) == ["b"]

    def test_promise_10_records_are_found_by_what_they_hold(self, open_store: OpenStore) -> None:
        """All values asked for must be held; of several values of a field, any one is enough."""
        with open_store() as store:
            store.commit(
                change(
                    1,
                    put("plan-1", status="draft", lineage="l-1", identifier=("mrn|1", "mrn|2")),
                    put("plan-2", status="draft", lineage="l-2", family="family-2"),
                    put("team-1", kind="team", identifier="mrn|1"),
                    put("s-1", kind="service", family=None, areas=("north", "south"), agency="a"),
                )
            )
            store.commit(change(2, put("plan-2", status="signed", family="family-2", expected=1)))

            def found(kind: str, **where: str) -> list[str]:
                return ids(store.find(kind, where).envelopes)

            assert found("plan") == ["plan-1", "plan-2"]
            assert found("plan", status="draft") == ["plan-1"]
            assert found("plan", lineage="l-2") == []
            assert found("plan", status="draft", identifier="mrn|2") == ["plan-1"]
            assert found("plan", status="signed", identifier="mrn|2") == []
            assert found("plan", identifier="mrn|1", family="family-1") == ["plan-1"]
            assert found("plan", family="family-2") == ["plan-2"]
            assert found("service", areas="south", agency="a") == ["s-1"]
            assert found("service", areas="west") == []

    def test_promise_10_what_is_found_comes_in_pages(self, open_store: OpenStore) -> None:
        """Pages follow the code points of the ids, without a gap or a double, and then end."""
        names = ["Z", "a", "b.1", "b-1", "é", "日", "10", "9", "_"]
        pages: list[list[str]] = []
        with open_store() as store:
            store.commit(change(1, *(put(each, status="draft") for each in names)))
            for where in ({"status": "draft"}, {}):
                after = None
                while True:
                    page = store.find("plan", where, limit=3, after=after)
                    pages.append(ids(page.envelopes))
                    after = page.after
                    if after is None:
                        break
        in_order = sorted(names)
        assert pages == [in_order[:3], in_order[3:6], in_order[6:]] * 2

    def test_promise_10_an_undeclared_field_is_an_error(self, open_store: OpenStore) -> None:
        """Neither a search nor a change may name a field that the kind does not declare."""
        with open_store() as store:
            with pytest.raises(IndexUnknown):
                store.find("plan", {"mood": "good"})
            with pytest.raises(IndexUnknown):
                store.commit(change(1, put("plan-1", mood="good")))
            assert store.position() == 0

    def test_promise_14_a_removed_record_is_gone(self, open_store: OpenStore) -> None:
        """It is neither got, found nor opened; its history ends with an empty body."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1", status="draft", identifier="mrn|1")))
            (gone,) = store.commit(change(2, put("plan-1", b"", expected=1)))
            assert gone.removed
            assert store.get("plan", "plan-1") is None
            assert store.open_family("family-1") == ()
            for where in ({}, {"status": "draft"}, {"identifier": "mrn|1"}):
                assert store.find("plan", where).envelopes == ()
            assert [each.body for each in store.history("plan", "plan-1")] == [b"1", b""]

    def test_promise_14_a_removed_record_may_come_back(self, open_store: OpenStore) -> None:
        """It is added as a new one; what it was before stays readable at its time."""
        with open_store() as store:
            store.commit(change(1, put("plan-1", b"1", status="draft")))
            store.commit(change(2, put("plan-1", b"", expected=1)))
            with pytest.raises(RecordNotFound):
                store.commit(change(3, put("plan-1", b"3", expected=2)))
            store.commit(change(4, put("plan-1", b"4", status="signed", family="family-2")))
            assert store.find("plan", {"status": "draft"}).envelopes == ()
            assert ids(store.find("plan", {"status": "signed"}).envelopes) == ["plan-1"]
            assert ids(store.open_family("family-1", known_at=minute(1))) == ["plan-1"]
            assert ids(store.open_family("family-2")) == ["plan-1"]

    def test_promise_15_programs_do_not_see_one_another(self, open_store: OpenStore) -> None:
        """The same ids in two programs are different records and different changes."""
        with open_store("east") as east, open_store("west") as west:
            east.commit(change(1, put("plan-1", b"east", status="draft")))
            assert everything(west) == (0, (), (), (), Page(envelopes=()), [()] * 3, (), (), ())
            west.commit(change(1, put("plan-1", b"west", status="draft")))
            west.commit(change(2, put("plan-2", b"west", status="draft")))
            for store, names in ((east, ["plan-1"]), (west, ["plan-1", "plan-2"])):
                assert store.position() == len(names)
                assert ids(store.open_family("family-1")) == names
                assert ids(store.open_family("family-1", known_at=minute(9))) == names
                assert ids(store.find("plan", {"status": "draft"}).envelopes) == names
            assert [each.body for each in east.history("plan", "plan-1")] == [b"east"]

    def test_promise_16_errors_hold_no_personal_value(self, open_store: OpenStore) -> None:
        """No body, index value or sought value is in an error, its trace, or a repr."""
        body = SECRET.encode()
        with open_store() as store:
            kept = store.commit(change(1, put("plan-1", body, identifier=f"mrn|{SECRET}")))
            held = put("plan-1", body, identifier=f"mrn|{SECRET}")
            twice = [put("plan-2", body, status=(SECRET, SECRET[1:])), put("plan-2", body)]
            refusals: list[Callable[[], object]] = [
                lambda: store.commit(change(2, held)),
                lambda: store.commit(change(2, put("plan-1", body, expected=7))),
                lambda: store.commit(change(2, put("plan-9", body, expected=7))),
                lambda: store.commit(change(2, *twice)),
                lambda: store.commit(change(2, put("plan-2", body, mood=SECRET))),
                lambda: store.commit(change(2, put("plan-2", body, status=f"{SECRET}\0"))),
                lambda: store.commit(change(2, put("plan-2", body, status=f"{SECRET}\ud800"))),
                lambda: store.commit(change(2, put("plan-2", body, kind="plam"))),
                lambda: store.find("plan", {"mood": SECRET}),
                lambda: store.find("plan", {"status": f"{SECRET}\ud800"}),
                lambda: store.find("plan", {"status": SECRET}, limit=0),
                lambda: store.find("plam", {"status": SECRET}),
            ]
            for refuse in refusals:
                with pytest.raises(WraparoundError) as refused:
                    refuse()
                told = "".join(traceback.format_exception(refused.value)) + repr(refused.value)
                assert SECRET not in told
            assert SECRET not in repr((store, kept, held, store.find("plan")))
            assert store.position() == 1
