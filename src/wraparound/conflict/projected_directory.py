"""The directory as facts: worked out once, for every family that has this part of it around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs

from wraparound.chart import Directory
from wraparound.conflict.acts import DisclosureFact, GiftFact, ReferralFact, RosterFact
from wraparound.conflict.beside import once_for_each
from wraparound.conflict.facts import Facts
from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import (
    AgencyFact,
    CertificationFact,
    DutyFact,
    PersonFact,
    TieFact,
    UnspecifiedInterestFact,
)
from wraparound.model.agency import Agency, Certification
from wraparound.model.directory import RosterEntry
from wraparound.model.disclosure import Disclosure, Gift, UnspecifiedInterest
from wraparound.model.duty import Duty
from wraparound.model.ids import NPI, TIN, Identifier
from wraparound.model.periods import ALWAYS
from wraparound.model.person import Person
from wraparound.model.referral import ReferralTally
from wraparound.model.terms import Unknown
from wraparound.model.tie import Certainty, Tie


@frozen(kw_only=True)
class Around:
    """What a directory says, as the rules read it.

    Attributes:
        facts: What it says to every family alike.
        people: The people among them, by id.
        duties: Duties on one plan, or for some services: they are for the family to tell.
        awaited: The ids of ties that it speaks of and does not have. A family may have one.
    """

    facts: Facts
    people: Mapping[str, Person]
    duties: tuple[Duty, ...]
    awaited: frozenset[str]


def around(directory: Directory, ties: frozenset[str]) -> Around:
    """Return a directory as facts: worked out once, unless a family has ties that it awaits.

    Args:
        directory: The part of the directory around a family.
        ties: The ids of the family's own ties.
    """
    found = _around(directory)
    return found if ties.isdisjoint(found.awaited) else _told(directory, ties)


@once_for_each
def _around(directory: Directory) -> Around:
    return _told(directory, frozenset())


def _told(directory: Directory, ties: frozenset[str]) -> Around:
    all_of = directory.records.all
    known = ties.union([tie.id for tie in directory.ties])
    told = tuple(map(_disclosure, all_of(Disclosure)))
    named = {tie for each in told for tie in each.declares}
    named.update(tie.incident_of for tie in directory.ties if tie.incident_of is not None)
    own = [each for each in directory.duties if each.plan is None and not each.services]
    people: dict[str, Person] = {each.id: each for each in directory.people}
    return Around(
        facts=Facts(
            people=tuple(map(_person, people.values())),
            agencies=tuple(map(_agency, directory.agencies)),
            duties=tuple(map(_duty, own)),
            ties=tie_facts(directory.ties, ties, _tie),
            unspecified_interests=tuple(map(_unspecified, all_of(UnspecifiedInterest))),
            certifications=tuple(map(_certification, all_of(Certification))),
            roster=tuple(map(_roster_row, all_of(RosterEntry))),
            disclosures=tuple(_of_known(each, known) for each in told),
            referrals=tuple(map(_referral, all_of(ReferralTally))),
            gifts=tuple(map(_gift, all_of(Gift))),
        ),
        people=people,
        duties=tuple(each for each in directory.duties if each.plan is not None or each.services),
        awaited=frozenset(named - known),
    )


def _of_known(disclosure: DisclosureFact, ties: frozenset[str]) -> DisclosureFact:
    if ties.issuperset(disclosure.declares):
        return disclosure
    return attrs.evolve(disclosure, declares=tuple(filter(ties.__contains__, disclosure.declares)))


def person_fact(person: Person) -> PersonFact:
    """Return somebody as the rules know them."""
    return PersonFact(id=person.id, name=name_of(person.name), member=person.member)


@once_for_each
def _agency(agency: Agency) -> AgencyFact:
    return AgencyFact(
        id=agency.id,
        name=name_of(agency.name),
        tin=_identifier(agency.identifiers, TIN),
        npi=_identifier(agency.identifiers, NPI),
        board_size=agency.board_size,
    )


def name_of(name: str | Unknown) -> str:
    """Return a name; an empty text where it is not known."""
    return "" if isinstance(name, Unknown) else name


def _identifier(identifiers: Iterable[Identifier], system: str) -> str | None:
    return next((each.value for each in identifiers if each.system == system), None)


def duty_fact(duty: Duty) -> DutyFact:
    """Return a duty as the rules read it."""
    return DutyFact(
        id=duty.id,
        recorded=duty.recorded_on,
        plan=duty.plan,
        role=duty.role.value,
        holder=duty.holder,
        services=duty.services or None,
        unit=duty.unit or None,
        period=duty.period,
    )


def tie_facts(
    ties: Iterable[Tie],
    beside: frozenset[str] = frozenset(),
    fact_of: Callable[[Tie], TieFact] | None = None,
) -> tuple[TieFact, ...]:
    """Return ties as the rules read them.

    Args:
        ties: The ties; the same record twice counts once.
        beside: The ids of other ties, which these may belong to.
        fact_of: Tells one of them, where that is remembered.
    """
    held = tuple(ties)
    known = frozenset(tie.id for tie in held)
    if len(known) < len(held):
        held = tuple(dict.fromkeys(held))
    return tuple(
        [
            fact
            if fact.incident_of is None or fact.incident_of in known or fact.incident_of in beside
            else attrs.evolve(fact, incident_of=None)
            for fact in map(fact_of or _tie_fact, held)
        ]
    )


def _tie_fact(tie: Tie) -> TieFact:
    return TieFact(
        id=tie.id,
        recorded=tie.recorded_on,
        kind=tie.kind.value,
        subject=tie.subject,
        object=None if isinstance(tie.object, Unknown) else tie.object,
        period=tie.period,
        share=tie.share,
        votes=tie.votes,
        assets=tie.assets,
        via="direct" if tie.via is None else tie.via.value,
        position=None if tie.position is None else tie.position.value,
        basis=None if tie.basis is None else tie.basis.value,
        incident_of=tie.incident_of,
        depends_on=tie.depends_on,
        confirmed=tie.certainty is not Certainty.POSSIBLE,
        relation=None if tie.relation is None else tie.relation.value,
        nature="blood" if tie.nature is None else tie.nature.value,
        partner=tie.partner,
        court_order=(tie.court_order_number or tie.id) if tie.court_order else None,
    )


@once_for_each
def _unspecified(interest: UnspecifiedInterest) -> UnspecifiedInterestFact:
    return UnspecifiedInterestFact(
        id=interest.id,
        recorded=interest.recorded_on,
        agency=interest.agency,
        reason=interest.reason.value,
        period=interest.period,
    )


@once_for_each
def _certification(held: Certification) -> CertificationFact:
    return CertificationFact(
        id=held.id,
        recorded=held.recorded_on,
        agency=held.agency,
        role=held.certified_as.value,
        period=held.period,
    )


@once_for_each
def _roster_row(row: RosterEntry) -> RosterFact:
    return RosterFact(
        id=row.id,
        recorded=row.recorded_on,
        agency=row.agency,
        offers=row.offers,
        area=row.area,
        willing=row.willing,
        qualified=row.qualified,
        period=row.period,
    )


@once_for_each
def _disclosure(disclosure: Disclosure) -> DisclosureFact:
    return DisclosureFact(
        id=disclosure.id,
        recorded=disclosure.recorded_on,
        kind=disclosure.kind.value,
        person=disclosure.person,
        day=disclosure.on,
        declares=disclosure.declares,
        employer=disclosure.employer,
        cosigned_by=disclosure.cosigned_by,
        reviewed_by=disclosure.reviewed_by,
    )


@once_for_each
def _referral(tally: ReferralTally) -> ReferralFact:
    return ReferralFact(
        id=tally.id,
        recorded=tally.recorded_on,
        by=tally.by,
        provider=tally.provider,
        category=tally.category,
        area=tally.area,
        quarter=tally.quarter,
        count=tally.count,
    )


@once_for_each
def _gift(gift: Gift) -> GiftFact:
    return GiftFact(
        id=gift.id,
        recorded=gift.recorded_on,
        kind=gift.kind.value,
        giver=gift.giver,
        receiver=gift.receiver,
        value=gift.value,
        day=gift.on,
        period=gift.period or ALWAYS,
    )


# A directory's records are told once: many parts of it have the same ones.
_person, _duty, _tie = (
    once_for_each(person_fact),
    once_for_each(duty_fact),
    once_for_each(_tie_fact),
)
