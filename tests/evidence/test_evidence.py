"""Evidence for a hearing: it verifies with the standard library alone, and shows tampering."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from html.parser import HTMLParser
from pathlib import Path

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.folders import document_of, verified

from wraparound.cli import wraparound
from wraparound.documents import verify_evidence

DAY = "2026-11-02"


def test_what_was_kept_verifies_against_key_anchors_and_checksum(county, made):
    folder = made("birch", "--personal", "--whole-entries")
    seal = json.loads(document_of(folder)["seals"][0])
    checksum = hashlib.sha256((folder / "evidence.json").read_bytes()).hexdigest()
    code, told = verified(
        folder,
        *("--public-key", seal["key"], "--sha256", checksum),
        *("--anchors", county[0] / "anchors.jsonl"),
    )
    assert code == 0, told
    assert "records are what the audit trail says was kept" in told
    assert "3 of 3 facts stand in records that are shown" in told
    assert "1 audit entries are under 1 seals\n" in told


def test_another_key_another_anchor_and_another_checksum_are_told(made, tmp_path):
    folder = made()
    anchors = tmp_path / "anchors.jsonl"
    anchors.write_text('{"seal": 1, "mark": "00"}\n', "utf-8")
    code, told = verified(
        folder, "--public-key", "00" * 32, "--sha256", "00", "--anchors", str(anchors)
    )
    assert code == 1
    assert "signed with another key" in told
    assert "not the file whose checksum was noted" in told
    assert "not the one whose anchor was kept" in told


def test_what_is_no_evidence_is_said(tmp_path, made):
    folder = made()
    (folder / "evidence.json").write_text("[]", "utf-8")
    assert verified(folder)[0] == 2
    (folder / "evidence.json").write_text('{"seals": [], "trail": 3}', "utf-8")
    assert verified(folder)[0] == 2


def test_without_personal_no_name_and_no_other_family_is_in_it(county, made):
    folder = made("birch")
    text = "".join(
        (folder / name).read_text("utf-8") for name in ("evidence.json", "evidence.html")
    )
    people = json.loads(county[1]("show", "birch", "--personal", "--format", "json"))
    assert "Whitlock" in json.dumps(people) or "Jaylen" in json.dumps(people)
    for personal in ("Whitlock", "Jaylen", "Odell"):
        assert personal not in text
    for other in ("alder", "cedar", "dogwood", "hazel"):
        assert other not in text
    assert verified(folder)[0] == 3


def test_every_fact_of_every_family_stands_in_a_record(county, tmp_path):
    names = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "ironwood")
    facts = waivers = 0
    for name in names:
        out = tmp_path / name
        county[1]("evidence", name, "--as-of", DAY, "--out", out, "--personal")
        document = document_of(out)
        assert all(fact["sources"] for fact in document["facts"])
        assert verified(out)[0] == 3
        facts += len(document["facts"])
        waivers += len(document["waivers"])
    assert facts
    assert waivers


def test_what_was_recorded_later_is_left_out(county, tmp_path):
    ran = CliRunner().invoke(
        wraparound,
        ["evidence", "birch", "--known-at", "2020-01-01", "--out", str(tmp_path / "out")],
        env={"WRAPAROUND_STORE": f"sqlite:///{(county[0] / 'oakfield.db').as_posix()}"},
    )
    assert ran.exit_code == 2
    assert "no family" in ran.output
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(county, tmp_path):
    (tmp_path / "minutes.txt").write_text("kept", "utf-8")
    store = f"sqlite:///{(county[0] / 'oakfield.db').as_posix()}"
    words = ["evidence", "birch", "--out", str(tmp_path)]
    ran = CliRunner().invoke(wraparound, words, env={"WRAPAROUND_STORE": store})
    assert ran.exit_code == 2
    assert "is not empty" in ran.output


def test_the_page_is_well_formed(made):
    class Tags(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open = []

        def handle_starttag(self, tag, attrs):
            if tag not in {"meta", "br", "!doctype"}:
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    page = Tags()
    page.feed((made("hazel", "--personal") / "evidence.html").read_text("utf-8"))
    assert not page.open


def test_the_verifier_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(verify_evidence.__file__).read_text("utf-8"))
    named = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert named <= sys.stdlib_module_names | {"__future__"}


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_are_weighed_as_the_library_weighs_them(secret, text, bit):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(text)
    assert verify_evidence.is_signed(text, signature, public)
    assert not verify_evidence.is_signed(text + b".", signature, public)
    spoilt = bytearray(signature)
    spoilt[bit // 8] ^= 1 << bit % 8
    assert not verify_evidence.is_signed(text, bytes(spoilt), public)


def test_a_signature_or_key_of_another_length_is_none():
    assert not verify_evidence.is_signed(b"", b"", b"")
    assert not verify_evidence.is_signed(b"", bytes(64), b"k")
    assert not verify_evidence.is_signed(b"", b"\xff" * 64, bytes(32))


def test_decisions_about_who_qualifies_are_asked_again(county, made):
    _, run = county
    line = ("determination", "record", "alder", "--rules", "us-ms-wrap.screen")
    run(*line, "--as-of", "2026-02-19", "--by", "staff-602")
    folder = made("alder")
    old, new = sorted(document_of(folder)["decisions"], key=lambda each: each["on"])
    assert old["outcome"] == "cannot_be_replayed"
    assert (new["outcome"], new["rule_set"]) == ("same", "us-ms-wrap.screen")
    page = (folder / "evidence.html").read_text("utf-8")
    assert "cannot be replayed" in page
    assert "the record does not keep the facts that it rested on" in page
    assert {"determination"} <= {each["kind"] for each in document_of(folder)["records"]}
