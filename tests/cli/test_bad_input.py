"""Bad input of every kind: one clear report, exit code 2, and a store that stays as it was."""

from __future__ import annotations

import json

import pytest

BAD = {
    "truncated.json": '{"wraparound": "1.0", "family": [{"id": "x", "story": "Marked st',
    "wrong-types.yaml": 'wraparound: "1.0"\nfamily: [{id: x, members: Marked, story: [Marked]}]\n',
    "unknown-keys.yaml": 'wraparound: "1.0"\nfamily: [{id: x, storry: Marked}]\nfamly: []\n',
    "doubled-ids.yaml": 'wraparound: "1.0"\nfamily: [{id: x}, {id: x, story: Marked}]\n',
    "dangling.yaml": (
        'wraparound: "1.0"\nfamily: [{id: x, members: [{person: nobody, role: youth}]}]\n'
    ),
    "nesting.json": '{"wraparound": "1.0", "family": ' + "[" * 100_000,
    "nesting.yaml": 'wraparound: "1.0"\nfamily: ' + "[" * 10_000,
    "not-utf-8.yaml": b'wraparound: "1.0"\nfamily: [{id: x, story: "Marked \xff\xfe"}]\n',
    "not-utf-8.json": b'{"wraparound": "1.0", "family": [{"id": "x", "story": "Marked \xff"}]}',
    "nonsense.txt": "Marked nonsense " * 100,
    "empty.json": "",
    "future.yaml": 'wraparound: "9.0"\nfamily: [{id: x}]\n',
}


@pytest.fixture(params=BAD)
def bad(request, tmp_path):
    """A file that nobody can import."""
    file = tmp_path / request.param
    content = BAD[request.param]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_bad_input_is_told_once_and_nothing_is_kept(filled, bad, case):
    """The message names the file and no personal value, and the store is as it was before."""
    before = filled("show", "bell", "--personal", "--format", "json").stdout
    ran = filled("import", case, bad)
    assert ran.exit_code == 2
    assert ran.stderr.startswith("Error: the input was refused")
    assert bad.name in ran.stderr
    assert "Marked" not in ran.output
    assert "Traceback" not in ran.output
    assert filled("show", "bell", "--personal", "--format", "json").stdout == before
    assert len(json.loads(filled("families", "--format", "json").stdout)["families"]) == 2


def test_a_hundred_megabytes_of_nonsense_are_refused(run, tmp_path):
    """A huge file that is nothing is not read to its end."""
    file = tmp_path / "nonsense.json"
    with file.open("wb") as out:
        for _ in range(100):
            out.write(b"x" * 1024 * 1024)
    ran = run("import", file)
    assert ran.exit_code == 2
    assert len(ran.stderr) < 1000


def test_every_fault_of_every_file_is_told_with_its_place(run, tmp_path):
    """File, line and path of all faults come in one report."""
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text('wraparound: "1.0"\nfamily:\n  - {id: x, storry: a}\n', "utf-8")
    two.write_text('wraparound: "1.0"\nperson:\n  - {id: y, family: z, name: 3}\n', "utf-8")
    ran = run("import", one, two)
    assert "one.yaml, line 3: family[0].storry" in ran.stderr
    assert "two.yaml, line 3: person[0].name" in ran.stderr


def test_for_programs_the_faults_are_a_document(run, tmp_path):
    """With --format json every fault stands in one JSON document on stdout."""
    file = tmp_path / "many.yaml"
    rows = "".join(f"  - {{id: x{number}, storry: a}}\n" for number in range(60))
    file.write_text(f'wraparound: "1.0"\nfamily:\n{rows}', "utf-8")
    ran = run("import", file, "--format", "json")
    said = json.loads(ran.stdout)
    assert (said["document"], said["error"]) == ("error", "InputRefused")
    assert len(said["faults"]) == 60
    assert said["faults"][0]["path"] == "family[0].storry"
    assert "… and 10 more" in ran.stderr


def test_a_file_that_is_not_there_is_a_mistake(run, tmp_path):
    """The missing file is named."""
    ran = run("import", tmp_path / "gone.yaml")
    assert ran.exit_code == 2
    assert "gone.yaml" in ran.stderr
