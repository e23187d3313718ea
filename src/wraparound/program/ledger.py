"""The choice ledger: whom a family was shown, from which directory, who was left out, its choice.

A rule of the packs asks whether two were shown where there are two. That everybody is shown who is
willing and qualified, from any agency, is what the ledger looks at: the family is told of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

import attrs

from wraparound.chart import Chart, Directory
from wraparound.model.choice import OfferAnswer, OfferedOption, ServiceOffer
from wraparound.model.ids import AgencyId
from wraparound.model.tie import TieKind
from wraparound.program.options import ProviderOption, areas_of, candidates


@attrs.frozen(kw_only=True)
class ShownOffer:
    """One offer, held against the directory that it was made from.

    Attributes:
        family: The family.
        offer: The record: the day, who showed what, and what the family said to each and why.
        left_out: Who was willing and qualified where the family lives, and was not shown.
        perhaps_left_out: Who may have been: nobody recorded whether they are willing or qualified.
        not_listed: Whom the family was shown, and whom the list does not have there.
        listed_on: The day of the list that was held against the offer.
        list_known_at: The instant whose knowledge of the directory that was; None where the offer
            does not say it, and what is known by now was taken.
        new_since: Who is left out because the list that was shown is of an earlier day.
    """

    family: str
    offer: ServiceOffer = attrs.field(repr=False)
    left_out: tuple[AgencyId, ...] = ()
    perhaps_left_out: tuple[AgencyId, ...] = ()
    not_listed: tuple[AgencyId, ...] = ()
    listed_on: date
    list_known_at: datetime | None = None
    new_since: tuple[AgencyId, ...] = ()

    @property
    def chosen(self) -> tuple[OfferedOption, ...]:
        """What the family chose of it."""
        return self._answered(OfferAnswer.CHOSEN)

    @property
    def declined(self) -> tuple[OfferedOption, ...]:
        """What the family declined of it."""
        return self._answered(OfferAnswer.DECLINED)

    def _answered(self, answer: OfferAnswer) -> tuple[OfferedOption, ...]:
        return tuple(each for each in self.offer.options if each.answer is answer)


def ledger_of(
    chart: Chart, *, directory_at: Callable[[datetime | None], Directory]
) -> Iterator[ShownOffer]:
    """Yield every offer that a family was made by a day, the earliest first.

    Each is held against the list as it was on the day of the offer, by what was known at the
    instant that the offer names.

    Args:
        chart: The chart, as of the day.
        directory_at: Gives the directory as it was known at an instant; None for now.
    """
    made = [each for each in chart.all(ServiceOffer) if each.on <= chart.as_of]
    for offer in sorted(made, key=lambda each: (each.on, each.id)):
        yield _held_against(offer, chart, directory_at(offer.directory_known_at))


def _held_against(offer: ServiceOffer, chart: Chart, directory: Directory) -> ShownOffer:
    areas = areas_of(chart, on=offer.on)
    listed = _listed(directory, offer, areas, offer.on)
    entities = _entities(directory, offer.on)
    shown = {entities.get(each.provider, each.provider) for each in offer.options}
    missing = [each for each in listed if entities.get(each.agency, each.agency) not in shown]
    there = {entities.get(each.agency, each.agency) for each in listed}
    list_day = offer.directory_as_of or offer.on
    then = {each.agency for each in _listed(directory, offer, areas, list_day) if _is_sure(each)}
    return ShownOffer(
        family=offer.family,
        offer=offer,
        left_out=tuple(each.agency for each in missing if _is_sure(each)),
        perhaps_left_out=tuple(each.agency for each in missing if not _is_sure(each)),
        not_listed=tuple(
            each.provider
            for each in offer.options
            if entities.get(each.provider, each.provider) not in there
        ),
        listed_on=offer.on,
        list_known_at=offer.directory_known_at,
        new_since=tuple(
            each.agency for each in missing if _is_sure(each) and each.agency not in then
        ),
    )


def _listed(
    directory: Directory, offer: ServiceOffer, areas: Iterable[str], on: date
) -> list[ProviderOption]:
    return list(candidates(directory, category=offer.category, areas=areas, on=on))


def _is_sure(option: ProviderOption) -> bool:
    return option.willing is True and option.qualified is True


def _entities(directory: Directory, day: date) -> dict[str, str]:
    """Return, for each agency that is one legal entity with another, the id that stands for it."""
    found: dict[str, str] = {}
    for tie in directory.ties:
        if tie.kind is TieKind.SAME_LEGAL_ENTITY_AS and tie.period.covers(day) is not False:
            names = {tie.subject, str(tie.object)}
            known = {found.get(each, each) for each in names} | names
            name = min(known)
            found.update(dict.fromkeys(known, name))
            found = {each: name if held in known else held for each, held in found.items()}
    return found
