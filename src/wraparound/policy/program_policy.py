"""One program's pack and those it extends: which version of a parameter holds on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cached_property

import attrs

from wraparound.errors import Fault, PolicyInvalid, PolicyUnknown
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.program_pack import ParameterValue, ProgramPack, ProgramParameter
from wraparound.policy.program_packaged import load_program_pack, program_pack_names

_REMEMBERED = 20_000
"""So many answers are remembered: a caseload is asked about on few days."""


class Lookup(Enum):
    """What came of asking for a parameter on a day."""

    SINGLE = "single"
    AMBIGUOUS = "ambiguous"
    """Several versions may be in force: the day of the change is not known."""
    NO_VERSION = "no_version"
    """None of the known versions is in force on that day."""
    NO_PARAMETER = "no_parameter"
    BACKGROUND = "background"
    """It was only recalled, never read, and is therefore not used."""


@attrs.frozen(kw_only=True)
class Found:
    """What a program says about one parameter on one day.

    Attributes:
        lookup: What came of asking.
        versions: The versions that may be in force.
        pack: The pack that they stand in; empty where there are none.
    """

    lookup: Lookup
    versions: tuple[ProgramParameter, ...] = ()
    pack: str = ""

    @property
    def values(self) -> tuple[ParameterValue | None, ...]:
        """What the versions hold."""
        return tuple(each.value for each in self.versions)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class ProgramPolicy:
    """What a program goes by.

    The nearest pack that has any version of a parameter whose text was read speaks for it alone,
    even on a day on which none of those versions is in force.

    Attributes:
        packs: The program's own pack, then those it extends, the nearest first.
    """

    packs: tuple[ProgramPack, ...]
    _speaking: dict[str, tuple[str, tuple[ProgramParameter, ...]]] = attrs.field(
        factory=dict, init=False, repr=False
    )
    _answers: dict[tuple[str, date], Found] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def pack(self) -> ProgramPack:
        """The program's own pack."""
        return self.packs[0]

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """The names of the clocks that can be run, in order."""
        return tuple(
            name
            for name in self.names
            if (found := self.versions(name)) and found[0].kind.is_clock and found[0].executable
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of every parameter whose text was read, in order."""
        return tuple(
            dict.fromkeys(
                each.name for pack in self.packs for each in pack.parameters if each.found
            )
        )

    def versions(self, name: str) -> tuple[ProgramParameter, ...]:
        """Return every version of a parameter in the pack that speaks for it."""
        return self._speaks(name)[1]

    def on(self, name: str, day: date) -> Found:
        """Return what the program says about a parameter on a day."""
        asked = (name, day)
        found = self._answers.get(asked)
        if found is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            found = self._answers[asked] = self._on(name, day)
        return found

    def _on(self, name: str, day: date) -> Found:
        pack, versions = self._speaks(name)
        if not versions:
            known = any(pack.versions(name) for pack in self.packs)
            return Found(lookup=Lookup.BACKGROUND if known else Lookup.NO_PARAMETER)
        held = tuple(each for each in versions if each.in_force_on(day))
        if not held:
            return Found(lookup=Lookup.NO_VERSION)
        lookup = Lookup.SINGLE if len(held) == 1 else Lookup.AMBIGUOUS
        return Found(lookup=lookup, versions=held, pack=pack)

    def _speaks(self, name: str) -> tuple[str, tuple[ProgramParameter, ...]]:
        if name not in self._speaking:
            self._speaking[name] = next(
                (
                    (pack.id, found)
                    for pack in self.packs
                    if (found := tuple(each for each in pack.versions(name) if each.found))
                ),
                ("", ()),
            )
        return self._speaking[name]


def choose_program(name: str, *, packs: Mapping[str, ProgramPack] | None = None) -> ProgramPolicy:
    """Return what a program goes by.

    Args:
        name: The id of its pack.
        packs: More packs by id, such as those of plugins; they come before the packaged ones.

    Raises:
        PolicyUnknown: There is no such pack, or one that it extends.
        PolicyInvalid: Packs extend one another in a circle.
    """
    more = packs or {}
    return ProgramPolicy(packs=tuple(_unique(_chain(name, more, ()))))


def _chain(
    name: str, more: Mapping[str, ProgramPack], below: tuple[str, ...]
) -> Iterator[ProgramPack]:
    if name in below:
        circle = " extends ".join((*below[below.index(name) :], name))
        raise PolicyInvalid(name, [Fault("extends", f"goes in a circle: {circle}")])
    pack = more.get(name) or load_program_pack(name)
    if pack is None:
        known = {*more, *program_pack_names()}
        hint = plugin_hint(name, known)
        raise PolicyUnknown(name, known, what="program pack", hint=hint)
    yield pack
    for parent in pack.extends:
        yield from _chain(parent, more, (*below, name))


def _unique(packs: Iterable[ProgramPack]) -> Iterator[ProgramPack]:
    seen: set[str] = set()
    for pack in packs:
        if pack.id not in seen:
            seen.add(pack.id)
            yield pack
