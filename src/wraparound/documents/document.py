"""A review as a document that programs read: stable keys in a stable order."""

from __future__ import annotations

from typing import Any

import msgspec

from wraparound.documents.law import disposition_in_words
from wraparound.documents.names import Names
from wraparound.documents.reasons import reason_in_words
from wraparound.documents.summary import summarize
from wraparound.model.findings import Finding, Review

Document = dict[str, Any]  # Any: the values that JSON can say, nested


def review_document(family: str, review: Review, names: Names | None = None) -> Document:
    """Return the review of one family as plain values that JSON can say.

    Every field of every finding is in it, under its own name. What is added: the rules that packs
    stay silent on (``not_raised_by``) and the reasons in words (``in_words``).

    Args:
        family: The family's id.
        review: The review.
        names: What to call people and agencies, told under ``names``.
    """
    known = names or Names()
    summary = summarize(review)
    counts: Document = msgspec.to_builtins(summary, order="sorted")
    return {
        "family": family,
        "as_of": review.as_of.isoformat(),
        "known_as_of": None if review.known_as_of is None else review.known_as_of.isoformat(),
        "packs": list(review.packs),
        "summary": {**counts, "in_words": str(summary)},
        "changes": msgspec.to_builtins(review.changes, order="sorted"),
        "findings": [_finding(each, review, known) for each in review.findings],
        "clear": msgspec.to_builtins(review.clear, order="sorted"),
        "unweighed": msgspec.to_builtins(review.unweighed, order="sorted"),
        "questions": msgspec.to_builtins(review.questions, order="sorted"),
        "unanswered": list(review.unanswered),
        "names": known.shown,
    }


def _finding(finding: Finding, review: Review, names: Names) -> Document:
    raised = {view.pack for view in finding.by_pack}
    fields: Document = msgspec.to_builtins(finding, order="sorted")
    reasons = [reason_in_words(code, names) for code in finding.reasons]
    return {
        **fields,
        "not_raised_by": [pack for pack in review.packs if raised and pack not in raised],
        "in_words": {
            "disposition": disposition_in_words(finding.disposition),
            "reasons": [
                {"code": each.code, "says": each.says, "ask": each.ask} for each in reasons
            ],
        },
    }
