"""The least changes that clear findings, on a page and as a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wraparound.chart import Chart
from wraparound.cli.page import Page
from wraparound.cli.settings import Settings
from wraparound.conflict import Deed, LeastChange, Whose
from wraparound.documents import Names
from wraparound.model.findings import Evidence, Finding
from wraparound.policy import load_parameters

LeastOfFamily = tuple[Chart, Sequence[tuple[Finding, Sequence[LeastChange]]]]
"""A family's chart, and the least changes that would clear each finding that holds."""

_DEEDS = {
    Deed.ENDS: "ends",
    Deed.PASSES_ON: "passes to somebody else",
    Deed.ANSWERED: "is answered",
    Deed.DISCLOSED: "signs a disclosure of interests that names every tie on file",
    Deed.ATTESTED: "signs the attestation of independence, and a supervisor with them",
    Deed.WRITTEN_ANEW: "is written anew with the family by somebody else, and signed",
    Deed.OFFERED_AGAIN: "is repeated, with everybody who is on the roster there",
    Deed.CHOICE_KEPT: "is talked over again: the family sees what there is, and its choice is kept",
    Deed.NOTICE_GIVEN: "has a notice: the family is told in writing of another coordinator",
    Deed.GUIDED: "says how conflicts of interest and disagreements are handled",
    Deed.SIGNED: "is consented to in writing, and signed by every provider",
    Deed.SAFEGUARDED: "has safeguards put in force and kept on record",
    Deed.PUT_IN_ORDER: "is put in order: renewed, shown and approved anew",
}

_WHOSE = {
    Whose.PROGRAM: "the program's to arrange",
    Whose.PERSON: "theirs to do",
    Whose.AUTHORITY: "for whoever approves it",
    Whose.FAMILY: "the family's own choice, and nobody else's",
}


def show_least(page: Page, told: Iterable[LeastOfFamily], settings: Settings) -> None:
    """Write the least changes of families."""
    for chart, findings in told:
        names = Names.of(chart, personal=settings.personal)
        if not findings:
            page.line(f"{chart.family.id}: nothing is found on the day, so nothing needs clearing.")
        said = {each.id: each for finding, _ in findings for each in finding.evidence}
        for finding, changes in findings:
            page.heading(f"{chart.family.id}: {finding.rule}, {finding.title}")
            if not changes:
                page.line("Nothing as small as two steps clears it.", indent=2)
            for change in changes:
                page.line(_in_words(said, change, names), indent=2)
    page.line()
    page.line("Nothing is done by itself: these are possibilities to talk about.", style="dim")


def least_document(told: Iterable[LeastOfFamily]) -> list[dict[str, object]]:
    """Return the least changes of families as JSON can say them."""
    return [
        {
            "family": chart.family.id,
            "finding": finding_document(finding),
            "changes": [
                {
                    "facts": list(each.facts),
                    "deeds": [deed.value for deed in each.deeds],
                    "whose": [whose.value for whose in each.whose],
                    "details": list(each.details),
                }
                for each in changes
            ],
        }
        for chart, findings in told
        for finding, changes in findings
    ]


def finding_document(finding: Finding) -> dict[str, object]:
    """Return what tells a finding from others, as JSON can say it."""
    return {
        "rule": finding.rule,
        "plan": finding.plan,
        "holder": finding.holder,
        "counterparty": finding.counterparty,
        "severity": finding.severity.value,
        "disposition": finding.disposition.value,
        "reasons": list(finding.reasons),
        "start": _day(finding.start),
        "end": _day(finding.end),
        "path": list(finding.path),
        "title": finding.title,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _in_words(said: Mapping[str, Evidence], change: LeastChange, names: Names) -> str:
    steps = zip(change.facts, change.deeds, change.whose, change.details, strict=True)
    return " and ".join(
        f"{_fact(said.get(fact), fact, names)} {_DEEDS[deed]}{_details(detail)} ({_WHOSE[whose]})"
        for fact, deed, whose, detail in steps
    )


def _details(codes: str) -> str:
    words = load_parameters().safeguards
    told = [f"{each} {words.get(each, '')}".strip() for each in codes.split(", ") if each]
    return f": {', '.join(told)}" if told else ""


def _fact(said: Evidence | None, fact: str, names: Names) -> str:
    """Return what a fact says, because many ids were made by a machine."""
    if said is None:
        name = names.name(fact)
        return fact if name == fact else f"{fact} ({name})"
    ends = (names.name(each) if each else None for each in (said.subject, said.object))
    subject, object_ = ends
    return f"{fact} ({' '.join(filter(None, (subject, said.says, object_)))})"
