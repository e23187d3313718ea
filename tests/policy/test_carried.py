"""Everything that the specification of the practice says is carried, with its sources."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from wraparound.policy.document import parse_yaml
from wraparound.policy.known_plugins import plugin_of
from wraparound.policy.pack_files import sign_of
from wraparound.process.recorded import RECORDED_EVENTS
from wraparound.program import assemble_hooks

HOUSE = Path(__file__).parents[2]
SPEC = Path(os.environ.get("WRAPAROUND_SHARED", HOUSE.parent / "shared")) / "spec" / "process"
PROGRAMS, RULES = SPEC / "policies", SPEC / "eligibility"
NO_PACK = {"vocab.yaml", "facts.yaml", "decision_aid.yaml"}

needs_spec = pytest.mark.skipif(not SPEC.is_dir(), reason=f"no specification at {SPEC}")


def carried(room: str, folder: str) -> Iterator[Path]:
    """The files of the library and of its plugins."""
    yield from Path(str(resources.files(room).joinpath(folder))).glob("*.yaml")
    hooks, _ = assemble_hooks()
    for _, path in (*hooks.register_policies(), *hooks.register_criteria()):
        if isinstance(path, Path):
            yield path


def specified(folder: Path) -> list[Path]:
    return [each for each in sorted(folder.glob("*.yaml")) if each.name not in NO_PACK]


@needs_spec
def test_every_program_is_carried_as_it_was_read():
    """Each number, day, citation and note of each program; only the national one holds more."""
    held = {}
    for path in carried("wraparound.policy", "programs"):
        pack = parse_yaml(path.read_bytes())
        if "policy" in pack:
            held[pack["policy"]] = pack
    wanted = [parse_yaml(each.read_bytes()) for each in specified(PROGRAMS)]
    assert {each["policy"] for each in wanted} == set(held)
    for pack in wanted:
        ours = held[pack["policy"]]
        kept = [each for each in ours["parameters"] if each in pack["parameters"]]
        assert {**ours, "parameters": kept} == pack
        assert kept == ours["parameters"] or pack["policy"] == "nwi-model"


@needs_spec
def test_every_set_of_rules_is_carried_as_it_was_read():
    """Each question with its text and its citation, and what was looked for and not found."""
    held = [
        file
        for path in carried("wraparound.eligibility", "rules")
        if "rulesets" in (file := parse_yaml(path.read_bytes()))
    ]
    wanted = [parse_yaml(each.read_bytes()) for each in specified(RULES)]
    assert by_version(wanted) == by_version(held)
    for key in ("not_found", "notes"):
        assert said(wanted, key) == said(held, key)


def by_version(files: list[dict]) -> dict[tuple[str, str], dict]:
    return {(each["id"], each["version"]): each for file in files for each in file["rulesets"]}


def said(files: list[dict], key: str) -> set[str]:
    return {text for file in files for text in file.get(key, ())}


@needs_spec
@pytest.mark.parametrize("name", ["facts.yaml", "decision_aid.yaml"])
def test_the_glossary_and_the_decision_aid_are_carried(name):
    own = resources.files("wraparound.eligibility").joinpath(name)
    assert parse_yaml(own.read_bytes()) == parse_yaml((RULES / name).read_bytes())


@needs_spec
def test_every_event_of_the_vocabulary_is_known():
    """By the records, or by a pack that waits for it."""
    words = parse_yaml((PROGRAMS / "vocab.yaml").read_bytes())
    named = {each["name"] for each in words["events"]}
    packs = "".join(each.read_text("utf-8") for each in carried("wraparound.policy", "programs"))
    assert {each for each in named - set(RECORDED_EVENTS) if each not in packs} == set()


def test_whatever_a_plugin_of_ours_brings_can_be_named_without_it():
    """Whoever asks for it without the plugin is told which one to install."""
    hooks, reports = assemble_hooks()
    ours = {each.name: each.distribution for each in reports if each.name.startswith("us-")}
    brought = [
        (plugin, name)
        for plugin, path in (*hooks.register_policies(), *hooks.register_criteria())
        if plugin in ours
        for name in names_in(path)
    ]
    assert len(brought) > 60
    assert [(plugin, name) for plugin, name in brought if plugin_of(name) != ours[plugin]] == []


def names_in(path: Path) -> list[str]:
    held = parse_yaml(path.read_bytes())
    return [each["id"] for each in held.get("rulesets", ())] or [sign_of(path).name]
