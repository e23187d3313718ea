"""Several files of packs read at once: every fault of all of them, or every pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs
import yaml

from wraparound.errors import Fault, PolicyInvalid, did_you_mean
from wraparound.policy.document import not_yaml, parse_with_places
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.lines import named_lines, with_lines
from wraparound.policy.pack import Pack
from wraparound.policy.pack_files import PackKind, Sign, sign_of
from wraparound.policy.packaged import load_parameters
from wraparound.policy.payer_routes import PayerPack, read_payer_pack
from wraparound.policy.program_pack import ProgramPack
from wraparound.policy.program_packaged import load_program_pack, program_pack_names
from wraparound.policy.program_reading import read_program_pack
from wraparound.policy.reading import read_pack
from wraparound.policy.rule_sets import RuleSet, RuleSets, by_name, read_rule_sets

Held = Pack | ProgramPack | RuleSet | PayerPack
"""What a file of packs can hold."""
_LINE = ", line "


@attrs.frozen(kw_only=True)
class PackFolder:
    """What files of packs hold.

    Attributes:
        packs: Packs of conflict rules, by their ids.
        programs: Program packs, by their ids.
        rule_sets: Sets of rules about who qualifies, by their names.
        payers: Packs of payer routes, by their ids.
        files: The names that each file brings.
        places: File and line of each name that stands in them, such as that of a parameter.
    """

    packs: Mapping[str, Pack] = MappingProxyType({})
    programs: Mapping[str, ProgramPack] = MappingProxyType({})
    rule_sets: RuleSets = MappingProxyType({})
    payers: Mapping[str, PayerPack] = MappingProxyType({})
    files: Mapping[Path, tuple[str, ...]] = MappingProxyType({})
    places: Mapping[str, str] = attrs.field(default=MappingProxyType({}), repr=False)


def read_pack_files(
    paths: Iterable[Path], *, programs: Mapping[str, ProgramPack] | None = None
) -> PackFolder:
    """Return what files of packs hold, of any kind; where one has a fault, nothing.

    Args:
        paths: The files.
        programs: Program packs that those of the files may extend, besides the packaged ones.

    Raises:
        PolicyInvalid: With every fault of every file, each with its line; also where packs extend
            one another in a circle, or one that nobody has.
        OSError: A file cannot be read.
    """
    files = [_read(path) for path in paths]
    faults = [
        *(fault for file in files for fault in file.faults),
        *_named_twice(files),
        *_wrong_parents(files, programs or {}),
    ]
    if faults:
        order = {file.source: place for place, file in enumerate(files)}
        faults.sort(key=lambda each: (order[_file_of(each)], _line_of(each)))
        raise PolicyInvalid(", ".join(dict.fromkeys(map(_file_of, faults))), faults)
    held = [each for file in files for each in file.held]
    return PackFolder(
        packs={each.id: each for each in held if isinstance(each, Pack)},
        programs={each.id: each for each in held if isinstance(each, ProgramPack)},
        rule_sets=by_name(each for each in held if isinstance(each, RuleSet)),
        payers={each.id: each for each in held if isinstance(each, PayerPack)},
        files={file.path: tuple(dict.fromkeys(each.id for each in file.held)) for file in files},
        places={
            name: f"{file.source}, line {line}"
            for file in reversed(files)
            for name, line in file.lines.items()
        },
    )


@attrs.frozen(kw_only=True)
class _File:
    """One file: what it holds, or what is wrong with it; and what it says of itself in any case."""

    path: Path
    sign: Sign | None = None
    held: tuple[Held, ...] = ()
    faults: tuple[Fault, ...] = ()
    extends: tuple[str, ...] = ()
    node: yaml.Node | None = None

    @property
    def source(self) -> str:
        return self.path.name

    @property
    def lines(self) -> Mapping[str, int]:
        return named_lines(self.node)

    def fault(self, path: str, message: str) -> Fault:
        (placed,) = with_lines([Fault(path, message, self.source)], self.node, self.source)
        return placed


def _read(path: Path) -> _File:
    source, text = path.name, path.read_bytes()
    try:
        sign = sign_of(path)
        held, node = parse_with_places(text)
    except PolicyInvalid as error:
        return _File(path=path, faults=error.faults)
    except yaml.YAMLError as error:
        return _File(path=path, faults=(not_yaml(error, source),))
    listed = held.get("extends") if isinstance(held, Mapping) else None
    file = _File(
        path=path,
        sign=sign,
        node=node,
        extends=tuple(map(str, listed)) if isinstance(listed, list) else (),
    )
    try:
        return attrs.evolve(file, held=tuple(_held(text, source, sign)))
    except PolicyInvalid as error:
        placed = [
            each if each.source else attrs.evolve(each, source=source) for each in error.faults
        ]
        return attrs.evolve(file, faults=tuple(placed))


def _held(text: bytes, source: str, sign: Sign | None) -> Iterator[Held]:
    kind = sign.kind if sign is not None else PackKind.CONFLICT
    if kind is PackKind.PROGRAM:
        yield read_program_pack(text, source=source)
    elif kind is PackKind.ELIGIBILITY:
        yield from read_rule_sets(text, source=source)
    elif kind is PackKind.PAYERS:
        yield read_payer_pack(text, source=source)
    else:
        yield read_pack(text, source=source, parameters=load_parameters())


def _file_of(fault: Fault) -> str:
    return fault.source.partition(_LINE)[0]


def _line_of(fault: Fault) -> int:
    return int(fault.source.partition(_LINE)[2] or 0)


def _named_twice(files: Iterable[_File]) -> Iterator[Fault]:
    """Yield a fault for each file that brings a name which an earlier one has."""
    first: dict[tuple[PackKind, str], str] = {}
    for file in files:
        sets = {each.id for each in file.held if isinstance(each, RuleSet)}
        if file.sign is None:
            continue
        kind = file.sign.kind
        for name in sorted(sets) if kind is PackKind.ELIGIBILITY else (file.sign.name,):
            if (kind, name) in first:
                yield file.fault("", f"{name} is in {first[kind, name]} already; keep one")
            first.setdefault((kind, name), file.source)


def _wrong_parents(files: Iterable[_File], programs: Mapping[str, ProgramPack]) -> Iterator[Fault]:
    """Yield a fault for each pack that extends what nobody has, or itself in the end.

    It asks files with faults, too: their names and what they extend can be read.
    """
    named = [
        (file.sign.name, file)
        for file in files
        if file.sign is not None and file.sign.kind is PackKind.PROGRAM
    ]
    heads = dict(reversed(named))
    told: set[frozenset[str]] = set()
    for name, file in named:
        for place, parent in enumerate(file.extends):
            known = {*heads, *programs, *program_pack_names()}
            if parent not in known:
                hint = plugin_hint(parent, known) or did_you_mean(parent, known)
                message = f"there is no program pack {parent!r}"
                yield file.fault(f"extends[{place}]", message + (f"; {hint}" if hint else ""))
            circle = _circle(parent, (name,), heads, programs)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                words = " extends ".join((*circle, circle[0]))
                yield file.fault(f"extends[{place}]", f"goes in a circle: {words}")


def _circle(
    name: str,
    below: tuple[str, ...],
    heads: Mapping[str, _File],
    programs: Mapping[str, ProgramPack],
) -> tuple[str, ...]:
    """Return the packs of a circle that leads back to the first of those below; or nothing."""
    if name == below[0]:
        return below
    if name in below:
        return ()
    if name in heads:
        parents = heads[name].extends
    else:
        pack = programs.get(name) or load_program_pack(name)
        parents = () if pack is None else pack.extends
    for parent in parents:
        found = _circle(parent, (*below, name), heads, programs)
        if found:
            return found
    return ()
