"""The stage: the county's program, the day that is played, and what was played so far."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from pathlib import Path

import attrs
from families import Cast
from letters import LetterBox

from wraparound.model import (
    Enrollment,
    Record,
)
from wraparound.policy import choose_program, read_program_packs
from wraparound.program import Program

HERE = Path(__file__).resolve().parent
BEGINS = date(2026, 1, 5)


@attrs.frozen(order=True)
class Moment:
    """Something that was played.

    Attributes:
        on: The day.
        family: Whose it was.
        what: What, such as ``"meeting"``.
    """

    on: date
    family: str
    what: str


@attrs.define
class Stage:
    """The program, the day that is played, and what was played so far."""

    program: Program
    box: LetterBox
    chance: random.Random
    today: date = BEGINS
    played: list[Moment] = attrs.Factory(list)

    def note(self, cast: Cast, what: str) -> None:
        """Note what was played today."""
        self.played.append(Moment(self.today, cast.id, what))

    def tell(self) -> None:
        """Tell people what there is to tell, each thing once."""
        self.program.notify(by="nightly")
        self.program.deliver_all(worker="nightly")

    def add(self, *records: Record, by: str = "office") -> None:
        """Keep new records."""
        with self.program.change(by=by) as unit:
            for each in records:
                unit.add(each)

    def enrollment(self, cast: Cast) -> Enrollment:
        """Return a family's stay as it is stored."""
        return self.program.get(Enrollment, f"{cast.id}-stay")

    def replace(self, record: Record, by: str = "office") -> None:
        """Keep a record in place of the stored one."""
        with self.program.change(by=by) as unit:
            unit.get(type(record), record.id)
            unit.replace(record)


def open_county(url: str, stage_day: list[date], box: LetterBox) -> Program:
    """Open the county's program, with a clock that shows the day that is played."""
    (pack,) = read_program_packs([HERE / "oakfield-county.yaml"])
    practice = choose_program(pack.id, packs={pack.id: pack})
    noon = time(12, tzinfo=UTC)
    return Program.open(
        url,
        practice=practice,
        plugins=[box],
        only=(),
        now=lambda: datetime.combine(stage_day[0], noon),
    )
