"""Every pack at hand, by its name: the library's, those of plugins, and those in files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import attrs
import click

from wraparound.eligibility.rule_sets import load_rule_sets
from wraparound.errors import PolicyUnknown
from wraparound.policy import (
    Pack,
    ProgramPack,
    choose_program,
    load_packs,
    program_pack_names,
    read_packs,
    read_program_packs,
)
from wraparound.policy.contents import Shelved
from wraparound.policy.document import parse_yaml
from wraparound.policy.rule_sets import RuleSets, read_rule_files
from wraparound.program import assemble_hooks, plugin_criteria, plugin_packs, plugin_programs

_ENDINGS = (".yaml", ".yml")


@attrs.frozen(kw_only=True)
class Shelf:
    """Packs by their names.

    Attributes:
        conflict: Packs of conflict rules.
        programs: Names of program packs.
        brought: Program packs that the library does not have.
        rule_sets: Sets of rules about who qualifies.
    """

    conflict: Mapping[str, Pack]
    programs: tuple[str, ...]
    brought: Mapping[str, ProgramPack]
    rule_sets: RuleSets

    @property
    def names(self) -> tuple[str, ...]:
        """Every name."""
        return (*self.conflict, *self.programs, *self.rule_sets)

    def find(self, name: str) -> Shelved:
        """Return what has a name.

        Raises:
            PolicyUnknown: Nothing does.
        """
        if name in self.conflict:
            return self.conflict[name]
        if name in self.programs:
            return choose_program(name, packs=self.brought)
        if name in self.rule_sets:
            return self.rule_sets[name]
        raise PolicyUnknown(name, self.names)

    def with_file(self, file: Path) -> tuple[Shelf, tuple[str, ...]]:
        """Return the shelf with what a file holds, and the names of that.

        Raises:
            PolicyInvalid: The file has faults; all of them are listed.
        """
        keys = _keys(file)
        if "rulesets" in keys:
            rules = read_rule_files([file])
            return attrs.evolve(self, rule_sets={**self.rule_sets, **rules}), tuple(rules)
        if "policy" in keys and "rules" not in keys:
            (program,) = read_program_packs([file])
            names = tuple(dict.fromkeys((*self.programs, program.id)))
            brought = {**self.brought, program.id: program}
            return attrs.evolve(self, programs=names, brought=brought), (program.id,)
        (pack,) = read_packs([file])
        return attrs.evolve(self, conflict={**self.conflict, pack.id: pack}), (pack.id,)


def shelf_at_hand() -> Shelf:
    """Return the library's packs and those of installed plugins."""
    hooks, _ = assemble_hooks()
    brought = plugin_programs(hooks)
    return Shelf(
        conflict={**load_packs(), **plugin_packs(hooks)},
        programs=tuple(dict.fromkeys((*program_pack_names(), *brought))),
        brought=brought,
        rule_sets={**load_rule_sets(), **plugin_criteria(hooks)},
    )


@attrs.frozen(kw_only=True)
class Asked:
    """One pack that somebody asked for.

    Attributes:
        name: Its name.
        held: What it is.
        on: The day that was named with it.
    """

    name: str
    held: Shelved
    on: date | None = None

    @property
    def title(self) -> str:
        """Its name, with the day that was named."""
        return f"{self.name} on {self.on.isoformat()}" if self.on else self.name


def look_up(words: tuple[str, ...]) -> Iterator[Asked]:
    """Yield what words ask for: a NAME, a FILE, or one of them with ``@DAY``.

    Raises:
        PolicyUnknown: There is no such pack.
        PolicyInvalid: A file has faults.
    """
    shelf = shelf_at_hand()
    for word in words:
        place, day = _split(word)
        if place.endswith(_ENDINGS) and Path(place).is_file():
            shelf, names = shelf.with_file(Path(place))
        else:
            names = (place,)
        for name in names:
            yield Asked(name=name, held=shelf.find(name), on=day)


def complete_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Return the names that begin so, for the tab key."""
    return [name for name in shelf_at_hand().names if name.startswith(incomplete)]


def _split(word: str) -> tuple[str, date | None]:
    place, sign, day = word.rpartition("@")
    if not sign:
        return word, None
    try:
        return place, date.fromisoformat(day)
    except ValueError:
        raise click.UsageError("After @ comes a day such as 2026-01-31.") from None


def _keys(file: Path) -> frozenset[str]:
    held = parse_yaml(file.read_bytes())
    return frozenset(map(str, held)) if isinstance(held, Mapping) else frozenset()
