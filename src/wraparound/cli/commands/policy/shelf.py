"""Every pack at hand, by its name: the library's, those of plugins, and those in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs
import click

from wraparound.cli.gathering import gather
from wraparound.eligibility.paying import load_payer_packs
from wraparound.errors import PolicyUnknown
from wraparound.policy import (
    Pack,
    PayerPack,
    ProgramPack,
    choose_program,
    load_packs,
    program_pack_names,
)
from wraparound.policy.contents import Shelved
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.pack_files import holds_scenarios
from wraparound.policy.pack_folder import read_pack_files
from wraparound.policy.rule_sets import RuleSets
from wraparound.program import (
    assemble_hooks,
    known_criteria,
    plugin_packs,
    plugin_payers,
    plugin_programs,
)

PACK_ENDINGS = (".yaml", ".yml")
"""How the names of files of packs end."""


@attrs.frozen(kw_only=True)
class Shelf:
    """Packs by their names.

    Attributes:
        conflict: Packs of conflict rules.
        programs: Names of program packs.
        brought: Program packs that the library does not have.
        rule_sets: Sets of rules about who qualifies.
        payers: Packs of payer routes.
        tried: Names of packs in files, which somebody wants to try.
        places: File and line of each name that stands in those files.
    """

    conflict: Mapping[str, Pack]
    programs: tuple[str, ...]
    brought: Mapping[str, ProgramPack]
    rule_sets: RuleSets
    payers: Mapping[str, PayerPack]
    tried: frozenset[str] = frozenset()
    places: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name."""
        return (*self.conflict, *self.programs, *self.rule_sets, *self.payers)

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
        if name in self.payers:
            return self.payers[name]
        raise PolicyUnknown(name, self.names, hint=plugin_hint(name, self.names))

    def with_files(self, files: Iterable[Path]) -> tuple[Shelf, Mapping[Path, tuple[str, ...]]]:
        """Return the shelf with what files hold, and the names that each file brings.

        Raises:
            PolicyInvalid: With every fault of every file.
        """
        held = read_pack_files(files, programs=self.brought)
        shelf = attrs.evolve(
            self,
            conflict={**self.conflict, **held.packs},
            programs=tuple(dict.fromkeys((*self.programs, *held.programs))),
            brought={**self.brought, **held.programs},
            rule_sets={**self.rule_sets, **held.rule_sets},
            payers={**self.payers, **held.payers},
            tried=frozenset(name for names in held.files.values() for name in names),
            places=held.places,
        )
        return shelf, held.files


def shelf_at_hand() -> Shelf:
    """Return the library's packs and those of installed plugins."""
    hooks, _ = assemble_hooks()
    brought = plugin_programs(hooks)
    return Shelf(
        conflict={**load_packs(), **plugin_packs(hooks)},
        programs=tuple(dict.fromkeys((*program_pack_names(), *brought))),
        brought=brought,
        rule_sets=known_criteria(hooks),
        payers={**load_payer_packs(), **plugin_payers(hooks)},
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


def look_up(words: tuple[str, ...]) -> tuple[Shelf, tuple[Asked, ...]]:
    """Return what words ask for: a NAME, a FILE or a FOLDER, or one of them with ``@DAY``.

    Args:
        words: The words; every pack at hand where there are none.

    Returns:
        The packs at hand with those of the files, and what was asked for.

    Raises:
        PolicyUnknown: There is no such pack.
        PolicyInvalid: With every fault of every file that was named.
    """
    shelf = shelf_at_hand()
    asked = [_split(word) for word in words or shelf.names]
    named = {place: pack_files_in([Path(place)]) for place, _ in asked if _is_there(place)}
    every = dict.fromkeys(file for files in named.values() for file in files)
    full, brought = shelf.with_files(every)
    inside = {
        place: [name for file in files for name in brought[file]] for place, files in named.items()
    }
    return full, tuple(
        Asked(name=name, held=full.find(name), on=day)
        for place, day in asked
        for name in inside.get(place, (place,))
    )


def pack_files_in(named: Iterable[Path]) -> list[Path]:
    """Return the files of packs that are meant: those named, and those in folders.

    Raises:
        InputRefused: A folder holds none, or a pattern matches none.
    """
    named = list(named)
    files = gather(named, PACK_ENDINGS)
    return [file for file in files if file in named or not holds_scenarios(file)]


def _is_there(place: str) -> bool:
    path = Path(place)
    return path.is_dir() or (place.endswith(PACK_ENDINGS) and path.is_file())


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
