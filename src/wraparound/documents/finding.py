"""One finding in words: plain for a family, with dates and law for an administrator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

import attrs

from wraparound.chart import Chart
from wraparound.documents.chain import chain, sentences
from wraparound.documents.days import period_in_words
from wraparound.documents.law import disposition_in_words, law_lines
from wraparound.documents.measures import measure_in_words
from wraparound.documents.names import Names
from wraparound.documents.reasons import Reason, reason_in_words
from wraparound.model.findings import Disposition, Finding, Timing


class Audience(Enum):
    """Who reads it."""

    ADMINISTRATOR = "administrator"
    FAMILY = "family"


@attrs.frozen(kw_only=True)
class Part:
    """A part of what is said about a finding.

    Attributes:
        title: What it is about, in a word or two.
        lines: What is said.
    """

    title: str
    lines: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Explanation:
    """A finding in words. Printing it gives plain text.

    Attributes:
        rule: The code of the rule.
        severity: How heavy it weighs, as a word.
        headline: What was found, in a line.
        state: What became of it, and when it holds.
        parts: The rest, in the order to read it in.
    """

    rule: str
    severity: str
    headline: str
    state: str
    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        """Return the explanation as plain text."""
        lines = [self.headline, self.state]
        for part in self.parts:
            lines.append(f"{part.title}:")
            lines += [f"  {line}" for line in part.lines]
        return "\n".join(lines)


def explain_finding(
    finding: Finding,
    names: Chart | Names | None = None,
    *,
    audience: Audience = Audience.ADMINISTRATOR,
    packs: Sequence[str] = (),
) -> Explanation:
    """Return a finding in words.

    Args:
        finding: The finding.
        names: What to call people and agencies. A chart gives the names of agencies and the roles
            of people, and hides who they are; give ``Names.of(chart, personal=True)`` to show it.
        audience: Who reads it.
        packs: The packs that were asked, to say which of them stay silent.
    """
    known = Names.of(names) if isinstance(names, Chart) else names or Names()
    if audience is Audience.FAMILY:
        return _for_family(finding, known)
    return _for_administrator(finding, known, packs)


def _for_administrator(finding: Finding, names: Names, packs: Sequence[str]) -> Explanation:
    reasons = [reason_in_words(code, names) for code in finding.reasons]
    parts = [
        ("Who", [names.who(each) for each in (finding.holder, finding.counterparty) if each]),
        ("Facts", chain(finding.evidence, names)),
        ("Measure", [measure_in_words(finding.measure)] if finding.measure else []),
        (_reasons_title(finding), _told(reasons)),
        ("Waivers", finding.waivers),
        ("Why", [finding.why]),
        ("Family may", [finding.remedy.family]),
        ("Program can", [finding.remedy.administrator]),
        ("Law", list(law_lines(finding, packs or [view.pack for view in finding.by_pack]))),
    ]
    return _explanation(finding, _headline(finding), parts)


def _for_family(finding: Finding, names: Names) -> Explanation:
    reasons = [reason_in_words(code, names) for code in finding.reasons]
    asked = finding.disposition is Disposition.INDETERMINATE
    told = _told(reasons) if asked else [_sentence(each) for each in reasons]
    parts = [
        ("What it rests on", list(sentences(finding.evidence, names))),
        (_FOR_FAMILY.get(finding.disposition, "What was found"), told),
        ("Why it matters", [finding.why]),
        ("What you may ask for", [finding.remedy.family]),
    ]
    return _explanation(finding, _headline(finding), parts)


def _headline(finding: Finding) -> str:
    """Return the title of the rule, which says it as a fact, as no more than it is."""
    title = finding.title or finding.rule
    prefix = _NO_FACT.get(finding.disposition)
    return f"{prefix}: {title}" if prefix else title


_NO_FACT = {Disposition.INDETERMINATE: "Open question", Disposition.POTENTIAL: "Signal"}
_FOR_FAMILY = {
    Disposition.INDETERMINATE: "What is not known yet",
    Disposition.WAIVER_DEFECTIVE: "What is not in order",
}


def _explanation(
    finding: Finding, headline: str, parts: Iterable[tuple[str, Iterable[str]]]
) -> Explanation:
    filled = ((title, tuple(line for line in lines if line)) for title, lines in parts)
    return Explanation(
        rule=finding.rule,
        severity=finding.severity.value,
        headline=headline,
        state=_state(finding),
        parts=tuple(Part(title=title, lines=lines) for title, lines in filled if lines),
    )


def _state(finding: Finding) -> str:
    words = disposition_in_words(finding.disposition)
    when = period_in_words(finding.period)
    said = words[:1].upper() + words[1:] + (f", {when}" if when else "")
    return f"In the past: {said[:1].lower()}{said[1:]}." if _is_past(finding) else f"{said}."


def _is_past(finding: Finding) -> bool:
    return finding.timing is Timing.PAST


def _reasons_title(finding: Finding) -> str:
    return {
        Disposition.INDETERMINATE: "Missing",
        Disposition.WAIVER_DEFECTIVE: "Defects",
    }.get(finding.disposition, "Because")


def _told(reasons: Iterable[Reason]) -> list[str]:
    return [f"{_sentence(each)} {each.ask}".rstrip() for each in reasons]


def _sentence(reason: Reason) -> str:
    """Return what a reason says as a sentence; an id that it begins with stays as it is written."""
    about = reason.code.partition(":")[2]
    if about and reason.says.startswith(about):
        return f"{reason.says}."
    return f"{reason.says[:1].upper()}{reason.says[1:]}."
