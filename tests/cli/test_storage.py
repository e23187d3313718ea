"""The care of a store on the command line: status, upgrade, trail, seals, keys, the kit."""

from __future__ import annotations

import json
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from wraparound.storage import resolve_store
from wraparound.storage.sql import SqlStore
from wraparound.testing.store_words import change, put

LAYOUTS = Path(__file__).parents[1] / "storage" / "layouts"


@pytest.fixture
def raw(url):
    """Somebody who writes past the library."""

    def run(*statements):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return run


@pytest.fixture
def sealed(filled, tmp_path):
    """Run the command on a store whose trail is sealed, with anchors and keys beside it."""
    assert filled("storage", "signing-key", tmp_path / "key").exit_code == 0
    kept = filled("storage", "seal", "--key", tmp_path / "key", "--anchor", tmp_path / "anchors")
    assert kept.exit_code == 0, kept.output
    return filled


def document(result):
    return json.loads(result.stdout)


def test_a_store_tells_how_it_stands(filled):
    """Its tables, its programs, its views, its trail; nothing is changed by asking."""
    answer = document(filled("storage", "status", "--format", "json"))
    assert answer["tables"]["fits"]
    assert answer["tables"]["programs"] == {"default": 1}
    assert answer["tables"]["views"] == ""
    assert answer["trail"] == {"entries": 1, "sealed": 0, "seals": 0, "messages": {}}
    again = filled("storage", "status")
    assert again.exit_code == 0
    assert "1 entries, 0 of them under 0 seals" in again.output


def test_the_address_can_stand_as_an_argument(run, filled, url, tmp_path):
    """It goes before the environment's, and a store that is not there is not made."""
    assert document(run("storage", "status", url, "--format", "json"))["tables"]["fits"]
    missing = run("storage", "status", f"sqlite:///{tmp_path / 'none.db'}")
    assert missing.exit_code == 2
    assert not (tmp_path / "none.db").exists()
    memory = document(run("storage", "status", "memory:", "--format", "json"))
    assert memory["tables"] is None


def test_an_older_store_is_named_and_upgraded(run, url):
    """The status says so with exit code 1, the upgrade brings it up to date, once."""
    kept = json.loads((LAYOUTS / "1.1.json").read_text("utf-8"))
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        for statement in kept["statements"]["sqlite"]:
            raw.execute(statement)
        raw.execute("INSERT INTO wraparound_layout VALUES (1, 1, 'x')")
        raw.commit()
    stands = run("storage", "status")
    assert stands.exit_code == 1
    assert "wraparound storage upgrade" in stands.output
    refused = run("families")
    assert refused.exit_code == 2
    assert "wraparound storage upgrade" in refused.output
    assert "now of version 1.2" in run("storage", "upgrade").output
    assert "up to date" in run("storage", "upgrade").output
    assert run("storage", "status").exit_code == 0
    assert run("storage", "upgrade", "memory:").exit_code == 2


def test_views_are_listed_with_how_private_they_are(run):
    """Whoever grants a view can see what each column is."""
    views = {
        each["view"]: each
        for each in document(run("storage", "views", "--format", "json"))["views"]
    }
    labels = {each["column"]: each["sensitivity"] for each in views["needs"]["columns"]}
    assert labels["statement"] == "clinical"
    assert labels["status"] == "administrative"
    assert "statement" in run("storage", "views").output


def test_views_are_made_under_other_names(filled, raw):
    """Where a name is taken, the command says which, and a prefix helps."""
    raw("DROP VIEW meetings", "DROP VIEW wraparound_documents", "CREATE TABLE meetings (a)")
    taken = filled("storage", "views", "--make")
    assert taken.exit_code == 1
    assert "meetings" in taken.output


def test_who_read_what_is_listed(filled):
    """A read by somebody is there, with ids and no word of the records."""
    filled("show", "bell", "--by", "staff-7")
    answer = document(filled("storage", "trail", "--family", "bell", "--format", "json"))
    assert [(each["act"], each["by"]) for each in answer["entries"]] == [
        ("change", "command-line"),
        ("read", "staff-7"),
    ]
    shown = filled("storage", "trail", "--after", "1", "--limit", "1").output
    assert "staff-7" in shown
    assert "Marked" not in shown
    filled("show", "bell", WRAPAROUND_BY="staff-8")
    assert "staff-8" in filled("storage", "trail", "--family", "bell").output


def test_a_clean_store_is_verified(sealed, tmp_path):
    """With the keys and the anchors that were kept, nothing is found."""
    clean = sealed(
        *("storage", "verify", "--public-key", tmp_path / "key.pub"),
        *("--anchors", tmp_path / "anchors", "--format", "json"),
    )
    assert clean.exit_code == 0, clean.output
    assert document(clean)["clean"]
    assert "Nothing was tampered with" in sealed("storage", "verify").output
    assert "nothing to seal" in sealed("storage", "seal", "--key", tmp_path / "key").output


INSERTED = """INSERT INTO wraparound_audit
SELECT program, 2, act, at, by, role, purpose, reason, 'made-up', touched, digest
FROM wraparound_audit"""
REWORDED = """UPDATE wraparound_records
SET document = CAST(replace(CAST(document AS TEXT), 'respite', 'therapy') AS BLOB)
WHERE kind = 'plan'"""
GHOST = """INSERT INTO wraparound_records
SELECT program, family, kind, 'ghost', revision, change, recorded_at, found_by, document,
valid_from, valid_until FROM wraparound_records WHERE kind = 'plan'"""
EMPTIED = "UPDATE wraparound_revisions SET document = CAST('{}' AS BLOB) WHERE kind = 'plan'"


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE wraparound_audit SET by = 'somebody'", "edited: audit entry 1"),
        ("DELETE FROM wraparound_audit", "cut off at the end: audit entry 1"),
        ("UPDATE wraparound_audit SET number = 7", "audit entry 1"),
        (INSERTED, "audit entry 2"),
        ("DELETE FROM wraparound_seals", "missing: seal 1"),
        ("UPDATE wraparound_seals SET seal = replace(seal, 'first', 'f1rst')", "seal"),
        (REWORDED, "edited: plan plan-v1, as it is now"),
        (EMPTIED, "edited: plan plan-v1, revision 1"),
        ("DELETE FROM wraparound_records WHERE kind = 'tie'", "edited: tie t1, as it is now"),
        ("UPDATE wraparound_changes SET by = 'somebody'", "audit entry 1 tells of change"),
        (GHOST, "inserted: plan ghost"),
        ("UPDATE wraparound_revisions SET valid_until = '2020-01-01'", "edited: plan plan-v1"),
        (
            "UPDATE wraparound_revisions SET found_by = '{}' WHERE kind = 'plan'",
            "edited: plan plan-v1, revision 1",
        ),
    ],
)
def test_what_was_tampered_with_is_named(sealed, raw, tmp_path, statement, says):
    """Entries, seals, records and changes, each by its name; the exit code is 1."""
    raw(statement)
    found = sealed("storage", "verify", "--anchors", tmp_path / "anchors")
    assert found.exit_code in ({1, 2} if says == "seal" else {1})
    assert says in " ".join(found.output.split())
    assert "Marked" not in found.output


def test_a_change_that_the_trail_does_not_tell_of_is_named(filled, raw):
    """Also where nothing was sealed yet."""
    raw("DELETE FROM wraparound_audit")
    found = filled("storage", "verify")
    assert found.exit_code == 1
    assert "does not tell of change" in found.output


def test_a_revision_that_is_gone_or_put_between_is_named(filled, raw, url):
    """The history is held against the trail."""
    with SqlStore.open(url) as store:
        store.commit(change(1, put("plan-x")))
        store.commit(change(2, put("plan-x", b'{"a":1}', expected=1)))
        store.commit(change(3, put("plan-y")))
        store.commit(change(4, put("plan-y", b"", expected=1)))
    assert filled("storage", "verify").exit_code == 0
    raw("DELETE FROM wraparound_revisions WHERE id = 'plan-x' AND revision = 1")
    raw("UPDATE wraparound_revisions SET document = '{}' WHERE id = 'plan-y' AND revision = 2")
    found = " ".join(filled("storage", "verify").output.split())
    assert "removed: plan plan-x, revision 1" in found
    assert "edited: plan plan-y, revision 2" in found
    assert "plan-x" not in filled("storage", "verify", "--trail-only").output


def test_a_seal_by_another_key_is_found_by_the_key(sealed, raw, tmp_path):
    """Whoever seals again with a key of their own is a stranger."""
    raw("DELETE FROM wraparound_seals", "UPDATE wraparound_audit SET reason = reason")
    sealed("storage", "signing-key", tmp_path / "other")
    assert sealed("storage", "seal", "--key", tmp_path / "other").exit_code == 0
    assert sealed("storage", "verify").exit_code == 0
    stranger = sealed("storage", "verify", "--public-key", tmp_path / "key.pub")
    assert stranger.exit_code == 1
    assert "broken: seal 1" in stranger.output
    anchored = sealed("storage", "verify", "--anchors", tmp_path / "anchors")
    assert "broken: seal 1" in anchored.output


def test_a_key_is_never_overwritten(run, tmp_path):
    """Neither the private one nor the masters; a file without a key is told as such."""
    for words in (("signing-key",), ("keys", "new")):
        file = tmp_path / words[0]
        assert run("storage", *words, file).exit_code == 0
        before = file.read_bytes()
        again = run("storage", *words, file)
        assert again.exit_code == 2
        assert "never overwritten" in again.output
        assert file.read_bytes() == before
        if sys.platform != "win32":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (tmp_path / "no-key").write_text("hush")
    for option in ("--public-key", "--anchors"):
        bad = run("storage", "verify", "memory:", option, tmp_path / "no-key")
        assert bad.exit_code == 2
        assert "hush" not in bad.output
        assert run("storage", "verify", "memory:", option, tmp_path / "gone").exit_code == 2
    assert run("storage", "seal", "--key", tmp_path / "no-key").exit_code == 2


def test_records_are_sealed_with_a_key_file_from_the_beginning(run, case, url, tmp_path):
    """What lands in the database says nothing; the key file opens it, and may be rotated."""
    keys = tmp_path / "keys.toml"
    assert run("storage", "keys", "new", keys).exit_code == 0
    assert run("import", case, "--keys", keys).exit_code == 0
    database = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"Marked" not in database.read_bytes()
    refused = run("families")
    assert refused.exit_code == 2
    assert "--keys" in refused.output
    assert "bell" in run("families", WRAPAROUND_KEYS=str(keys)).output
    first = document(run("storage", "keys", "rotate", keys, "--format", "json"))
    assert first["wrapped"] > 0
    assert len(first["no_longer_needed"]) == 1
    text = [
        line
        for line in keys.read_text().splitlines()
        if not line.startswith(f'"{first["no_longer_needed"][0]}"')
    ]
    keys.write_text("\n".join(text))
    assert "bell" in run("families").output
    assert run("storage", "verify").exit_code == 0


def test_a_family_is_forgotten(run, case, tmp_path):
    """After a question, for good; the trail tells who."""
    keys = tmp_path / "keys.toml"
    run("storage", "keys", "new", keys)
    run("import", case, "--keys", keys, WRAPAROUND_KEYS=str(keys))
    assert run("storage", "forget", "bell").exit_code == 1  # nobody said yes
    assert "bell" in run("families").output
    gone = run("storage", "forget", "bell", "--yes", "--by", "privacy-officer")
    assert "is destroyed" in gone.output
    assert "bell" not in run("families").output
    assert "privacy-officer" in run("storage", "trail").output
    assert run("storage", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not = toml = at all", "must be TOML"),
        ('current = "a"\nshelf = "s"', "masters"),
        ('current = "b"\nshelf = "s"\n[masters]\na = "00"', "64 hex digits"),
        ("[masters]\na = 7", "must name a folder"),
    ],
)
def test_a_bad_key_file_is_told_with_all_its_faults(run, tmp_path, text, says):
    """And nothing of what it holds is repeated."""
    keys = tmp_path / "keys.toml"
    keys.write_text(text)
    refused = run("families", "--keys", keys, "--store", "memory:")
    assert refused.exit_code == 2
    assert says in refused.output


def test_the_kit_runs_on_a_place_made_for_it(run, tmp_path):
    """Every promise with what came of it, as text, as JSON and as JUnit's XML."""
    answer = document(run("storage", "check", "memory:", "--report", "json"))
    assert answer["accepted"]
    assert [each["promise"] for each in answer["promises"]] == [*range(1, 29), 0]
    assert {each["outcome"] for each in answer["promises"]} == {"kept"}
    url = f"sqlite:///{tmp_path / 'kit.db'}"
    xml = run("storage", "check", url, "--report", "junit")
    suite = ET.fromstring(xml.stdout).find("testsuite")  # noqa: S314 - our own
    assert suite is not None
    assert int(suite.get("tests")) == len(answer["tests"])
    assert suite.get("failures") == "0"


def test_the_kit_names_a_broken_promise(run, monkeypatch):
    """The number, its words, and the exit code 1."""
    from wraparound.cli.commands.storage import check  # noqa: PLC0415 - to put a fault into it
    from wraparound.storage import MemoryStore  # noqa: PLC0415

    class Forgets(MemoryStore):
        def history(self, kind, record_id):
            return super().history(kind, record_id)[-1:]

    monkeypatch.setattr(check, "MemoryStore", Forgets)
    broken = run("storage", "check", "memory:")
    assert broken.exit_code == 1
    lines = [line.split() for line in broken.output.splitlines()]
    assert ["6", "BROKEN"] in [line[:2] for line in lines]
    assert ["1", "kept"] in [line[:2] for line in lines]


def test_the_kit_does_not_run_where_records_are(filled, url):
    """It would leave programs of its own among them."""
    refused = filled("storage", "check")
    assert refused.exit_code == 2
    assert "--anyway" in refused.output
    with resolve_store(url) as store:
        assert store.position() == 1


def test_a_wrong_word_is_answered_with_the_nearest(run):
    """As everywhere on the command line."""
    wrong = run("storage", "verfy")
    assert wrong.exit_code == 2
    assert "'verify'" in wrong.output
    assert "verify" in run("storage", "--help").output


def test_a_missing_library_is_named_with_its_extra(run, monkeypatch):
    """Without the libraries that seal, the other commands work."""
    monkeypatch.setitem(sys.modules, "cryptography", None)
    for name in list(sys.modules):
        if name.startswith(("wraparound.storage.seals", "wraparound.cli.commands.storage.verify")):
            monkeypatch.delitem(sys.modules, name)
    for name in list(sys.modules):
        if name.startswith("cryptography."):
            monkeypatch.setitem(sys.modules, name, None)
    refused = run("storage", "verify", "memory:")
    assert refused.exit_code == 2
    assert "wraparound[sealed]" in refused.output
    assert run("storage", "status", "memory:").exit_code == 0
