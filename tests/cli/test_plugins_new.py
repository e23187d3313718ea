"""``wraparound plugins new``: packages that work before they are changed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import wraparound
from wraparound.cli.templates.writing import KINDS

HOUSE = Path(__file__).resolve().parents[2]
LIBRARY = Path(wraparound.__file__).parents[1]
LONGEST = "a-name-of-thirty-letters-abcde"


def python(*words, folder, paths=()):
    """Run Python in a folder, with the library and these folders to import from."""
    places = os.pathsep.join(str(each) for each in (LIBRARY, *paths))
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": places, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
    )


def texts(folder):
    return {
        each.relative_to(folder).as_posix(): each.read_text("utf-8")
        for each in folder.rglob("*")
        if each.is_file()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_passes_its_own_tests(run, tmp_path, kind):
    """What is written works before anybody has changed it."""
    assert run("plugins", "new", kind, "first-try", "--to", tmp_path).exit_code == 0
    folder = tmp_path / "wraparound-first-try"
    ran = python("-m", "pytest", "-q", folder=folder, paths=[folder / "src"])
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout
    assert "skipped" not in ran.stdout


@pytest.mark.parametrize("name", ["x", LONGEST])
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_plugin_is_written_as_the_house_writes(run, tmp_path, kind, name):
    """It passes every check of ruff, with the house's settings, however long its name is."""
    if importlib.util.find_spec("ruff") is None:
        pytest.skip("ruff is not installed")
    assert run("plugins", "new", kind, name, "--to", tmp_path).exit_code == 0
    folder = tmp_path / f"wraparound-{name}"
    settings = ("--no-cache", "--config", HOUSE / "pyproject.toml")
    for words in (("check",), ("format", "--check")):
        ran = python("-m", "ruff", *words, *settings, ".", folder=folder)
        assert ran.returncode == 0, ran.stdout


def test_new_plugins_are_installed_and_at_work(run, tmp_path):
    """Each becomes a wheel, is installed, and is found by its entry point, with its hook."""
    pytest.importorskip("hatchling", reason="the builder of wheels is not installed")
    hooks = {
        "storage": "resolve_storage",
        "notifier": "after_notification",
        "policy": "register_policies",
        "check": "check_chart",
    }
    for kind in KINDS:
        assert run("plugins", "new", kind, f"first-{kind}", "--to", tmp_path).exit_code == 0
    folders = sorted(tmp_path.iterdir())
    place = tmp_path / "installed"
    how = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    built = python("-m", "pip", "install", *how, "--target", place, *folders, folder=tmp_path)
    assert built.returncode == 0, built.stderr
    command = "from wraparound.cli import main; main()"
    listed = python("-c", command, "plugins", "--format", "json", folder=tmp_path, paths=[place])
    said = {each["name"]: each for each in json.loads(listed.stdout)["plugins"]}
    for kind in KINDS:
        found = said[f"first-{kind}"]
        assert (found["loaded"], found["failure"]) == (True, "")
        assert (found["distribution"], found["hooks"]) == (
            f"wraparound-first-{kind}",
            [hooks[kind]],
        )


def test_the_wheel_of_the_library_holds_the_templates():
    """Whoever installs the library has every template."""
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    folder = HOUSE / "src" / "wraparound" / "cli" / "templates"
    wanted = {f"{each.relative_to(HOUSE / 'src')}" for each in folder.rglob("*.tmpl")}
    builder = wheel.WheelBuilder(str(HOUSE))
    held = {each.distribution_path for each in builder.recurse_included_files()}
    assert wanted
    assert wanted - held == set()


def test_what_was_written_and_what_to_do_next_is_told(run, tmp_path):
    """People read the files, and commands to copy."""
    said = run("plugins", "new", "policy", "our-county", "--to", tmp_path).stdout
    assert "src/wraparound_our_county/pack.yaml" in said
    assert f"  cd {tmp_path / 'wraparound-our-county'}\n" in said
    assert "  python -m pytest\n" in said


def test_programs_read_what_was_written(run, tmp_path):
    """The document names the package, its folder, every file and the next commands."""
    words = ("plugins", "new", "notifier", "pager", "--to", tmp_path, "--format", "json")
    said = json.loads(run(*words).stdout)
    assert said["document"] == "new_plugin"
    assert (said["kind"], said["name"]) == ("notifier", "pager")
    assert (said["distribution"], said["package"]) == ("wraparound-pager", "wraparound_pager")
    assert said["written"] == sorted(texts(Path(said["folder"])))
    assert said["next"][-1] == "wraparound plugins"


@pytest.mark.parametrize("name", ["our-county", "wraparound-our-county", "Our_County"])
def test_a_name_is_written_as_packages_are_named(run, tmp_path, name):
    """Case, underscores and the beginning that all plugins share make no difference."""
    assert run("plugins", "new", "check", name, "--to", tmp_path).exit_code == 0
    assert [each.name for each in tmp_path.iterdir()] == ["wraparound-our-county"]


@pytest.mark.parametrize(
    "name",
    ["", "9lives", "a--b", "trailing-", "two words", "../up", "naïve", "a/b", LONGEST + "f"],
)
def test_a_name_that_no_package_can_have_is_refused(run, tmp_path, name):
    """The message says how to write one, and nothing is written."""
    ran = run("plugins", "new", "check", name, "--to", tmp_path)
    assert ran.exit_code == 2
    assert "NAME" in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("check", "built-in", "the library's own plugin"),
        ("storage", "sqlite", "opened by the library itself"),
        ("policy", "fed-tcm", "a pack that comes with the library"),
    ],
)
def test_a_name_that_is_taken_is_refused(run, tmp_path, kind, name, why):
    """Nobody writes a plugin that would stand in the way of what is there."""
    ran = run("plugins", "new", kind, name, "--to", tmp_path)
    assert ran.exit_code == 2
    assert why in " ".join(ran.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_an_installed_plugin_is_refused(run, tmp_path):
    """Two plugins of one name could not be told apart."""
    pytest.importorskip("wraparound_fhir")
    ran = run("plugins", "new", "check", "fhir", "--to", tmp_path)
    assert ran.exit_code == 2
    assert "wraparound-fhir" in ran.stderr


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("new", "chek", "x"), "did you mean 'check'?"),
        (("new", "importer", "x"), "the kinds are storage, notifier, policy, check."),
        (("nwe", "check", "x"), "did you mean 'new'?"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(run, words, hint):
    """Kinds and subcommands that are not there end with exit code 2."""
    ran = run("plugins", *words)
    assert ran.exit_code == 2
    assert hint in " ".join(ran.stderr.split())


def test_what_is_there_is_never_touched(run, tmp_path):
    """A folder of the same name stays as it is, even an empty one."""
    folder = tmp_path / "wraparound-pager"
    folder.mkdir()
    ran = run("plugins", "new", "notifier", "pager", "--to", tmp_path)
    assert ran.exit_code == 2
    assert "is there already" in ran.stderr
    assert list(folder.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(run, tmp_path):
    """It is bad input, and no fault of the library."""
    (tmp_path / "file").write_text("a file is no folder", "utf-8")
    ran = run("plugins", "new", "notifier", "pager", "--to", tmp_path / "file" / "below")
    assert ran.exit_code == 2
    assert "cannot be written" in ran.stderr


def test_plugins_alone_goes_on_listing(run):
    """The list needs no word more than before."""
    ran = run("plugins")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("built-in: at work")
