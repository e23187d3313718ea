"""``wraparound storage status``: how a store stands."""

from __future__ import annotations

from collections import Counter

import attrs
import click
import msgspec

from wraparound.cli.commands.storage.address import is_sql, raw_store, url_argument
from wraparound.cli.failing import FOUND
from wraparound.cli.opening import address, shown_address
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import Settings, settings_of, shared_options
from wraparound.storage.envelopes import Capability
from wraparound.storage.evidence import every_seal, whole_trail


@attrs.frozen(kw_only=True)
class _Trail:
    """How far the audit trail of a program goes.

    Attributes:
        entries: How many entries it has.
        sealed: How many of them are sealed.
        seals: How many seals there are.
        messages: How many messages stand in which state.
    """

    entries: int
    sealed: int
    seals: int
    messages: dict[str, int]


@click.command("status")
@url_argument
@shared_options("store", "output")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show how a store stands: tables, programs, views, audit trail, seals and messages.

    Nothing is created. The exit code is 1 where the tables are of a version that this wraparound
    cannot use.
    """
    settings = settings_of(ctx)
    url = address(settings)
    tables: dict[str, object] = {}
    fits = True
    if is_sql(url):
        from wraparound.storage.sql.caring import standing  # noqa: PLC0415 - loads SQLAlchemy

        stands = standing(url)
        tables = attrs.asdict(stands)
        fits = stands.fits
    trail = None
    capabilities: list[str] = []
    if fits:
        with raw_store(settings) as store:
            capabilities = sorted(each.value for each in store.capabilities)
            if Capability.AUDIT in store.capabilities:
                entries = sum(1 for _ in whole_trail(store))
                seals = list(every_seal(store))
                counts: Counter[str] = Counter()
                if Capability.OUTBOX in store.capabilities:
                    counts.update(each.state.value for each in store.messages(limit=10**9))
                trail = _Trail(
                    entries=entries,
                    sealed=_last_sealed(seals),
                    seals=len(seals),
                    messages=dict(counts),
                )
    if settings.as_json:
        body = {"tables": tables or None, "capabilities": capabilities}
        found = None if trail is None else attrs.asdict(trail)
        print_document("storage status", {**body, "program": settings.program, "trail": found})
    else:
        _show(Page(settings), settings, tables, capabilities, trail)
    if tables.get("tables") and not fits:
        ctx.exit(FOUND)


def _last_sealed(seals: list[bytes]) -> int:
    """Return the number of the last entry that is sealed, as the last seal says."""
    if not seals:
        return 0
    return int(msgspec.json.decode(seals[-1])["last"])


def _show(
    page: Page,
    settings: Settings,
    tables: dict[str, object],
    capabilities: list[str],
    trail: _Trail | None,
) -> None:
    page.line(str(tables.get("where") or shown_address(settings)), style="bold")
    if tables:
        found, needed = tables["tables"], tables["needed"]
        words = f"{found}; this wraparound needs {needed}" if found else "none yet"
        page.labelled("Tables", [words])
        if found and not tables["fits"]:
            page.line("Make a backup, then: wraparound storage upgrade URL", style="bold yellow")
        programs = tables["programs"]
        if isinstance(programs, dict) and programs:
            page.labelled(
                "Programs", [f"{name}: {count} changes" for name, count in programs.items()]
            )
        page.labelled("Views", [_views(tables["views"])])
    if capabilities:
        page.labelled("Can do", [", ".join(capabilities)])
    if trail is not None:
        open_ = trail.entries - trail.sealed
        words = f"{trail.entries} entries, {trail.sealed} of them under {trail.seals} seals"
        page.labelled("Audit trail", [words, *([f"{open_} not sealed yet"] if open_ else [])])
        told = ", ".join(f"{count} {state}" for state, count in sorted(trail.messages.items()))
        page.labelled("Messages", [told or "none"])


def _views(prefix: object) -> str:
    if prefix is None:
        return "none; `wraparound storage views --make` makes them"
    return f"for reports, each called {prefix}…" if prefix else "for reports, under their own names"
