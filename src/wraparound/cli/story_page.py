"""A family's story on a page: who they are, what the review found, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wraparound.cli.oakfield import Story
from wraparound.cli.page import STYLES, Page
from wraparound.cli.reviewing import Reviewed
from wraparound.documents.law import UNCHECKED
from wraparound.model.findings import Confidence, Disposition, Finding, Review, Timing

_DAY = timedelta(days=1)

_WORDS = {
    Disposition.INDETERMINATE: "CANNOT BE TOLD",
    Disposition.POTENTIAL: "SIGNAL",
    Disposition.MITIGATED: "MITIGATED",
}
"""What stands where otherwise the weight stands: these are no open conflicts."""


def print_story(page: Page, reviewed: Reviewed, story: Story | None) -> None:
    """Write one family's story; without one, its title stands over what was found."""
    page.heading(f"{reviewed.family}: {story.who}" if story else reviewed.title)
    if story and story.how:
        page.line(story.how, indent=2)
    review = reviewed.review
    for stages in _by_fact(review):
        page.line(_found(stages), style=_style(stages[-1]), indent=2)
    if not review.findings:
        page.line(_nothing(review), style=STYLES["good"], indent=2)
    can = _can_be_done(review, story)
    if can:
        page.line(f"→ {can}", indent=2)


def _by_fact(review: Review) -> Iterator[Sequence[Finding]]:
    """Yield the findings of each fact, in the order of its days.

    One fact can be told several times over the years: lifted by a waiver first, and then no more.
    """
    facts: dict[tuple[object, ...], list[Finding]] = {}
    for each in review.findings:
        identity = (each.rule, each.plan, each.holder, each.counterparty, each.path)
        facts.setdefault(identity, []).append(each)
    for stages in facts.values():
        yield sorted(stages, key=lambda each: each.start or date.min)


def _found(stages: Sequence[Finding]) -> str:
    words = ", then ".join(map(_word, stages))
    last = stages[-1]
    return f"{words}  {last.title} ({last.rule}{_sureness(last)})"


def _word(finding: Finding) -> str:
    word = _WORDS.get(finding.disposition, finding.severity.value.upper())
    if finding.timing is Timing.PAST and finding.end is not None:
        return f"{word} until {finding.end - _DAY}"
    return word


def _sureness(finding: Finding) -> str:
    """Say where no rule that speaks was checked against the text of its law."""
    views = finding.by_pack
    unread = views and all(each.confidence is Confidence.BACKGROUND for each in views)
    return f", {UNCHECKED}" if unread else ""


def _style(finding: Finding) -> str:
    return STYLES.get(finding.severity.value, "") if finding.timing is Timing.CURRENT else "dim"


def _nothing(review: Review) -> str:
    if review.unweighed:
        return "NOTHING FOUND  A tie is on file that none of these packs weighs"
    if not review.clear:
        return "NOTHING FOUND"
    people = len({each.holder for each in review.clear})
    agencies = len({each.counterparty for each in review.clear})
    return f"CLEAR  {people} who decide are proven free of {agencies} who serve"


def _can_be_done(review: Review, story: Story | None) -> str:
    """Return what the story says can be done about what holds now, else what the rule says."""
    own = story.can if story else {}
    told = [own.get(each.rule, each.remedy.family) for each in review.current]
    return " ".join(dict.fromkeys(each for each in told if each))
