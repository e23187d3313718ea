"""Files come in all at once or not at all, twice without doubles, and the report says what came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_an_import_says_what_was_added_and_where_it_is_kept(run, case, url):
    """The report counts the records of each kind and names the store."""
    ran = run("import", case)
    assert ran.exit_code == 0
    assert "all         12     0          0" in ran.stdout
    assert "Families: bell, calm" in ran.stdout
    assert f"Keptin{url}" in "".join(ran.stdout.split())  # wrapped or not


def test_importing_again_changes_nothing(filled, case):
    """The second time every record is unchanged."""
    said = json.loads(filled("import", case, "--format", "json").stdout)
    assert (said["added"], said["completed"]) == ({}, {})
    assert sum(said["unchanged"].values()) == 12


def test_a_dry_run_keeps_nothing_and_makes_no_file(run, case, tmp_path):
    """With --dry-run the report is the same and no database appears."""
    said = json.loads(run("import", case, "--dry-run", "--format", "json").stdout)
    assert said["dry_run"] is True
    assert sum(said["added"].values()) == 12
    assert list(tmp_path.iterdir()) == [case]


def test_a_folder_and_a_pattern_stand_for_the_files_in_them(run, case, tmp_path):
    """A folder is searched for known endings, a pattern is unfolded, and no file is read twice."""
    (tmp_path / "notes.txt").write_text("not ours", "utf-8")
    said = json.loads(
        run("import", tmp_path, tmp_path / "*.yaml", "--dry-run", "--format", "json").stdout
    )
    assert [Path(each["file"]) for each in said["files"]] == [case]


@pytest.mark.parametrize("named", ["nothing/*.yaml", "."])
def test_a_pattern_or_folder_without_files_is_a_mistake(run, tmp_path, monkeypatch, named):
    """Nothing found is told with the place that was searched."""
    monkeypatch.chdir(tmp_path)
    ran = run("import", named)
    assert ran.exit_code == 2
    assert named in ran.stderr


@pytest.mark.parametrize("by", ["", " "])
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_somebody_imports(run, case, more, by):
    """An empty --by is refused, and a dry run says so too."""
    ran = run("import", case, "--by", by, *more)
    assert ran.exit_code == 2
    assert "--by" in ran.stderr
    assert "say who it is" in ran.stderr


def test_an_unknown_format_names_the_known_ones(run, case):
    """--format-in with a wrong word hints at the right one."""
    ran = run("import", case, "--format-in", "cas")
    assert ran.exit_code == 2
    assert "did you mean 'case'?" in ran.stderr
