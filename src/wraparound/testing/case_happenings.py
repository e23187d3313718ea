"""What happened in a case, as scenarios write it: meetings, contacts, incidents, assessments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wraparound.model import (
    UNKNOWN,
    AgendaItem,
    Assessment,
    Attendance,
    Contact,
    ContactPurpose,
    Decision,
    Deferral,
    Determination,
    Eligibility,
    Event,
    FamilyId,
    Incident,
    IncidentType,
    Input,
    ItemRating,
    Meeting,
    MeetingType,
    MemberId,
    Mode,
    Placement,
    Presence,
    RecordId,
    Setting,
    StepId,
)
from wraparound.testing.case_words import (
    PLAN,
    STAY,
    Row,
    answer,
    day,
    instant,
    row,
    rows,
    span,
    sure_day,
    text,
    texts,
    word,
)

_SETTINGS: Final = {"group": Setting.GROUP_HOME}
_RESULTS: Final = {
    "denied": Eligibility.NOT_ELIGIBLE,
    "approved": Eligibility.ELIGIBLE,
}


def meeting_of(given: Row, family: FamilyId) -> Meeting:
    """Return one meeting of a case."""
    agenda, interpreter = given.get("agenda"), given.get("interpreter_present")
    held = {each.value for each in AgendaItem}
    return Meeting(
        id=RecordId(given["id"]),
        family=family,
        enrollment=STAY,
        plan=PLAN,
        type=word(given["type"], MeetingType),
        held=answer(given, "held"),
        on=sure_day(given, "date"),
        place=text(given.get("place")),
        chosen_by_family=answer(given, "chosen_by_family"),
        notice_given_on=day(given, "notice_given_on"),
        interpreter_present=UNKNOWN if interpreter is None else interpreter is True,
        family_told_attendees=answer(given, "family_told_attendees"),
        family_led=answer(given, "family_led"),
        agenda=UNKNOWN
        if agenda is None
        else tuple(
            AgendaItem(each) if each in held else AgendaItem.OTHER for each in texts(agenda)
        ),
        attendance=tuple(_attendance(given)),
        decisions=tuple(Decision(text=each) for each in texts(given.get("decisions"))),
        new_steps=tuple(StepId(each) for each in texts(given.get("new_steps"))),
        reviewed_steps=tuple(StepId(each) for each in texts(given.get("reviewed_steps"))),
        satisfaction=text(given.get("satisfaction")),
        minutes_sent_on=day(given, "minutes_sent_on"),
        next_meeting_on=day(given, "next_meeting_on"),
    )


def _attendance(given: Row) -> Iterator[Attendance]:
    told = row(given.get("attendance"))
    sent = texts(given.get("updates_received"))
    words = {
        "present": Presence.PRESENT,
        "absent": Presence.ABSENT,
        "unknown": Presence.NOT_RECORDED,
    }
    for key, presence in words.items():
        for member in texts(told.get(key)):
            update = member in sent if presence is Presence.ABSENT else UNKNOWN
            yield Attendance(member=MemberId(member), presence=presence, sent_update=update)


def _contact(given: Row, named: RecordId, family: FamilyId) -> Contact:
    purpose = given.get("purpose")
    purposes = {each.value: each for each in ContactPurpose}
    return Contact(
        id=named,
        family=family,
        enrollment=STAY,
        on=sure_day(given, "date"),
        at=instant(given.get("date")),
        mode=word(given["mode"], Mode),
        purpose=None if purpose is None else purposes.get(purpose, ContactPurpose.OTHER),
        successful=answer(given, "successful"),
    )


def _incident(given: Row, named: RecordId, family: FamilyId) -> Incident:
    at = given.get("time")
    when = given.get("date") if at is None else at
    return Incident(
        id=named,
        family=family,
        enrollment=STAY,
        type=word(given["type"], IncidentType),
        on=UNKNOWN if when is None else sure_day({"on": when}, "on"),
        at=instant(at),
    )


def _event(given: Row, named: RecordId, family: FamilyId) -> Event:
    return Event(
        id=named,
        family=family,
        enrollment=STAY,
        type=given["type"],
        on=sure_day(given, "date"),
        at=instant(given.get("date")),
        target=text(given.get("to")),
        reason=text(given.get("reason")),
    )


def _assessment(given: Row, named: RecordId, family: FamilyId) -> Assessment:
    items = given.get("items")
    return Assessment(
        id=RecordId(text(given.get("id")) or named),
        family=family,
        enrollment=STAY,
        instrument=given["instrument"],
        version=text(given.get("version")),
        on=sure_day(given, "date"),
        certified_until=sure_day(given, "cert_expires"),
        items=UNKNOWN
        if items is None
        else tuple(ItemRating(code=code, rating=rating) for code, rating in items.items()),
        strength_items=texts(given.get("strengths_items")),
        deferrals=tuple(
            Deferral(item=each["item"], reason=text(each.get("reason")))
            for each in rows(given.get("deferrals"))
        ),
    )


def _placement(given: Row, named: RecordId, family: FamilyId) -> Placement:
    return Placement(
        id=named,
        family=family,
        enrollment=STAY,
        setting=word(given["setting"], Setting, _SETTINGS),
        period=span(given),
    )


def _determination(given: Row, named: RecordId, family: FamilyId) -> Determination:
    inputs, reason = given.get("inputs"), text(given.get("reason"))
    return Determination(
        id=named,
        family=family,
        enrollment=STAY,
        rule_set=text(given.get("rule_id")) or UNKNOWN,
        rule_version=text(given.get("rule_version")) or UNKNOWN,
        on=sure_day(given, "date"),
        answer=word(given["result"], Eligibility, _RESULTS),
        inputs=tuple(Input(name=name, value=str(value)) for name, value in row(inputs).items())
        or UNKNOWN,
        reasons=(reason,) if reason else (),
    )


MAKERS: Final = {
    "contacts": _contact,
    "incidents": _incident,
    "events": _event,
    "assessments": _assessment,
    "placements": _placement,
    "eligibility_decisions": _determination,
}
"""What makes a record of each row of a list of a case, by the key of the list."""
