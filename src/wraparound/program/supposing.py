"""What would come of a change that nobody makes: reviews before and after, and nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from wraparound.model.findings import Difference
from wraparound.model.kinds import family_of, kind_of
from wraparound.model.record import Record

Key = tuple[str, str]
"""The kind and the id of a record."""


@attrs.frozen(kw_only=True)
class Supposition:
    """A change that is only supposed.

    Attributes:
        records: Records as they would be: new ones, and ones in the place of those stored.
        without: The kind and the id of records that would be gone.
    """

    records: tuple[Record, ...] = attrs.field(default=(), repr=False)
    without: tuple[Key, ...] = ()

    @property
    def changed(self) -> Mapping[Key, Record]:
        """The records as they would be, by kind and id."""
        return {(kind_of(each).name, str(getattr(each, "id", ""))): each for each in self.records}

    @property
    def families(self) -> frozenset[str | None]:
        """The families whose own records would be others; None stands for the directory."""
        return frozenset(map(family_of, self.records))

    def applied(self, records: Iterable[Record], *, family: str | None) -> list[Record]:
        """Return records of a family, or of the directory (None), as they would be."""
        changed = {key: each for key, each in self.changed.items() if family_of(each) == family}
        gone = frozenset(self.without)
        kept = []
        for record in records:
            key = (kind_of(record).name, str(getattr(record, "id", "")))
            if key not in gone:
                kept.append(changed.pop(key, record))
        return [*kept, *changed.values()]


@attrs.frozen(kw_only=True)
class Supposed:
    """What would become of one family's review.

    Attributes:
        family: The family.
        difference: The findings that only one of the two reviews has.
    """

    family: str
    difference: Difference

    @property
    def is_the_same(self) -> bool:
        """Whether nothing would change."""
        return not self.difference.added and not self.difference.removed
