"""Posting letters: messages for people, each written when it goes out, by the channel they chose.

A message in the outbox holds ids and codes. What it says is put into words when it goes out: a
release that was taken back, a wish to hear no more, a new address hold from that moment on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from wraparound.chart import Chart, Directory
from wraparound.errors import (
    ChannelDown,
    DeliveryFailed,
    DeliveryRefused,
    DocumentInvalid,
    FactsInvalid,
    KeyMissing,
    RecordNotFound,
)
from wraparound.hooks import Channel, Notification
from wraparound.model.notification import DigestRhythm, NotificationKind
from wraparound.model.person import Person
from wraparound.notices import (
    NoticeRules,
    Roster,
    Told,
    Wish,
    address_of,
    after_quiet,
    is_overtaken,
    language_for,
    load_words,
    may_be_sent,
    sends_from,
    wish_of,
    works_here,
    write_letter,
    zone_of,
)
from wraparound.process.stay import stay_of
from wraparound.storage import HeldMessage, MessageState

KINDS_FOR_PEOPLE = frozenset(each.value for each in NotificationKind)
"""Messages of these kinds with a recipient are letters; all others are told to plugins."""

QUIET = "waits until it may be sent"
"""Why a message waits in quiet hours, or for its digest: nothing failed."""


@attrs.frozen(kw_only=True)
class Settlement:
    """What became of a message.

    Attributes:
        message: The message.
        state: Delivered, waiting or parked.
        due_at: When it may be tried again.
        reason: Why, without personal values.
        failed: Whether something failed; one that waits for its time did not.
    """

    message: str
    state: MessageState
    due_at: datetime | None = None
    reason: str = ""
    failed: bool = False


@attrs.frozen(kw_only=True)
class _Ready:
    """A message that can go out now."""

    held: HeldMessage
    told: Told = attrs.field(repr=False)
    person: Person = attrs.field(repr=False)
    channel: Channel
    address: str = attrs.field(repr=False)

    @property
    def together(self) -> bool:
        wish = self.person.notifications
        return wish is not None and wish.digest is not DigestRhythm.AT_ONCE

    @property
    def group(self) -> tuple[str, ...]:
        """Which letter it goes into: one of its own, or the digest of its recipient."""
        parts = (self.person.id, self.channel.name, self.address)
        return parts if self.together else (*parts, self.held.message.id)


class _Unsendable(Exception):  # noqa: N818 - it never leaves this file
    def __init__(self, reason: str, *, for_good: bool = True) -> None:
        self.reason = reason
        self.for_good = for_good
        super().__init__(reason)


class Postman:
    """Writes and posts the letters of one worker's messages."""

    def __init__(
        self,
        *,
        channels: Mapping[str, Channel],
        chart: Callable[[str], Chart],
        directory: Callable[[], Directory],
        rules: NoticeRules,
        time_zone: str,
        now: Callable[[], datetime],
    ) -> None:
        """Prepare to post.

        Args:
            channels: The channels, by name.
            chart: Opens a family as of today.
            directory: Returns the whole directory.
            rules: Who is told of what, and when.
            time_zone: The site's time zone.
            now: The clock.
        """
        self._channels = channels
        self._chart = chart
        self._directory = directory
        self._rules = rules
        self._zone = rules.time_zone or time_zone
        self._now = now
        self._charts: dict[str, Chart] = {}
        self._down: dict[str, str] = {}

    @property
    def patience(self) -> timedelta:
        """The most that one letter takes, by any channel."""
        most = max((each.patience for each in self._channels.values()), default=0.0)
        return timedelta(seconds=most)

    def post(
        self, letters: Iterable[tuple[HeldMessage, Notification]], *, until: datetime
    ) -> Iterator[Settlement]:
        """Yield what became of each message, as soon as it is known.

        Args:
            letters: The messages, the oldest first, each with what it says.
            until: When the messages are no longer ours: no letter is begun that might last longer.
        """
        self._charts = {}  # what changed since the last messages is seen
        groups: dict[tuple[str, ...], list[_Ready]] = {}
        roster = Roster.of(self._directory())
        for held, notification in letters:
            try:
                ready = self._ready(held, notification, roster)
                due_at = self._not_before(ready)
            except _Unsendable as error:
                if error.for_good:
                    yield _parked(held, error.reason)
                else:
                    yield self._tried(held, notification, error.reason)
                continue
            if due_at > self._now():
                yield Settlement(
                    message=held.message.id,
                    state=MessageState.WAITING,
                    due_at=due_at,
                    reason=QUIET,
                )
            else:
                groups.setdefault(ready.group, []).append(ready)
        for group in groups.values():
            yield from self._send(group, until)

    def _ready(self, held: HeldMessage, notification: Notification, roster: Roster) -> _Ready:
        """Return a message with everything that it needs to go out.

        Raises:
            _Unsendable: It cannot go out, and why.
        """
        family, recipient = notification.family, notification.recipient or ""
        stay = stay_of(self._open(family))
        person = next(
            (each for each in stay.chart.people if each.id == recipient),
            roster.people.get(recipient),
        )
        if person is None:
            raise _Unsendable("there is no such person")
        if is_overtaken(notification, stay):
            raise _Unsendable("overtaken: it is no longer so")
        at_work = works_here(recipient, stay, roster)
        wish = wish_of(person, NotificationKind(notification.kind), at_work=at_work)
        if wish is not Wish.YES:
            raise _Unsendable(
                "wishes not to hear of it" if wish is Wish.NO else "never said how to be told"
            )
        preference = person.notifications
        name = preference.channel if preference is not None else self._rules.channel
        channel = self._channels.get(name)
        if channel is None:
            # somebody may set it up before the message is given up
            raise _Unsendable(f"there is no channel {name}", for_good=False)
        address = address_of(person, channel, at_work=at_work)
        if address is None:
            raise _Unsendable(f"no address for the channel {name} that may be used")
        told = Told(
            notification=attrs.evolve(notification, id=held.message.id),
            stay=stay,
            at_work=at_work,
            labels=may_be_sent(recipient, preference, stay, roster),
        )
        return _Ready(held=held, told=told, person=person, channel=channel, address=address)

    def _open(self, family: str | None) -> Chart:
        if family is None:
            raise _Unsendable("is about no family")
        if family not in self._charts:
            try:
                self._charts[family] = self._chart(family)
            except (RecordNotFound, KeyMissing):
                raise _Unsendable("there is no such family any more") from None
            except DocumentInvalid:
                raise _Unsendable("a record of the family cannot be read") from None
            except FactsInvalid as error:
                raise _Unsendable(f"facts contradict one another: {error.code}") from None
        return self._charts[family]

    def _not_before(self, ready: _Ready) -> datetime:
        """Return from when on a message may go out.

        Raises:
            _Unsendable: The person's time zone is unknown here.
        """
        preference = ready.person.notifications
        try:
            zone = zone_of(preference, default=self._zone)
        except LookupError:
            raise _Unsendable("there is no such time zone here") from None
        found_at = ready.told.notification.at
        first = sends_from(found_at, preference=preference, rules=self._rules, zone=zone)
        return max(first, after_quiet(self._now(), preference, zone))

    def _send(self, group: Sequence[_Ready], until: datetime) -> Iterator[Settlement]:
        first = group[0]
        channel = first.channel
        now = self._now()
        if now + timedelta(seconds=channel.patience) > until:
            # somebody else may have them soon: they are given back, and taken again
            yield from (_later(each.held, now) for each in group)
            return
        try:
            if channel.name in self._down:
                raise ChannelDown(channel.name, self._down[channel.name])
            self._deliver(group, now)
        except DeliveryRefused as error:
            yield from (_parked(each.held, _reason(error)) for each in group)
        except DeliveryFailed as error:
            if isinstance(error, ChannelDown):
                self._down[channel.name] = error.code
            for each in group:
                yield self._tried(each.held, each.told.notification, _reason(error))
        else:
            yield from (
                Settlement(message=each.held.message.id, state=MessageState.DELIVERED)
                for each in group
            )

    def _deliver(self, group: Sequence[_Ready], now: datetime) -> None:
        first = group[0]
        person = first.person
        wish = person.notifications
        language = language_for("" if wish is None else wish.language, *person.languages)
        letter = write_letter(
            [each.told for each in group],
            recipient=person.id,
            address=first.address,
            words=load_words(language),
            site=self._rules.site,
            at=now,
            together=first.together,
        )
        try:
            first.channel.deliver(letter)
        except DeliveryFailed:
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's code, whose words may be personal
            raise DeliveryFailed(first.channel.name, type(error).__name__) from None

    def _tried(self, held: HeldMessage, notification: Notification, reason: str) -> Settlement:
        """Return a message that failed: it waits twice as long each time, or is given up."""
        now = self._now()
        if now - notification.at >= self._rules.give_up_after:
            return _parked(held, reason)
        wait = timedelta(minutes=2 ** min(held.tries, 12))
        return Settlement(
            message=held.message.id,
            state=MessageState.WAITING,
            due_at=now + min(wait, self._rules.longest_wait),
            reason=reason,
            failed=True,
        )


def _parked(held: HeldMessage, reason: str) -> Settlement:
    return Settlement(
        message=held.message.id, state=MessageState.PARKED, reason=reason, failed=True
    )


def _later(held: HeldMessage, now: datetime) -> Settlement:
    return Settlement(message=held.message.id, state=MessageState.WAITING, due_at=now)


def _reason(error: DeliveryFailed) -> str:
    return f"{error.channel}: {error.code}"
