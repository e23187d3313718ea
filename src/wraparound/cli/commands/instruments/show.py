"""``wraparound instruments show``: the structure of an instrument, each number with its source."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from wraparound.cli.commands.instruments.own_content import (
    OwnContent,
    complete_instrument,
    content_options,
    shelf_at_hand,
)
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.instruments.document import instrument_document
from wraparound.instruments.instrument import (
    Domain,
    Instrument,
    ReliableChange,
    Scale,
    Score,
    Source,
)
from wraparound.instruments.patterns import patterns_of
from wraparound.policy.rule_sets import RuleSet

_NOTICE = "Structure only: no wording. A band is not a diagnosis."


@click.command("show")
@click.argument("name", metavar="NAME", shell_complete=complete_instrument)
@content_options
@shared_options("output")
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    *,
    definitions: tuple[Path, ...],
    content: Path | None,
    sha256: str,
) -> None:
    """Show the structure of the instrument NAME: codes, ranges, thresholds, licence, sources.

    What was only recalled, and not read at its source, is marked: it decides nothing.
    """
    settings = settings_of(ctx)
    shelf, rule_sets = shelf_at_hand(OwnContent(ctx, definitions, content, sha256))
    instrument = shelf.named(name)
    patterns = patterns_of(instrument, rule_sets)
    if settings.as_json:
        told = [{"rules": each.id, "citation": each.citation} for each in patterns]
        print_document("instrument", {**instrument_document(instrument), "patterns": told})
        return
    page = Page(settings)
    page.heading(f"{instrument.id}: {instrument.title} {instrument.edition}".strip())
    _whole(page, instrument)
    for kind, scale in instrument.scales.items():
        page.line()
        page.line(f"An item that is a {kind.value}", style="bold")
        _scale(page, scale, instrument.source)
    for domain in instrument.domains:
        page.line()
        page.line(f"Domain {domain.id}", style="bold")
        _domain(page, domain, instrument.source)
    for score in instrument.scores:
        page.line()
        page.line(f"Score {score.id}", style="bold")
        _score(page, score, instrument.source)
    _patterns(page, patterns)
    page.line()
    page.line(_NOTICE, style="dim")


def _whole(page: Page, instrument: Instrument) -> None:
    page.labelled("rights", [instrument.holder])
    page.labelled("licence", [instrument.licence])
    page.labelled("a record", [f"holds {instrument.keeps.value.replace('_', ' ')}"])
    if instrument.certified:
        page.labelled("certificate", [_cited(instrument.certified)])
    if instrument.ages:
        ages = f"{instrument.ages.youngest} to {instrument.ages.oldest}"
        page.labelled("ages", [f"{ages}. {_cited(instrument.ages.source)}"])
    if instrument.answers:
        void = instrument.answers.void_from
        blanks = f"; from {void} blanks on no score counts" if void else ""
        page.labelled("items", [f"{instrument.answers.asked} are asked{blanks}"])
    if instrument.without_total:
        page.labelled("total", ["none: needs and strengths are never summed"])
    page.labelled("source", [_cited(instrument.source)])


def _scale(page: Page, scale: Scale, whole: Source) -> None:
    page.labelled("rated", [f"{scale.lowest} to {scale.highest} in steps of {scale.step}"])
    levels = [f"{rating} {word.replace('_', ' ')}" for rating, word in scale.levels.items()]
    if levels:
        page.labelled("levels", [", ".join(levels)])
    if scale.act_from is not None:
        page.labelled("action", [f"from {scale.act_from} on, at once from {scale.act_now_from} on"])
    if scale.usable_to is not None:
        page.labelled("usable", [f"up to {scale.usable_to}"])
    _sourced(page, scale.source, whole)


def _domain(page: Page, domain: Domain, whole: Source) -> None:
    listed = ", ".join(domain.items)
    more = f"{listed}; editions may have more" if listed else "the site's own"
    page.labelled("items", [listed if domain.whole else more])
    page.labelled("kind", [domain.kind.value])
    if domain.change:
        page.labelled("reliable", [_reliable(domain.change)])
    _sourced(page, domain.source, whole)


def _score(page: Page, score: Score, whole: Source) -> None:
    limits = [_number(each) for each in (score.lowest, score.highest)]
    page.labelled("range", [f"{limits[0]} to {limits[1]}{_marked(score.source)}"])
    page.labelled("higher is", [score.higher.value])
    _sourced(page, score.source, whole)
    for scheme in score.schemes:
        named = "; counts only where it is named" if scheme.named else ""
        forms = f"; for the form {', '.join(scheme.forms)}" if scheme.forms else ""
        page.labelled("bands", [f"{scheme.id}{named}{forms}{_marked(scheme.source)}"])
        for band in scheme.bands:
            ends = f"{_number(band.lowest)} to {_number(band.highest)}"
            page.line(f"{ends}: {band.word.replace('_', ' ')}", indent=6)
        if scheme.source != whole:
            page.line(_cited(scheme.source), indent=6, style="dim")
    if not score.schemes:
        page.labelled("bands", ["no published value"])
    change = _reliable(score.change) if score.change else "no published value"
    page.labelled("reliable", [change])


def _patterns(page: Page, patterns: tuple[RuleSet, ...]) -> None:
    if patterns:
        page.line()
        page.line("Published patterns in its codes", style="bold")
        for each in patterns:
            page.line(f"{each.id}: {each.citation}", indent=2)


def _reliable(change: ReliableChange) -> str:
    of = f" of the {change.of.value.replace('_', ' ')}" if change.of else ""
    return f"a change of more than {change.more_than}{of}. {_cited(change.source)}"


def _sourced(page: Page, source: Source, whole: Source) -> None:
    """Write where a part comes from, where that is not where the whole does."""
    if source.citation != whole.citation:
        page.labelled("source", [_cited(source)])
    elif source.note:
        page.labelled("note", [source.note])


def _cited(source: Source) -> str:
    note = f" ({source.note})" if source.note else ""
    return f"{source.citation}{note}{_marked(source)}"


def _marked(source: Source) -> str:
    return "" if source.is_read else " [only recalled: decides nothing]"


def _number(value: Decimal | None) -> str:
    return "any number" if value is None else f"{value:f}"
