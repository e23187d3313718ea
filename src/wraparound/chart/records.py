"""Records sorted by their class: what a chart and a directory are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from wraparound.model.record import Record

_R = TypeVar("_R", bound=Record)


@attrs.frozen
class Records:
    """Records sorted by their class: what a chart and a directory are made of.

    Attributes:
        by_class: The records of each class, in the order given.
    """

    by_class: Mapping[type[Record], tuple[Record, ...]] = attrs.field(factory=dict, repr=False)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Sort records by their class."""
        sorted_out: dict[type[Record], list[Record]] = {}
        for record in records:
            sorted_out.setdefault(type(record), []).append(record)
        return cls({kind: tuple(each) for kind, each in sorted_out.items()})

    def all(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the records of one class, in the order given."""
        return self.by_class.get(kind, ())  # type: ignore[return-value]  # sorted by that class

    def __iter__(self) -> Iterator[Record]:
        """Yield every record."""
        for each in self.by_class.values():
            yield from each

    def __len__(self) -> int:
        """Return how many records there are."""
        return sum(len(each) for each in self.by_class.values())
