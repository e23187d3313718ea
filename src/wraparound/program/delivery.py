"""Delivering messages: what was kept with a change is told to the plugins, at least once."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import msgspec

from wraparound.hooks import Hooks, Notification
from wraparound.model.findings import Disposition, Review, Timing
from wraparound.model.ids import new_id
from wraparound.storage import HeldMessage, Message, MessageState, Store

LEASE = timedelta(minutes=5)
"""How long a worker has a message to itself."""

MOST_TRIES = 8
"""After so many failures a message is parked, until somebody releases it."""


_NOTIFICATIONS = msgspec.json.Decoder(Notification)


@attrs.frozen(kw_only=True)
class DeliveryReport:
    """What became of the messages that one worker took.

    Attributes:
        delivered: How many were heard by every plugin.
        waiting: How many failed and will be tried again.
        parked: How many failed for the last time, or could not be read.
    """

    delivered: int = 0
    waiting: int = 0
    parked: int = 0


def message_of(notification: Notification) -> Message:
    """Return the message that carries a notification: ids and codes, and nothing else."""
    return Message(
        id=notification.id or new_id(),
        kind=notification.kind,
        recipient=notification.recipient,
        family=notification.family,
        body=msgspec.json.encode(attrs.asdict(notification)),
    )


def announcements(family: str, review: Review, *, at: datetime) -> tuple[Notification, ...]:
    """Return what plugins are told of a review: its findings that hold now, in ids and codes."""
    return tuple(
        Notification(
            kind="finding",
            at=at,
            family=family,
            about=finding.path,
            recipient=finding.holder,
            facts={
                "rule": finding.rule,
                "severity": finding.severity.value,
                "disposition": finding.disposition.value,
            },
        )
        for finding in review.findings
        if finding.timing is Timing.CURRENT and finding.disposition is not Disposition.MITIGATED
    )


def deliver(
    store: Store, hooks: Hooks, *, worker: str, at: datetime, limit: int = 100
) -> DeliveryReport:
    """Take messages that are due and tell the plugins of them.

    Several workers may do this at once: each message is in the hands of one of them. A message
    that a plugin failed to hear waits twice as long after each try, and is told again to all of
    them, so whoever listens must know a message by its id.
    """
    counts = {MessageState.DELIVERED: 0, MessageState.WAITING: 0, MessageState.PARKED: 0}
    for held in store.take_messages(worker, at=at, lease=LEASE, limit=limit):
        state, reason = _tell(held, hooks)
        due_at = at + timedelta(minutes=2**held.tries) if state is MessageState.WAITING else None
        if store.settle_message(held.message.id, worker, state=state, due_at=due_at, reason=reason):
            counts[state] += 1
    return DeliveryReport(
        delivered=counts[MessageState.DELIVERED],
        waiting=counts[MessageState.WAITING],
        parked=counts[MessageState.PARKED],
    )


def _tell(held: HeldMessage, hooks: Hooks) -> tuple[MessageState, str]:
    try:
        notification = _NOTIFICATIONS.decode(held.message.body)
    except msgspec.MsgspecError:
        return MessageState.PARKED, "is not a notification"
    failed = hooks.after_notification(attrs.evolve(notification, id=held.message.id))
    if not failed:
        return MessageState.DELIVERED, ""
    reason = ", ".join(f"{call.plugin}: {call.failure}" for call in failed)
    last = held.tries >= MOST_TRIES
    return (MessageState.PARKED if last else MessageState.WAITING), reason
