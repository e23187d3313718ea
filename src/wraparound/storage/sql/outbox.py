"""Messages as rows: how they are kept, handed out to one worker at a time, and settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import attrs
from sqlalchemy import (
    ColumnElement,
    Insert,
    String,
    Update,
    bindparam,
    insert,
    null,
    or_,
    select,
    update,
)

from wraparound.errors import Fault, RequestInvalid
from wraparound.storage.admission import TOLD_ALREADY
from wraparound.storage.envelopes import Change, HeldMessage, Message, MessageState
from wraparound.storage.sql.database import Rows, Transaction
from wraparound.storage.sql.reads import Question
from wraparound.storage.sql.rows import instant_column
from wraparound.storage.sql.tables import messages

_Row = tuple[str, str, str | None, str | None, bytes, str, str, int, str, str | None, str | None]


def message_kept() -> Question:
    """Whether a message with this id is kept."""
    return select(messages.c.id).where(
        messages.c.program == bindparam("program"), messages.c.id == bindparam("id")
    )


def messages_due() -> Question:
    """The oldest messages that are due; a leased one is due when its lease ends.

    Where the database can, what another worker is taking at this moment is passed over.
    """
    return (
        _of_message()
        .where(
            messages.c.program == bindparam("program"),
            _is_pending(),
            messages.c.due_at <= bindparam("at"),
        )
        .order_by(messages.c.position, messages.c.place)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )


def messages_of_state(asked: bool) -> Question:
    """Messages of a state or of all, the oldest first."""
    conditions = [messages.c.state == bindparam("state")] if asked else []
    return (
        _of_message()
        .where(messages.c.program == bindparam("program"), *conditions)
        .order_by(messages.c.position, messages.c.place)
        .limit(bindparam("limit"))
    )


def add_message() -> Insert:
    """Keep a message with its change."""
    return insert(messages)


def lease_message() -> Update:
    """Hand a message out, unless it was handed out since it was seen."""
    return (
        update(messages)
        .where(
            messages.c.program == bindparam("at_program"),
            messages.c.id == bindparam("at_id"),
            messages.c.tries == bindparam("at_tries"),
            _is_pending(),
        )
        .values(
            state=MessageState.LEASED.value,
            tries=messages.c.tries + 1,
            due_at=bindparam("to_due_at"),
            worker=bindparam("to_worker"),
        )
    )


def settle_message(waits: bool) -> Update:
    """Say what became of a message that a worker has."""
    due = {"due_at": bindparam("to_due_at", type_=String())} if waits else {}
    return (
        update(messages)
        .where(
            messages.c.program == bindparam("at_program"),
            messages.c.id == bindparam("at_id"),
            messages.c.worker == bindparam("at_worker"),
            messages.c.state == MessageState.LEASED.value,
        )
        .values(state=bindparam("to_state"), reason=bindparam("to_reason"), worker=null(), **due)
    )


def release_message() -> Update:
    """Let a parked message wait again."""
    return (
        update(messages)
        .where(
            messages.c.program == bindparam("at_program"),
            messages.c.id == bindparam("at_id"),
            messages.c.state == MessageState.PARKED.value,
        )
        .values(state=MessageState.WAITING.value, due_at=bindparam("to_due_at"))
    )


def keep_messages(transaction: Transaction, change: Change, *, program: str, position: int) -> None:
    """Keep the messages of a change in its transaction.

    Raises:
        RequestInvalid: The id of one is taken.
    """
    faults = [
        Fault(f"messages[{number}].id", TOLD_ALREADY)
        for number, message in enumerate(change.messages)
        if transaction.ask(message_kept, {"program": program, "id": message.id})
    ]
    if faults:
        raise RequestInvalid("this change", faults)
    transaction.do_all(
        add_message,
        [
            {
                "program": program,
                "id": message.id,
                "position": position,
                "place": place,
                "kind": message.kind,
                "recipient": message.recipient,
                "family": message.family,
                "body": message.body,
                "change": change.id,
                "state": MessageState.WAITING.value,
                "tries": 0,
                "due_at": instant_column(change.at),
                "worker": None,
                "reason": None,
            }
            for place, message in enumerate(change.messages)
        ],
    )


def hand_out(
    transaction: Transaction,
    worker: str,
    *,
    program: str,
    at: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[HeldMessage, ...]:
    """Hand out the oldest messages that are due."""
    ends = at + lease
    given = {"program": program, "at": instant_column(at), "limit": limit}
    taken: list[HeldMessage] = []
    for held in messages_of(transaction.ask(messages_due, given)):
        won = transaction.do(
            lease_message,
            {
                "at_program": program,
                "at_id": held.message.id,
                "at_tries": held.tries,
                "to_due_at": instant_column(ends),
                "to_worker": worker,
            },
        )
        if won:
            taken.append(
                attrs.evolve(
                    held,
                    state=MessageState.LEASED,
                    tries=held.tries + 1,
                    due_at=ends,
                    worker=worker,
                )
            )
    return tuple(taken)


def messages_of(rows: Rows) -> tuple[HeldMessage, ...]:
    """Return the messages that rows hold."""
    return tuple(
        HeldMessage(
            message=Message(
                id=message_id, kind=kind, recipient=recipient, family=family, body=bytes(body)
            ),
            change=change,
            state=MessageState(state),
            tries=tries,
            due_at=datetime.fromisoformat(due_at),
            worker=worker,
            reason=reason or "",
        )
        # the columns and their order are those of ``_of_message``
        for (
            message_id,
            kind,
            recipient,
            family,
            body,
            change,
            state,
            tries,
            due_at,
            worker,
            reason,
        ) in cast("Sequence[_Row]", rows)
    )


def _is_pending() -> ColumnElement[bool]:
    return or_(
        messages.c.state == MessageState.WAITING.value,
        messages.c.state == MessageState.LEASED.value,
    )


def _of_message() -> Question:
    """The columns of a message, in the order in which ``messages_of`` reads them."""
    return select(
        messages.c.id,
        messages.c.kind,
        messages.c.recipient,
        messages.c.family,
        messages.c.body,
        messages.c.change,
        messages.c.state,
        messages.c.tries,
        messages.c.due_at,
        messages.c.worker,
        messages.c.reason,
    )
