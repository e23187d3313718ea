"""The form that somebody of the staff reads, corrects and signs: what it asks, shows and says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import attrs

from wraparound.documents import disclosure_page, period_in_words
from wraparound.model.duty import Duty
from wraparound.model.tie import Tie, TieKind
from wraparound.program.disclosure_rules import kind_asked_by
from wraparound.program.policy_settings import PolicySetting, age_in_words

Document = dict[str, Any]  # Any: the values that JSON can say

STATEMENT: Final = (
    "I have named every tie that I have to agencies that serve families in this program, and every "
    "tie of my household. I decide and advise in the interest of the family alone. If something of "
    "this changes, I will say so before I decide or advise again: a new job or contract, money, "
    "a share, an office, a debt, kinship or a home that I come to share, or a new duty for a "
    "family that I am tied to."
)
"""What somebody states who signs."""

QUESTIONS: Final[Mapping[str, tuple[TieKind, ...]]] = MappingProxyType(
    {
        "Do I, or does anybody in my household, work for an agency that serves families, "
        "or have an offer to?": (TieKind.EMPLOYED_BY, TieKind.EMPLOYMENT_OFFER),
        "Do I get money from one in another way: a contract, a fee, a loan, rent?": (
            TieKind.CONTRACTED_BY,
            TieKind.COMPENSATED_BY,
            TieKind.LANDLORD_OF,
        ),
        "Do I, or does anybody in my household, own part of one, control one, or hold a debt of "
        "one?": (TieKind.OWNS, TieKind.CONTROLS, TieKind.SECURED_DEBT),
        "Do I hold an office in one, sit on its board, or lead a part of it?": (
            TieKind.OFFICE,
            TieKind.LEADS,
        ),
        "Am I kin to, do I live with, or do I decide in law for somebody of a family that I "
        "serve?": (
            TieKind.KIN,
            TieKind.HOUSEHOLD,
            TieKind.GUARDIAN_OF,
            TieKind.HEALTH_PROXY_OF,
            TieKind.REP_PAYEE_OF,
            TieKind.FINANCIALLY_RESPONSIBLE_FOR,
        ),
        "Do I supervise somebody who gives services to a family that I serve?": (
            TieKind.SUPERVISES,
        ),
        "Have I received a gift from a provider or from a family?": (),
    }
)
"""What is asked of somebody, with the kinds of tie that an answer is recorded as."""

NOT_ASKED: Final = frozenset(
    {
        TieKind.MANAGEMENT_CONTRACT,
        TieKind.ORG_CONTRACT,
        TieKind.SAME_LEGAL_ENTITY_AS,
        TieKind.SAME_PERSON_AS,
        TieKind.DIFFERENT_FROM,
    }
)
"""Ties of agencies, and of records, that nobody can disclose for themselves."""


@attrs.frozen(kw_only=True)
class TieOnFile:
    """A tie that is on file about somebody.

    Attributes:
        tie: The record.
        says: What it says, as a sentence.
        details: Its size and its kind, in words.
        holds: Whether it holds on the day of the form; None where that cannot be told.
    """

    tie: Tie = attrs.field(repr=False)
    says: str = attrs.field(repr=False)
    details: tuple[str, ...] = attrs.field(default=(), repr=False)
    holds: bool | None = True

    def as_document(self) -> Document:
        """Return the tie as JSON can say it."""
        recorded_on = self.tie.recorded_on
        return {
            "tie": self.tie.id,
            "kind": self.tie.kind.value,
            "says": self.says,
            "details": list(self.details),
            "holds": self.holds,
            "source": self.tie.source,
            "recorded_on": recorded_on.isoformat() if recorded_on else None,
        }


@attrs.frozen(kw_only=True)
class DisclosureForm:
    """The form that somebody reads, corrects and signs.

    Attributes:
        person: Who.
        name: What they are called on the page.
        as_of: The day.
        duties: What they decide or do for families.
        ties: What is on file about them; what holds no longer comes last.
        triggers: Events after which it must be signed anew.
        cosigned: Whether a supervisor signs too.
        employers: Agencies that it has to be filed with, one by one: the id, and what to call it.
        rules: Who asks for it: the pack, the rule, the citation.
        settings: What the packs ask of it, with who set each thing.
    """

    person: str
    name: str = attrs.field(default="", repr=False)
    as_of: date
    duties: tuple[Duty, ...] = ()
    ties: tuple[TieOnFile, ...] = attrs.field(default=(), repr=False)
    triggers: tuple[str, ...] = ()
    cosigned: bool = False
    employers: tuple[tuple[str, str], ...] = ()
    rules: tuple[tuple[str, str, str], ...] = ()
    settings: tuple[PolicySetting, ...] = ()

    @property
    def renewals(self) -> tuple[tuple[date, PolicySetting], ...]:
        """The days on which a statement of the day would be too old, the first one first."""
        ages = ((each.age, each) for each in self.settings)
        ends = ((age.after(self.as_of), each) for age, each in ages if age is not None)
        return tuple(sorted(ends, key=lambda each: each[0]))

    @property
    def renew_by(self) -> date | None:
        """The day on which it must be renewed, were it signed on the day of the form."""
        return self.renewals[0][0] if self.renewals else None

    def as_document(self) -> Document:
        """Return the form as JSON can say it."""
        return {
            "person": self.person,
            "name": self.name,
            "as_of": self.as_of.isoformat(),
            "duties": [
                {
                    "role": each.role.value,
                    "family": each.family,
                    "when": period_in_words(each.period),
                }
                for each in self.duties
            ],
            "ties": [each.as_document() for each in self.ties],
            "questions": [
                {"asks": asks, "recorded_as": [kind.value for kind in kinds]}
                for asks, kinds in QUESTIONS.items()
            ],
            "statement": STATEMENT,
            "renew_by": self.renew_by.isoformat() if self.renew_by else None,
            "renewals": [_renewal(by, each) for by, each in self.renewals],
            "triggers": list(self.triggers),
            "cosigned": self.cosigned,
            "file_with": [{"agency": id_, "name": name} for id_, name in self.employers],
            "rules": [
                {"pack": pack, "rule": rule, "kind": kind_asked_by(rule).value, "citation": cite}
                for pack, rule, cite in self.rules
            ],
            "settings": [each.as_document() for each in self.settings],
        }

    def as_html(self) -> str:
        """Return the form as a page to print and sign."""
        return disclosure_page(self.as_document())

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page."""
        return self.as_html()


def _renewal(by: date, setting: PolicySetting) -> Document:
    return {
        "by": by.isoformat(),
        "kind": kind_asked_by(setting.rule).value,
        "age": age_in_words(setting.age) if setting.age else "",
        "pack": setting.pack,
        "rule": setting.rule,
        "parameter": setting.parameter,
        "set_by": setting.set_by,
        "citation": setting.citation,
    }
