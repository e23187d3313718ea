"""A program's casework: setbacks, days away, life afterwards, and how each family is doing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wraparound.chart import Chart
from wraparound.model.contact import Contact
from wraparound.model.plan_findings import PlanReview
from wraparound.model.referral import Referral
from wraparound.model.terms import Unknown
from wraparound.process.afterwards import Afterwards, read_afterwards
from wraparound.process.away import DaysAway, count_days_away
from wraparound.process.casework import CaseReading, read_case
from wraparound.process.progress import OutcomeProgress, read_progress
from wraparound.process.recorded import is_on_file
from wraparound.process.referrals import ReferralLoop, read_referrals
from wraparound.process.setbacks import Setback, read_setbacks
from wraparound.process.stay import Stay
from wraparound.program.practice import Practice
from wraparound.quality.casework import review_case


class Casework(Practice):
    """The practice of a program, and the daily work of its coordinators."""

    def setbacks(self, family: str | Chart, *, as_of: date | None = None) -> tuple[Setback, ...]:
        """Return every incident of a family, with the version of the plan that answered it.

        Raises:
            RecordNotFound: There is no such family.
        """
        return read_setbacks(self.stay(family, as_of=as_of), self.practice)

    def days_away(
        self,
        family: str | Chart,
        *,
        start: date | None = None,
        end: date | None = None,
        kin_is_home: bool = False,
        as_of: date | None = None,
    ) -> DaysAway:
        """Return how many days the youth lived away from home in a period, each day once.

        Args:
            family: The family's id, or its chart.
            start: The first day; the first day of the stay where it is left out.
            end: The first day after it; the day that is asked about where it is left out.
            kin_is_home: Whether living with kin counts as living at home.
            as_of: The day that is asked about: later days have not happened yet.

        Raises:
            RecordNotFound: There is no such family.
        """
        stay = self.stay(family, as_of=as_of)
        return count_days_away(
            stay.placements,
            start=start or _first_day(stay),
            end=end or stay.as_of,
            as_of=stay.as_of,
            kin_is_home=kin_is_home,
            complete=is_on_file(stay, "placement"),
        )

    def afterwards(self, family: str | Chart, *, as_of: date | None = None) -> Afterwards:
        """Return what is ready for the time after formal help: supports, follow-ups, way back.

        Raises:
            RecordNotFound: There is no such family.
        """
        return read_afterwards(self.stay(family, as_of=as_of))

    def case(self, family: str | Chart, *, as_of: date | None = None) -> CaseReading:
        """Return how a family's help is coordinated: whom it calls, what is done, its story.

        Raises:
            RecordNotFound: There is no such family.
        """
        return read_case(self.stay(family, as_of=as_of), self.practice)

    def review_case(self, family: str | Chart, *, as_of: date | None = None) -> PlanReview:
        """Return what the rules about casework find: gaps, hand-overs, referrals.

        It advises: nothing is changed, and nothing is refused.

        Raises:
            RecordNotFound: There is no such family.
        """
        return review_case(self.stay(family, as_of=as_of), policy=self.practice)

    def progress(
        self, family: str | Chart, *, as_of: date | None = None
    ) -> tuple[OutcomeProgress, ...]:
        """Return how each open outcome of the plan in force is doing.

        Raises:
            RecordNotFound: There is no such family.
        """
        return read_progress(self.stay(family, as_of=as_of), self.practice)

    def referrals(
        self, family: str | Chart, *, as_of: date | None = None
    ) -> tuple[ReferralLoop, ...]:
        """Return how far each referral of a family has come, with barriers and advocacy.

        Raises:
            RecordNotFound: There is no such family.
        """
        chart = family if isinstance(family, Chart) else self.chart(family, as_of=as_of)
        return read_referrals(
            chart.all(Referral),
            contacts=chart.all(Contact),
            policy=self.practice,
            as_of=chart.as_of,
        )

    def all_referrals(self, *, as_of: date | None = None) -> Iterator[ReferralLoop]:
        """Yield how far each referral of every family has come, family after family.

        Only referrals and contacts are read, in bounded memory.

        Args:
            as_of: The day that is asked about; today where left out.
        """
        day = self._day(as_of)
        for records in self.of_families(Referral, Contact):
            yield from read_referrals(
                [each for each in records if isinstance(each, Referral)],
                contacts=[each for each in records if isinstance(each, Contact)],
                policy=self.practice,
                as_of=day,
            )


def _first_day(stay: Stay) -> date:
    """Return the day on which a stay began, or else the first placement; at worst, today."""
    enrolled = stay.enrollment.enrolled_on if stay.enrollment else None
    if isinstance(enrolled, date):
        return enrolled
    begun = [
        start
        for each in stay.placements
        if not isinstance(start := each.period.start, Unknown) and start is not None
    ]
    return min(begun, default=stay.as_of)
