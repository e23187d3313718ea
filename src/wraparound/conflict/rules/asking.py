"""What most rules have in common: a duty, a link to a provider, and a live service."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wraparound.conflict.day import Day, Duty
from wraparound.conflict.network import Link
from wraparound.conflict.statements import Statement

Links = Callable[[Day, str, str], Iterable[Link]]


def linked(kinds: frozenset[str]) -> Links:
    """Return the question for every link of some kinds between a person and an agency."""

    def links(day: Day, person: str, agency: str) -> Iterable[Link]:
        return (link for link in day.network.links(person, agency) if link.kind in kinds)

    return links


def over_services(
    day: Day, duties: Iterable[Duty], links: Links
) -> Iterable[tuple[Link, Statement]]:
    """Yield a statement for each duty, each live service, and each link to its provider.

    Holder, counterparty, path and truth are the usual ones: who holds the duty, who provides, the
    duty with the link and the service, and all of them together.
    """
    for duty in duties:
        holder = duty.fact.holder
        for service, provider in day.index.provided(duty.plan.id):
            # Whether the service is live is asked only where there is a link: it rarely is.
            for link in links(day, holder, provider):
                live = day.live(service)
                if live.fails:
                    break
                yield (
                    link,
                    Statement(
                        truth=duty.truth & link.truth & live,
                        path=(duty.fact.id, *link.path, service.id),
                        plan=duty.plan.id,
                        holder=holder,
                        counterparty=provider,
                        role=duty.fact.role,
                        service=service,
                    ),
                )
