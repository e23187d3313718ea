"""A review as a table in HTML, for notebooks and pages: no assets, readable by a screen reader."""

from __future__ import annotations

from html import escape

from wraparound.documents.chain import chain
from wraparound.documents.days import period_in_words
from wraparound.documents.law import NOTICE, disposition_in_words
from wraparound.documents.names import Names
from wraparound.documents.reasons import reason_in_words
from wraparound.documents.summary import summarize
from wraparound.documents.svg import path_svg
from wraparound.model.findings import Finding, Review

_LEFT = "text-align:left;vertical-align:top"
_COLUMNS = ("Rule", "Weight", "What became of it", "When", "Who", "Facts", "What can be done")


def review_html(review: Review, names: Names | None = None) -> str:
    """Return a review as an HTML table.

    Personal text is hidden: people are called by their ids, unless the names given show more.

    Args:
        review: The review.
        names: What to call people and agencies.
    """
    known = names or Names()
    hidden = "" if known.people else " (personal text is hidden)"
    caption = f"As of {review.as_of.isoformat()}: {summarize(review)}{hidden}"
    head = "".join(f'<th scope="col" style="{_LEFT}">{word}</th>' for word in _COLUMNS)
    rows = "".join(_row(finding, known) for finding in review.findings)
    failed = ", ".join(review.unanswered)
    notes = [NOTICE, f"These plugins failed to answer: {failed}." if failed else ""]
    foot = "".join(f"<p><small>{escape(note)}</small></p>" for note in notes if note)
    body = rows or f'<tr><td colspan="{len(_COLUMNS)}">Nothing was found.</td></tr>'
    return (
        f'<table><caption style="{_LEFT}">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"
    )


def _row(finding: Finding, names: Names) -> str:
    reasons = [reason_in_words(code, names).says for code in finding.reasons]
    state = disposition_in_words(finding.disposition)
    cells = [
        [finding.severity.value],
        [state, *reasons],
        [f"{finding.timing.value}: {period_in_words(finding.period)}".rstrip(": ")],
        [names.who(each) for each in (finding.holder, finding.counterparty) if each],
        list(chain(finding.evidence, names)),
        [finding.remedy.administrator],
    ]
    picture = f"<details><summary>Picture</summary>{path_svg(finding, names)}</details>"
    heading = f"<strong>{escape(finding.rule)}</strong><br>{escape(finding.title)}"
    return (
        f'<tr><th scope="row" style="{_LEFT}">{heading}</th>'
        + "".join(
            f'<td style="{_LEFT}">{_lines(cell)}{picture if head == "Facts" else ""}</td>'
            for head, cell in zip(_COLUMNS[1:], cells, strict=True)
        )
        + "</tr>"
    )


def _lines(lines: list[str]) -> str:
    return "<br>".join(escape(line) for line in lines if line)
