"""The kit that the packs of a state or county, and their scenarios, prove themselves with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from wraparound.conflict import load_catalogue
from wraparound.eligibility.decision import load_aid
from wraparound.eligibility.glossary import load_facts
from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.hooks import PackPlugin
from wraparound.policy import Pack, choose_program, load_packs, load_parameters
from wraparound.policy.checking import (
    PackConcern,
    check_conflict_pack,
    check_payer_pack,
    check_program,
    check_rule_sets,
    events_of,
)
from wraparound.policy.pack_folder import PackFolder, read_pack_files
from wraparound.policy.predicates.nodes import nodes_of
from wraparound.process.recorded import RECORDED_EVENTS
from wraparound.testing.scenario_run import run_scenarios
from wraparound.testing.thresholds import try_thresholds


class PackContract:
    """What holds of every plugin of packs. Derive a class of tests from it, and name yours.

    Attributes:
        plugin: The plugin.
        readme: Its page for whoever reads the law, which names every pack.
        changelog: Its changelog, which tells each day of law in the packs.
    """

    plugin: PackPlugin
    readme: Path
    changelog: Path

    def test_every_pack_is_sound_and_without_a_problem(self) -> None:
        """``wraparound policy check`` finds no problem in them."""
        assert list(problems_of(_held(self.plugin))) == []

    def test_every_scenario_passes(self) -> None:
        """``wraparound policy test`` passes, and there are scenarios."""
        held = _held(self.plugin)
        report = run_scenarios(
            self.plugin.register_scenarios(),
            packs=held.packs,
            programs=held.programs,
            rule_sets=held.rule_sets,
            payers=held.payers,
        )
        assert [(each.id, each.differences) for each in report.failed] == []
        assert report.good

    def test_every_number_is_held_by_a_scenario(self) -> None:
        """A number that was changed by one makes a scenario fail, whichever it is."""
        held = _held(self.plugin)
        report = try_thresholds(
            self.plugin.register_scenarios(),
            programs=held.programs,
            rule_sets=held.rule_sets,
            payers=held.payers,
        )
        assert [str(each) for each in report.unnoticed] == []

    def test_every_pack_is_named_in_the_readme(self) -> None:
        """Nobody has to open a file to learn what there is."""
        held, told = _held(self.plugin), self.readme.read_text("utf-8")
        names = {*held.packs, *held.programs, *held.rule_sets, *held.payers}
        assert {each for each in names if f"`{each}`" not in told} == set()

    def test_every_day_of_law_is_in_the_changelog(self) -> None:
        """Whoever reads the changelog sees each day on which something begins or ends."""
        told = self.changelog.read_text("utf-8")
        missing = {each.isoformat() for each in days_of_law(_held(self.plugin))}
        assert {each for each in missing if each not in told} == set()


def problems_of(held: PackFolder) -> Iterator[PackConcern]:
    """Yield what is wrong with packs, whatever they are meant to say."""
    events = {*RECORDED_EVENTS, *(name for p in held.programs.values() for name in events_of(p))}
    for name in held.programs:
        yield from _bad(check_program(choose_program(name, packs=held.programs), events=events))
    for pack in held.packs.values():
        yield from _bad(_conflict(pack))
    known = {**load_rule_sets(), **held.rule_sets}
    for versions in held.rule_sets.values():
        yield from _bad(check_rule_sets(versions, known=known, facts=load_facts()))
    levels = [tier.key for tier in load_aid().tiers]
    for payers in held.payers.values():
        yield from _bad(check_payer_pack(payers, known=known, facts=load_facts(), levels=levels))


def _conflict(pack: Pack) -> Iterator[PackConcern]:
    return check_conflict_pack(
        pack,
        rules=load_catalogue(),
        safeguards=load_parameters().safeguards,
        packaged=load_packs(),
    )


def days_of_law(held: PackFolder) -> Iterator[date]:
    """Yield each day on which something in packs begins, or the last day on which it holds."""
    days: list[date | None] = [each.effective_from for each in held.packs.values()]
    for program in held.programs.values():
        for parameter in program.parameters:
            days += (parameter.effective_from, parameter.effective_to)
    for versions in held.rule_sets.values():
        for rules in versions:
            days += (rules.effective_from, rules.effective_to)
            for node in nodes_of(rules.root):
                days += (node.effective_from, node.effective_to)
    for payers in held.payers.values():
        for route in payers.routes:
            days += (route.effective_from, route.effective_to)
    yield from (each for each in days if each is not None)


def _bad(concerns: Iterator[PackConcern]) -> Iterator[PackConcern]:
    return (each for each in concerns if each.concern.is_problem)


def _held(plugin: PackPlugin) -> PackFolder:
    return read_pack_files([*plugin.register_policies(), *plugin.register_criteria()])
