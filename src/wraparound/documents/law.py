"""What each policy pack says about a finding: its weight, its text, and who stays silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wraparound.model.findings import Basis, Confidence, Disposition, Finding, PackView, Severity

NOTICE = (
    "Not a clinical or legal determination: findings point people to facts and texts to look at. "
    "They never take a provider away from a family."
)
"""What every review says of itself."""

UNCHECKED = "not yet checked against the law's own text"
"""What is said of a rule that was written down from a summary or from memory."""

_DISPOSITIONS = {
    Disposition.CONFLICT: "conflict",
    Disposition.WAIVER_DEFECTIVE: "conflict; the waiver relied on does not hold",
    Disposition.INDETERMINATE: "cannot be told from what is recorded",
    Disposition.POTENTIAL: "a signal for people to look at; it proves nothing",
    Disposition.MITIGATED: "true, and lifted by a waiver that holds",
}

_WEIGHTS = {
    Severity.PROHIBITED: "prohibited",
    Severity.HIGH: "weighs high",
    Severity.MODERATE: "weighs moderate",
    Severity.LOW: "weighs low",
}


def disposition_in_words(disposition: Disposition) -> str:
    """Return what became of a statement, in words."""
    return _DISPOSITIONS[disposition]


def law_lines(finding: Finding, packs: Iterable[str]) -> Iterator[str]:
    """Yield a line for each thing that packs say, and one for the packs that stay silent.

    Args:
        finding: The finding.
        packs: The packs that were asked, in order.
    """
    said: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for view in finding.by_pack:
        said.setdefault(_words(view, finding.disposition), []).append(view.pack)
    for (words, notes), speaking in said.items():
        yield f"{words} ({'; '.join((', '.join(speaking), *notes))})"
    raised = {view.pack for view in finding.by_pack}
    silent = [pack for pack in packs if pack not in raised]
    if not raised:
        yield "no policy pack speaks here: this is a check of a plugin"
    elif silent:
        yield f"not raised by {', '.join(silent)}"


def _words(view: PackView, governing: Disposition) -> tuple[str, tuple[str, ...]]:
    weight, notes = _WEIGHTS[view.severity], []
    if view.disposition is not governing:
        notes.append(_DISPOSITIONS[view.disposition])
    if view.basis is Basis.INFERENCE:
        notes.append("a judgement: the text does not say so")
    if view.confidence is Confidence.BACKGROUND:
        notes.append(f"{UNCHECKED}: verify")
    # where no text speaks, the pack says that instead: "no text", "not addressed"
    link = ":" if view.citation[:1].islower() else " under"
    return f"{weight}{link} {view.citation}" if view.citation else weight, tuple(notes)
