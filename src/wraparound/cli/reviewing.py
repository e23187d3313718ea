"""Reviewing several families, so that one that cannot be reviewed does not hide the others."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wraparound.chart import Chart
from wraparound.cli.opening import chart_of
from wraparound.cli.settings import Settings
from wraparound.documents import Names
from wraparound.errors import FactsInvalid
from wraparound.model.findings import Review
from wraparound.program import Program


@attrs.frozen
class Reviewed:
    """One family's review with what it was made from.

    Attributes:
        chart: The family's chart.
        review: What was found.
        names: What to call people and agencies.
    """

    chart: Chart = attrs.field(repr=False)
    review: Review
    names: Names

    @property
    def family(self) -> str:
        """The family's id."""
        return self.chart.family.id

    @property
    def title(self) -> str:
        """What the family is called: its id, with the names of its youth where they are shown."""
        youth = [self.names.people.get(each.id, "") for each in self.chart.youth]
        named = ", ".join(each for each in youth if each)
        return f"{self.family} ({named})" if named else self.family


@attrs.frozen
class Unreviewed:
    """A family that could not be reviewed.

    Attributes:
        family: The family's id.
        reason: Why, in ids and codes.
    """

    family: str
    reason: str


def review_all(
    program: Program, families: Iterable[str], settings: Settings
) -> tuple[list[Reviewed], list[Unreviewed]]:
    """Return the reviews of some families, and those families whose facts contradict one another.

    Raises:
        RecordNotFound: There is no such family.
    """
    reviews: list[Reviewed] = []
    failed: list[Unreviewed] = []
    for family in families:
        chart = chart_of(program, family, settings)
        try:
            review = program.review(chart)
        except FactsInvalid as error:
            failed.append(Unreviewed(family, str(error)))
            continue
        reviews.append(Reviewed(chart, review, Names.of(chart, personal=settings.personal)))
    return reviews, failed
