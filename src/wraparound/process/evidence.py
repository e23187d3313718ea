"""The facts that show an activity was done: a stay as nested facts, by the names of the practice.

A key that is left out is one that nobody knows; None is known not to be (see
``wraparound.policy.predicates.facts``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from wraparound.model.consent import Consent, ConsentKind
from wraparound.model.crisis import CrisisPlan
from wraparound.model.engagement import Engagement
from wraparound.model.meeting import Meeting
from wraparound.model.outcome import Measure
from wraparound.model.plan import Plan
from wraparound.model.team import SupportType, TeamMember
from wraparound.model.terms import Unknown
from wraparound.model.transition import TransitionPlan
from wraparound.process.stay import Stay

Known = dict[str, object]


def facts_of_stay(stay: Stay) -> Mapping[str, object]:
    """Return a stay as nested facts.

    Returns:
        ``engagement``, ``plan`` (in force), ``first_plan``, ``crisis``, ``transition``,
        ``team_active``, ``team_active_other``, ``meetings_held`` and ``meetings_before_last``.
    """
    plan = stay.plan
    first = next((each for each in stay.plans if each.version == 1), None)
    meetings = [_meeting(each) for each in stay.held]
    members = [(each, _member(each)) for each in stay.active]
    return {
        "engagement": _engagement(stay.engagement, stay.consents),
        "plan": _plan(plan) if plan else {},
        "first_plan": _plan(first) if first else {},
        "crisis": _crisis(plan.crisis_plan) if plan and plan.crisis_plan else {},
        "transition": _transition(plan.transition) if plan and plan.transition else {},
        "team_active": [known for _, known in members],
        "team_active_other": [
            known for each, known in members if each.support is not SupportType.FAMILY_MEMBER
        ],
        "meetings_held": meetings,
        "meetings_before_last": meetings[:-1],
    }


def _known(**held: object) -> Known:
    """Return what is known of some keys: those that nobody knows are left out."""
    return {name: _plain(value) for name, value in held.items() if not isinstance(value, Unknown)}


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _engagement(engagement: Engagement | None, consents: tuple[Consent, ...]) -> Known:
    signed = [each for each in consents if each.kind is ConsentKind.PARTICIPATION]
    releases = [each for each in consents if each.kind is ConsentKind.RELEASE]
    known: Known = {}
    if engagement is not None:
        known = _known(
            oriented_on=engagement.oriented_on,
            rights_given_on=engagement.rights_given_on,
            grievance_given_on=engagement.grievance_given_on,
        )
        known |= _screen(engagement) | _discovery(engagement) | _logistics(engagement)
    if engagement is not None or consents:
        known["consents"] = [_known(date=each.signed_on) for each in signed]
        known["releases"] = [_known(expires=each.period.end) for each in releases]
    return known


def _screen(engagement: Engagement) -> Known:
    screen = engagement.crisis_screen
    if screen is None:
        return {}
    plan = _known(who=screen.who, what=screen.what, until=screen.until)
    return {
        "crisis_screen": _known(
            date=screen.on,
            asked_family=screen.asked_family,
            asked_referrer=screen.asked_referrer,
            outcome=screen.outcome,
            plan=plan,
        )
    }


def _discovery(engagement: Engagement) -> Known:
    found = engagement.discovery
    if found is None:
        return {}
    return {
        "discovery": _known(
            date=found.on,
            youth_strengths=found.youth_strengths,
            caregiver_strengths=found.caregiver_strengths,
            culture=found.culture,
            vision=found.vision,
            family_reviewed=found.family_reviewed,
        )
    }


def _logistics(engagement: Engagement) -> Known:
    settled = engagement.logistics
    if settled is None:
        return {}
    known = _known(date=settled.on)
    if isinstance(settled.place_chosen_by_family, bool):
        known["place_chosen_by"] = "family" if settled.place_chosen_by_family else "staff"
    return {"logistics": known}


def _plan(plan: Plan) -> Known:
    return _known(
        version=plan.version,
        completed_on=plan.completed_on,
        change_reason=plan.change_reason,
        mission=plan.mission,
        ground_rules=plan.ground_rules,
        signatures=tuple(each.role for each in plan.signatures),
        distribution=tuple(each.member for each in plan.distribution),
        strengths=tuple(_known(owner_kind=each.owner_kind) for each in plan.strengths),
        needs=tuple(
            _known(owner=each.owner, domain=each.domain, priority=each.priority)
            for each in plan.needs
        ),
        outcomes=tuple(
            _known(indicator=each.indicator, target=_target(each.target)) for each in plan.outcomes
        ),
        strategies=tuple(
            _known(
                strengths=each.strengths,
                options_considered=each.options_considered,
                ratings=tuple(rating.value for rating in each.ratings),
            )
            for each in plan.strategies
        ),
        steps=tuple(
            _known(responsible=each.responsible, due=each.due_on, status=each.status)
            for each in plan.steps
        ),
    )


def _target(target: Measure | None) -> Known | None:
    if target is None:
        return None
    value = target.value if isinstance(target.value, Decimal) else target.words
    return _known(value=value, by=target.on)


def _crisis(crisis: CrisisPlan) -> Known:
    return _known(
        triggers=crisis.triggers,
        early_signs=crisis.early_signs,
        prevention_steps=tuple(each.text for each in crisis.prevention_steps),
        response_steps=tuple(each.text for each in crisis.response_steps),
        line_24h=crisis.line_24h,
    )


def _transition(transition: TransitionPlan) -> Known:
    after = transition.crisis_plan
    return _known(
        started_on=transition.started_on,
        criteria=tuple(each.text for each in transition.criteria),
        continuing_supports=tuple(_known(contact=each.contact) for each in transition.supports),
        post_crisis_plan=None if after is None else _known(completed_on=after.completed_on),
        record_of_what_worked=_known(given_on=transition.what_worked_given_on),
        celebration=_known(offered=transition.celebration_offered),
        reentry_route=transition.way_back,
        follow_ups=tuple(_known(done_on=each.done_on) for each in transition.follow_ups),
    )


def _member(member: TeamMember) -> Known:
    return _known(oriented_on=member.oriented_on, family_approved=member.family_approved)


def _meeting(meeting: Meeting) -> Known:
    known = _known(
        agenda=meeting.agenda,
        reviewed_steps=meeting.reviewed_steps,
        family_led=meeting.family_led,
        minutes_sent_on=meeting.minutes_sent_on,
        next_meeting_on=meeting.next_meeting_on,
    )
    if meeting.satisfaction.strip():
        known["satisfaction"] = meeting.satisfaction
    return known
