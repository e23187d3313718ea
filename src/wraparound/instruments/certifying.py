"""Whether who rated was certified for the instrument on that day: yes, no, or not on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wraparound.instruments.instrument import Instrument
from wraparound.model import truth
from wraparound.model.assessment import Assessment
from wraparound.model.duty import Staff, StaffCertification
from wraparound.model.truth import YES, Truth


def certified_on_the_day(
    assessment: Assessment, instrument: Instrument, staff: Iterable[Staff] = ()
) -> Truth:
    """Tell whether the assessor was certified; yes where the instrument asks for no certificate.

    The assessment's own record of the certificate comes first, then the certificates of the
    assessor's staff records whose type is the instrument's short name. A last day still counts.

    Args:
        assessment: The assessment.
        instrument: Its definition.
        staff: The staff records of the program.
    """
    if instrument.certified is None:
        return YES
    if not isinstance(assessment.on, date):
        return truth.unknown(f"on:{assessment.id}")
    if isinstance(assessment.certified_until, date):
        return truth.of(assessment.on <= assessment.certified_until)
    names = {word.casefold() for word in (instrument.id, *instrument.also)}
    held = [
        each
        for job in staff
        if assessment.assessor is not None and job.person == assessment.assessor
        for each in job.certifications
        if each.type.casefold() in names
    ]
    answers = [_covers(each, assessment.on, assessment) for each in held]
    found = truth.any_of(answers)
    if found.fails and not answers:
        return truth.unknown(f"certified_until:{assessment.id}")
    return found


def _covers(certificate: StaffCertification, on: date, assessment: Assessment) -> Truth:
    begun, ended = certificate.issued_on, certificate.expires_on
    missing = truth.unknown(f"certified_until:{assessment.id}")
    from_then = truth.of(begun <= on) if isinstance(begun, date) else missing
    if ended is None:
        return from_then
    return from_then & (truth.of(on <= ended) if isinstance(ended, date) else missing)
