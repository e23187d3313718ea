"""Who refers how often to whom, counted from the referrals that families' records hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date

import attrs

from wraparound.chart import Chart, Directory
from wraparound.conflict import review_conflicts
from wraparound.errors import RecordNotFound
from wraparound.model.findings import Finding
from wraparound.model.ids import AgencyId, PersonId, RecordId
from wraparound.model.referral import Referral, ReferralState, ReferralTally
from wraparound.program.reviews import Reviews
from wraparound.program.supposing import Supposition

NOTICE = (
    "A signal for people to look at, and not a verdict: there are good reasons to refer often to "
    "one provider. Small numbers say nothing of a person and are not shown."
)
"""What every count of referrals says of itself."""

_NOT_MADE = frozenset({ReferralState.DRAFT, ReferralState.CANCELLED})
_LEAST = "referral.min_n"


@attrs.frozen(kw_only=True)
class SteeringRow:
    """What one person referred, of one kind of help in one area and quarter.

    Attributes:
        quarter: Such as ``2025Q1``.
        category: The kind of help.
        area: The service area.
        by: Who referred.
        referrals: How many; None where they are too few to show.
        to: How many to each provider; empty where they are too few to show.
    """

    quarter: str
    category: str
    area: str
    by: str
    referrals: int | None
    to: Mapping[str, int]


@attrs.frozen(kw_only=True)
class SteeringReport:
    """The referrals of a period.

    Attributes:
        start: The first day.
        end: The first day after it.
        least: So many referrals a row must have to be shown, as the policy says.
        tallies: The counts, whole, to be kept by a program; not to be shown.
        left_out: How many referrals were not counted, by the reason.
        signals: What the rules of the policy say about these counts.
    """

    start: date
    end: date
    least: int
    tallies: tuple[ReferralTally, ...] = attrs.field(repr=False)
    left_out: Mapping[str, int]
    signals: tuple[Finding, ...]

    @property
    def rows(self) -> tuple[SteeringRow, ...]:
        """What may be shown, in a stable order."""
        cells: dict[tuple[str, str, str, str], dict[str, int]] = {}
        for each in self.tallies:
            key = (each.quarter, each.category, each.area, each.by)
            cells.setdefault(key, {})[each.provider] = each.count
        return tuple(
            SteeringRow(
                quarter=quarter,
                category=category,
                area=area,
                by=by,
                referrals=sum(to.values()) if sum(to.values()) >= self.least else None,
                to=dict(sorted(to.items())) if sum(to.values()) >= self.least else {},
            )
            for (quarter, category, area, by), to in sorted(cells.items())
        )


def count_referrals(program: Reviews, *, start: date, end: date) -> SteeringReport:
    """Count the referrals of a period, and say what the rules of the policy see in them.

    Nothing is kept. The pack GOOD-PRACTICE has a rule for such counts; federal packs have none.

    Args:
        program: The program.
        start: The first day.
        end: The first day that no longer belongs to it.
    """
    counted: Counter[tuple[str, str, str, str, str]] = Counter()
    left_out: Counter[str] = Counter()
    for referral in program.find(Referral):
        day = referral.on
        if not isinstance(day, date):
            left_out["nobody recorded the day"] += 1
        elif start <= day < end:
            reason = _why_not(referral)
            if reason:
                left_out[reason] += 1
            else:
                quarter = f"{day.year}Q{(day.month + 2) // 3}"
                party = (str(referral.by), str(referral.provider))
                counted[quarter, referral.category, referral.area, *party] += 1
    tallies = tuple(_tally(*key, count) for key, count in sorted(counted.items()))
    return SteeringReport(
        start=start,
        end=end,
        least=_least(program),
        tallies=tallies,
        left_out=dict(sorted(left_out.items())),
        signals=_signals(program, tallies),
    )


def keep_tallies(program: Reviews, report: SteeringReport, *, by: str) -> int:
    """Keep the counts of a report, so that every review sees them; a second time replaces them.

    Returns:
        How many were kept.
    """
    with program.change(by=by, reason="count of referrals") as unit:
        for tally in report.tallies:
            try:
                stored = program.stored(ReferralTally, tally.id)
            except RecordNotFound:
                unit.add(tally)
            else:
                unit.replace(tally, over=stored)
    return len(report.tallies)


def _why_not(referral: Referral) -> str:
    if referral.steps and referral.steps[-1].state in _NOT_MADE:
        return "drafts and cancelled ones"
    if referral.by is None:
        return "nobody recorded who referred"
    if referral.provider is None:
        return "no provider is named"
    if not referral.category or not referral.area:
        return "kind of help or area is not recorded"
    return ""


def _tally(
    quarter: str, category: str, area: str, by: str, provider: str, count: int
) -> ReferralTally:
    key = f"{quarter}\n{category}\n{area}\n{by}\n{provider}"
    return ReferralTally(
        id=RecordId(f"tally-{hashlib.sha256(key.encode()).hexdigest()[:24]}"),
        by=PersonId(by),
        provider=AgencyId(provider),
        category=category,
        area=area,
        quarter=quarter,
        count=count,
    )


def _least(program: Reviews) -> int:
    """Return the strictest bound of the packs."""
    policy = program.policy
    bounds = (policy.values(pack).count(_LEAST) or 0 for pack in policy.packs)
    return max(bounds, default=0)


def _signals(program: Reviews, tallies: tuple[ReferralTally, ...]) -> tuple[Finding, ...]:
    """Return what a review finds in counts: any family's review tells of them."""
    family = next(iter(program.families()), None)
    if family is None or not tallies:
        return ()
    chart = program.chart(family)
    supposed = Supposition(records=tallies).applied(program.directory().records, family=None)
    seen = Chart.of(chart.records, as_of=chart.as_of, directory=Directory.of(supposed))
    ids = {tally.id for tally in tallies}
    review = review_conflicts(seen, policy=program.policy)
    return tuple(each for each in review.findings if each.path and ids.issuperset(each.path))
