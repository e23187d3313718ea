"""What families were shown, told and asked (COI-CHO)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from wraparound.conflict.acts import ChoiceFact, OfferFact, RosterFact
from wraparound.conflict.day import Day
from wraparound.conflict.index import Index
from wraparound.conflict.kinds import PlanFact, ServiceFact
from wraparound.conflict.needs import provided, some
from wraparound.conflict.standing import FOREVER, begins_by, standing
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.model.periods import Period
from wraparound.model.terms import Unknown
from wraparound.model.truth import NO, YES, Truth, unknown
from wraparound.policy import Values


def too_few_offered(day: Day, _: Options) -> Iterator[Statement]:
    """CHO-01: fewer willing and qualified providers were offered than the roster allows.

    Judged on the day of the latest offer; a later offer cures. Being declined changes nothing.
    Source: 42 CFR 441.301(c)(1)(vii), 441.725(a), 441.540(a), 441.18(a)(1); specification 5.17.
    """
    for plan, active in day.plans:
        made = [offer for offer in day.index.offers_of[plan.id] if day.has_come(offer.day)]
        for category in sorted({offer.category for offer in made}):
            of_category = [offer for offer in made if offer.category == category]
            latest = max(offer.day for offer in of_category)
            offers = [offer for offer in of_category if offer.day == latest]
            then = day.at(latest)
            truth = active & _narrow(then, plan, category, offers)
            if truth.fails:
                continue
            tied = any(_offers_own(then, offers[0].offered_by, offer) for offer in offers)
            yield Statement(
                truth=truth,
                path=tuple(offer.id for offer in offers),
                plan=plan.id,
                holder=offers[0].offered_by,
                variant="tied" if tied else None,
            )


def choice_not_recorded(day: Day, _: Options) -> Iterator[Statement]:
    """CHO-02: no complete record that the family chose this service and this provider.

    A late record cures from its date, not backwards.
    Source: 42 CFR 441.301(c)(1)(vii) and (ix), 441.725(a), 441.540(a); specification 5.17.
    """
    for plan, active in day.plans:
        for service in day.services(plan):
            found = _missing_choice(day, service.fact)
            if found is not None:
                truth, reasons, record = found
                yield Statement(
                    truth=active & service.truth & truth,
                    path=(service.fact.id,) if record is None else (service.fact.id, record),
                    plan=plan.id,
                    counterparty=service.provider,
                    service=service.fact,
                    reasons=reasons,
                )


def no_notice(day: Day, _: Options) -> Iterator[Statement]:
    """CHO-03: the family was not told within the year that it may have another coordinator.

    Source: modelled on N.H. He-M 522.10(a); specification 5.17.
    """
    forms, age = day.values.words("notice.forms"), day.values.age("notice.max_age")
    for plan, active in day.plans:
        current = any(
            day.has_come(notice.day)
            and (age is None or not day.has_come(age.after(notice.day)))
            and forms <= set(notice.forms)
            for notice in (*day.index.notices_of[plan.id], *day.index.notices_of[None])
        )
        if not current:
            reasons = frozenset({"no_current_notice"})
            yield Statement(truth=active, path=(plan.id,), plan=plan.id, reasons=reasons)


def conditioned(day: Day, _: Options) -> Iterator[Statement]:
    """CHO-04: one service was made a condition of another.

    Source: 42 CFR 441.18(a)(3); specification 5.17.
    """
    for plan, active in day.plans:
        for condition in day.index.conditions_of[plan.id]:
            yield Statement(
                truth=active & day.standing(condition.period, condition.id),
                path=(condition.id,),
                plan=plan.id,
                holder=condition.imposed_by,
                counterparty=plan.youth,
            )


def _offered_enough(index: Index, values: Values) -> date:
    """Return the day of the first offer that did not surely show enough, for CHO-01."""
    wanted = values.count("choice.min_alternatives") or 0
    found = FOREVER
    for plan in () if index.aliased else index.plans.values():
        made: dict[tuple[str, date], set[str]] = {}
        for offer in index.offers_of[plan.id]:
            made.setdefault((offer.category, offer.day), set()).update(offer.providers)
        for (category, day), shown in made.items():
            rows = index.roster_of[category]
            if day < found and not _shows_enough(index, plan, rows, (shown, wanted, day)):
                found = day
    return date.min if index.aliased else found


def _shows_enough(
    index: Index,
    plan: PlanFact,
    rows: Sequence[RosterFact],
    asked: tuple[set[str], int, date],
) -> bool:
    """Tell whether an offer surely shows enough of those who serve where the youth lives, or all.

    Args:
        index: The facts.
        plan: The plan.
        rows: The roster rows of the category.
        asked: Which agencies are shown, how many are wanted, and the day of the offer.
    """
    shown, wanted, day = asked
    youth = index.youth.get(plan.youth)
    stays = () if youth is None else youth.areas
    lived = [(stay.area, standing(stay.period, day, plan.youth)) for stay in stays]
    sure = {area for area, truth in lived if truth.holds}
    possible = {area for area, truth in lived if not truth.fails}
    anywhere = youth is not None and (not stays or None in possible)
    listed = [
        (row, row.fit & standing(row.period, day, row.id))
        for row in rows
        if anywhere or row.area in possible
    ]
    surely = {row.agency for row, truth in listed if truth.holds and row.area in sure}
    if len(shown & surely) >= wanted:
        return True
    return bool(rows) and len({row.agency for row, truth in listed if not truth.fails}) < wanted


def _all_chosen(index: Index, values: Values) -> date:
    """Return the first day on which a service may be live without a full choice, for CHO-02."""
    age, wanted = values.age("choice.max_age"), values.words("choice.indicators")
    found = FOREVER
    for plan in index.plans.values():
        begin = begins_by(plan.period)
        for service, _ in index.provided(plan.id):
            first = _first_live_day(values, service)
            since = first if isinstance(first, date) else date.min
            live = max(begin, since)
            if live < found and not any(
                choice.day <= live
                and wanted <= choice.said
                and (age is None or first is None or age.after(choice.day) >= since)
                for choice in index.choices_of[service.id]
                if not isinstance(first, Unknown)
            ):
                found = live
    return found


def _narrow(day: Day, plan: PlanFact, category: str, offers: Iterable[OfferFact]) -> Truth:
    of = day.network.entities.of
    wanted = day.values.count("choice.min_alternatives") or 0
    shown = {of(provider) for offer in offers for provider in offer.providers}
    listed: dict[str, Truth] = {}
    for _, agency, truth in day.offering(frozenset({category}), plan.youth):
        listed[of(agency)] = listed.get(of(agency), NO) | truth
    sure = {entity for entity, truth in listed.items() if truth.holds}
    possible = {entity for entity, truth in listed.items() if not truth.fails}
    if len(sure) >= wanted and len(shown & possible) < wanted:
        return YES
    if not listed and len(shown) < wanted:
        return unknown("no_roster")
    if len(possible) < wanted or len(shown & sure) >= wanted:
        return NO
    return unknown("unknown_roster")


def _offers_own(day: Day, offerer: str | None, offer: OfferFact) -> bool:
    if offerer is None:
        return False
    for provider in offer.providers:
        if day.index.is_person(offerer):
            if day.network.tied(offerer, provider).holds:
                return True
            continue
        chain = day.network.entities.chain(offerer, provider)
        if chain is not None and chain.truth.holds:
            return True
    return False


def _missing_choice(
    day: Day,
    service: ServiceFact,
) -> tuple[Truth, frozenset[str], str | None] | None:
    """Return why no choice record holds: the answer, the reasons, and the record that fails."""
    made = [each for each in day.index.choices_of[service.id] if day.has_come(each.day)]
    first = _first_live_day(day.values, service)
    if isinstance(first, Unknown):
        record = made[-1].id if made else None
        return unknown(f"unknown_from:{service.id}"), frozenset(), record
    age = day.values.age("choice.max_age")
    recent = [each for each in made if age is None or first is None or age.after(each.day) >= first]
    if any(not _unmet(day, each) for each in recent):
        return None
    if recent:
        reasons = frozenset(f"indicator:{name}" for name in _unmet(day, recent[-1]))
        return YES, reasons, recent[-1].id
    if made:
        return YES, frozenset({"pre_dated"}), made[-1].id
    return YES, frozenset({"absent"}), None


def _unmet(day: Day, choice: ChoiceFact) -> frozenset[str]:
    return day.values.words("choice.indicators") - choice.said


def _first_live_day(values: Values, service: ServiceFact) -> date | Unknown | None:
    live = values.words("service.live_statuses")
    starts = [_start(span.period) for span in service.spans if span.status in live]
    unsure = next((start for start in starts if isinstance(start, Unknown)), None)
    if unsure is not None:
        return unsure
    known = [start for start in starts if isinstance(start, date)]
    return min(known) if known and len(known) == len(starts) else None


def _start(period: Period) -> date | Unknown | None:
    return period.start


RULES = (
    Rule(
        code="COI-CHO-01",
        ask=too_few_offered,
        needs=(some("offers"),),
        quiet_until=_offered_enough,
        own=frozenset({"choice.min_alternatives"}),
    ),
    Rule(
        code="COI-CHO-02",
        ask=choice_not_recorded,
        needs=(provided,),
        quiet_until=_all_chosen,
        own=frozenset({"choice.indicators", "choice.max_age"}),
    ),
    Rule(code="COI-CHO-03", ask=no_notice, own=frozenset({"notice.forms", "notice.max_age"})),
    Rule(code="COI-CHO-04", ask=conditioned, needs=(some("conditions"),)),
)
