"""The decision aid: wraparound or something lighter, by reasons and by what the family prefers.

Danger comes first. Every answer has its reasons, and the facts that could still change it; the
family may ask for less and is given it; nothing is ever denied.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType

import attrs

from wraparound.eligibility.determination import all_answers
from wraparound.eligibility.paying import RouteAnswer, packaged_routes, routes_for
from wraparound.eligibility.questions import questions_first
from wraparound.policy.document import Section
from wraparound.policy.payer_routes import PayerRoute
from wraparound.policy.predicates import (
    ABSENT,
    Answer,
    Context,
    Facts,
    Node,
    answer,
    read_node,
)
from wraparound.policy.reading import read_policy_file
from wraparound.policy.rule_sets import RuleSets

PREFERENCE = "preference.intensity"
"""How much help the family wants: ``less``, ``more``, or the name of a tier."""
_LESS, _MORE = "less", "more"
_CASE_MANAGEMENT = "case_management"


@attrs.frozen(kw_only=True)
class AidQuestion:
    """One question of the aid.

    Attributes:
        id: Its name.
        facts: The facts that it tells.
        ask: How to ask it.
        why: Why it is asked.
        citation: Where it comes from.
    """

    id: str
    facts: tuple[str, ...]
    ask: str
    why: str
    citation: str


@attrs.frozen(kw_only=True)
class Tier:
    """One kind of help, from the most intensive down.

    Attributes:
        key: Its name.
        label: What it is called.
        root: When it fits.
    """

    key: str
    label: str
    root: Node = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Flag:
    """Something to look into; it never changes the tier.

    Attributes:
        id: Its name.
        text: What to do.
        when: When it is raised; None where it is raised by a fact that nobody knows.
        unknown: That fact.
        tiers: For which tiers; empty for all.
    """

    id: str
    text: str
    when: Node | None = attrs.field(default=None, repr=False)
    unknown: str = ""
    tiers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Model:
    """A way of doing case management.

    Attributes:
        key: Its name.
        label: What it is called.
        when: When it fits.
        about: What it is.
        citation: Where that comes from.
        basis: Whether that was read, or is a judgement.
    """

    key: str
    label: str
    when: Node = attrs.field(repr=False)
    about: str
    citation: str
    basis: str


@attrs.frozen(kw_only=True)
class Aid:
    """The decision aid, as its file tells it.

    Attributes:
        statement: What it says of itself.
        questions: What it asks.
        tiers: The kinds of help, the most intensive first.
        flags: What to look into.
        steps_down: What is one step less than each tier.
        never_lowered: Tiers that no preference makes less of.
        asked_less: The flag for a family that asks for less.
        asked_more: The flag for one that asks for more.
        texts: What these two flags say.
        models: The ways of doing case management.
    """

    statement: str
    questions: tuple[AidQuestion, ...]
    tiers: tuple[Tier, ...]
    flags: tuple[Flag, ...]
    steps_down: Mapping[str, str]
    never_lowered: tuple[str, ...]
    asked_less: str
    asked_more: str
    texts: Mapping[str, str]
    models: tuple[Model, ...]

    def text_of(self, flag: str) -> str:
        """Return what a flag says."""
        own = {each.id: each.text for each in self.flags}
        return own.get(flag) or self.texts.get(flag, "")


@attrs.frozen(kw_only=True)
class Decided:
    """What the aid suggests, and why.

    Attributes:
        suggested: The highest tier whose conditions hold; None where none does.
        offered: The tier after the family's preference.
        provisional: Whether a higher tier is still open.
        could_be: The higher tiers that are.
        reasons: Codes of what holds in the suggested tier.
        missing: Facts that could still change the answer.
        ask_first: The same, in the order to ask; danger always first.
        flags: What to look into.
        preference_honoured: Whether the family gets what it asked for; None where it asked nothing.
        models: Ways of doing case management to talk about, where that is offered.
        answers: What each tier was answered with, by its name.
        payers: Who may pay, route by route; none of them changes what is offered.
    """

    suggested: str | None
    offered: str | None
    provisional: bool
    could_be: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    preference_honoured: bool | None = None
    models: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = attrs.field(factory=dict, repr=False)
    payers: tuple[RouteAnswer, ...] = attrs.field(default=(), repr=False)

    def payers_of(self, tier: str) -> tuple[RouteAnswer, ...]:
        """Return who may pay for a kind of help, whatever is suggested."""
        return tuple(each for each in self.payers if tier in each.route.levels)


@functools.cache
def load_aid() -> Aid:
    """Return the packaged decision aid.

    Raises:
        PolicyInvalid: The file has faults.
    """
    file = resources.files("wraparound.eligibility").joinpath("decision_aid.yaml")
    return read_policy_file(file.read_bytes(), file.name, _aid)


def decide(
    answers: Mapping[str, object],
    *,
    on: date,
    aid: Aid | None = None,
    payers: Iterable[PayerRoute] | None = None,
    rule_sets: RuleSets | None = None,
) -> Decided:
    """Return which kind of help the answers point at, and what the family would be offered.

    Who may pay is told beside it, and never changes it.

    Args:
        answers: What is known, as nested mappings and lists.
        on: The day.
        aid: Another aid than the packaged one.
        payers: Other payer routes than the packaged ones.
        rule_sets: Sets of rules besides the packaged ones, for routes that ask one.
    """
    used = aid or load_aid()
    facts = Facts(held=answers, as_of=on, wrapped=True)
    context = Context(facts=facts)
    told = {tier.key: answer(tier.root, context) for tier in used.tiers}
    suggested = next((key for key, found in told.items() if found.value), None)
    above = _above(list(told), suggested)
    could_be = tuple(key for key in above if told[key].value is None)
    offered, honoured, asked = _preferred(used, suggested, facts)
    return Decided(
        suggested=suggested,
        offered=offered,
        provisional=bool(could_be),
        could_be=could_be,
        reasons=_reasons(told[suggested]) if suggested else (),
        missing=_in_order(name for key in could_be for name in told[key].missing),
        ask_first=_in_order(name for key in could_be for name in questions_first(told[key])),
        flags=(*_flags(used, suggested, context), *asked),
        preference_honoured=honoured,
        models=_models(used, context) if offered == _CASE_MANAGEMENT else (),
        answers=MappingProxyType(told),
        payers=routes_for(
            facts, packaged_routes() if payers is None else payers, rule_sets=rule_sets
        ),
    )


def _above(tiers: list[str], suggested: str | None) -> list[str]:
    return tiers if suggested is None else tiers[: tiers.index(suggested)]


def _reasons(found: Answer) -> tuple[str, ...]:
    return _in_order(
        each.node.reason
        for each in all_answers(found)
        if each.value and each.counts and each.node.reason
    )


def _preferred(
    aid: Aid, suggested: str | None, facts: Facts
) -> tuple[str | None, bool | None, tuple[str, ...]]:
    """Return what is offered, whether that is what the family asked for, and what to say of it."""
    wanted = facts.find(PREFERENCE).value
    if wanted is ABSENT or wanted is None or suggested is None:
        asked_nothing = wanted is ABSENT or wanted is None
        return suggested, None if asked_nothing else False, ()
    tiers = [tier.key for tier in aid.tiers]
    named = aid.steps_down.get(suggested, suggested) if wanted == _LESS else str(wanted)
    steps = tiers.index(named) - tiers.index(suggested) if named in tiers else -1
    if steps < 0:
        known = wanted == _MORE or named in tiers
        return suggested, False, (aid.asked_more,) if known else ()
    if steps == 0 and (wanted != _LESS or suggested not in aid.never_lowered):
        return suggested, True, ()
    if suggested in aid.never_lowered:
        return suggested, False, ()
    return named, True, (aid.asked_less,)


def _flags(aid: Aid, suggested: str | None, context: Context) -> list[str]:
    raised = []
    for flag in aid.flags:
        if flag.tiers and suggested not in flag.tiers:
            continue
        if flag.when is not None:
            if answer(flag.when, context).value:
                raised.append(flag.id)
        elif context.facts.find(flag.unknown).value is ABSENT:
            raised.append(flag.id)
    return raised


def _models(aid: Aid, context: Context) -> tuple[str, ...]:
    return tuple(each.key for each in aid.models if answer(each.when, context).value)


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _aid(file: Section) -> Aid:
    for key in ("decision_aid", "version", "compiled_on", "order", "outputs"):
        file.raw(key)
    preference = file.section("preference") or Section.of({}, "preference", file.faults)
    words = preference.section("flags") or Section.of({}, "preference.flags", file.faults)
    aid = Aid(
        statement=file.text("statement"),
        questions=tuple(_question(each) for each in _entries(file, "questions")),
        tiers=tuple(_tier(each) for each in _entries(file, "tiers")),
        flags=tuple(_flag(each) for each in _entries(file, "flags")),
        steps_down=_texts(preference, "steps_down"),
        never_lowered=preference.texts("never_lowered"),
        asked_less=words.text("lower"),
        asked_more=words.text("higher"),
        texts=_texts(preference, "texts"),
        models=tuple(_model(each) for each in _entries(file, "case_management_models")),
    )
    preference.finish()
    return aid


def _entries(file: Section, key: str) -> list[Section]:
    listed = file.raw(key)
    return [
        Section.of(entry, f"{key}[{place}]", file.faults)
        for place, entry in enumerate(listed if isinstance(listed, list) else [])
    ]


def _texts(section: Section, key: str) -> Mapping[str, str]:
    inner = section.section(key)
    held = {name: inner.text(name) for name in inner.entries} if inner else {}
    return MappingProxyType(held)


def _node(entry: Section, key: str, name: str) -> Node:
    return read_node(
        entry.section(key) or Section.of(None, entry.at(key), entry.faults), f"{name}.{key}"
    )


def _question(entry: Section) -> AidQuestion:
    question = AidQuestion(
        id=entry.text("id"),
        facts=entry.texts("facts"),
        ask=entry.text("ask"),
        why=entry.text("why"),
        citation=entry.text("citation"),
    )
    entry.finish()
    return question


def _tier(entry: Section) -> Tier:
    key = entry.text("key")
    tier = Tier(key=key, label=entry.text("label"), root=_node(entry, "root", key))
    entry.finish()
    return tier


def _flag(entry: Section) -> Flag:
    name = entry.text("id")
    flag = Flag(
        id=name,
        text=entry.text("text"),
        when=_node(entry, "when", name) if "when" in entry.entries else None,
        unknown=entry.text("unknown", ""),
        tiers=entry.texts("tiers"),
    )
    entry.finish()
    return flag


def _model(entry: Section) -> Model:
    key = entry.text("key")
    model = Model(
        key=key,
        label=entry.text("label"),
        when=_node(entry, "when", key),
        about=entry.text("about"),
        citation=entry.text("citation"),
        basis=entry.text("basis"),
    )
    entry.finish()
    return model
