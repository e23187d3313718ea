"""Reviewing several families, so that one that cannot be reviewed does not hide the others.

They come one by one, and nobody keeps them: a store may hold more families than the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from wraparound.chart import Chart
from wraparound.cli.opening import chart_of
from wraparound.cli.settings import Settings
from wraparound.documents import Names, is_serious, summarize
from wraparound.errors import DocumentInvalid, FactsInvalid
from wraparound.model.findings import Review, Severity
from wraparound.model.policy_change import PolicyChange
from wraparound.program import Program

NEVER = "never"
"""What ``--fail-on`` says where no finding is to make the exit code."""


@attrs.frozen(kw_only=True)
class Reviewed:
    """One family's review.

    Attributes:
        family: The family's id.
        title: What it is called: its id, with the names of its youth where they are shown.
        review: What was found.
        names: What to call people and agencies.
    """

    family: str
    title: str = attrs.field(repr=False)
    review: Review
    names: Names


@attrs.frozen
class Unreviewed:
    """A family that could not be reviewed.

    Attributes:
        family: The family's id.
        reason: Why, in ids, paths and codes.
    """

    family: str
    reason: str


@attrs.define
class Tally:
    """What is kept of the reviews: a line for each, and how many findings are serious.

    Attributes:
        fail_on: The least weight that is serious, or ``never``.
        since: A day: what is over counts too where it held on that day or later.
        rows: The title of each family, its heaviest weight, and what was found.
        failed: The families that could not be reviewed.
        serious: How many findings weigh at least so much, now.
        as_of: The day that was asked about.
        packs: The packs that were asked.
        changes: What overlays changed in them.
    """

    fail_on: str = NEVER
    since: date | None = None
    rows: list[tuple[str, str, str]] = attrs.field(factory=list, repr=False)
    failed: list[Unreviewed] = attrs.field(factory=list)
    serious: int = 0
    as_of: date | None = None
    packs: tuple[str, ...] = ()
    changes: tuple[PolicyChange, ...] = ()

    def add(self, each: Reviewed | Unreviewed) -> None:
        """Count a family."""
        if isinstance(each, Unreviewed):
            self.failed.append(each)
            return
        review = each.review
        summary = summarize(review)
        heaviest = "none" if summary.heaviest is None else summary.heaviest.value
        self.rows.append((each.title, heaviest, str(summary)))
        if self.fail_on != NEVER:
            least = Severity(self.fail_on)
            self.serious += sum(
                is_serious(finding, least, since=self.since) for finding in review.findings
            )
        self.as_of, self.packs = review.as_of, tuple(review.packs)
        self.changes = review.changes


def review_each(
    program: Program, families: Iterable[str], settings: Settings
) -> Iterator[Reviewed | Unreviewed]:
    """Yield the reviews of some families, and which of them cannot be reviewed.

    That is so where facts contradict one another, or a stored record cannot be read.

    Raises:
        RecordNotFound: There is no such family.
    """
    for family in families:
        try:
            chart = chart_of(program, family, settings)
            review = program.review(chart)
        except (DocumentInvalid, FactsInvalid) as error:
            # faults stand in lines of their own; here they are one
            reason = " ".join(line.strip() for line in str(error).splitlines())
            yield Unreviewed(family, reason)
            continue
        names = Names.of(chart, personal=settings.personal)
        yield Reviewed(family=family, title=_title(chart, names), review=review, names=names)


def _title(chart: Chart, names: Names) -> str:
    youth = [names.people.get(each.id, "") for each in chart.youth]
    named = ", ".join(each for each in youth if each)
    return f"{chart.family.id} ({named})" if named else chart.family.id
