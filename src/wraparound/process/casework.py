"""A family's case on one page: whom it calls, what is done for it, and its story so far."""

from __future__ import annotations

import attrs

from wraparound.model.enrollment import CareService
from wraparound.policy.program_policy import ProgramPolicy
from wraparound.process.case_management import (
    CaseModel,
    FunctionReading,
    MonthOfContacts,
    contact_minimums,
    contacts_by_month,
    load_case_models,
    read_functions,
)
from wraparound.process.clock import Clock
from wraparound.process.handovers import HandoverReading, read_handovers
from wraparound.process.point_of_contact import (
    ContactSpan,
    one_id_each,
    read_point_of_contact,
)
from wraparound.process.referrals import Advocacy, read_advocacy
from wraparound.process.stay import Stay
from wraparound.process.story import Story, read_story


@attrs.frozen(kw_only=True)
class CaseReading:
    """What the record shows of the coordination of one stay, by a day.

    Attributes:
        enrollment: The stay; None where the family has none.
        service: Which kind of coordination; None as above.
        model: For case management, the way of doing it, where somebody recorded it.
        contacts: Whom the family had to call, over all its stays.
        handovers: Changes of that person, over all its stays.
        functions: What the record shows of assessing, planning, linking, monitoring, advocacy.
        months: The contacts by calendar month.
        minimums: The program's clocks that count contacts.
        advocacy: Who spoke up for the family, and against which barriers.
        story: All the family's stays as one story.
    """

    enrollment: str | None
    service: CareService | None
    model: CaseModel | None
    contacts: tuple[ContactSpan, ...]
    handovers: tuple[HandoverReading, ...]
    functions: tuple[FunctionReading, ...]
    months: tuple[MonthOfContacts, ...]
    minimums: tuple[Clock, ...]
    advocacy: tuple[Advocacy, ...]
    story: Story


def read_case(stay: Stay, policy: ProgramPolicy) -> CaseReading:
    """Return what the record shows of the coordination of a stay, by the day of the stay.

    Args:
        stay: The stay, as of a day.
        policy: What the program goes by.
    """
    enrollment, chart = stay.enrollment, stay.chart
    model = enrollment.model if enrollment else None
    return CaseReading(
        enrollment=enrollment.id if enrollment else None,
        service=enrollment.service if enrollment else None,
        model=load_case_models()[model] if model is not None else None,
        contacts=contacts_of(stay),
        handovers=handovers_of(stay),
        functions=read_functions(stay),
        months=contacts_by_month(stay),
        minimums=contact_minimums(stay, policy),
        advocacy=read_advocacy(stay.contacts, as_of=stay.as_of),
        story=read_story(chart, policy),
    )


def contacts_of(stay: Stay) -> tuple[ContactSpan, ...]:
    """Return whom a family had to call, over all its stays, up to the day of this one."""
    chart = stay.chart
    return read_point_of_contact(
        chart.enrollments, chart.duties, as_of=stay.as_of, same=one_id_each(chart.ties)
    )


def handovers_of(stay: Stay) -> tuple[HandoverReading, ...]:
    """Return every change of a family's coordinator, over all its stays."""
    return tuple(
        reading
        for enrollment in stay.chart.enrollments
        for reading in read_handovers(enrollment, as_of=stay.as_of)
    )
