"""Caseloads of a whole program, in one pass over its families."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wraparound.model.duty import Duty, Staff
from wraparound.model.enrollment import Enrollment
from wraparound.process.careers import CareerReading, read_careers
from wraparound.process.caseloads import CaseloadTally
from wraparound.process.limits import Limits
from wraparound.process.loads import Caseload
from wraparound.process.point_of_contact import one_id_each
from wraparound.program.casework import Casework

_DAY = timedelta(days=1)


class Caseloads(Casework):
    """The casework of a program, and the loads of those who do it."""

    def caseloads(
        self,
        *,
        as_of: date | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> Iterator[Caseload]:
        """Yield how much every coordinator, team and supervisor carries, day by day.

        Families are read once, one after another, and only their stays and duties: what is kept
        in memory grows with the staff and with the days on which something changes for them.

        Args:
            as_of: The day that is asked about; today where left out.
            start: The first day of a period; that day alone where left out.
            end: The first day after the period; never later than the day after ``as_of``.
        """
        day = self._day(as_of)
        directory = self.directory()
        tally = CaseloadTally(
            limits=Limits(self.practice),
            start=min(start or day, day),
            end=min(end or day + _DAY, day + _DAY),
            as_of=day,
            jobs=directory.records.all(Staff),
            same=one_id_each(directory.ties),
        )
        for records in self.of_families(Enrollment, Duty):
            tally.add(
                [each for each in records if isinstance(each, Enrollment)],
                [each for each in records if isinstance(each, Duty)],
            )
        yield from tally.loads()

    def careers(
        self, *, as_of: date | None = None, within_days: int = 60
    ) -> Iterator[CareerReading]:
        """Yield the certificates of everybody who works here, with how each stands.

        Args:
            as_of: The day that is asked about; today where left out.
            within_days: How many days before its last day a certificate ends soon.
        """
        return read_careers(
            self.directory().records.all(Staff),
            self.practice,
            as_of=self._day(as_of),
            within_days=within_days,
        )
