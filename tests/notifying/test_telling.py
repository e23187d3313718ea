"""Each thing goes into the outbox once, and out of it as each person wishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest
from tests.notices.made_up import DAILY, DAY, directory, family, release, wishes
from tests.notifying.conftest import NOON, Plugin, change, fill, letters_to

from wraparound.errors import DeliveryFailed
from wraparound.hooks import hookimpl
from wraparound.model import (
    Enrollment,
    NotificationKind,
    Person,
    QuietHours,
)
from wraparound.notices import load_notice_rules
from wraparound.program import Program
from wraparound.storage import Change, Put

RULES = load_notice_rules()


def test_running_twice_tells_nothing_twice(program, bag):
    fill(program, mum=wishes())
    first = program.notify(by="night", as_of=DAY)
    assert sum(first.queued.values()) == first.standing > 5
    second = program.notify(by="night", as_of=DAY)
    assert second.standing == first.standing
    assert not second.queued
    program.deliver_all(worker="w")
    told = len(bag.letters)
    assert told == first.standing
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    assert len(bag.letters) == told
    assert len({letter.key for letter in bag.letters}) == told


def test_two_runs_at_once_tell_nothing_twice(program, bag):
    """Both look before either keeps anything: the store applies each change once."""
    fill(program, mum=wishes())
    (found,) = program.notices(as_of=DAY)
    program._queue(found.planned, "one")
    program._queue(found.planned, "two")
    assert len(program.store.messages()) == len(found.planned)


def test_a_message_in_the_outbox_holds_nothing_personal(program):
    fill(program, mum=wishes(details_agreed_on=DAY))
    program.notify(by="night", as_of=DAY)
    kept = b"".join(held.message.body for held in program.store.messages())
    assert b"Marked" not in kept
    assert b"example" not in kept


def test_a_family_is_not_written_to_unasked(program, bag):
    fill(program)
    report = program.notify(by="night", as_of=DAY)
    assert {person for person, _ in report.never_asked} == {"kid", "mum", "uncle"}
    program.deliver_all(worker="w")
    assert {letter.recipient for letter in bag.letters} == {"fac", "sup", "ther"}


def test_once_somebody_says_how_they_hear_what_still_stands(program, bag):
    fill(program)
    program.notify(by="night", as_of=DAY)
    change(program, Person, "mum", notifications=wishes())
    report = program.notify(by="night", as_of=DAY)
    assert dict(report.queued) == {"meeting_invitation": 1, "task_assigned": 1}


@pytest.mark.parametrize(
    ("preference", "kinds"),
    [
        (wishes(opted_out=True), set()),
        (wishes(without=(NotificationKind.TASK_ASSIGNED,)), {"meeting_invitation"}),
        (wishes(), {"meeting_invitation", "task_assigned"}),
    ],
)
def test_what_somebody_does_not_wish_to_hear_is_not_told(program, bag, preference, kinds):
    fill(program, mum=preference)
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    told = {item.kind for each in bag.letters if each.recipient == "mum" for item in each.items}
    assert told == kinds


def test_details_go_to_whom_the_plan_belongs_and_who_asked_for_them(program, bag):
    told = letters_to(program, bag, "mum", mum=wishes(details_agreed_on=DAY))
    assert "Marked task for mum" in told["task_assigned"].text
    assert "Marked kitchen table" in told["meeting_invitation"].text
    (calendar,) = told["meeting_invitation"].enclosures
    assert b"LOCATION:Marked kitchen table" in calendar.content


def test_without_that_day_they_are_left_out_and_it_says_so(program, bag):
    told = letters_to(program, bag, "mum", mum=wishes())
    for each in told.values():
        assert "Marked" not in each.text
        assert "No incluimos detalles" in each.text
    (calendar,) = told["meeting_invitation"].enclosures
    assert b"Marked" not in calendar.content
    assert b"DTSTART;VALUE=DATE:20260309" in calendar.content


@pytest.mark.parametrize(("released", "details"), [(False, False), (True, True)])
def test_a_therapist_hears_details_by_a_release_only(program, bag, released, details):
    asked = attrs.evolve(
        next(each for each in directory() if each.id == "ther"),
        notifications=wishes(details_agreed_on=DAY),
    )
    more = [release(("ther",))] if released else []
    with program.change(by="tester") as unit:
        others = [each for each in directory() if each.id != "ther"]
        unit.add(*others, asked, *family(*more))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    (task,) = [
        each
        for each in bag.letters
        if each.recipient == "ther" and each.items[0].kind == "task_assigned"
    ]
    assert ("Marked task for ther" in task.text) is details


def test_a_release_that_is_taken_back_counts_from_then_on(program, bag):
    """What is in the outbox already is written when it goes out."""
    asked = attrs.evolve(
        next(each for each in directory() if each.id == "ther"),
        notifications=wishes(details_agreed_on=DAY),
    )
    given = release(("ther",))
    with program.change(by="tester") as unit:
        others = [each for each in directory() if each.id != "ther"]
        unit.add(*others, asked, *family(given))
    program.notify(by="night", as_of=DAY)
    change(program, type(given), "release", revoked_on=DAY)
    program.deliver_all(worker="w")
    assert not any("Marked" in each.text for each in bag.letters if each.recipient == "ther")


def test_no_subject_says_anything(program, bag):
    """Every subject is one of the catalogue's, whatever the letter is about."""
    fill(program, mum=wishes(details_agreed_on=DAY), kid=wishes(language="es-MX"))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    subjects = {each.subject for each in bag.letters}
    assert subjects <= {
        "A reminder", "Something to look at", "A meeting", "A task", "A request",
        "Una reunión", "Una tarea",
    }  # fmt: skip


def test_each_hears_in_their_own_language(program, bag):
    fill(program, mum=wishes(), kid=wishes(language="en"))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    languages = {each.recipient: each.language for each in bag.letters}
    assert languages["mum"] == "es"
    assert languages["kid"] == languages["fac"] == "en"


def test_nothing_goes_out_in_quiet_hours(program, bag, clock):
    fill(program, mum=wishes(quiet=QuietHours(start="10:00", end="14:00")))
    program.notify(by="night", as_of=DAY)
    report = program.deliver_all(worker="w")
    assert report.postponed == 2
    assert report.waiting == 0
    assert "mum" not in {each.recipient for each in bag.letters}
    clock.at += timedelta(hours=1, minutes=59)
    program.deliver_all(worker="w")
    assert "mum" not in {each.recipient for each in bag.letters}
    clock.at += timedelta(minutes=1)
    assert program.deliver_all(worker="w").delivered == 2


def test_a_digest_brings_everything_together_once(program, bag, clock):
    fill(program, mum=wishes(digest=DAILY))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    assert "mum" not in {each.recipient for each in bag.letters}
    clock.at = datetime(2026, 3, 3, 14, tzinfo=UTC)  # 08:00 in Chicago
    program.deliver_all(worker="w")
    (digest,) = [each for each in bag.letters if each.recipient == "mum"]
    assert digest.subject == "Su resumen"
    assert {item.kind for item in digest.items} == {"meeting_invitation", "task_assigned"}
    assert digest.text.count("\n- ") == 2
    assert program.deliver_all(worker="w").taken == 0


def test_a_digest_that_is_tried_again_has_the_same_key(program, bag, clock):
    fill(program, mum=wishes(digest=DAILY))
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    seen = []

    def keeps_and_fails(letter):
        seen.append(letter.key)
        raise DeliveryFailed("smtp", "timeout")

    bag.deliver = keeps_and_fails
    for _ in range(3):
        clock.at = datetime(2026, 3, 3, 14, tzinfo=UTC) + timedelta(hours=8) * len(seen)
        program.deliver_all(worker="w")
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_other_systems_are_told_of_each_thing_once_in_codes(url, clock, bag):
    heard = []

    class Listener(Plugin):
        @hookimpl
        def after_notification(self, notification):
            heard.append(notification)

    plugins = [Listener(bag)]
    with Program.open(url, plugins=plugins, only=["us-ms"], now=clock, practice="us-ms") as program:
        fill(program)
        program.notify(by="night", as_of=DAY)
        program.notify(by="night", as_of=DAY)
        program.deliver_all(worker="w")
    assert {each.recipient for each in heard} == {None}
    facts = [(each.kind, each.about, tuple(sorted(each.facts.items()))) for each in heard]
    assert len(facts) == len(set(facts)) > 3


def test_a_family_that_cannot_be_looked_at_is_named_and_others_go_on(program, bag):
    fill(program)
    with program.change(by="tester") as unit:
        unit.add(Enrollment(id="odd", family="odd", youth="odd-kid"))
        unit.add(attrs.evolve(program.get(type(family()[0]), "bell"), id="odd", members=()))
    body = b"not a document"
    held = program.store.get("enrollment", "odd")
    put = Put(kind="enrollment", id="odd", family="odd", body=body, expected=held.revision)
    program.store.commit(Change(id="break", at=NOON, by="tester", puts=(put,)))
    report = program.notify(by="night", as_of=DAY)
    assert report.failed == [("odd", "unreadable_record")]
    assert report.families == 2
    assert report.queued


def test_rules_of_a_site_hold(program):
    fill(program)
    late = NotificationKind.CLOCK_LATE
    rules = attrs.evolve(RULES, kinds={late: RULES.kinds[late]})
    report = program.notify(by="night", as_of=DAY, rules=rules)
    assert dict(report.queued) == {"clock_late": 2}
