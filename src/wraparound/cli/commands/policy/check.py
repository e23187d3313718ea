"""``wraparound policy check``: what a reader of a pack should look at."""

from __future__ import annotations

from collections.abc import Iterator

import click

from wraparound.cli.commands.policy.shelf import (
    Asked,
    Shelf,
    complete_names,
    look_up,
)
from wraparound.cli.failing import FOUND
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.conflict import load_catalogue
from wraparound.eligibility.decision import load_aid
from wraparound.eligibility.glossary import load_facts
from wraparound.policy import (
    Pack,
    PayerPack,
    ProgramPolicy,
    choose_program,
    load_packs,
    load_parameters,
)
from wraparound.policy.checking import (
    Concern,
    PackConcern,
    check_conflict_pack,
    check_payer_pack,
    check_program,
    check_rule_sets,
    events_of,
)
from wraparound.process.recorded import RECORDED_EVENTS

_WORDS = {
    Concern.OVERLAP: "two versions may both be in force",
    Concern.GAP: "no version is in force",
    Concern.NO_CITATION: "no text is cited",
    Concern.LOWERED_FLOOR: "asks less than the law that it extends",
    Concern.RECALLED: "only recalled, never read; not used where a text must be",
    Concern.NO_HOLIDAYS: "counts business days, and names no holidays",
    Concern.NOT_EXECUTABLE: "the text leaves something undefined; nothing is worked out",
    Concern.UNKNOWN_EVENT: "no record and no other pack knows the event",
    Concern.UNKNOWN_FACT: "the glossary does not have the fact",
    Concern.UNKNOWN_RULES: "there is no such set of rules",
    Concern.CIRCLE: "the set of rules rests on itself",
    Concern.UNKNOWN_LEVEL: "the decision aid has no such level of help",
    Concern.UNKNOWN_RULE: "there is no such rule, and every review would refuse the pack",
    Concern.UNKNOWN_SAFEGUARD: "there is no such safeguard, and no waiver could hold",
    Concern.TAKEN_NAME: "is the name of a federal pack of the library; take another",
}


@click.command("check")
@click.argument("packs", metavar="[PACK...]", nargs=-1, shell_complete=complete_names)
@shared_options("output")
@click.pass_context
def command(ctx: click.Context, *, packs: tuple[str, ...]) -> None:
    """Check PACK, a name, a file or a folder; every pack at hand if left out.

    Files with faults are refused, with all of them and their lines. Beyond that this finds gaps
    and overlaps of dates, missing citations, floors of law that are lowered, values that were only
    recalled, and names that nothing knows. The exit code is 1 where one is a problem in any pack;
    the others are for a reader to weigh.
    """
    settings = settings_of(ctx)
    shelf, asked = look_up(packs)
    events = {*RECORDED_EVENTS, *_other_events(shelf)}
    found = [each for one in asked for each in _check(one, shelf, events)]
    bad = [each for each in found if each.concern.is_problem]
    if settings.as_json:
        document = {
            "good": not bad,
            "checked": [each.name for each in asked],
            "concerns": [_document(each, shelf) for each in found],
        }
        print_document("policy check", document)
    else:
        page = Page(settings)
        if found:
            rows = [
                (
                    shelf.places.get(each.key, each.pack),
                    each.key,
                    _WORDS[each.concern],
                    each.detail,
                )
                for each in sorted(found, key=lambda each: not each.concern.is_problem)
            ]
            page.table(("where", "what", "look at", "detail"), rows)
            page.line()
        page.line(f"{len(asked)} packs checked: {len(bad)} problems, {len(found) - len(bad)} notes")
    if bad:
        ctx.exit(FOUND)


def _check(asked: Asked, shelf: Shelf, events: set[str]) -> Iterator[PackConcern]:
    held = asked.held
    if isinstance(held, ProgramPolicy):
        yield from check_program(held, events=events)
    elif isinstance(held, Pack):
        yield from check_conflict_pack(
            held,
            rules=load_catalogue(),
            safeguards=load_parameters().safeguards,
            packaged=load_packs(),
        )
    elif isinstance(held, PayerPack):
        levels = [tier.key for tier in load_aid().tiers]
        yield from check_payer_pack(held, known=shelf.rule_sets, facts=load_facts(), levels=levels)
    else:
        yield from check_rule_sets(held, known=shelf.rule_sets, facts=load_facts())


def _other_events(shelf: Shelf) -> Iterator[str]:
    """Yield the events that packs of the library and of plugins know; a tried one knows nothing."""
    for name in shelf.programs:
        if name not in shelf.tried:
            yield from events_of(choose_program(name, packs=shelf.brought).pack)


def _document(concern: PackConcern, shelf: Shelf) -> dict[str, object]:
    return {
        "concern": concern.concern.value,
        "problem": concern.concern.is_problem,
        "pack": concern.pack,
        "key": concern.key,
        "place": shelf.places.get(concern.key),
        "detail": concern.detail or None,
    }
