"""Requests for change, complaints, and what happened after them (COI-REQ, COI-GRV)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wraparound.conflict.acts import EventFact, GrievanceFact, RequestFact
from wraparound.conflict.day import Day
from wraparound.conflict.index import Index
from wraparound.conflict.needs import some
from wraparound.conflict.possible import above, kinds_of_links
from wraparound.conflict.standing import FOREVER, begins_by, dated_end
from wraparound.conflict.statements import Options, Rule, Statement
from wraparound.conflict.ways import NOWHERE, Way, best
from wraparound.model.findings import Disposition
from wraparound.model.terms import Unknown
from wraparound.model.truth import NO, YES, Truth, all_of, any_of, unknown
from wraparound.policy import Values

_ADVERSE = frozenset({"discharge", "hours_cut", "transfer"})
_MILD = frozenset({"same_org", "kin"})


def request_neglected(day: Day, _: Options) -> Iterator[Statement]:
    """REQ-01: a request was not answered in time, or the one it is about deals with it.

    Source: 42 CFR 441.301(c)(1)(viii), 441.725(a), 441.540(a), none with a time limit;
    specification 5.19.
    """
    limit = day.values.count("request.max_days")
    for request in day.index.requests:
        waits = _open(request, day)
        if waits.fails:
            continue
        service = day.index.services.get(request.about or "")
        about = request.about if service is None else _named(service.provider)
        handler = request.handled_by
        found: list[tuple[str, Way]] = []
        if limit is not None and day.has_come(_after(request.received, limit + 1)):
            found.append(("unanswered", NOWHERE))
        if handler is not None and handler == about:
            found.append(("handled_by_subject", Way(YES, (handler,))))
        elif handler is not None and about in day.index.agencies:
            link = best(day.network.links(handler, about or ""))
            if link is not None:
                found.append(("handled_by_tied_person", link))
        for reason, way in found:
            yield Statement(
                truth=waits & way.truth,
                path=(request.id, *way.path),
                plan=request.plan,
                holder=handler,
                counterparty=about,
                role="request_handler",
                reasons=frozenset({reason}),
            )


def grievance_handled_by_own(day: Day, _: Options) -> Iterator[Statement]:
    """GRV-01: who deals with a complaint is, or stands near, who it is about.

    Source: 42 CFR 441.301(c)(7) and by cross-reference; personal involvement is barred for
    complaints received from ``grievance.prohibited_from`` on; specification 5.20.
    """
    for grievance in day.index.grievances:
        waits = _open(grievance, day)
        if waits.fails:
            continue
        for handler in dict.fromkeys(each.person for each in grievance.handlers):
            handles = waits & any_of(
                day.standing(each.period, grievance.id)
                for each in grievance.handlers
                if each.person == handler
            )
            ways = dict(relations(day, grievance, handler))
            sure = {name: way for name, way in ways.items() if way.truth.holds}
            told = sure or ways
            if not told or handles.fails:
                continue
            ties = sorted({tie for way in told.values() for tie in way.path})
            yield Statement(
                truth=handles & any_of(way.truth for way in told.values()),
                path=(grievance.id, *ties),
                plan=grievance.plan,
                holder=handler,
                counterparty=grievance.subject,
                role="grievance_handler",
                variant=_variant(day, grievance, frozenset(told)),
                reasons=frozenset(told),
            )


def cut_after_complaint(day: Day, _: Options) -> Iterator[Statement]:
    """GRV-02: a discharge, a cut or a transfer came soon after a complaint. A signal only.

    Source: 42 CFR 441.301(c)(7) (anti-retaliation) and by cross-reference; specification 5.20.
    """
    window = timedelta(days=day.values.count("grievance.retaliation_days") or 0)
    for event in day.happening(filter(_adverse, day.index.events)):
        plan = day.index.plans.get(event.plan)
        for grievance in day.index.grievances:
            soon = grievance.received <= event.day <= grievance.received + window
            elsewhere = grievance.plan not in {None, event.plan}
            if elsewhere or not soon or plan is None:
                continue
            way = _acts_for(day, event, grievance)
            if way is not None:
                yield Statement(
                    truth=way.truth,
                    path=(grievance.id, event.id),
                    plan=event.plan,
                    holder=event.by,
                    counterparty=plan.youth,
                    becomes=Disposition.POTENTIAL,
                    reasons=frozenset({"timing"}),
                )


def _adverse(event: EventFact) -> bool:
    return event.kind in _ADVERSE and not event.requested_by_family and event.by is not None


def _variant(day: Day, grievance: GrievanceFact, relations: frozenset[str]) -> str | None:
    since = day.values.text("grievance.prohibited_from")
    in_force = bool(since) and grievance.received >= date.fromisoformat(since)
    return "personal" if in_force and relations - _MILD else None


def relations(day: Day, grievance: GrievanceFact, handler: str) -> Iterator[tuple[str, Way]]:
    """Yield how somebody stands to whom a complaint is about, and to who took part in it.

    Source: specification 5.20.
    """
    above = day.network.superiors(handler)
    involved = set(grievance.involved)
    if handler == grievance.subject:
        yield "same_person", NOWHERE
    same = best(_same_organization(day, handler, grievance.subject))
    if same is not None:
        yield "same_org", same
    if grievance.subject in above:
        yield "subordinate", above[grievance.subject]
    kin = day.network.kinship.between(handler, grievance.subject)
    if kin is not None:
        yield "kin", kin
    if handler in involved:
        yield "previously_involved", NOWHERE
    over = best(way for boss, way in above.items() if boss in involved)
    if over is not None:
        yield "subordinate_of_involved", over


def _employments(day: Day, person: str) -> Iterator[tuple[str | None, Way]]:
    for tie, truth in day.network.from_party("employed_by", person):
        if tie.object is None:
            yield None, Way(truth & unknown(f"unknown_employer:{tie.id}"), (tie.id,))
        else:
            yield day.network.entities.of(tie.object), Way(truth, (tie.id,))


def _same_organization(day: Day, handler: str, subject: str) -> Iterator[Way]:
    if day.index.is_person(subject):
        others = list(_employments(day, subject))
    else:
        others = [(day.network.entities.of(subject), NOWHERE)]
    whole_group = day.values.text("grievance.org_scope") == "controlled_group"
    for employer, job in _employments(day, handler):
        for other, way in others:
            path = (*job.path, *way.path)
            if employer is None or other is None or employer == other:
                yield Way(job.truth & way.truth, path)
                continue
            for one, two in ((employer, other), (other, employer)) if whole_group else ():
                control = day.network.power.controls(one, two)
                if control is not None:
                    truth = all_of((job.truth, way.truth, control.truth))
                    yield Way(truth, (*path, *control.path))


def _acts_for(day: Day, event: EventFact, grievance: GrievanceFact) -> Way | None:
    of = day.network.entities.of
    by, subject = event.by or "", grievance.subject
    if by == subject or of(by) == of(subject):
        return NOWHERE
    if day.index.is_person(by) or not day.index.is_person(subject):
        return None
    return best(
        way
        for employer, way in _employments(day, subject)
        if employer is None or employer == of(by)
    )


def _open(matter: RequestFact | GrievanceFact, day: Day) -> Truth:
    return NO if matter.period is None else day.standing(matter.period, matter.id)


def _after(day: date, days: int) -> date:
    return FOREVER if days > (FOREVER - day).days else day + timedelta(days=days)


def _named(provider: str | Unknown | None) -> str | None:
    return provider if isinstance(provider, str) else None


def _answered_by_others(index: Index, values: Values) -> date:
    """Return the first day on which a request may wait too long, or with the wrong one (REQ-01)."""
    limit, found = values.count("request.max_days"), FOREVER
    for request in index.requests:
        if request.period is None:
            continue
        service = index.services.get(request.about or "")
        about = request.about if service is None else _named(service.provider)
        handler, begin = request.handled_by, begins_by(request.period)
        if handler is not None and (handler == about or _may_be_linked(index, handler, about)):
            found = min(found, begin)
        end = dated_end(request.period)
        late = FOREVER if limit is None else _after(request.received, limit + 1)
        if end is None or late < end:
            found = min(found, max(begin, late))
    return found


def _may_be_linked(index: Index, person: str, agency: str | None) -> bool:
    if agency not in index.agencies:
        return False
    return any(kinds_of_links(index, person, frozenset({agency or ""})))


def _handled_by_others(index: Index, values: Values) -> date:
    """Return the first day on which somebody may handle a complaint about their own (GRV-01)."""
    group = values.text("grievance.org_scope") == "controlled_group"
    one_by_one = not index.aliased and not (
        group and ("controls" in index.ties_of or "owns" in index.ties_of)
    )
    found = FOREVER
    for grievance in index.grievances:
        if grievance.period is not None and not (
            one_by_one
            and all(_is_apart(index, grievance, each.person) for each in grievance.handlers)
        ):
            found = min(found, begins_by(grievance.period))
    return found


def _is_apart(index: Index, grievance: GrievanceFact, handler: str) -> bool:
    """Tell whether somebody is no kin, no colleague and no subordinate of who is complained of."""
    subject, kinds = grievance.subject, index.tie_kinds.get(handler, frozenset())
    near = {subject, *grievance.involved}
    if handler in near or not kinds.isdisjoint({"kin", "household"}):
        return False
    jobs = {tie.object for tie in index.ties_from["employed_by", handler]}
    theirs = {tie.object for tie in index.ties_from["employed_by", subject]}
    if not index.is_person(subject):
        theirs = {subject}
    if jobs and theirs and (None in jobs | theirs or jobs & theirs):
        return False
    return near.isdisjoint(above(index, handler))


def _some_adverse(index: Index) -> bool:
    return any(map(_adverse, index.facts.events))


RULES = (
    Rule(
        code="COI-REQ-01",
        ask=request_neglected,
        of_plans=False,
        needs=(some("requests"),),
        quiet_until=_answered_by_others,
        own=frozenset({"request.max_days"}),
    ),
    Rule(
        code="COI-GRV-01",
        ask=grievance_handled_by_own,
        of_plans=False,
        needs=(some("grievances"),),
        quiet_until=_handled_by_others,
        own=frozenset({"grievance.org_scope", "grievance.prohibited_from"}),
    ),
    Rule(
        code="COI-GRV-02",
        ask=cut_after_complaint,
        of_plans=False,
        needs=(some("grievances"), _some_adverse),
        own=frozenset({"grievance.retaliation_days"}),
    ),
)
