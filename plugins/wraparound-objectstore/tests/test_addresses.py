"""Which addresses open a store of objects, and what is said of those that do not."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

import wraparound_objectstore
from wraparound.errors import StorageError, StorageLacks, StorageUnavailable, StorageUnknown
from wraparound.model.agency import Agency
from wraparound.program import Program
from wraparound.storage.contract import Store
from wraparound.storage.envelopes import Capability, Message
from wraparound_objectstore import ObjectStore, open_shelf, resolve_storage


def test_a_program_opens_by_its_address(tmp_path):
    """What a program saves is there when it is opened again."""
    url = f"objects+file://{tmp_path / 'cases'}"
    for _ in range(2):
        with Program.open(url, plugins=[wraparound_objectstore], only=()) as program:
            assert isinstance(program.store, ObjectStore)
            if not program.store.position():
                with program.change(by="facilitator-1", reason="first") as unit:
                    unit.add(Agency(id="agency-1", name="Oak House"))
            assert [each.id for each in program.directory().agencies] == ["agency-1"]


@pytest.mark.parametrize("url", ["sqlite:///x.db", "memory:", "object+file:///x", "objectsfile:"])
def test_other_addresses_are_left_to_others(url):
    """Of an address that does not begin with objects+, nothing is said."""
    assert resolve_storage(url, "default") is None


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("objects+s3://bucket/p?region=x&timeout=5s", "s3://bucket/p"),
        ("objects+az://container/p?account_name=a", "az://container/p"),
        ("objects+gs://bucket/p", "gs://bucket/p"),
    ],
)
def test_an_address_of_a_service_is_told_without_its_options(url, where):
    """Naming a bucket asks nobody yet; the store that is opened on it does."""
    shelf = open_shelf(url)
    assert (shelf.where, shelf.far) == (where, True)


def test_an_unknown_service_is_named_with_the_nearest():
    """A misspelt service is one error, with what was perhaps meant."""
    with pytest.raises(StorageUnknown, match=r"did you mean 'objects\+s3'"):
        open_shelf("objects+s4://bucket")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("objects+file:", "names no folder"),
        ("objects+file:///tmp/x?sync=off", "no option 'sync'"),
        ("objects+s3://bucket?regoin=eu", "did you mean 'region'"),
        ("objects+s3://", "cannot be used"),
        ("objects+file:///dev/null/cases", "a file stands where a folder should"),
    ],
)
def test_an_address_that_cannot_be_opened_says_why(url, told):
    """One error with what to do, and nothing of a secret that stands in it."""
    with pytest.raises(StorageUnavailable, match=told):
        open_shelf(url)


def test_secrets_of_an_address_are_not_told():
    """Neither the store nor its errors repeat user, password or options."""
    assert open_shelf("objects+s3://AK:Geheim@bucket/cases?region=x").where == "s3://bucket/cases"
    for url in ("objects+ftp://me:Geheim@host/x", "objects+s3://b?secret_access_key=Geheim"):
        with pytest.raises(StorageError) as refused:
            open_shelf(url)
        assert "Geheim" not in str(refused.value)


def test_messages_are_refused_in_words(shelf, office):
    """The store says that it has no messages, and keeps nothing of a change that has one."""
    with ObjectStore(shelf) as store:
        assert isinstance(store, Store)
        assert set(Capability) - store.capabilities == {Capability.OUTBOX}
        change = office.change(1, office.put("plan-1"))
        message = Message(id="m-1", kind="finding", body=b"{}")
        refusals = [
            lambda: store.commit(attrs.evolve(change, messages=(message,))),
            lambda: store.take_messages("w", at=change.at, lease=change.at - change.at),
            lambda: store.settle_message("m-1", "w", state=None),
            lambda: store.release_message("m-1", at=change.at),
            store.messages,
        ]
        for refuse in refusals:
            with pytest.raises(StorageLacks, match="outbox"):
                refuse()
        assert store.position() == 0


def test_days_and_instants_are_asked_together(shelf, office):
    """What was valid on a day, by what was known at an instant."""
    with ObjectStore(shelf) as store:
        spring, summer = date(2026, 3, 1), date(2026, 6, 1)
        store.commit(office.change(1, office.put("plan-1", b"1", valid_from=spring)))
        later = office.put("plan-1", b"2", valid_from=summer, expected=1)
        then = office.change(1).at
        store.commit(office.change(2, later))
        assert store.get("plan", "plan-1", valid_on=spring) is None
        assert store.get("plan", "plan-1", valid_on=spring, known_at=then).body == b"1"
