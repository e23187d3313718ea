"""Delivering messages: what was kept with a change is told to the plugins, at least once."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import msgspec

from wraparound.hooks import Hooks, Notification
from wraparound.model.findings import Disposition, Review, Timing
from wraparound.model.ids import new_id
from wraparound.program.posting import KINDS_FOR_PEOPLE, Postman, Settlement
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
        delivered: How many were heard by every plugin, or taken by the channel of their recipient.
        waiting: How many failed and will be tried again.
        parked: How many failed for the last time, or cannot be delivered at all.
        postponed: How many wait until they may be sent: nothing failed.
    """

    delivered: int = 0
    waiting: int = 0
    parked: int = 0
    postponed: int = 0

    @property
    def taken(self) -> int:
        """How many messages there were."""
        return self.delivered + self.waiting + self.parked + self.postponed

    def __add__(self, other: DeliveryReport) -> DeliveryReport:
        """Return both together."""
        return DeliveryReport(
            delivered=self.delivered + other.delivered,
            waiting=self.waiting + other.waiting,
            parked=self.parked + other.parked,
            postponed=self.postponed + other.postponed,
        )


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
    store: Store,
    hooks: Hooks,
    postman: Postman,
    *,
    worker: str,
    at: datetime,
    limit: int = 100,
) -> DeliveryReport:
    """Take messages that are due: post those for people, and tell the plugins of the others.

    Several workers may do this at once: each message is in the hands of one of them. A message
    that failed waits twice as long after each try. One that a plugin failed to hear is told again
    to all of them, so whoever listens must know a message by its id.
    """
    lease = max(LEASE, 2 * postman.patience)
    report = DeliveryReport()
    letters: list[tuple[HeldMessage, Notification]] = []
    for held in store.take_messages(worker, at=at, lease=lease, limit=limit):
        notification = _read(held)
        if notification is not None and _is_letter(notification):
            letters.append((held, notification))
        else:
            report += _settle(store, worker, _tell(held, notification, hooks, at))
    for settlement in postman.post(letters, until=at + lease):
        report += _settle(store, worker, settlement)
    return report


def _settle(store: Store, worker: str, settlement: Settlement) -> DeliveryReport:
    """Say what became of a message; nothing is counted where it is somebody else's by now."""
    if not store.settle_message(
        settlement.message,
        worker,
        state=settlement.state,
        due_at=settlement.due_at,
        reason=settlement.reason,
    ):
        return DeliveryReport()
    if settlement.state is MessageState.DELIVERED:
        return DeliveryReport(delivered=1)
    if settlement.state is MessageState.PARKED:
        return DeliveryReport(parked=1)
    return DeliveryReport(waiting=1) if settlement.failed else DeliveryReport(postponed=1)


def _read(held: HeldMessage) -> Notification | None:
    try:
        return _NOTIFICATIONS.decode(held.message.body)
    except msgspec.MsgspecError:
        return None


def _is_letter(notification: Notification) -> bool:
    return notification.recipient is not None and notification.kind in KINDS_FOR_PEOPLE


def _tell(
    held: HeldMessage, notification: Notification | None, hooks: Hooks, at: datetime
) -> Settlement:
    message = held.message.id
    if notification is None:
        reason = "is not a notification"
        return Settlement(message=message, state=MessageState.PARKED, reason=reason, failed=True)
    failed = hooks.after_notification(attrs.evolve(notification, id=message))
    if not failed:
        return Settlement(message=message, state=MessageState.DELIVERED)
    reason = ", ".join(f"{call.plugin}: {call.failure}" for call in failed)
    if held.tries >= MOST_TRIES:
        return Settlement(message=message, state=MessageState.PARKED, reason=reason, failed=True)
    return Settlement(
        message=message,
        state=MessageState.WAITING,
        due_at=at + timedelta(minutes=2**held.tries),
        reason=reason,
        failed=True,
    )
