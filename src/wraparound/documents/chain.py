"""The path of facts behind a finding as a chain: who, by what, to whom, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wraparound.documents.days import period_in_words
from wraparound.documents.names import Names
from wraparound.model.findings import Evidence

_VERBS = frozenset(
    {
        *("accepted", "assessed", "attested", "billed", "buys", "controls", "decides", "delivers"),
        *("disclosed", "gave", "handles", "holds", "is", "leads", "manages", "offered", "owns"),
        *("receives", "referred", "set", "sets", "shares", "supervises", "wrote"),
    }
)
"""What a fact says beginning with one of these is a sentence already; all else needs an "is"."""

_SENTENCES = {
    (
        "activity",
        "billed as case management",
    ): "{subject} billed work under {object} as case management",
    ("certification", "certified for hcbs provider"): (
        "{subject} is certified to give home and community-based services"
    ),
    ("choice", "choice recorded for"): "A choice of provider is recorded for {object}",
    ("duty", "coordinating org of"): "{subject} is the agency that coordinates {object}",
    ("event", "discharge"): "{subject} ended its help under {object}",
    ("event", "hours cut"): "{subject} cut the hours of help under {object}",
    ("grievance", "complaint about"): "There was a complaint about {object}",
    ("meeting", "team met for"): "The team met about {object}",
    ("mitigation", "safeguards are recorded for"): "Safeguards are recorded for {subject}",
    ("payment", "is paid for"): "{subject} is paid for support in {object}",
    ("support", "natural support of"): "{subject} is a natural support in {object}",
}
"""Facts whose sentence is not subject, "is", and what is said."""

_NOBODY = "somebody that nobody recorded"
_BY_MARRIAGE = "step-relation: "

_SAYS = {("plan", "plan for"): "for"}
"""What is said shorter, because the name of the one end says it already."""


def chain(evidence: Iterable[Evidence], names: Names) -> tuple[str, ...]:
    """Return the facts as chains; a fact that takes up where the last one ended goes on in line.

    Examples:
        >>> chain(
        ...     [
        ...         Evidence(id="t", kind="tie", says="employed by", subject="ana", object="fern"),
        ...         Evidence(
        ...             id="s", kind="service", says="delivers", subject="fern", object="plan-1"
        ...         ),
        ...     ],
        ...     Names(),
        ... )
        ('ana —employed by→ fern —delivers→ plan-1',)
    """
    lines: list[str] = []
    at: str | None = None
    for fact in evidence:
        ahead, back = _arrows(fact, names)
        if at is not None and fact.subject == at:
            lines[-1] += f" {ahead}"
            at = fact.object
        elif at is not None and fact.object == at and fact.subject is not None:
            lines[-1] += f" {back}"
            at = fact.subject
        else:
            lines.append(f"{_end(fact.subject, fact, names)} {ahead}")
            at = fact.object
    return tuple(lines)


def sentences(evidence: Iterable[Evidence], names: Names) -> Iterator[str]:
    """Yield each fact as a sentence of its own, for readers who do not read chains."""
    for fact in evidence:
        dates = period_in_words(fact.period)
        sentence = _sentence(fact, names) + (f", {dates}." if dates else ".")
        in_words = fact.subject in names.plans
        yield sentence[:1].upper() + sentence[1:] if in_words else sentence


def _sentence(fact: Evidence, names: Names) -> str:
    subject = names.name(fact.subject) if fact.subject else "Somebody"
    target = names.name(fact.object) if fact.object is not None else ""
    known = _SENTENCES.get((fact.kind, fact.says))
    if known is not None:
        return known.format(subject=subject, object=target or _NOBODY)
    says = _said(fact)
    if fact.kind == "duty":
        says = f"is the {says}"
    elif says.partition(" ")[0] not in _VERBS:
        says = f"is {says}"
    what = names.services.get(fact.id)
    if fact.kind == "service" and what:
        says = f"delivers {what} under"
    if not target and fact.kind == "tie":
        target = _NOBODY
    return " ".join(part for part in (subject, says, target) if part)


def _said(fact: Evidence) -> str:
    """Return what a fact says, in plain words."""
    says = _SAYS.get((fact.kind, fact.says), fact.says)
    if says.startswith(_BY_MARRIAGE):
        return f"by marriage {says.removeprefix(_BY_MARRIAGE)}"
    return says


def chain_words(fact: Evidence, names: Names) -> str:
    """Return what a fact says between its two ends."""
    if fact.kind == "service" and fact.id in names.services:
        return f"delivers {names.services[fact.id]} for"
    return _said(fact)


def _arrows(fact: Evidence, names: Names) -> tuple[str, str]:
    says = chain_words(fact, names)
    dates = period_in_words(fact.period)
    when = f" ({dates})" if dates else ""
    subject, target = _end(fact.subject, fact, names), _end(fact.object, fact, names)
    ahead = f"—{says}→ {target}{when}" if fact.object is not None else f"—{says}{when}"
    return ahead, f"←{says}— {subject}{when}"


def _end(party: str | None, fact: Evidence, names: Names) -> str:
    return names.name(party) if party is not None else f"[{fact.kind} {fact.id}]"
