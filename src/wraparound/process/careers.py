"""Careers: who works here on a day, for how much of a full week, and until when certified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from wraparound.model.duty import Staff
from wraparound.model.periods import Period
from wraparound.model.terms import Unknown
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.clock import Clock
from wraparound.process.clocks import run_clock
from wraparound.process.indicator import known_day
from wraparound.process.occurrences import Occurrences

CERTIFICATION: Final = "facilitator_certification_due"
"""The clock by which a facilitator is certified."""
COORDINATING_JOBS: Final = frozenset({"facilitator", "case_manager"})
"""What ``Staff.role`` calls those who coordinate."""
_TRAINED: Final = "wraparound"
"""What a certificate of a facilitator is for."""


class Validity(Enum):
    """How a certificate stands on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    """It ends soon."""
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """Nobody recorded until when it is valid."""


@attrs.frozen(kw_only=True)
class CertificateStanding:
    """One certificate of somebody who works here, on a day.

    Attributes:
        person: Who.
        job: The staff record.
        type: What it is for.
        expires_on: The last day; None where it has none, or nobody recorded it.
        validity: How it stands.
        days_left: How many days are left; below 0 it is over; None without a last day.
    """

    person: str
    job: str
    type: str
    expires_on: date | None
    validity: Validity
    days_left: int | None


@attrs.frozen(kw_only=True)
class CareerReading:
    """The certificates of one job, and the program's limit for getting one.

    Attributes:
        person: Who.
        job: The staff record.
        role: What it is.
        certificates: Those on record, in the order recorded.
        due: The program's clock for the first certificate of a facilitator; None where the
            program sets none, or the job is another one.
    """

    person: str
    job: str
    role: str
    certificates: tuple[CertificateStanding, ...]
    due: Clock | None = None


def employed(job: Staff, *, as_of: date) -> Period | None:
    """Return the days of a job; None where it has none.

    A job that nobody has left is held on the day asked about, even where nobody recorded when it
    began: that is what its record is for.
    """
    hired, left = job.hired_on, job.left_on
    if isinstance(hired, Unknown) and hired.sure_on is None and left is None:
        hired = Unknown(unknown=hired.unknown, sure_on=as_of)
    if isinstance(hired, date) and isinstance(left, date) and left <= hired:
        return None
    return Period(start=hired, end=left)


def full_time(jobs: Iterable[Staff], day: date, *, as_of: date) -> Decimal | None:
    """Return how much of a full week some jobs make up on a day; None where that is not known."""
    total = Decimal(0)
    for job in jobs:
        period = employed(job, as_of=as_of)
        held = False if period is None else period.covers(day)
        if held is None or (held and isinstance(job.full_time_part, Unknown)):
            return None
        if held and isinstance(job.full_time_part, Decimal):
            total += job.full_time_part
    return total


def career_events(job: Staff) -> dict[str, list[date | None]]:
    """Return what happened in a job as clocks read it: the hiring, and the certificates."""
    certified = [
        None if isinstance(each.issued_on, Unknown) else each.issued_on
        for each in job.certifications
        if each.type == _TRAINED and each.issued_on is not None
    ]
    happened: dict[str, list[date | None]] = {"facilitator_certified": certified}
    if isinstance(job.hired_on, date):
        happened["facilitator_hired"] = [job.hired_on]
    return happened


def read_careers(
    jobs: Iterable[Staff], policy: ProgramPolicy, *, as_of: date, within_days: int = 60
) -> Iterator[CareerReading]:
    """Yield the certificates of everybody who works here on a day, in the order given.

    Args:
        jobs: Staff records.
        policy: What the program goes by.
        as_of: The day.
        within_days: How many days before its last day a certificate ends soon.
    """
    soon = timedelta(days=within_days)
    asked = bool(policy.on(CERTIFICATION, as_of).versions)
    zone = ZoneInfo(policy.pack.timezone)
    for job in jobs:
        period = employed(job, as_of=as_of)
        if period is None or period.covers(as_of) is False:
            continue
        due = None
        if asked and job.role == "facilitator":
            seen = Occurrences(happened=career_events(job), as_of=as_of, zone=zone)
            due = run_clock(policy, CERTIFICATION, seen)
        yield CareerReading(
            person=job.person,
            job=job.id,
            role=job.role,
            certificates=tuple(_standing(job, as_of, soon)),
            due=due,
        )


def _standing(job: Staff, as_of: date, soon: timedelta) -> Iterator[CertificateStanding]:
    for each in job.certifications:
        last = known_day(each.expires_on)
        if isinstance(each.expires_on, Unknown):
            validity = Validity.UNKNOWN
        elif last is None:
            validity = Validity.VALID
        elif last < as_of:
            validity = Validity.EXPIRED
        else:
            validity = Validity.EXPIRING if last - as_of <= soon else Validity.VALID
        yield CertificateStanding(
            person=job.person,
            job=job.id,
            type=each.type,
            expires_on=last,
            validity=validity,
            days_left=None if last is None else (last - as_of).days,
        )
