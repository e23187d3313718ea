"""Payer routes: who may pay for which help, by which text, since when, and which facts tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from itertools import combinations
from pathlib import Path

import attrs

from wraparound.errors import Fault
from wraparound.model.findings import Basis, Confidence
from wraparound.model.person import Payer
from wraparound.policy.contradictions import contradicting_questions
from wraparound.policy.document import Section
from wraparound.policy.predicates import Node, read_node
from wraparound.policy.reading import read_policy_file


class PaysFor(Enum):
    """What a route may pay for."""

    CARE_COORDINATION = "care_coordination"
    CRISIS_HELP = "crisis_help"
    FAMILY_SUPPORT = "family_support"
    GOODS_AND_ACTIVITIES = "goods_and_activities"
    HOME_AND_COMMUNITY = "home_and_community"
    TREATMENT = "treatment"


@attrs.frozen(kw_only=True)
class PayerRoute:
    """One version of one way in which help may be paid for.

    Attributes:
        id: Its name; versions share it.
        payer: What kind of payer it is.
        title: What it is called.
        authority: The Medicaid authority or grant as coverages write it, such as ``1915(c)``.
        pays_for: What it may pay for.
        levels: The levels of help that it may pay for, by their names in the decision aid.
        citation: The text.
        basis: Whether the text says so, or it is a judgement.
        confidence: Whether its text was read; one that was only recalled never decides.
        effective_from: The first day of the version; None where that is not known.
        effective_to: Its last day; None where it is open, or not known.
        decided_by: Who decides whether it pays; never this library.
        family: What to tell a family, in plain words.
        worker: What a worker can do.
        root: The questions. A no closes the route, and nothing else.
        jurisdiction: Where it is a route, such as ``US`` or ``US-MS``.
    """

    id: str
    payer: Payer
    title: str
    authority: str
    pays_for: tuple[PaysFor, ...]
    levels: tuple[str, ...]
    citation: str
    basis: Basis
    confidence: Confidence
    effective_from: date | None
    effective_to: date | None
    decided_by: str
    family: str
    worker: str
    root: Node = attrs.field(repr=False)
    jurisdiction: str

    @property
    def state(self) -> str:
        """The state whose route it is, such as ``MS``; empty for one of every state."""
        return state_of(self.jurisdiction)

    def in_force_on(self, day: date) -> bool:
        """Tell whether the version may be in force on a day; both its ends count."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def meets(self, other: PayerRoute) -> bool:
        """Tell whether there is a day on which both versions may be in force."""
        ends = min(self.effective_to or date.max, other.effective_to or date.max)
        return max(self.effective_from or date.min, other.effective_from or date.min) <= ends


@attrs.frozen(kw_only=True)
class PayerPack:
    """Payer routes of one country, state or county.

    Attributes:
        id: Its name.
        title: What it is called.
        jurisdiction: Where it holds, such as ``US`` or ``US-MS``.
        compiled_on: When the texts were read.
        routes: The routes, in the order in which they are shown.
        not_found: What was looked for and not found.
    """

    id: str
    title: str
    jurisdiction: str
    compiled_on: date
    routes: tuple[PayerRoute, ...]
    not_found: tuple[str, ...] = ()


def state_of(jurisdiction: str) -> str:
    """Return the state of a jurisdiction such as ``US-MS``; empty where it names none."""
    country, _, rest = jurisdiction.partition("-")
    return rest.partition("-")[0] if country == "US" else ""


def read_payer_files(paths: Iterable[Path]) -> tuple[PayerPack, ...]:
    """Return the payer routes that files hold, such as a county's own.

    Raises:
        PolicyInvalid: A file has faults; all of them are listed.
        OSError: A file cannot be read.
    """
    return tuple(read_payer_pack(path.read_bytes(), source=path.name) for path in paths)


def read_payer_pack(text: str | bytes, *, source: str) -> PayerPack:
    """Return the payer routes that a YAML text holds.

    Raises:
        PolicyInvalid: With every fault.
    """
    return read_policy_file(text, source, _pack)


def routes_of(packs: Mapping[str, PayerPack]) -> tuple[PayerRoute, ...]:
    """Return the routes of packs; where two bring one name, that of the first pack counts."""
    found: dict[str, list[PayerRoute]] = {}
    for pack in packs.values():
        own: dict[str, list[PayerRoute]] = {}
        for route in pack.routes:
            own.setdefault(route.id, []).append(route)
        found = {**found, **{name: own[name] for name in own if name not in found}}
    return tuple(route for versions in found.values() for route in versions)


def _pack(file: Section) -> PayerPack:
    place = file.text("jurisdiction")
    pack = PayerPack(
        id=file.text("payers"),
        title=file.text("title"),
        jurisdiction=place,
        compiled_on=file.day("compiled_on") or date.min,
        routes=tuple(_route(entry, place) for entry in file.listed("routes")),
        not_found=file.texts("not_found"),
    )
    if not pack.routes:
        file.fault("routes", "must list at least one route")
    file.faults.extend(_overlaps(pack.routes))
    return pack


def _route(entry: Section, place: str) -> PayerRoute:
    name = entry.text("id")
    root = entry.section("root") or Section.of(None, entry.at("root"), entry.faults)
    route = PayerRoute(
        id=name,
        payer=entry.choice("payer", Payer),
        title=_filled(entry, "title"),
        authority=entry.text("authority", ""),
        pays_for=tuple(_paid_for(entry)),
        levels=_some(entry, "levels"),
        citation=entry.citation("citation"),
        basis=entry.choice("basis", Basis),
        confidence=entry.choice("confidence", Confidence),
        effective_from=entry.day("effective_from"),
        effective_to=entry.day("effective_to"),
        decided_by=_filled(entry, "decided_by"),
        family=_filled(entry, "family"),
        worker=_filled(entry, "worker"),
        root=read_node(root, name),
        jurisdiction=place,
    )
    entry.finish()
    if route.effective_from and route.effective_to and route.effective_to < route.effective_from:
        entry.fault("effective_to", "must not lie before effective_from")
    for path, message in contradicting_questions(route.root, entry.at("root")):
        entry.faults.append(Fault(path, message))
    return route


def _filled(entry: Section, key: str) -> str:
    text = entry.text(key)
    if key in entry.entries and isinstance(entry.entries[key], str) and not text.strip():
        entry.fault(key, "must not be blank")
    return text


def _some(entry: Section, key: str) -> tuple[str, ...]:
    words = entry.texts(key)
    if not entry.entries.get(key):
        entry.fault(key, "must name at least one")
    return words


def _paid_for(entry: Section) -> Iterator[PaysFor]:
    known = {each.value: each for each in PaysFor}
    for place, word in enumerate(_some(entry, "pays_for")):
        if word in known:
            yield known[word]
        else:
            entry.fault(f"pays_for[{place}]", "must be one of " + ", ".join(known))


def _overlaps(routes: tuple[PayerRoute, ...]) -> Iterator[Fault]:
    for (_, earlier), (place, later) in combinations(enumerate(routes), 2):
        if later.id == earlier.id and later.meets(earlier):
            message = f"overlaps an earlier version of {later.id}; end that one first"
            yield Fault(f"routes[{place}]", message)
