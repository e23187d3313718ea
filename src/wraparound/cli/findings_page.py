"""Reviews on a page: findings grouped by family, those of today before those of the past."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wraparound.cli.page import STYLES, Page
from wraparound.cli.reviewing import Reviewed, Tally, Unreviewed
from wraparound.cli.settings import Settings
from wraparound.documents import (
    NOTICE,
    Audience,
    Explanation,
    Names,
    explain_finding,
    summarize,
)
from wraparound.documents.law import disposition_in_words
from wraparound.model.findings import (
    Finding,
    Question,
    QuestionKind,
    Review,
    Timing,
    UnweighedTie,
)
from wraparound.model.policy_change import PolicyChange
from wraparound.policy import Policy
from wraparound.program import Program

_PERSONS = "keep a tie between them: same_person_as, or different_from"
_AGENCIES = "keep a tie between them: same_legal_entity_as, or different_from"

_QUESTIONS = {
    QuestionKind.POSSIBLE_SAME_PERSON: (
        "Are these one person? Somebody noted that they may be",
        "confirm that tie, or keep one of the kind different_from",
    ),
    QuestionKind.SAME_NAME: (
        "Are these one? They are called the same",
        f"of people, {_PERSONS}; of agencies, same_legal_entity_as, or different_from",
    ),
    QuestionKind.SHARED_IDENTIFIER: (
        "Are these one agency? They share a number",
        f"{_AGENCIES}, or correct the number",
    ),
    QuestionKind.NOT_ON_RECORD: (
        "Who is this? It is named, and there is no record of it",
        "keep a record of the person or the agency, or correct the id",
    ),
    QuestionKind.UNKNOWN_EVENT: (
        "What is this? Rules ask about events that are nearly called so",
        "correct the type of the event, if it was meant",
    ),
    QuestionKind.UNNAMED_PROVIDER: (
        "Which agency gives this service? Nobody recorded it",
        "name the provider on the plan",
    ),
}
"""What is asked, and what to do about it."""

_PROVEN_FREE = {
    Audience.ADMINISTRATOR: "Proven free",
    Audience.FAMILY: "Looked at, and free of the other",
}


def print_review(page: Page, reviewed: Reviewed, audience: Audience) -> None:
    """Write one family's review."""
    review = reviewed.review
    page.heading(f"Family {reviewed.title}: {summarize(review)}")
    for timing in (Timing.CURRENT, Timing.PAST):
        for finding in review.findings:
            if finding.timing is timing:
                explained = explain_finding(
                    finding, reviewed.names, audience=audience, packs=review.packs
                )
                print_finding(page, finding, explained, audience, before=_before(finding, review))
    if review.questions:
        page.line()
        for question in review.questions:
            page.labelled("To look at", [_asked(question, reviewed.names)])
    if review.unanswered:
        page.line()
        failed = ", ".join(review.unanswered)
        page.line(f"These plugins failed, and what they would say is not known: {failed}", indent=2)
    if review.unweighed:
        page.line()
        lines = [_not_judged(each, reviewed.names) for each in review.unweighed]
        page.labelled("Not judged", lines)
    if review.clear:
        page.line()
        named = reviewed.names.name
        pairs = [f"{named(each.holder)} of {named(each.counterparty)}" for each in review.clear]
        page.labelled(_PROVEN_FREE[audience], pairs)


def _before(finding: Finding, review: Review) -> Finding | None:
    """Return the finding of the same facts that ended on the day on which this one begins.

    What is judged otherwise from a day on is another finding from that day on, and its facts are
    older than it.
    """
    identity = (finding.rule, finding.plan, finding.holder, finding.counterparty, finding.path)
    return next(
        (
            each
            for each in review.findings
            if each.end is not None
            and each.end == finding.start
            and identity == (each.rule, each.plan, each.holder, each.counterparty, each.path)
        ),
        None,
    )


def print_finding(
    page: Page,
    finding: Finding,
    explained: Explanation,
    audience: Audience,
    *,
    before: Finding | None = None,
) -> None:
    """Write one finding.

    Args:
        page: Where to.
        finding: The finding.
        explained: The same in words.
        audience: Who reads it.
        before: What was found of the same facts until it began.
    """
    page.line()
    if audience is Audience.ADMINISTRATOR:
        style = STYLES.get(explained.severity, "") if finding.timing is Timing.CURRENT else "dim"
        page.line(f"{explained.severity.upper()}  {explained.rule}", style=style)
    page.line(explained.headline, style="bold", indent=2)
    page.line(explained.state, indent=2)
    if before is not None:
        since = "always" if before.start is None else before.start.isoformat()
        became = disposition_in_words(before.disposition)
        page.line(f"The same facts hold since {since}; until then: {became}.", indent=2)
    for part in explained.parts:
        page.labelled(part.title, part.lines)


def print_changes(page: Page, changes: Iterable[PolicyChange]) -> None:
    """Write what overlays changed in the packs, and the texts that they name for it."""
    told = [str(each) for each in changes]
    if told:
        page.line()
        page.line("These answers stand under changed packs. Nobody but their author checked them:")
        page.labelled("Changed", told)


def changes_document(policy: Policy) -> dict[str, object]:
    """Return what overlays changed in the packs of a policy, as JSON can say it."""
    return {"changes": msgspec.to_builtins(policy.changes, order="sorted")}


def asked_document(program: Program, settings: Settings) -> dict[str, object]:
    """Return what was asked, of which packs and for which day, as JSON can say it."""
    return {
        "notice": NOTICE,
        "as_of": (settings.as_of or program.today()).isoformat(),
        "packs": list(program.policy.names),
        **changes_document(program.policy),
    }


def print_totals(page: Page, tally: Tally) -> None:
    """Write a table with a row for each family."""
    page.heading("All families")
    page.table(("family", "heaviest", "what was found"), tally.rows)


def print_unreviewed(page: Page, failed: Iterable[Unreviewed]) -> None:
    """Write which families could not be reviewed, and why."""
    for each in failed:
        page.line()
        page.line(f"Family {each.family} was not reviewed: {each.reason}", style="bold red")


def _not_judged(tie: UnweighedTie, names: Names) -> str:
    rules, facts = ", ".join(tie.rules), ", ".join(tie.facts)
    return (
        f"{names.who(tie.holder)} and {names.name(tie.counterparty)}: a tie is on file, and none "
        f"of the packs asked weighs it, so neither is proven free ({rules}; facts: {facts})"
    )


def _asked(question: Question, names: Names) -> str:
    asks, do = _QUESTIONS[question.kind]
    return (
        f"{asks}: {', '.join(_record(each, names) for each in question.ids)}. To settle it, {do}."
    )


def _record(name: str, names: Names) -> str:
    """Return what a record is called, always with its id: two of one name are told apart by it."""
    who = names.who(name)
    return who if name in who else f"{who} [{name}]"
