"""A program with a stranger's channel, and a family of whom there is much to tell."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest
from tests.notices.made_up import DAY, directory, family

from wraparound.hooks import hookimpl
from wraparound.model import (
    ContactKind,
)
from wraparound.program import Program

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)  # in Chicago


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


class Mailbag:
    """A stranger's channel: it keeps letters, or fails as it is told to."""

    name = "mailbag"
    patience = 1.0

    def __init__(self, name="smtp", reaches=None):
        self.name = name
        self.reaches = reaches
        self.letters = []
        self.failing = []
        self.asked = 0

    def deliver(self, letter):
        self.asked += 1
        if self.failing:
            raise self.failing.pop(0)
        self.letters.append(letter)


class Plugin:
    """A stranger's plugin, which brings a channel by the same hook as the library's own."""

    name = "stranger"

    def __init__(self, channel):
        self.channel = channel

    @hookimpl
    def register_channels(self):
        return [self.channel]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bag():
    return Mailbag(reaches=ContactKind.EMAIL)


@pytest.fixture(params=["memory:", "file"])
def url(request, tmp_path):
    if request.param == "memory:":
        return request.param
    return f"sqlite:///{tmp_path / 'cases.db'}"


@pytest.fixture
def program(url, clock, bag):
    with Program.open(
        url,
        plugins=[Plugin(bag)],
        only=["us-ms"],
        now=clock,
        practice="us-ms",
        policies=["FED-TCM"],
    ) as opened:
        yield opened


def fill(program, *more, **preferences):
    with program.change(by="tester") as unit:
        unit.add(*directory(), *family(*more, **preferences))


def change(program, kind, record_id, **changes):
    with program.change(by="tester") as unit:
        unit.replace(attrs.evolve(unit.get(kind, record_id), **changes))


def letters_to(program, bag, person, *more, **preferences):
    fill(program, *more, **preferences)
    program.notify(by="night", as_of=DAY)
    program.deliver_all(worker="w")
    return {each.items[0].kind: each for each in bag.letters if each.recipient == person}


def states(program, person):
    return {
        held.message.kind: (held.state, held.reason)
        for held in program.store.messages()
        if held.message.recipient == person
    }
