"""One pass over every family of a store: a chart at a time, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice

from wraparound.chart import Chart, Directory
from wraparound.errors import DocumentInvalid, FactsInvalid
from wraparound.program.keeping import record_in
from wraparound.program.reads import Reads
from wraparound.program.screening import by_family
from wraparound.storage import Store

AT_ONCE = 50
"""The reads of so many families are noted together, before any of them is looked at."""


def charts_of_all(
    store: Store,
    *,
    directory: Directory,
    reads: Reads,
    as_of: date,
    failed: Callable[[str, str], None] | None = None,
) -> Iterator[Chart]:
    """Yield the chart of every family, in the order of the store, from one stream of its records.

    Args:
        store: Where the families are.
        directory: The whole directory.
        reads: Notes who reads.
        as_of: The day of the charts.
        failed: Told of each family whose records cannot be read, with the reason as a code; where
            it is left out, the error goes to the caller.

    Raises:
        DocumentInvalid: A stored record cannot be read.
        FactsInvalid: Records contradict one another.
    """
    families = by_family(store.stream())
    while batch := list(islice(families, AT_ONCE)):
        reads.note(envelope for _, held in batch for envelope in held)
        for family, held in batch:
            try:
                chart = Chart.of(map(record_in, held), as_of=as_of, directory=directory)
            except (DocumentInvalid, FactsInvalid) as error:
                if failed is None:
                    raise
                code = error.code if isinstance(error, FactsInvalid) else "document_invalid"
                failed(family, code)
            else:
                yield chart
