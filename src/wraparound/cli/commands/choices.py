"""``wraparound choices``: what families were offered, who was left out, and what they chose."""

from __future__ import annotations

import click

from wraparound.cli.completing import complete_family
from wraparound.cli.failing import FOUND
from wraparound.cli.opening import chart_of, open_program
from wraparound.cli.page import Page, print_document
from wraparound.cli.progress import progress
from wraparound.cli.settings import settings_of, shared_options
from wraparound.documents import Names
from wraparound.program import ShownOffer

_NOTICE = (
    "That an agency was left out is for people to look at: the record does not say why. "
    "Not a clinical or legal determination."
)


@click.command("choices")
@click.argument("families", metavar="FAMILY...", nargs=-1, shell_complete=complete_family)
@click.option("--all", "everybody", is_flag=True, help="Every family in the store.")
@shared_options("personal", "store", "day", "output")
@click.pass_context
def command(ctx: click.Context, families: tuple[str, ...], *, everybody: bool) -> None:
    """Show the choice ledger of FAMILY: what it was offered, and what it chose, declined, and why.

    Each offer is held against the list of providers as it was on its day, by what was known when it
    was made: who was willing and qualified where the family lives, and was not shown. The exit code
    is 1 where somebody was surely left out.
    """
    if everybody == bool(families):
        ctx.fail("Name one family or several, or say --all.")
    settings = settings_of(ctx)
    page, found = Page(settings), list[dict[str, object]]()
    gaps = 0
    with open_program(settings) as program, progress(color=settings.color) as told:
        asked = program.families() if everybody else dict.fromkeys(families)
        for family in told.over(asked, "Reading family"):
            offers = program.choices(family, as_of=settings.as_of)
            gaps += sum(bool(each.left_out) for each in offers)
            if settings.as_json:
                found += [_document(each, personal=settings.personal) for each in offers]
                continue
            names = Names.of(chart_of(program, family, settings), personal=settings.personal)
            agencies = {each.id: each.name for each in program.directory().agencies}
            named = {str(each): name for each, name in agencies.items() if isinstance(name, str)}
            with told.paused():
                _show(page, family, offers, names, named, personal=settings.personal)
    if settings.as_json:
        print_document("choices", {"notice": _NOTICE, "left_out": gaps, "offers": found})
    else:
        page.line()
        page.line(_NOTICE, style="dim")
    if gaps:
        ctx.exit(FOUND)


def _show(
    page: Page,
    family: str,
    offers: tuple[ShownOffer, ...],
    names: Names,
    agencies: dict[str, str],
    *,
    personal: bool,
) -> None:
    page.heading(f"Family {family}: {len(offers)} {'offer' if len(offers) == 1 else 'offers'}")

    def called(agency: str) -> str:
        return agencies.get(agency, agency)

    for each in offers:
        offer = each.offer
        by = names.who(offer.offered_by) if offer.offered_by else "nobody named"
        page.line()
        page.line(f"{offer.on}  {offer.category}, shown by {by} ({offer.id})", style="bold")
        for option in offer.options:
            why = f": {option.reason}" if option.reason and personal else ""
            page.line(f"{called(option.provider)}: {option.answer.value}{why}", indent=2)
        told = {
            "Left out": [_left_out(agency, each, called(agency)) for agency in each.left_out],
            "Perhaps left out": [called(agency) for agency in each.perhaps_left_out],
            "Not on the list": [called(agency) for agency in each.not_listed],
            "List": [_of_list(each)],
        }
        for label, lines in told.items():
            if lines:
                page.labelled(label, lines)


def _left_out(agency: str, shown: ShownOffer, name: str) -> str:
    new = ", who came after the list that was shown" if agency in shown.new_since else ""
    return f"{name}{new}"


def _of_list(shown: ShownOffer) -> str:
    offer = shown.offer
    known = (
        f"as it was known at {shown.list_known_at.isoformat(timespec='seconds')}"
        if shown.list_known_at
        else "as it is known by now: the offer does not say when the list was read"
    )
    day = f"; the family was shown that of {offer.directory_as_of}" if offer.directory_as_of else ""
    return f"of {shown.listed_on}, {known}{day}"


def _document(shown: ShownOffer, *, personal: bool) -> dict[str, object]:
    offer = shown.offer
    read_at = shown.list_known_at
    return {
        "family": shown.family,
        "offer": offer.id,
        "on": offer.on.isoformat(),
        "category": offer.category,
        "need": offer.need,
        "offered_by": offer.offered_by,
        "options": [
            {
                "provider": each.provider,
                "answer": each.answer.value,
                **({"reason": each.reason} if personal else {}),
            }
            for each in offer.options
        ],
        "left_out": list(shown.left_out),
        "perhaps_left_out": list(shown.perhaps_left_out),
        "not_listed": list(shown.not_listed),
        "new_since": list(shown.new_since),
        "listed_on": shown.listed_on.isoformat(),
        "list_known_at": None if read_at is None else read_at.isoformat(),
        "list_shown_of": None
        if offer.directory_as_of is None
        else offer.directory_as_of.isoformat(),
    }
