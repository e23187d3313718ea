"""The items of a domain that ask for action, or that a plan can use: needs apart from strengths."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from wraparound.instruments.facts import ratings_of
from wraparound.instruments.instrument import Domain, Instrument, Kind, Scale
from wraparound.model import truth
from wraparound.model.assessment import Assessment
from wraparound.model.truth import Truth
from wraparound.policy.predicates import Context, Facts, Node, answer
from wraparound.policy.predicates.nodes import Count, Op

UNLISTED = "unlisted"
"""The domain of codes that no list has: editions add items."""


@attrs.frozen(kw_only=True)
class DomainReading:
    """The items of one domain of one assessment.

    Attributes:
        domain: The domain's code, or ``unlisted``.
        kind: Whether its items are needs or strengths.
        ratings: What was rated, by the items' codes.
        act: The needs that ask for action, at once or not.
        act_now: Those that ask for it at once.
        use: The strengths that a plan can use.
        build: The strengths that are still to be found or built.
        missing: Items of the list that were not rated.
        whole: Whether the list of the domain's items is whole.
        asks_for_action: Whether any need does: not known where a missing one could. No strength
            ever does.
    """

    domain: str
    kind: Kind
    ratings: Mapping[str, int] = attrs.field(factory=dict, repr=False)
    act: tuple[str, ...] = attrs.field(default=(), repr=False)
    act_now: tuple[str, ...] = attrs.field(default=(), repr=False)
    use: tuple[str, ...] = attrs.field(default=(), repr=False)
    build: tuple[str, ...] = attrs.field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    whole: bool = False
    asks_for_action: Truth

    @property
    def most(self) -> int | None:
        """How many needs ask for action at the most; None where the list is not whole."""
        return len(self.act) + len(self.missing) if self.whole else None


def read_domains(instrument: Instrument, assessment: Assessment) -> tuple[DomainReading, ...]:
    """Return the domains of an assessment, those with codes that no list has last.

    Needs and strengths are never in one reading, and nothing here sums them.
    """
    ratings = ratings_of(assessment)
    found = [
        _read(instrument, domain, {code: ratings[code] for code in domain.items if code in ratings})
        for domain in instrument.domains
    ]
    rest = {code: each for code, each in ratings.items() if instrument.domain_of(code) is None}
    for kind in Kind:
        marked = kind is Kind.STRENGTH
        codes = {
            code: each
            for code, each in rest.items()
            if (code in assessment.strength_items) is marked
        }
        if codes and kind in instrument.scales:
            domain = Domain(id=UNLISTED, kind=kind, items=tuple(codes), source=instrument.source)
            found.append(_read(instrument, domain, codes))
    return tuple(found)


def kind_of(code: str, instrument: Instrument, assessment: Assessment) -> Kind:
    """Return what an item is: by its domain, else as the assessment marks it."""
    domain = instrument.domain_of(code)
    if domain is not None:
        return domain.kind
    return Kind.STRENGTH if code in assessment.strength_items else Kind.NEED


def _read(instrument: Instrument, domain: Domain, ratings: dict[str, int]) -> DomainReading:
    scale = instrument.scales[domain.kind]
    rated = {code: each for code, each in ratings.items() if scale.allows(each)}
    usable = scale.usable_to if domain.kind is Kind.STRENGTH else None
    return DomainReading(
        domain=domain.id,
        kind=domain.kind,
        ratings=rated,
        act=_from(rated, scale.act_from),
        act_now=_from(rated, scale.act_now_from),
        use=tuple(code for code, each in rated.items() if usable is not None and each <= usable),
        build=tuple(code for code, each in rated.items() if usable is not None and each > usable),
        missing=tuple(code for code in domain.items if code not in rated) if domain.whole else (),
        whole=domain.whole,
        asks_for_action=_asks(instrument, domain, scale, rated),
    )


def _from(rated: dict[str, int], least: int | None) -> tuple[str, ...]:
    return tuple(code for code, each in rated.items() if least is not None and each >= least)


def _asks(instrument: Instrument, domain: Domain, scale: Scale, rated: dict[str, int]) -> Truth:
    """Tell whether any item asks for action, in the algebra that rules use."""
    name = f"{instrument.id}.{domain.id}"
    if domain.kind is Kind.STRENGTH:
        return truth.NO
    if scale.act_from is None:
        return truth.unknown(f"no_threshold:{name}")
    listed = domain.items if domain.whole else tuple(rated)
    found = truth.NO
    if listed:
        test = Count(within=name, of=listed, at_least=scale.act_from, op=Op.AT_LEAST, n=1)
        facts = Facts(
            held={instrument.id: {domain.id: rated}},
            as_of=instrument.compiled_on,
        )
        node = Node(id=name, test=test, operator="count")
        found = answer(node, Context(facts=facts)).truth
    return found if domain.whole else found | truth.unknown(f"items_of:{name}")
