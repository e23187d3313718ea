"""Who may handle a request or a complaint: not the one it is about, nor who stands under them.

Rules find who handles one and should not. Here somebody asks beforehand, about anybody: the same
relations count, for requests too, and so does the same unit, which is good practice and no law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.conflict.acts import GrievanceFact
from wraparound.conflict.day import Day, Timeline
from wraparound.conflict.index import Index
from wraparound.conflict.projection import facts_of
from wraparound.conflict.rules.complaints import relations
from wraparound.conflict.settling import merged, same_people
from wraparound.conflict.standing import new_period
from wraparound.model.duty import Staff
from wraparound.model.grievance import ChangeRequest, Grievance
from wraparound.model.truth import NO, Truth, any_of
from wraparound.policy import Policy, load_parameters

SAME_UNIT = "same_unit"
SUBORDINATE = "subordinate"
TIED = "tied"
NOT_SAID = "unknown_about"
"""Nobody recorded what the request is about, so nobody can tell who may handle it."""


@attrs.frozen(kw_only=True)
class HandlerStanding:
    """How somebody stands to what a request or a complaint is about.

    Attributes:
        person: The person.
        barred: Why the person may not handle it: ``same_person``, ``same_org``, ``subordinate``,
            ``kin``, ``previously_involved``, ``subordinate_of_involved``, ``same_unit``, or
            ``tied`` to the agency in another way.
        unsure: What may be so, and cannot be told from the records.
    """

    person: str
    barred: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def may_handle(self) -> bool | None:
        """Whether nothing speaks against it; None where it cannot be told."""
        if self.barred:
            return False
        return None if self.unsure else True


def standings(
    chart: Chart,
    matter: ChangeRequest | Grievance,
    people: Iterable[str],
    *,
    policy: Policy,
    as_of: date | None = None,
    staff: Iterable[Staff] | None = None,
) -> tuple[HandlerStanding, ...]:
    """Return how people stand to what a request or a complaint is about, in the order given.

    It is asked on one day, under the parameters of the first pack. It advises: nothing is refused.

    Args:
        chart: The chart of the family.
        matter: The request or the complaint.
        people: Who is asked about.
        policy: The packs.
        as_of: The day; the chart's own where left out.
        staff: Every record of staff, to follow who stands under whom; where left out, those of the
            chart, which may end below the top.
    """
    facts = facts_of(chart)
    same = same_people(facts)
    index = Index(merged(facts, same))
    pack = next(iter(policy.packs), None)
    values = load_parameters().values({}) if pack is None else policy.values(pack)
    timeline = Timeline(index)
    day = timeline.day(as_of or chart.as_of, values)
    about = _about(matter, index)
    everybody = tuple(chart.directory.staff if staff is None else staff)
    told = tuple(
        _standing(day, everybody, matter, about, (same.get(each, each), each)) for each in people
    )
    timeline.close()
    return told


def _about(matter: ChangeRequest | Grievance, index: Index) -> str | None:
    if isinstance(matter, Grievance):
        return matter.subject
    service = index.services.get(matter.about_service or "")
    provider = None if service is None else service.provider
    return provider if isinstance(provider, str) else matter.about


def _standing(
    day: Day,
    staff: Iterable[Staff],
    matter: ChangeRequest | Grievance,
    about: str | None,
    persons: tuple[str, str],
) -> HandlerStanding:
    person, called = persons
    if about is None:
        return HandlerStanding(person=called, unsure=(NOT_SAID,))
    involved = matter.involved if isinstance(matter, Grievance) else ()
    fact = GrievanceFact(
        id=matter.id, received=matter.received_on, subject=about, involved=involved
    )
    found: dict[str, Truth] = {name: way.truth for name, way in relations(day, fact, person)}
    if not day.index.is_person(about) and person != about:
        tied = day.network.best_link(person, about)
        if tied is not None and "same_org" not in found:
            found[TIED] = tied.truth
    by_staff = {SAME_UNIT: _same_unit, SUBORDINATE: _stands_under}
    for name, ask in by_staff.items():
        truth = any_of([found.get(name, NO), *ask(day, staff, person, about)])
        if not truth.fails:
            found[name] = truth
    return HandlerStanding(
        person=called,
        barred=tuple(sorted(name for name, truth in found.items() if truth.holds)),
        unsure=tuple(sorted(name for name, truth in found.items() if truth.open)),
    )


def _same_unit(day: Day, staff: Iterable[Staff], person: str, about: str) -> Iterator[Truth]:
    """Yield whether both work in one unit, by their duties and by what is recorded of staff.

    A unit is part of an agency: two agencies may call a unit the same. So the units of duties count
    where it is not known of both for whom they work.
    """
    if person == about:
        return
    known = [day.network.employers(each) for each in (person, about)]
    duties = [duty for held in day.index.duties_of_plan.values() for duty in held if duty.unit]
    for mine in duties if not all(known) else ():
        if mine.holder != person:
            continue
        for other in duties:
            if other.holder == about and other.unit == mine.unit:
                yield day.standing(mine.period, mine.id) & day.standing(other.period, other.id)
    posts = [each for each in staff if each.unit and isinstance(each.employer, str)]
    for post in posts:
        for other_post in posts:
            same = (post.unit, post.employer) == (other_post.unit, other_post.employer)
            if same and (post.person, other_post.person) == (person, about):
                yield _works(day, post) & _works(day, other_post)


def _stands_under(day: Day, staff: Iterable[Staff], person: str, about: str) -> Iterator[Truth]:
    """Yield whether one works under the other, by whose staff records stand above whose."""
    posts = {str(each.id): each for each in staff}
    for post in posts.values():
        if post.person != person:
            continue
        seen, truth, above = {post.id}, _works(day, post), posts.get(post.supervisor or "")
        while above is not None and above.id not in seen:
            seen.add(above.id)
            truth &= _works(day, above)
            if above.person == about:
                yield truth
            above = posts.get(above.supervisor or "")


def _works(day: Day, post: Staff) -> Truth:
    return day.standing(new_period(start=post.hired_on, end=post.left_on), post.id)
