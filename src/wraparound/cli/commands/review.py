"""``wraparound review``: conflicts of interest, with the path of facts, the law, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.failing import FOUND, WRONG
from wraparound.cli.findings_page import print_review, print_totals, print_unreviewed
from wraparound.cli.opening import open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.reviewing import Reviewed, Unreviewed, review_all
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import NOTICE, Audience, is_serious, review_document
from wraparound.model.findings import Severity

NEVER = "never"


@click.command("review")
@click.argument("families", metavar="[FAMILY]...", nargs=-1, shell_complete=complete_family)
@click.option("--all", "everybody", is_flag=True, help="Review every family in the store.")
@click.option(
    "--fail-on",
    type=click.Choice([*(each.value for each in Severity), NEVER]),
    default=Severity.HIGH.value,
    show_default=True,
    help="End with 1 if anything found weighs this much or more.",
)
@click.option(
    "--for",
    "audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.ADMINISTRATOR.value,
    show_default=True,
    help="Who reads it: chains, dates and law, or plain words.",
)
@shared_options("personal", "policy", "day", "store", "output")
@click.pass_context
def command(
    ctx: click.Context, families: tuple[str, ...], *, everybody: bool, fail_on: str, audience: str
) -> None:
    r"""Find conflicts of interest around one family, several, or all.

    Each finding names the rule, shows the path of facts with their dates, says what the law asks
    and what can be done. A finding advises: nothing is changed.

    \b
    Exit code 1 if a finding holds now, is not lifted by a waiver, and weighs at least --fail-on.
    What cannot be told for lack of a fact counts with its weight; signals and the past do not.
    """
    if everybody == bool(families):
        ctx.fail("Name one family or several, or say --all.")
    settings = settings_of(ctx)
    with open_program(settings) as program, progress(color=settings.color) as told:
        asked = program.families() if everybody else dict.fromkeys(families)
        reviews, failed = review_all(program, told.over(asked, "Reviewing family"), settings)
    serious = count_serious(reviews, fail_on)
    if settings.as_json:
        print_document("review", reviews_document(reviews, failed, fail_on=fail_on))
    else:
        _print(Page(settings), reviews, failed, Audience(audience), everybody=everybody)
    if failed:
        ctx.exit(WRONG)
    ctx.exit(FOUND if serious else 0)


def count_serious(reviews: Iterable[Reviewed], fail_on: str) -> int:
    """Return how many findings weigh at least so much, now."""
    if fail_on == NEVER:
        return 0
    least = Severity(fail_on)
    return sum(is_serious(finding, least) for each in reviews for finding in each.review.findings)


def reviews_document(
    reviews: Iterable[Reviewed], failed: Iterable[Unreviewed], *, fail_on: str
) -> dict[str, object]:
    """Return the reviews of several families as one document."""
    all_reviews = list(reviews)
    return {
        "notice": NOTICE,
        "fail_on": fail_on,
        "serious": count_serious(all_reviews, fail_on),
        "families": [review_document(each.family, each.review, each.names) for each in all_reviews],
        "not_reviewed": [{"family": each.family, "reason": each.reason} for each in failed],
    }


def _print(
    page: Page,
    reviews: list[Reviewed],
    failed: list[Unreviewed],
    audience: Audience,
    *,
    everybody: bool,
) -> None:
    if not reviews and not failed:
        page.line("No family is stored. `wraparound import FILE` takes some in.")
        return
    for each in reviews:
        print_review(page, each, audience)
    if everybody and reviews:
        print_totals(page, reviews)
    print_unreviewed(page, failed)
    if reviews:
        page.line()
        first = reviews[0].review
        page.line(f"As of {first.as_of}, under {', '.join(first.packs)}. {NOTICE}", style="dim")
