"""Disclosures of staff: whose is missing, stale or outdated, and the form that they sign.

Whether one is missing is what the review of conflicts says; nothing is judged here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

import attrs

from wraparound.chart import Chart
from wraparound.documents import disclosure_page, period_in_words
from wraparound.errors import RecordNotFound
from wraparound.model.disclosure import DisclosureKind
from wraparound.model.duty import Duty
from wraparound.model.findings import Finding, Timing
from wraparound.model.person import Person
from wraparound.model.tie import Tie, TieKind
from wraparound.policy import Age, Policy
from wraparound.program.reviews import Reviews

Document = dict[str, Any]  # Any: the values that JSON can say

STATEMENT: Final = (
    "I have named every tie that I have to agencies that serve families in this program, and every "
    "tie of my household. I decide and advise in the interest of the family alone. If something of "
    "this changes, I will say so before I decide or advise again."
)
"""What somebody states who signs."""

_OF_ATTESTATION: Final = frozenset(
    {"missing", "unsigned_by_supervisor", "stale", "not_refreshed", "not_filed_with"}
)
_OF_INTERESTS: Final = frozenset({"no_disclosure", "stale_disclosure", "disclosure_contradicted"})
_ASKED_BY: Final = MappingProxyType(
    {
        "COI-PRC-03": (DisclosureKind.ATTESTATION, _OF_ATTESTATION),
        "COI-OWN-06": (DisclosureKind.INTERESTS, _OF_INTERESTS),
    }
)
"""The rules that ask for a disclosure: for which kind, and by which reasons."""

_AGES: Final = MappingProxyType(
    {
        DisclosureKind.ATTESTATION: "attestation.max_age",
        DisclosureKind.INTERESTS: "disclosure.max_age",
    }
)

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
class DisclosureDue:
    """A disclosure that somebody owes, or will.

    Attributes:
        person: Who.
        kind: A list of interests, or an attestation.
        since: Since when it is owed; in the future where it will be.
        owed: Whether it is owed already.
        reasons: Why, as the rules say it.
        families: For which families' sake.
        rule: The rule that asks for it.
        citations: The texts, by the pack that asks.
    """

    person: str
    kind: DisclosureKind
    since: date | None
    owed: bool
    reasons: tuple[str, ...]
    families: tuple[str, ...]
    rule: str
    citations: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class DisclosureForm:
    """The form that somebody reads, corrects and signs.

    Attributes:
        person: Who.
        name: What they are called on the page.
        as_of: The day.
        duties: What they decide or do for families.
        ties: What is on file about them: the tie, in words with whom, when.
        renew_by: The day on which it must be renewed, were it signed on the day.
        triggers: Events after which it must be signed anew.
        cosigned: Whether a supervisor signs too.
        employers: Agencies that it has to be filed with, one by one.
        rules: The packs that ask for it, with their citations.
    """

    person: str
    name: str = attrs.field(default="", repr=False)
    as_of: date
    duties: tuple[Duty, ...] = ()
    ties: tuple[tuple[Tie, str], ...] = attrs.field(default=(), repr=False)
    renew_by: date | None = None
    triggers: tuple[str, ...] = ()
    cosigned: bool = False
    employers: tuple[str, ...] = ()
    rules: Mapping[str, str] = attrs.field(factory=dict)

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
            "ties": [
                {
                    "tie": tie.id,
                    "says": tie.kind.value.replace("_", " "),
                    "with_whom": other,
                    "when": period_in_words(tie.period),
                }
                for tie, other in self.ties
            ],
            "questions": [
                {"asks": asks, "recorded_as": [kind.value for kind in kinds]}
                for asks, kinds in QUESTIONS.items()
            ],
            "statement": STATEMENT,
            "renew_by": self.renew_by.isoformat() if self.renew_by else None,
            "triggers": list(self.triggers),
            "cosigned": self.cosigned,
            "file_with": list(self.employers),
            "rules": [{"pack": pack, "citation": cite} for pack, cite in self.rules.items()],
        }

    def as_html(self) -> str:
        """Return the form as a page to print and sign."""
        return disclosure_page(self.as_document())

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the page."""
        return self.as_html()


def disclosures_due(
    program: Reviews, *, as_of: date | None = None, within_days: int = 30
) -> tuple[DisclosureDue, ...]:
    """Return who owes a disclosure, and who will within some days, the longest owed first.

    Every family is reviewed on the day, and again on the last of those days: what is found only
    then becomes due in between, on the day on which the finding begins.

    Args:
        program: The program; its policy says what is asked for.
        as_of: The day; today where left out.
        within_days: How far to look ahead.
    """
    day = as_of or program.today()
    ahead = day + timedelta(days=within_days)
    found: dict[tuple[str, DisclosureKind, bool], list[tuple[str, Finding]]] = {}
    for family in program.families():
        chart = program.chart(family, as_of=ahead)
        now = {(each.rule, each.holder) for each in _asking(program, chart, day)}
        for owed, each in (
            *((True, each) for each in _asking(program, chart, day)),
            *((False, each) for each in _asking(program, chart, ahead)),
        ):
            if owed or (each.rule, each.holder) not in now:
                key = (each.holder or "", _ASKED_BY[each.rule][0], owed)
                found.setdefault(key, []).append((family, each))
    due = [_due(*key, found[key]) for key in found]
    return tuple(sorted(due, key=lambda each: (not each.owed, each.since or day, each.person)))


def disclosure_form(
    program: Reviews, person: str, *, as_of: date | None = None, personal: bool = False
) -> DisclosureForm:
    """Return the form that somebody reads, corrects and signs.

    Args:
        program: The program; its policy says what is asked for.
        person: Who.
        as_of: The day; today where left out.
        personal: Whether people are called by their names, or by their ids.

    Raises:
        RecordNotFound: There is no such person.
    """
    day = as_of or program.today()
    directory = program.directory()
    known: dict[str, Person] = {each.id: each for each in directory.people}
    if person not in known:
        raise RecordNotFound("person", person, hint="a form is for somebody of the directory")
    names: dict[str, str] = {each.id: _text(each.name) for each in directory.agencies}
    ties = [each for each in directory.ties if person in (each.subject, each.object)]
    mine = [each for each in ties if each.kind not in NOT_ASKED and each.period.covers(day)]
    called = names | {each: _text(who.name) for each, who in known.items() if personal}
    employers = [each.object for each in mine if each.kind is TieKind.EMPLOYED_BY]
    return DisclosureForm(
        person=person,
        name=_text(known[person].name) if personal else "",
        as_of=day,
        duties=tuple(_duties_of(program, person, day)),
        ties=tuple((each, _other(each, person, called)) for each in mine),
        renew_by=_renew_by(program.policy, day),
        triggers=_words(program.policy, "attestation.triggers"),
        cosigned=_any(program.policy, "attestation.supervisor_signature"),
        employers=tuple(map(str, employers))
        if _any(program.policy, "attestation.per_employer")
        else (),
        rules=_packs(program.policy),
    )


def _asking(program: Reviews, chart: Chart, day: date) -> Iterator[Finding]:
    for each in program.review(chart, as_of=day).findings:
        if each.rule not in _ASKED_BY or each.timing is Timing.PAST:
            continue
        _, reasons = _ASKED_BY[each.rule]
        if any(reason.partition(":")[0] in reasons for reason in each.reasons):
            yield each


def _due(
    person: str, kind: DisclosureKind, owed: bool, found: list[tuple[str, Finding]]
) -> DisclosureDue:
    findings = [each for _, each in found]
    starts = [each.start for each in findings if each.start is not None]
    return DisclosureDue(
        person=person,
        kind=kind,
        since=min(starts, default=None),
        owed=owed,
        reasons=tuple(sorted({reason for each in findings for reason in each.reasons})),
        families=tuple(sorted({family for family, _ in found})),
        rule=findings[0].rule,
        citations={view.pack: view.citation for each in findings for view in each.by_pack},
    )


def _duties_of(program: Reviews, person: str, day: date) -> Iterator[Duty]:
    for each in program.find(Duty, holder=person):
        if each.period.covers(day) is not False:
            yield each


def _packs(policy: Policy) -> dict[str, str]:
    return {
        pack.id: pack.rules[code].cite
        for pack in policy.packs
        for code in _ASKED_BY
        if code in pack.rules
    }


def _renew_by(policy: Policy, day: date) -> date | None:
    """Return the earliest day on which a statement of the day could no longer be relied on."""
    ages: list[Age | None] = [
        policy.values(pack).age(_AGES[kind])
        for pack in policy.packs
        for code, (kind, _) in _ASKED_BY.items()
        if code in pack.rules
    ]
    return min((age.after(day) for age in ages if age is not None), default=None)


def _words(policy: Policy, name: str) -> tuple[str, ...]:
    asking = [pack for pack in policy.packs if "COI-PRC-03" in pack.rules]
    words = (word for pack in asking for word in policy.values(pack).words(name))
    return tuple(dict.fromkeys(words))


def _any(policy: Policy, name: str) -> bool:
    asking = [pack for pack in policy.packs if "COI-PRC-03" in pack.rules]
    return any(policy.values(pack).flag(name) for pack in asking)


def _other(tie: Tie, person: str, called: Mapping[str, str]) -> str:
    other = tie.object if tie.subject == person else tie.subject
    return called.get(other) or other if isinstance(other, str) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
