"""Rules about meetings: is the family there, is it a team, did anything come of it."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from wraparound.model.meeting import AgendaItem, MeetingType, Presence
from wraparound.model.terms import Unknown
from wraparound.process.attendance import (
    FAMILY,
    family_was_present,
    other_member_was_present,
)
from wraparound.process.clock import ClockStatus
from wraparound.process.clocks import run_clock
from wraparound.quality.look import Judgement, Look, at, cannot_tell, finds

NOTICE: Final = "meeting_notice_min"
"""The clock by which people hear before a meeting."""

_ORDER: Final = (
    AgendaItem.ACCOMPLISHMENTS,
    AgendaItem.REVIEW,
    AgendaItem.ADJUST,
    AgendaItem.ASSIGN,
)
_WITH_AGENDA: Final = frozenset({MeetingType.TEAM, MeetingType.TRANSITION})


def without_family(look: Look) -> Judgement:
    """MEET-01: a meeting without the family."""
    for place, meeting in look.meetings:
        family = family_was_present(meeting, look.stay)
        if family.fails:
            yield finds(place, date=meeting.on)
        elif family.open:
            yield cannot_tell(place, "attendance")


def no_team(look: Look) -> Judgement:
    """MEET-02: only family and wraparound staff were there."""
    for place, meeting in look.meetings:
        if not family_was_present(meeting, look.stay).holds:
            continue
        other = other_member_was_present(meeting, look.stay)
        if other.fails:
            yield finds(place, date=meeting.on)
        elif other.open:
            yield cannot_tell(place, "attendance")


def short_notice(look: Look) -> Judgement:
    """MEET-03: people heard of a meeting too late."""
    if not look.versions(NOTICE):
        return
    text = look.versions(NOTICE)[0]
    for place, meeting in look.meetings:
        given = meeting.notice_given_on
        if not isinstance(given, date):
            yield cannot_tell(place, "notice_given_on")
            continue
        met = None if isinstance(meeting.on, Unknown) else meeting.on
        happened = {text.target_event: (met,), text.starts.events[0]: (given,)}
        clock = run_clock(look.policy, NOTICE, attrs.evolve(look.seen, happened=happened))
        if clock.status is ClockStatus.NOT_MET:
            yield finds(place, date=meeting.on, n=text.value)
        elif clock.status is ClockStatus.UNKNOWN:
            yield cannot_tell(place, *clock.missing)


def not_chosen(look: Look) -> Judgement:
    """MEET-04: the family did not choose the time and the place."""
    yield from _unless(look, "chosen_by_family")


def minutes_late(look: Look) -> Judgement:
    """MEET-05: the minutes were not sent before the next meeting."""
    for index, meeting in enumerate(look.held):
        on = meeting.on
        later = (each.on for each in look.held[index + 1 :])
        following = next((each for each in later if isinstance(on, date) and each != on), None)
        sent = meeting.minutes_sent_on
        if following is None or not isinstance(following, date):
            continue
        if not isinstance(sent, date) or sent >= following:
            yield finds(at(meeting), date=on)


def agenda_order(look: Look) -> Judgement:
    """MEET-06: the agenda leaves out a part, or has another order."""
    for place, meeting in look.meetings:
        agenda = meeting.agenda
        if meeting.type not in _WITH_AGENDA or isinstance(agenda, Unknown):
            continue
        missing = [item.value for item in _ORDER if item not in agenda]
        places = [agenda.index(item) for item in _ORDER if item in agenda]
        in_order = places == sorted(places)
        if missing or not in_order:
            yield finds(place.within("agenda"), missing=missing, order_ok=in_order)


def not_told_who_comes(look: Look) -> Judgement:
    """MEET-07: the family was not told who would come."""
    yield from _unless(look, "family_told_attendees")


def no_word(look: Look) -> Judgement:
    """MEET-08: somebody was away and sent no word."""
    family = {each.id for each in look.stay.members if each.role in FAMILY}
    for place, meeting in look.meetings:
        for each in meeting.attendance:
            away = each.presence in (Presence.ABSENT, Presence.EXCUSED)
            if away and each.member not in family and each.sent_update is not True:
                yield finds(place, member=each.member)


def no_interpreter(look: Look) -> Judgement:
    """MEET-09: no interpreter, although one is needed."""
    if look.stay.chart.family.needs_interpreter is True:
        yield from _unless(look, "interpreter_present")


def nothing_decided(look: Look) -> Judgement:
    """MEET-10: it ended with no decision and no task."""
    for place, meeting in look.meetings:
        if not meeting.decisions and not meeting.new_steps:
            yield finds(place, date=meeting.on)


def next_not_set(look: Look) -> Judgement:
    """MEET-11: no day is set for the next meeting."""
    if not look.held or look.stay.is_closed:
        return
    last = look.held[-1]
    if not isinstance(last.next_meeting_on, date):
        yield finds(at(last, "next_meeting_on"))


def _unless(look: Look, answer: str) -> Judgement:
    """Yield the meetings of which something is recorded as not so, or not recorded."""
    for place, meeting in look.meetings:
        told = getattr(meeting, answer)
        if told is False:
            yield finds(place, date=meeting.on)
        elif told is not True:
            yield cannot_tell(place, answer)


RULES: Final = {
    "MEET-01": without_family,
    "MEET-02": no_team,
    "MEET-03": short_notice,
    "MEET-04": not_chosen,
    "MEET-05": minutes_late,
    "MEET-06": agenda_order,
    "MEET-07": not_told_who_comes,
    "MEET-08": no_word,
    "MEET-09": no_interpreter,
    "MEET-10": nothing_decided,
    "MEET-11": next_not_set,
}
"""The rules of this file by their codes."""
