"""How a decision can be appealed: by which route, what the family was told, what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.choice import NoticeForm
from wraparound.model.ids import PersonId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class AppealStart(Enum):
    """From which day the time to appeal runs."""

    NOTICE_MAILED = "notice_mailed"
    """The day on which the notice of the decision was sent."""
    NOTICE_DATED = "notice_dated"
    """The date on the notice."""
    NOTICE_RECEIVED = "notice_received"
    ACTION = "action"
    """The day on which something is to end, to pause or to become less."""


class AppealOutcome(Enum):
    """What came of an appeal."""

    UPHELD = "upheld"
    """The decision stands."""
    CHANGED = "changed"
    """The decision was changed, in whole or in part."""
    WITHDRAWN = "withdrawn"
    """The family took it back."""
    DISMISSED = "dismissed"
    """It was not heard."""


@frozen(kw_only=True, field_transformer=labelled)
class AppealRoute(Record):
    """One way to have a decision looked at again, as a program's texts give it.

    Attributes:
        id: The route's name in its pack.
        title: What it is called.
        decides: Who decides the appeal.
        ask: How and where to ask for it.
        days: How many calendar days there are to ask; not known where no text was read.
        days_at_most: What a state may allow at most, where only that bound is known.
        counted_from: From which day they run.
        citation: The text.
        continue_days: Within how many calendar days to ask, so that services can go on meanwhile.
        continue_from: From which day those run.
        continue_words: What asking in that time does, and what it does not promise.
        continue_citation: The text about that.
        note: What a reader should know.
    """

    id: str = field(metadata=ADMINISTRATIVE | FILLED)
    title: str = field(metadata=ADMINISTRATIVE | FILLED)
    decides: str = field(default="", metadata=ADMINISTRATIVE)
    ask: str = field(default="", metadata=ADMINISTRATIVE)
    days: int | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    days_at_most: int | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    counted_from: AppealStart | None = field(default=None, metadata=ADMINISTRATIVE)
    citation: str = field(metadata=ADMINISTRATIVE | FILLED)
    continue_days: int | None = field(default=None, metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    continue_from: AppealStart | None = field(default=None, metadata=ADMINISTRATIVE)
    continue_words: str = field(default="", metadata=ADMINISTRATIVE)
    continue_citation: str = field(default="", metadata=ADMINISTRATIVE)
    note: str = field(default="", metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Appeal(Record):
    """How one decision can be appealed, what the family was told of it, and what came of it.

    Attributes:
        routes: The routes as they stood in the pack on the day of the decision; none on file where
            no text of the program was read.
        told_to: Whom in the family it was told.
        forms: Whether in speech, in writing, or both.
        language: In which language.
        notice_on: The date on the written notice.
        mailed_on: When the notice was sent.
        received_on: When it came.
        action_on: When something is to end, to pause or to become less; None where nothing is.
        asked_on: When the family asked for an appeal; None where it did not.
        asked_by: Who asked.
        route: By which route it asked, by its id.
        wants_services_to_go_on: Whether it asked that services go on meanwhile.
        outcome: What came of it; None while it is open.
        decided_on: When that was decided.
    """

    routes: tuple[AppealRoute, ...] = field(default=(), metadata=ADMINISTRATIVE)
    told_to: tuple[PersonId, ...] = field(default=(), metadata=ADMINISTRATIVE)
    forms: tuple[NoticeForm, ...] = field(default=(), metadata=ADMINISTRATIVE)
    language: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    notice_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    mailed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    received_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    action_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    asked_on: date | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    asked_by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    route: str = field(default="", metadata=ADMINISTRATIVE)
    wants_services_to_go_on: bool | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    outcome: AppealOutcome | None = field(default=None, metadata=CLINICAL)
    decided_on: date | None = field(default=None, metadata=ADMINISTRATIVE)

    def starts_on(self, start: AppealStart | None) -> date | None:
        """Return the day from which a time to appeal runs; None where it is not known."""
        days = {
            AppealStart.NOTICE_MAILED: self.mailed_on,
            AppealStart.NOTICE_DATED: self.notice_on,
            AppealStart.NOTICE_RECEIVED: self.received_on,
            AppealStart.ACTION: self.action_on,
        }
        found = None if start is None else days[start]
        return found if isinstance(found, date) else None

    def ask_by(self, route: AppealRoute) -> date | None:
        """Return the last day to ask by a route; None where a text or a day is not known."""
        start = self.starts_on(route.counted_from)
        if start is None or isinstance(route.days, Unknown):
            return None
        return start + timedelta(days=route.days)

    def continue_by(self, route: AppealRoute) -> date | None:
        """Return the last day to ask so that services can go on; None where it is not known."""
        start = self.starts_on(route.continue_from)
        if start is None or route.continue_days is None:
            return None
        return start + timedelta(days=route.continue_days)
