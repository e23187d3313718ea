"""Which of the records that were found are on a page, and where the next one begins."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from wraparound.storage.bookmarks import Bookmark, Order
from wraparound_objectstore.index import Held


def page_of(
    found: Iterable[Held], order: Order | None, *, limit: int, after: str | None
) -> tuple[list[Held], str | None]:
    """Return the records of a page, and what to go on from; None on the last one."""
    if order is None:
        later = (held for held in found if after is None or held.kept.id > after)
        page = nsmallest(limit + 1, later, key=lambda held: held.kept.id)
        return page[:limit], page[limit - 1].kept.id if len(page) > limit else None
    every = _in_order(found, order)
    place = order.find(after)
    if place is not None:
        every = [held for held in every if _follows(held, place, order)]
    more = len(every) > limit
    page = every[:limit]
    return page, order.mark(_value(page[-1], order), page[-1].kept.id) if more else None


def _in_order(found: Iterable[Held], order: Order) -> list[Held]:
    by_id = sorted(found, key=lambda held: held.kept.id)
    valued = [held for held in by_id if _value(held, order) is not None]
    # sorting keeps what is equal as it is, also downwards: in the order of ids
    valued.sort(key=lambda held: _value(held, order) or "", reverse=order.descending)
    return valued + [held for held in by_id if _value(held, order) is None]


def _follows(held: Held, place: Bookmark, order: Order) -> bool:
    value = _value(held, order)
    if value == place.value:
        return held.kept.id > place.id
    if value is None or place.value is None:
        return value is None
    return value < place.value if order.descending else value > place.value


def _value(held: Held, order: Order) -> str | None:
    return next(iter(held.kept.index.get(order.field, ())), None)
