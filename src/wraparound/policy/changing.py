"""What overlays make otherwise in a pack, one by one: told beside every answer given under it."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.model.policy_change import PolicyChange
from wraparound.policy.contents import in_text
from wraparound.policy.overlay import Overlay, relaxations
from wraparound.policy.pack import ExceptionTerms, Pack, Value
from wraparound.policy.parameters import Parameters


def changes_of(
    before: Pack, after: Pack, overlay: Overlay, parameters: Parameters
) -> Iterator[PolicyChange]:
    """Yield what an overlay changes in a pack, each with the text that it names."""
    less = {fault.path for fault in relaxations(before, after, overlay, parameters)}
    less |= {
        f"{overlay.id}.params.{name}" for name in overlay.params if parameters.known[name].two_edged
    }
    for about, path, old, new in _compared(before, after, overlay, parameters):
        if old != new:
            yield PolicyChange(
                pack=before.id,
                overlay=overlay.id,
                about=about,
                before=old,
                after=new,
                asks_less=path in less,
                cite=overlay.cite.strip(),
                stated_basis=overlay.relaxation_basis.strip(),
            )


def _compared(
    before: Pack, after: Pack, overlay: Overlay, parameters: Parameters
) -> Iterator[tuple[str, str, str, str]]:
    """Yield what it is about, where it stands in the overlay, and both values as text."""
    for code in overlay.severity:
        path = f"{overlay.id}.severity.{code}"
        yield code, path, _weight(before, code), _weight(after, code)
    held, set_now = parameters.values(before.params), parameters.values(after.params)
    for name in overlay.params:
        path = f"{overlay.id}.params.{name}"
        yield name, path, _in_text(held.raw(name)), _in_text(set_now.raw(name))
    old_terms, new_terms = before.exception or ExceptionTerms(), after.exception or ExceptionTerms()
    for name in overlay.exception:
        old, new = getattr(old_terms, name), getattr(new_terms, name)
        yield f"exception {name}", f"{overlay.id}.exception.{name}", _in_text(old), _in_text(new)


def _weight(pack: Pack, code: str) -> str:
    if code not in pack.rules:
        return "not asked"
    severity = pack.rules[code].severity
    return "as heavy as what it restores" if severity is None else severity.value


def _in_text(value: Value) -> str:
    return in_text(value) or "nothing"
