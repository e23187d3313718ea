"""A policy pack: what one authority says about each rule, as data with its citations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType

import attrs

from wraparound.model.findings import Basis, Confidence, Severity

Value = str | int | bool | tuple[str, ...] | None
"""What a parameter holds: text (also numbers and durations, exactly), a count, yes or no, words."""

_NO_PARAMS: Mapping[str, Value] = MappingProxyType({})


class WaiverKind(Enum):
    """What can lift a finding. Evidence of one kind is never counted for another."""

    EXCEPTION = "exception"
    """An approved exception: nobody else in the area is willing and qualified."""
    SAFEGUARDS = "safeguards"
    """A recorded mitigation that puts named safeguards in force."""
    COURT_ORDER = "court_order"
    NONE = "none"
    """It cannot be waived."""
    CURE = "cure"
    """It ends when the missing or wrong fact is repaired."""
    REVIEW = "review"
    """It is a signal, and people decide."""


class Authority(Enum):
    """Whose words a pack carries."""

    FEDERAL = "federal"
    STATE = "state"
    PROGRAM = "program"
    NONE = "none"
    """Nobody's: good practice without the force of law."""


@attrs.frozen(kw_only=True)
class Waiver:
    """What a pack lets lift a finding.

    Attributes:
        kind: The kind.
        requires: For safeguards: the codes that must be in force.
    """

    kind: WaiverKind = WaiverKind.NONE
    requires: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Variant:
    """A named case of a rule that weighs differently.

    Attributes:
        severity: How heavy the case weighs.
        when: Conditions on the service instead of the entry's; None keeps those.
        waiver: What can lift it instead of the entry's; None keeps that.
    """

    severity: Severity
    when: tuple[str, ...] | None = None
    waiver: Waiver | None = None


@attrs.frozen(kw_only=True)
class PackRule:
    """What one pack says about one rule.

    Attributes:
        code: The rule.
        severity: How heavy it weighs; None where it takes the weight of what it restores.
        when: What must be true of the service: ``paid``, ``hcbs``, ``therapy``.
        waiver: What can lift it.
        cite: The text it stands on.
        basis: Whether the severity follows from that text.
        confidence: Whether that text was read.
        holders: The only roles that the pack raises it for; None for all roles of the rule.
        variants: Cases that weigh differently, by name.
        level: ``organisation`` where the question is asked of agencies, not about one youth.
        kin_exempt: Relatives of the youth are outside the bar.
        spouse_link: A spouse who delivers a service counts as a link.
    """

    code: str
    severity: Severity | None
    when: tuple[str, ...] = ()
    waiver: Waiver = Waiver()
    cite: str = ""
    basis: Basis = Basis.INFERENCE
    confidence: Confidence = Confidence.BACKGROUND
    holders: tuple[str, ...] | None = None
    variants: Mapping[str, Variant] = attrs.field(factory=lambda: MappingProxyType({}))
    level: str | None = None
    kin_exempt: bool = False
    spouse_link: bool = False


@attrs.frozen(kw_only=True)
class ExceptionTerms:
    """What an exception must show to hold under a pack.

    Attributes:
        authorities: Under whose authority it may have been given.
        functions: The functions that it may cover.
        approvals: The kinds of approval it needs, each of them.
        needs: Which of ``area``, ``demonstration`` and ``roster`` it must prove.
        safeguards: The codes that must be in force.
    """

    authorities: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Pack:
    """The rules of one authority. A rule that is not listed is not raised by this pack.

    Attributes:
        id: What people ask for it by, such as ``FED-1915C``.
        title: Its name in words.
        authority: Whose words it carries.
        effective_from: The first day on which it speaks; None where it always did.
        functions: The functions that the text restricts; None where it restricts all.
        exception: What an exception must show; None where the text knows none.
        params: Values of parameters that differ from the defaults.
        rules: What it says, by code of the rule.
    """

    id: str
    title: str
    authority: Authority = Authority.NONE
    effective_from: date | None = None
    functions: tuple[str, ...] | None = None
    exception: ExceptionTerms | None = None
    params: Mapping[str, Value] = _NO_PARAMS
    rules: Mapping[str, PackRule] = attrs.field(factory=lambda: MappingProxyType({}))
