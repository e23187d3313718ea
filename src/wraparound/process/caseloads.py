"""Caseloads: who has how many families, who is over the program's limit, on which days.

A family is weighed by the limit that holds for its tier: where a worker may have twenty families
of one tier, each takes a twentieth of a full caseload; where ten of another, a tenth. Somebody is
over once these parts add up to more than the part of a full week that they work. That several
tiers add up in this way is a judgement: the texts set limits for one tier at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import attrs

from wraparound.model.duty import Duty, Staff
from wraparound.model.enrollment import CaseManagementModel, Enrollment
from wraparound.model.periods import Period
from wraparound.process.careers import COORDINATING_JOBS, employed, full_time
from wraparound.process.case_management import CaseModel, WorkedBy, load_case_models
from wraparound.process.limits import Limits, Load
from wraparound.process.loads import Allowance, Caseload, LoadChanges, LoadOf
from wraparound.process.point_of_contact import Held, held_by, stay_period
from wraparound.process.spans import segments

COORDINATOR_LIMIT: Final = "coordinator_caseload_max"
"""The parameter: how many families there may be for each full-time coordinator."""
SUPERVISOR_LIMIT: Final = "supervisor_ratio_max"
"""The parameter: how many coordinators there may be for each supervisor."""
_DAY: Final = timedelta(days=1)
_ONE: Final = Decimal(1)


@attrs.frozen(kw_only=True)
class _Holder:
    """Whose load something is, and by which limit.

    Attributes:
        of: What kind of load.
        name: Who.
        limit: The parameter of the limit.
        model: For a team: the model that it works by.
    """

    of: LoadOf
    name: str
    limit: str
    model: CaseManagementModel | None = None


@attrs.frozen(kw_only=True)
class _Charge:
    """That somebody has a family, or a team a person, as far as it is known."""

    holder: _Holder
    counted: str
    stay: Period
    held: Held
    enrollment: Enrollment

    def covers(self, day: date) -> tuple[bool, bool]:
        """Tell whether it surely holds on a day, and whether it may."""
        stay, sure = self.stay.covers(day), self.held.sure
        possible = stay is not False and self.held.possible.covers(day) is not False
        return stay is True and sure is not None and sure.covers(day) is True, possible


@attrs.define(kw_only=True, eq=False)
class CaseloadTally:
    """Loads, added up family after family; only what changes on which day is kept.

    Attributes:
        limits: What the program allows.
        start: The first day of the period.
        end: The first day after it.
        as_of: The day of the record.
        jobs: The staff of the program.
        same: One id for each record of a person with several.
    """

    limits: Limits
    start: date
    end: date
    as_of: date
    jobs: tuple[Staff, ...] = ()
    same: Mapping[str, str] = attrs.field(factory=dict)
    _changes: dict[_Holder, LoadChanges] = attrs.field(
        factory=lambda: defaultdict(LoadChanges), init=False
    )
    _by_person: dict[str, list[Staff]] = attrs.field(init=False)
    _by_team: dict[str, list[Staff]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find the jobs of each person and of each team."""
        self._by_person, self._by_team = defaultdict(list), defaultdict(list)
        for job in self.jobs:
            self._by_person[self._who(job.person)].append(job)
            self._by_team[_team_of(job)].append(job)

    def add(self, enrollments: Sequence[Enrollment], duties: Sequence[Duty]) -> None:
        """Add the stays of one family to the loads of those who coordinate them."""
        charges = [charge for each in enrollments for charge in self._charges(each, duties)]
        if not charges:
            return
        periods = [Period(start=self.start)]
        periods += [period for each in charges for period in self._turns(each)]
        for first, after in segments(periods, last=self.end - _DAY):
            if first >= self.start:
                for holder, load in self._loads_on(charges, first).items():
                    self._changes[holder].add(first, after, load)

    def loads(self) -> Iterator[Caseload]:
        """Yield the loads of coordinators, of teams and of supervisors, each in order."""
        idle = {
            _Holder(of=LoadOf.COORDINATOR, name=self._who(each.person), limit=COORDINATOR_LIMIT)
            for each in self.jobs
            if each.role in COORDINATING_JOBS and self._works(each)
        }
        names = {each.name for each in self._changes if each.of is LoadOf.COORDINATOR}
        found = [*self._changes, *(each for each in idle if each.name not in names)]
        for holder in sorted(found, key=lambda each: (each.of.value, each.name, each.limit)):
            yield self._caseload(holder)
        yield from self._supervisors()

    def _charges(self, enrollment: Enrollment, duties: Sequence[Duty]) -> Iterator[_Charge]:
        stay = stay_period(enrollment)
        if stay is None:
            return
        model = None if enrollment.model is None else load_case_models()[enrollment.model]
        for held in held_by(enrollment, duties, as_of=self.as_of):
            holder = self._holder(self._who(held.worker), model)
            yield _Charge(
                holder=holder,
                counted=enrollment.youth if holder.of is LoadOf.TEAM else enrollment.family,
                stay=stay,
                held=held,
                enrollment=enrollment,
            )

    def _holder(self, worker: str, model: CaseModel | None) -> _Holder:
        if model is None or model.worked_by is WorkedBy.ONE_WORKER:
            limit = COORDINATOR_LIMIT if model is None else model.caseload_parameter
            return _Holder(of=LoadOf.COORDINATOR, name=worker, limit=limit)
        named = sorted(filter(None, map(_team_of, self._by_person.get(worker, ()))))
        return _Holder(
            of=LoadOf.TEAM,
            name=named[0] if named else worker,
            limit=model.caseload_parameter,
            model=model.model,
        )

    def _turns(self, charge: _Charge) -> Iterator[Period]:
        yield charge.stay
        yield charge.held.possible
        if charge.held.sure is not None:
            yield charge.held.sure
        yield from self.limits.turns(charge.holder.limit)
        for change in charge.enrollment.attributes:
            if isinstance(change.on, date):
                yield Period(start=change.on)

    def _loads_on(self, charges: Sequence[_Charge], day: date) -> dict[_Holder, Load]:
        """Return what one family is to everybody on a day: to each it counts once."""
        found: dict[_Holder, dict[str, Load]] = {}
        for each in charges:
            sure, possible = each.covers(day)
            if possible:
                load = self.limits.load(each.holder.limit, each.enrollment, day, sure=sure)
                counted = found.setdefault(each.holder, {})
                counted[each.counted] = counted.get(each.counted, Load()).heavier(load)
        return {holder: _sum(counted.values()) for holder, counted in found.items()}

    def _caseload(self, holder: _Holder) -> Caseload:
        jobs = self._jobs_of(holder)
        stated = [each.active_families for each in jobs if isinstance(each.active_families, int)]
        turns = [
            period for each in jobs if (period := employed(each, as_of=self.as_of)) is not None
        ]
        return Caseload(
            of=holder.of,
            holder=holder.name,
            jobs=tuple(each.id for each in jobs),
            rules=self.limits.rules(holder.limit, self.start, self.end),
            spans=self._changes.get(holder, LoadChanges()).spans(
                (*turns, *self.limits.turns(holder.limit)),
                start=self.start,
                end=self.end,
                allowed=lambda day: self._allowance(holder, jobs, day),
            ),
            stated=sum(stated) if stated and holder.of is LoadOf.COORDINATOR else None,
        )

    def _allowance(self, holder: _Holder, jobs: Sequence[Staff], day: date) -> Allowance:
        capacity = full_time(jobs, day, as_of=self.as_of) if jobs else None
        what = "full_time_part" if jobs else "unit" if holder.of is LoadOf.TEAM else "staff"
        return Allowance(
            limited=self.limits.is_set(holder.limit, day),
            capacity=capacity,
            at_most=_ONE if holder.of is LoadOf.COORDINATOR else None,
            missing=(what,) if capacity is None else (),
        )

    def _jobs_of(self, holder: _Holder) -> tuple[Staff, ...]:
        if holder.of is LoadOf.TEAM and holder.model is not None:
            left_out = load_case_models()[holder.model].jobs_not_counted
            team = self._by_team.get(holder.name, ())
            return tuple(each for each in team if each.role not in left_out)
        mine = self._by_person.get(holder.name, [])
        return tuple([each for each in mine if each.role in COORDINATING_JOBS] or mine)

    def _supervisors(self) -> Iterator[Caseload]:
        below: dict[str, list[Staff]] = defaultdict(list)
        for each in self.jobs:
            if each.supervisor is not None and each.role in COORDINATING_JOBS:
                below[each.supervisor].append(each)
        for job in self.jobs:
            if not self._works(job) or not (job.id in below or job.role == "supervisor"):
                continue
            stated = job.supervisees
            yield Caseload(
                of=LoadOf.SUPERVISOR,
                holder=self._who(job.person),
                jobs=(job.id,),
                rules=self.limits.rules(SUPERVISOR_LIMIT, self.start, self.end),
                spans=self._supervised(below[job.id]).spans(
                    self.limits.turns(SUPERVISOR_LIMIT),
                    start=self.start,
                    end=self.end,
                    allowed=self._may_supervise,
                ),
                stated=stated if isinstance(stated, int) else None,
            )

    def _may_supervise(self, day: date) -> Allowance:
        """Return what a supervisor may have: the ratio is for each, however much they work."""
        return Allowance(limited=self.limits.is_set(SUPERVISOR_LIMIT, day), capacity=_ONE)

    def _supervised(self, jobs: Sequence[Staff]) -> LoadChanges:
        changes = LoadChanges()
        for job in jobs:
            period = employed(job, as_of=self.as_of)
            if period is None:
                continue
            turns = (Period(start=self.start), period, *self.limits.turns(SUPERVISOR_LIMIT))
            for first, after in segments(turns, last=self.end - _DAY):
                held = period.covers(first)
                if first >= self.start and held is not False:
                    sure = held is True
                    changes.add(
                        first, after, self.limits.load(SUPERVISOR_LIMIT, None, first, sure=sure)
                    )
        return changes

    def _works(self, job: Staff) -> bool:
        """Tell whether a job may be held on some day of the period."""
        period = employed(job, as_of=self.as_of)
        if period is None:
            return False
        begun = not (isinstance(period.start, date) and period.start >= self.end)
        return begun and not (isinstance(period.end, date) and period.end <= self.start)

    def _who(self, person: str) -> str:
        return self.same.get(person, person)


def _team_of(job: Staff) -> str:
    """Return the team of a job: its agency and unit; empty where either is not recorded."""
    return f"{job.employer}/{job.unit}" if isinstance(job.employer, str) and job.unit else ""


def _sum(loads: Iterable[Load]) -> Load:
    total = Load()
    for each in loads:
        total = total.plus(each)
    return total
