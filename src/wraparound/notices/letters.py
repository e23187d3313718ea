"""What one person is told at one time: a letter in their language, cut to what they may be told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from wraparound.documents.calendar import meetings_calendar
from wraparound.hooks import Enclosure, Letter, LetterItem, Notification
from wraparound.model.meeting import Meeting
from wraparound.model.notification import NotificationKind
from wraparound.model.sensitivity import Sensitivity, sensitivity_of
from wraparound.model.strategy import ActionStep
from wraparound.notices.occasions import task_in
from wraparound.notices.words import KindWords, Words
from wraparound.process.stay import Stay


@attrs.frozen(kw_only=True)
class Told:
    """One message for one person, with what it is written from.

    Attributes:
        notification: What there is to tell, with the id of its message.
        stay: The family's stay.
        at_work: Whether the person takes part for their work.
        labels: The labels of what may be sent to the person.
    """

    notification: Notification
    stay: Stay = attrs.field(repr=False)
    at_work: bool
    labels: frozenset[Sensitivity]


def write_letter(
    told: Sequence[Told],
    *,
    recipient: str,
    address: str,
    words: Words,
    site: str,
    at: datetime,
    together: bool,
) -> Letter:
    """Return one letter about one or several things.

    Args:
        told: What there is to tell, the earliest first.
        recipient: For whom.
        address: Where to.
        words: The catalogue of the person's language.
        site: What makes the ids of meetings in calendars unique in the world.
        at: When it is written.
        together: Whether it is a digest.
    """
    lines = [words.greeting, ""]
    if together:
        lines += [words.digest, ""]
    cut = False
    for each in told:
        said, details, left_out = _said(each, words)
        lines.append(f"- {said}" if together else said)
        if details:
            lines.append(f"  {details}" if together else details)
        cut = cut or left_out
    lines += ["", words.left_out] if cut else []
    lines += ["", words.ending, ""]
    first = words.kinds[_kind(told[0].notification)]
    return Letter(
        key=_key(each.notification.id for each in told),
        at=at,
        recipient=recipient,
        address=address,
        language=words.language,
        subject=words.subject_of_digest if together else first.subject,
        text="\n".join(lines),
        items=tuple(map(_item, told)),
        enclosures=tuple(_calendars(told, words, site)),
    )


def _key(ids: Iterable[str]) -> str:
    """Return the key of a letter: the same messages together have the same one."""
    listed = sorted(ids)
    if len(listed) == 1:
        return listed[0]
    return f"digest-{hashlib.sha256(' '.join(listed).encode()).hexdigest()[:40]}"


def _item(told: Told) -> LetterItem:
    each = told.notification
    return LetterItem(
        key=each.id,
        kind=each.kind,
        at=each.at,
        family=each.family,
        about=each.about,
        facts=each.facts,
    )


def _kind(notification: Notification) -> NotificationKind:
    return NotificationKind(notification.kind)


def _said(told: Told, words: Words) -> tuple[str, str, bool]:
    """Return what is said, the details that may be, and whether some were left out."""
    kind = words.kinds[_kind(told.notification)]
    values = _values(told, words, kind)
    said = (kind.work if told.at_work else kind.home).format_map(values)
    if not kind.details:
        return said, "", False
    text, label = _detail(told)
    if not text:
        return said, "", False
    if label not in told.labels:
        return said, "", True
    return said, kind.details.format_map({**values, "place": text, "what": text}), False


def _values(told: Told, words: Words, kind: KindWords) -> Mapping[str, str]:
    facts = told.notification.facts
    days = {
        name: words.day_in_words(facts[name]) for name in ("due", "on", "received") if name in facts
    }
    until = kind.until.format_map(days) if "due" in days else ""
    return {
        "family": told.notification.family or "",
        "clock": words.clock(facts.get("clock", "")),
        "rule": facts.get("rule", ""),
        "severity": words.word(facts.get("severity", "")),
        "disposition": words.word(facts.get("disposition", "")),
        "request": words.word(facts.get("request", "")),
        "until": until,
        **days,
    }


def _detail(told: Told) -> tuple[str, Sensitivity]:
    """Return the details that a kind of thing has, and how private they are."""
    if _kind(told.notification) is NotificationKind.MEETING_INVITATION:
        meeting = _meeting(told)
        label = sensitivity_of(attrs.fields_dict(Meeting)["place"])
        return "" if meeting is None else meeting.place, label
    step = task_in(told.stay.plans, next(iter(told.notification.about), ""))
    return "" if step is None else step.what, sensitivity_of(attrs.fields_dict(ActionStep)["what"])


def _meeting(told: Told) -> Meeting | None:
    wanted = next(iter(told.notification.about), "")
    return next((each for each in told.stay.meetings if each.id == wanted), None)


def _calendars(told: Iterable[Told], words: Words, site: str) -> Iterator[Enclosure]:
    """Yield the meetings for a calendar, which has the place of those where it may be told."""
    for each in told:
        if _kind(each.notification) is not NotificationKind.MEETING_INVITATION:
            continue
        meeting = _meeting(each)
        if meeting is None:
            continue
        calendar = meetings_calendar(
            [meeting],
            made_at=each.notification.at,
            domain=site,
            title=words.calendar_title,
            personal=Sensitivity.NARRATIVE in each.labels,
        )
        yield Enclosure(
            name=words.calendar_file, media_type="text/calendar", content=calendar.encode()
        )
