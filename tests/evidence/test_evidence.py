"""Evidence for a hearing: it verifies with the standard library alone, and shows tampering."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wraparound.cli import wraparound
from wraparound.documents import verify_evidence

OAKFIELD = Path(__file__).parents[2] / "examples" / "oakfield"
DAY = "2026-11-02"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Oakfield in a sealed trail: the folder, and how to run the command on it."""
    folder = tmp_path_factory.mktemp("county")
    store = f"sqlite:///{(folder / 'oakfield.db').as_posix()}"

    def run(*words):
        ran = CliRunner().invoke(
            wraparound, [str(each) for each in words], env={"WRAPAROUND_STORE": store}
        )
        assert ran.exit_code == 0, ran.output
        return ran.output

    run("import", OAKFIELD, "--by", "office")
    run("storage", "signing-key", folder / "key")
    sealed = ("--key", folder / "key", "--anchor", folder / "anchors.jsonl")
    run("storage", "seal", store, *sealed)
    return folder, run


@pytest.fixture
def made(county, tmp_path):
    """The evidence of a family, whole."""

    def of(family="birch", *words):
        _, run = county
        run("evidence", family, "--as-of", DAY, "--out", tmp_path / "out", *words)
        return tmp_path / "out"

    return of


def verified(folder, *words):
    """Run the verifier as a stranger would: its own process, no site-packages."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py", *map(str, words)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert not ran.stderr
    return ran.returncode, ran.stdout


def document_of(folder):
    return json.loads((folder / "evidence.json").read_bytes())


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


def _edit_body(document):
    record = next(each for each in document["records"] if each["kind"] == "plan")
    record["body"] = record["body"].replace("2026", "2025", 1)


def _edit_index(document):
    record = next(each for each in document["records"] if each["index"])
    record["index"] = {}


def _edit_entry(document):
    document["trail"][0]["by"] = "somebody-else"


def _forge_entry(document):
    entry = document["trail"][0]
    entry["by"] = "somebody-else"
    entry["digest"] = verify_evidence.digest_of(entry)


def _drop_record(document):
    document["records"] = [each for each in document["records"] if each["kind"] != "tie"]


def _drop_fact(document):
    document["facts"].pop()


def _drop_entry(document):
    del document["trail"][0]


def _edit_seal(document):
    seal = json.loads(document["seals"][0])
    document["seals"][0] = json.dumps({**seal, "program": "elsewhere"})


def _drop_findings(document):
    document["review"]["findings"].clear()


def _drop_findings_and_words(document):
    document["review"]["findings"].clear()
    document["in_words"].clear()
    document["facts"].clear()


def _lighter(document):
    document["review"]["findings"][0]["severity"] = "low"


def _drop_words(document):
    document["in_words"].clear()


def _add_clear(document):
    finding = document["review"]["findings"][0]
    pair = {each: finding[each] for each in ("plan", "holder", "counterparty")}
    document["review"]["clear"].append({**pair, "relied_on": ["nothing-shown"]})
    document["review"]["summary"]["clear"] += 1


TAMPERED = [
    (_edit_body, "is not what was kept"),
    (_edit_index, "is not what was kept"),
    (_edit_entry, "does not say what it said"),
    (_forge_entry, "is not what was sealed"),
    (_drop_record, "stands in a record that is not shown"),
    (_drop_fact, "which is not shown"),
    (_drop_entry, "no audit entry tells of"),
    (_edit_seal, "seal 1 is broken"),
    (_drop_findings, "the findings are not those that are told in words"),
    (_drop_findings_and_words, "the summary counts 1 as conflicts, and there are 0"),
    (_lighter, "finding 1 weighs otherwise than any of its packs says"),
    (_drop_words, "the findings are not those that are told in words"),
    (_add_clear, "are told as clear by nothing-shown, which no record shown holds"),
    (_add_clear, "are told as clear, and a finding is about them"),
]


@pytest.mark.parametrize(("tamper", "says"), TAMPERED)
def test_tampering_is_told(made, tamper, says):
    folder = made("birch", "--personal", "--whole-entries")
    document = document_of(folder)
    tamper(document)
    (folder / "evidence.json").write_text(json.dumps(document), "utf-8")
    code, told = verified(folder)
    assert code == 1
    assert says in told
    assert "evidence.html was not made from this evidence.json" in told


def _bound_again(folder, document, page):
    """What a forger does: hash the page into the data, and the data into the page."""
    old = re.search(rb"[0-9a-f]{64}", page)[0]
    blank = page.replace(old, b"0" * 64)
    document["page_sha256"] = hashlib.sha256(blank).hexdigest()
    content = json.dumps(document).encode()
    (folder / "evidence.json").write_bytes(content)
    checksum = hashlib.sha256(content).hexdigest()
    (folder / "evidence.html").write_bytes(page.replace(old, checksum.encode()))


@pytest.mark.parametrize(("tamper", "says"), TAMPERED)
def test_tampering_is_told_where_page_and_data_were_bound_anew(made, tamper, says):
    folder = made("birch", "--personal", "--whole-entries")
    document = document_of(folder)
    tamper(document)
    _bound_again(folder, document, (folder / "evidence.html").read_bytes())
    code, told = verified(folder)
    assert code == 1
    assert says in told
    assert "evidence.html" not in told


def test_a_changed_page_is_told(made):
    """It is what people read; the data alone may be whole."""
    folder = made("birch", "--personal")
    page = folder / "evidence.html"
    page.write_text(page.read_text("utf-8").replace("prohibited", "harmless"), "utf-8")
    code, told = verified(folder)
    assert code == 1
    assert "evidence.html is not the page that was made from this evidence.json" in told


def test_a_changed_verifier_is_told_by_another(made):
    folder = made()
    with (folder / "verify.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert verify_evidence.main([str(folder)]) == 1


def test_a_folder_that_fits_together_is_not_called_proven(made):
    """Whoever changes all of it together makes a folder that fits."""
    folder = made()
    code, told = verified(folder)
    assert code == 3
    assert "That alone proves nothing" in told
    assert "Everything fits" not in told
    document = document_of(folder)
    document["made_at"] = "2020-01-01T00:00:00+00:00"
    _bound_again(folder, document, (folder / "evidence.html").read_bytes())
    assert verified(folder)[0] == 3


def test_without_a_seal_nothing_can_be_held_against_a_key_or_anchors(county, made):
    folder = made("birch", "--personal", "--whole-entries")
    document = document_of(folder)
    document["seals"] = []
    _bound_again(folder, document, (folder / "evidence.html").read_bytes())
    for demanded in (("--anchors", county[0] / "anchors.jsonl"), ("--public-key", "00" * 32)):
        code, told = verified(folder, *demanded)
        assert code == 1
        assert "no seal is in the folder" in told
    assert "are under no seal" in verified(folder)[1]


def test_anchors_of_other_seals_prove_nothing(made, tmp_path):
    anchors = tmp_path / "anchors.jsonl"
    anchors.write_text('{"seal": 77, "mark": "00"}\n', "utf-8")
    code, told = verified(made(), "--anchors", str(anchors))
    assert code == 1
    assert "none of the seals is among the anchors that were kept" in told


def test_records_of_which_no_whole_entry_tells_are_not_called_proven(made):
    """The import told of every family at once, so its entry is not shown whole."""
    folder = made("birch", "--personal")
    _, told = verified(folder)
    assert "NOT PROVEN" in told
    assert "records are only told of by audit entries that are not shown whole" in told
    assert "records are what the audit trail says was kept" not in told


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
