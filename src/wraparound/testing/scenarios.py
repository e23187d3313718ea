"""Scenarios: facts in a few words and the findings that a policy should raise from them.

A policy pack ships with scenarios that a policy analyst can read. The facts become the records of a
program and a chart, and the review that answers is the one that reads a stored family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wraparound.chart import Chart, Directory
from wraparound.conflict.facts import KINDS
from wraparound.conflict.projection import facts_of
from wraparound.conflict.questions import not_on_record
from wraparound.errors import FactsInvalid, did_you_mean
from wraparound.model.findings import Finding, Severity
from wraparound.model.kinds import family_of
from wraparound.model.record import Record
from wraparound.policy import Overlay
from wraparound.policy.document import parse_yaml
from wraparound.testing import scenario_acts, scenario_records
from wraparound.testing.scenario_rows import Row, Rows

_NUMBERS = frozenset({"degree", "n", "k"})


def read_scenarios(path: Path) -> list[Row]:
    """Return the scenarios of a YAML file, the list under ``vectors``.

    Raises:
        OSError: The file cannot be read.
    """
    held = parse_yaml(path.read_bytes())
    listed = held.get("vectors") if isinstance(held, Mapping) else None
    return list(listed) if isinstance(listed, list) else []


def scenario_chart(given: Mapping[str, Iterable[Row]], *, as_of: date) -> Chart:
    """Return the chart of the one family that the facts of a scenario are about.

    Args:
        given: The rows of facts by kind, as the specification of conflict rules names them.
        as_of: The day of the chart.

    Raises:
        FactsInvalid: There is no such kind of fact, two facts share an id, a period has no day, a
            share is impossible, or a fact refers to nobody.
    """
    for kind in given:
        if kind not in KINDS:
            raise FactsInvalid("unknown_fact_kind", [kind], hint=did_you_mean(kind, KINDS))
    rows = Rows(given)
    _refuse_shared_ids(rows)
    records = list(_records(rows))
    chart = Chart.of(
        [record for record in records if family_of(record) is not None],
        as_of=as_of,
        directory=Directory.of(record for record in records if family_of(record) is None),
    )
    strangers = not_on_record(facts_of(chart))
    if strangers:
        raise FactsInvalid("unknown_reference", strangers)
    return chart


def scenario_overlays(given: Iterable[Row]) -> tuple[Overlay, ...]:
    """Return the changes to packs that a scenario asks for."""
    return tuple(
        Overlay(
            id=row["id"],
            pack=row["pack"],
            severity={
                code: None if word == "none" else Severity(word)
                for code, word in row.get("severity", {}).items()
            },
            params={
                name: tuple(value) if isinstance(value, list) else value
                for name, value in row.get("params", {}).items()
            },
            exception={name: tuple(words) for name, words in row.get("exception", {}).items()},
            relaxation_basis=row.get("relaxation_basis", ""),
        )
        for row in given
    )


def finding_in_words(finding: Finding) -> dict[str, Any]:  # Any: texts, lists and mappings
    """Return a finding as scenarios write it."""
    return {
        "rule": finding.rule,
        "plan": finding.plan,
        "holder": finding.holder,
        "counterparty": finding.counterparty,
        "severity": finding.severity.value,
        "disposition": finding.disposition.value,
        "reasons": list(finding.reasons),
        "from": None if finding.start is None else finding.start.isoformat(),
        "until": None if finding.end is None else finding.end.isoformat(),
        "path": list(finding.path),
        "timing": finding.timing.value,
        "waivers": list(finding.waivers),
        "measure": _measure_in_words(finding),
        "by_pack": {
            view.pack: {
                "severity": view.severity.value,
                "disposition": view.disposition.value,
                "reasons": list(view.reasons),
            }
            for view in finding.by_pack
        },
    }


def _measure_in_words(finding: Finding) -> dict[str, str | int] | None:
    if finding.measure is None:
        return None
    words: dict[str, str | int] = {"name": finding.measure.name}
    for each in finding.measure.values:
        words[each.name] = int(each.value) if each.name in _NUMBERS else each.value
    return words


def _records(rows: Rows) -> Iterator[Record]:
    yield scenario_records.family_of_scenario(rows)
    for kind, make in {**scenario_records.MAKERS, **scenario_acts.MAKERS}.items():
        for row in rows.of(kind):
            yield from make(row, rows)


def _refuse_shared_ids(rows: Rows) -> None:
    """Refuse what records could not say: one id for two facts, or for a fact and its part."""
    seen: set[str] = set()
    for kind in rows.kinds:
        for row in rows.of(kind):
            parts = (*row.get("versions", ()), *row.get("payments", ()))
            for each in (row, *parts):
                if each["id"] in seen:
                    raise FactsInvalid("duplicate_id", [each["id"]])
                seen.add(each["id"])
