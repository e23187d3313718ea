"""What a state or a program changes in one pack, and the basis it states for asking less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from wraparound.errors import Fault, PolicyInvalid, did_you_mean
from wraparound.model.findings import Basis, Severity
from wraparound.policy.pack import Authority, ExceptionTerms, Pack, PackRule, Value
from wraparound.policy.parameters import Parameters

ADDS_RULE = "overlay_adds_rule"
UNKNOWN_PARAM = "unknown_param"
WITHOUT_BASIS = "relaxation_without_basis"

_GRANTS = ("authorities", "functions")
_DEMANDS = ("approvals", "needs", "safeguards")


@attrs.frozen(kw_only=True)
class Overlay:
    """A change to one pack. It cannot add a rule: a new rule needs a citation, hence a pack.

    Attributes:
        id: Its name.
        pack: The pack that it changes.
        severity: New severities by rule; None means that the pack no longer raises the rule.
        params: New values of parameters.
        exception: New lists of what an exception must show, by name of the list.
        cite: The text that the new severities stand on. Reports name it, and say that the pack's
            own text does not weigh it so.
        relaxation_basis: The text that allows asking less of a federal pack.
    """

    id: str
    pack: str
    severity: Mapping[str, Severity | None] = MappingProxyType({})
    params: Mapping[str, Value] = MappingProxyType({})
    exception: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    cite: str = ""
    relaxation_basis: str = ""

    def reweighed(self, rule: PackRule) -> PackRule:
        """Return a rule of the pack with the weight that this change gives it."""
        severity = self.severity.get(rule.code, rule.severity)
        if severity is rule.severity:
            return rule
        source = self.cite.strip() or self.relaxation_basis.strip()
        said = f"weighed by {self.id}{f' under {source}' if source else ''}"
        # the words of the pack's text do not change with what somebody makes of them
        return attrs.evolve(
            rule, severity=severity, cite=f"{rule.cite}; {said}", basis=Basis.INFERENCE
        )


def overlaid(pack: Pack, overlay: Overlay, parameters: Parameters) -> Pack:
    """Return the pack with the change.

    Raises:
        PolicyInvalid: The change adds a rule or an unknown parameter, or asks less of a federal
            pack without a stated basis. The messages begin with the code of the fault.
    """
    for look in (_added_rules, _wrong_params):
        faults = list(look(pack, overlay, parameters))
        if faults:
            raise PolicyInvalid(pack.id, faults)
    changed = attrs.evolve(
        pack,
        rules=MappingProxyType(
            {
                code: overlay.reweighed(rule)
                for code, rule in pack.rules.items()
                if overlay.severity.get(code, rule) is not None
            },
        ),
        params=MappingProxyType({**pack.params, **overlay.params}),
        exception=_changed_terms(pack.exception, overlay.exception),
    )
    if pack.authority is Authority.FEDERAL and not overlay.relaxation_basis.strip():
        faults = list(relaxations(pack, changed, overlay, parameters))
        if faults:
            raise PolicyInvalid(
                pack.id,
                faults,
                hint="state the text that allows it as relaxation_basis",
            )
    return changed


def _changed_terms(
    terms: ExceptionTerms | None,
    changes: Mapping[str, tuple[str, ...]],
) -> ExceptionTerms | None:
    if not changes:
        return terms
    held = attrs.asdict(terms or ExceptionTerms(), recurse=False)
    return ExceptionTerms(**{**held, **changes})


def _added_rules(pack: Pack, overlay: Overlay, _: Parameters) -> Iterator[Fault]:
    for code in overlay.severity:
        if code not in pack.rules:
            yield Fault(f"{overlay.id}.severity.{code}", f"{ADDS_RULE}: the pack has no such rule")


def _wrong_params(_: Pack, overlay: Overlay, parameters: Parameters) -> Iterator[Fault]:
    for name, value in overlay.params.items():
        path = f"{overlay.id}.params.{name}"
        known = parameters.known.get(name)
        if known is None:
            hint = did_you_mean(name, parameters.known)
            yield Fault(path, f"{UNKNOWN_PARAM}: there is no such parameter{hint and f'; {hint}'}")
        elif message := known.fault_in(value):
            yield Fault(path, f"{UNKNOWN_PARAM}: {message}")
    for name in overlay.exception:
        if name not in {*_GRANTS, *_DEMANDS}:
            yield Fault(f"{overlay.id}.exception.{name}", f"{UNKNOWN_PARAM}: there is no such list")


def relaxations(
    before: Pack,
    after: Pack,
    overlay: Overlay,
    parameters: Parameters,
) -> Iterator[Fault]:
    """Yield a fault for each change of an overlay by which a pack asks or reports less."""
    for code in overlay.severity:
        # a rule without a weight of its own takes that of what it restores: up to the heaviest
        old = before.rules[code].severity or Severity.PROHIBITED
        new = after.rules[code].severity if code in after.rules else None
        if new is None or new.rank < old.rank:
            yield Fault(f"{overlay.id}.severity.{code}", f"{WITHOUT_BASIS}: it is lower")
    held, set_now = parameters.values(before.params), parameters.values(after.params)
    for name in overlay.params:
        if parameters.known[name].weakens(held.raw(name), set_now.raw(name)):
            yield Fault(f"{overlay.id}.params.{name}", f"{WITHOUT_BASIS}: less is reported")
    old_terms, new_terms = before.exception or ExceptionTerms(), after.exception or ExceptionTerms()
    for name in overlay.exception:
        old_words, new_words = set(getattr(old_terms, name)), set(getattr(new_terms, name))
        if (new_words - old_words) if name in _GRANTS else (old_words - new_words):
            yield Fault(f"{overlay.id}.exception.{name}", f"{WITHOUT_BASIS}: less is asked")
