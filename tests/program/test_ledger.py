"""The choice ledger: whom a family was shown, and who was left out by the list of that time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from wraparound import Program
from wraparound.model import (
    UNKNOWN,
    Agency,
    Family,
    FamilyMember,
    FamilyRole,
    OfferAnswer,
    OfferedOption,
    Period,
    Person,
    Residence,
    RosterEntry,
    ServiceOffer,
    Tie,
    TieKind,
)

DAY = date(2026, 5, 1)
START = datetime(2026, 5, 1, 9, tzinfo=UTC)


class Clock:
    """A clock that goes on by an hour each time that somebody looks."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(hours=1)
        return self.now


def row(name, agency, **more):
    fields = {"willing": True, "qualified": True, "area": "oakfield", **more}
    return RosterEntry(id=name, agency=agency, offers=("respite",), **fields)


@pytest.fixture
def program():
    with Program.open("memory:", only=(), now=Clock()) as opened:
        with opened.change(by="office", reason="test") as unit:
            unit.add(*(Agency(id=each, name=each) for each in ("pine", "oak", "elm", "fir")))
            unit.add(
                Person(id="kid", family="f", residences=(Residence(area="oakfield"),)),
                Family(id="f", members=(FamilyMember(person="kid", role=FamilyRole.YOUTH),)),
                row("r1", "pine"),
                row("r2", "oak"),
                row("r3", "elm", qualified=UNKNOWN),
                row("r4", "fir", area="elsewhere"),
            )
        yield opened


def keep(program, *records):
    with program.change(by="office", reason="test") as unit:
        for each in records:
            unit.add(each)


def offered(*providers, **more):
    fields = {"on": DAY, "offered_by": "kid", **more}
    return ServiceOffer(
        id="offer",
        family="f",
        category="respite",
        options=tuple(OfferedOption(provider=each) for each in providers),
        **fields,
    )


def ledger(program, offer):
    keep(program, offer)
    (shown,) = program.choices("f", as_of=date(2026, 6, 1))
    return shown


def test_who_is_willing_and_qualified_there_and_was_not_shown_is_left_out(program):
    """Two were shown where there are two more: no rule says so, and a family should know."""
    shown = ledger(program, offered("pine", "fir"))
    assert shown.left_out == ("oak",)
    assert shown.perhaps_left_out == ("elm",)
    assert shown.not_listed == ("fir",)
    assert shown.list_known_at is None


def test_an_offer_of_everybody_leaves_nobody_out(program):
    shown = ledger(program, offered("pine", "oak", "elm"))
    assert (shown.left_out, shown.perhaps_left_out, shown.not_listed) == ((), (), ())


def test_an_agency_under_another_name_was_shown(program):
    twins = Tie(id="t", kind=TieKind.SAME_LEGAL_ENTITY_AS, subject="oak", object="fir")
    keep(program, twins)
    shown = ledger(program, offered("pine", "fir", "elm"))
    assert (shown.left_out, shown.not_listed) == ((), ())


def test_who_came_after_the_list_that_was_shown_is_told_so(program):
    begins = Period(start=date(2026, 3, 1))
    keep(program, row("r5", "fir", period=begins))
    shown = ledger(program, offered("pine", directory_as_of=date(2026, 2, 1)))
    assert shown.left_out == ("fir", "oak")
    assert shown.new_since == ("fir",)


def test_the_list_of_that_instant_counts_and_not_what_was_written_down_later(program):
    keep(program, Agency(id="late", name="late"))
    (offer,) = program.offer("respite", "f", offered_by="kid", by="office")
    assert offer.directory_known_at is not None
    assert {each.provider for each in offer.options} == {"pine", "oak", "elm"}
    keep(program, row("r6", "late", period=Period(start=date(2026, 1, 1))))
    (shown,) = program.choices("f", as_of=date(2026, 6, 1))
    assert shown.left_out == ()
    assert shown.list_known_at == offer.directory_known_at
    unsaid = attrs.evolve(offer, id="unsaid", directory_known_at=None)
    keep(program, unsaid)
    by_now = next(e for e in program.choices("f", as_of=date(2026, 6, 1)) if e.offer.id == "unsaid")
    assert by_now.left_out == ("late",)


def test_what_the_family_said_is_in_it(program):
    said = (
        OfferedOption(provider="pine", answer=OfferAnswer.CHOSEN, reason="They come to us."),
        OfferedOption(provider="oak", answer=OfferAnswer.DECLINED),
    )
    shown = ledger(program, attrs.evolve(offered(), options=said))
    assert [each.provider for each in shown.chosen] == ["pine"]
    assert [each.provider for each in shown.declined] == ["oak"]


def test_an_offer_of_a_later_day_is_none_yet(program):
    keep(program, offered("pine"))
    assert program.choices("f", as_of=date(2026, 4, 30)) == ()
