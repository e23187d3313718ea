"""Findings as flat rows, for a data frame or a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from wraparound.model.findings import Review

Cell = str | bool | int | None
"""What a cell holds: days are ISO 8601 texts, lists are texts with spaces between their parts."""


def findings_table(reviews: Mapping[str, Review]) -> list[dict[str, Cell]]:
    """Return one row for each finding, with the same columns in all of them.

    The rows hold ids, codes and days, and nothing personal. They go into any data frame:

        polars.DataFrame(findings_table({family: program.review(family) for family in families}))

    Args:
        reviews: The review of each family, by the family's id.
    """
    return [
        {
            "family": family,
            "as_of": review.as_of.isoformat(),
            "rule": finding.rule,
            "title": finding.title,
            "severity": finding.severity.value,
            "disposition": finding.disposition.value,
            "timing": finding.timing.value,
            "plan": finding.plan,
            "holder": finding.holder,
            "counterparty": finding.counterparty,
            "start": None if finding.start is None else finding.start.isoformat(),
            "end": None if finding.end is None else finding.end.isoformat(),
            "reasons": " ".join(finding.reasons),
            "path": " ".join(finding.path),
            "waivers": " ".join(finding.waivers),
            "packs": " ".join(view.pack for view in finding.by_pack),
        }
        for family, review in reviews.items()
        for finding in review.findings
    ]
