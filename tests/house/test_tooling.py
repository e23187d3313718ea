"""What holds for the tools: constraints, changelog fragments, the few words of make."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
PROJECTS = [HOUSE / "pyproject.toml", *sorted(HOUSE.glob("plugins/*/pyproject.toml"))]
PINNED = re.compile(r"^([a-z0-9-]+)==[0-9][0-9a-z.+!-]*( ; [a-z_]+ .+)?$")


def project(place):
    return tomllib.loads(place.read_text("utf-8"))


def plain(requirement):
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


def asked_for():
    """Every requirement of every project file, those of the dependency groups included."""
    for place in PROJECTS:
        read = project(place)
        yield from read["project"]["dependencies"]
        for lines in read["project"].get("optional-dependencies", {}).values():
            yield from lines
        for lines in read.get("dependency-groups", {}).values():
            yield from (line for line in lines if isinstance(line, str))


def words_of_make():
    usage = subprocess.run(
        [sys.executable, str(HOUSE / "make.py"), "help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return set(re.findall(r"^  (\w+) ", usage.stdout, re.MULTILINE))


def test_constraints_are_names_and_versions_only():
    """No host, path, hash or editable install gets into ``constraints.txt``."""
    lines = (HOUSE / "constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


def test_everything_that_is_asked_for_is_constrained():
    """Each dependency of each project has its version in ``constraints.txt``."""
    ours = {project(place)["project"]["name"] for place in PROJECTS}
    pinned = {plain(line) for line in (HOUSE / "constraints.txt").read_text("utf-8").splitlines()}
    assert {plain(line) for line in asked_for()} - ours - pinned == set()


def test_every_changelog_fragment_has_a_known_type():
    """A fragment is called ``NAME.TYPE.md`` and says something."""
    types = {entry["directory"] for entry in project(PROJECTS[0])["tool"]["towncrier"]["type"]}
    assert "finding" in types
    known = re.compile(rf"^[\w+-]+\.({'|'.join(types)})(\.\d+)?\.md$")
    fragments = [place for place in (HOUSE / "changelog.d").iterdir() if place.name[0] != "."]
    assert [place.name for place in fragments if not known.match(place.name)] == []
    assert [place.name for place in fragments if not place.read_text("utf-8").strip()] == []


def test_make_and_plain_python_know_the_same_words():
    """Whoever has no make can do everything with ``python make.py``."""
    makefile = (HOUSE / "Makefile").read_text("utf-8")
    words = re.search(r"^WORDS = (.+)$", makefile, re.MULTILINE)
    assert words is not None
    assert set(words[1].split()) - {"help"} == words_of_make()


@pytest.mark.parametrize("word", ["demo", "test"])
def test_the_readme_shows_both_ways_to_say_a_word(word):
    """The main job and the tests are one line each, with make and with plain Python."""
    readme = (HOUSE / "README.md").read_text("utf-8")
    assert f"make {word}" in readme
    assert f"python make.py {word}" in readme


def test_an_unknown_word_is_wrong_use():
    """``make.py`` answers a word that it does not know with its words and exit code 2."""
    ran = subprocess.run(
        [sys.executable, str(HOUSE / "make.py"), "tset"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 2
    assert "'tset'" in ran.stderr
    assert "test" in ran.stdout


def test_every_plugin_is_held_by_the_contracts():
    """A plugin in ``plugins/`` is type checked, measured and kept to the public names."""
    packages = {place.parent.name for place in HOUSE.glob("plugins/*/src/*/__init__.py")}
    tools = project(PROJECTS[0])["tool"]
    assert packages
    assert packages <= set(tools["importlinter"]["root_packages"])
    assert packages <= set(tools["coverage"]["run"]["source_pkgs"])
    front_door = next(
        contract
        for contract in tools["importlinter"]["contracts"]
        if contract["name"] == "Plugins come in by the front door"
    )
    assert packages == set(front_door["source_modules"])
