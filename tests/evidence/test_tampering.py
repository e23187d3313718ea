"""Evidence that somebody changed: the verifier tells it, and what it cannot prove."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from tests.evidence.folders import document_of, verified

from wraparound.documents import verify_evidence


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


def _edit_fact(document):
    document["facts"][0]["says"] = "walks past"


def _add_entry(document):
    """A whole entry after the genuine one, whose own hash is right."""
    _edit_body(document)
    record = next(each for each in document["records"] if each["kind"] == "plan")
    body = hashlib.sha256(record["body"].encode()).hexdigest()
    days = (record["valid_from"], record["valid_until"])
    row = {
        **{name: record[name] for name in ("kind", "id", "family", "revision")},
        "removed": False,
        "fields": [],
        "content": verify_evidence._hash([body, record["index"], *days]),
    }
    entry = {**document["trail"][0], "number": 99, "touched": [row]}
    entry["digest"] = verify_evidence.digest_of(entry)
    document["trail"].append(entry)


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
    (_edit_fact, "is not what the findings say of it"),
    (_add_entry, "is not what was kept"),
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
    """Whoever seals anew has a seal that fits, and nobody kept its anchor."""
    anchors = tmp_path / "anchors.jsonl"
    anchors.write_text('{"seal": 77, "mark": "00"}\n', "utf-8")
    folder = made("birch", "--personal", "--whole-entries")
    noted = hashlib.sha256((folder / "evidence.json").read_bytes()).hexdigest()
    code, told = verified(folder, "--anchors", str(anchors), "--sha256", noted)
    assert code == 3
    assert "NOT PROVEN: seal 1 is not among the anchors that were kept" in told
    assert "0 audit entries are under 1 seals" in told
    assert "not all that was asked for is proven" in told


def test_records_of_which_no_whole_entry_tells_are_not_called_proven(made):
    """The import told of every family at once, so its entry is not shown whole."""
    folder = made("birch", "--personal")
    _, told = verified(folder)
    assert "NOT PROVEN" in told
    assert "records are told of by no audit entry that is shown whole" in told
    assert "\n0 records are what the audit trail says was kept" in told
