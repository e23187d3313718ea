"""Disclosures of staff: whose is missing, stale or outdated, and the form that they sign.

Whether one is missing is what the review of conflicts says; nothing is judged here a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import attrs

from wraparound.chart import Chart, Directory
from wraparound.conflict import tie_evidence
from wraparound.documents import Names, sentences, share_in_words
from wraparound.errors import RecordNotFound
from wraparound.model.disclosure import DisclosureKind
from wraparound.model.duty import Duty
from wraparound.model.findings import Finding, Timing
from wraparound.model.person import Person
from wraparound.model.tie import Certainty, Tie, TieKind
from wraparound.policy import Policy
from wraparound.program.disclosure_form import NOT_ASKED, DisclosureForm, TieOnFile
from wraparound.program.disclosure_rules import (
    asking_rules,
    code_of,
    kind_asked_by,
    settings_behind,
    settings_of,
)
from wraparound.program.policy_settings import PolicySetting
from wraparound.program.reviews import Reviews


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
        settings: The parameters that the reasons turn on, with who set each.
    """

    person: str
    kind: DisclosureKind
    since: date | None
    owed: bool
    reasons: tuple[str, ...]
    families: tuple[str, ...]
    rule: str
    citations: Mapping[str, str] = attrs.field(factory=dict)
    settings: tuple[PolicySetting, ...] = ()


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
    ahead = day + min(timedelta(days=within_days), date.max - day)
    found: dict[tuple[str, str, bool], list[tuple[str, Finding]]] = {}
    for family in program.families():
        chart = program.chart(family, as_of=ahead)
        now = {(each.rule, each.holder) for each in _asking(program, chart, day)}
        for owed, each in (
            *((True, each) for each in _asking(program, chart, day)),
            *((False, each) for each in _asking(program, chart, ahead)),
        ):
            if owed or (each.rule, each.holder) not in now:
                key = (each.holder or "", each.rule, owed)
                found.setdefault(key, []).append((family, each))
    due = [_due(program.policy, *key, found[key]) for key in found]
    return tuple(sorted(due, key=lambda each: (not each.owed, each.since or day, each.person)))


def disclosure_form(
    program: Reviews, person: str, *, as_of: date | None = None, personal: bool = False
) -> DisclosureForm:
    """Return the form that somebody reads, corrects and signs.

    What is on file is what the directory holds. Ties that a family's own record holds stay there:
    the form leaves the office.

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
    names = _names(directory, personal=personal)
    selves = _records_of(person, directory.ties)
    mine = [each for each in directory.ties if selves & {each.subject, each.object}]
    asked = [each for each in mine if each.kind not in NOT_ASKED]
    settings = settings_of(program.policy)
    filed = _yes(settings, "attestation.per_employer")
    return DisclosureForm(
        person=person,
        name=names.people.get(person, ""),
        as_of=day,
        duties=tuple(_duties_of(program, selves, day)),
        ties=tuple(
            sorted(
                (_on_file(each, day, names) for each in asked), key=lambda each: each.holds is False
            )
        ),
        triggers=_triggers(settings),
        cosigned=_yes(settings, "attestation.supervisor_signature"),
        employers=tuple(_employers(asked, selves, day, names)) if filed else (),
        rules=tuple(
            (pack.id, rule, pack.rules[rule].cite)
            for pack in program.policy.packs
            for rule in asking_rules()
            if rule in pack.rules
        ),
        settings=settings,
    )


def _asking(program: Reviews, chart: Chart, day: date) -> Iterator[Finding]:
    for each in program.review(chart, as_of=day).findings:
        rule = asking_rules().get(each.rule) if each.timing is not Timing.PAST else None
        if rule and any(code_of(reason) in rule.reasons for _, reason in _said(each)):
            yield each


def _said(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield every pack with every reason that it gives; the finding itself tells one pack's."""
    for view in finding.by_pack:
        for reason in view.reasons:
            yield view.pack, reason


def _due(
    policy: Policy, person: str, rule: str, owed: bool, found: list[tuple[str, Finding]]
) -> DisclosureDue:
    findings = [each for _, each in found]
    starts = [each.start for each in findings if each.start is not None]
    said = [each for finding in findings for each in _said(finding)]
    return DisclosureDue(
        person=person,
        kind=kind_asked_by(rule),
        since=min(starts, default=None),
        owed=owed,
        reasons=tuple(sorted({reason for _, reason in said})),
        families=tuple(sorted({family for family, _ in found})),
        rule=rule,
        citations={view.pack: view.citation for each in findings for view in each.by_pack},
        settings=tuple(settings_behind(policy, rule, said)),
    )


def _records_of(person: str, ties: Iterable[Tie]) -> frozenset[str]:
    """Return the ids of every record that somebody confirmed to be the same person."""
    same = [
        {each.subject, str(each.object)}
        for each in ties
        if each.kind is TieKind.SAME_PERSON_AS and each.certainty is not Certainty.POSSIBLE
    ]
    found = {person}
    while more := [each for each in same if found & each and not each <= found]:
        found.update(*more)
    return frozenset(found)


def _on_file(tie: Tie, day: date, names: Names) -> TieOnFile:
    (says,) = sentences(tie_evidence([tie]), names)
    return TieOnFile(tie=tie, says=says, details=tuple(_details(tie)), holds=tie.period.covers(day))


def _details(tie: Tie) -> Iterator[str]:
    """Yield what a sentence about a tie leaves out."""
    shares = {"share": tie.share, "votes": tie.votes, "part of the property": tie.assets}
    for what, share in shares.items():
        if share is not None:
            yield f"{what}: {share_in_words(share)}"
    words = {"held as": tie.via, "for": tie.basis, "by": tie.control_by}
    for what, word in words.items():
        if word is not None:
            yield f"{what} {word.value.replace('_', ' ')}"


def _duties_of(program: Reviews, selves: Iterable[str], day: date) -> Iterator[Duty]:
    for person in sorted(selves):
        for each in program.find(Duty, holder=person):
            if each.period.covers(day) is not False:
                yield each


def _employers(
    ties: Iterable[Tie], selves: frozenset[str], day: date, names: Names
) -> Iterator[tuple[str, str]]:
    agencies = dict.fromkeys(
        each.object
        for each in ties
        if each.kind is TieKind.EMPLOYED_BY
        and each.subject in selves
        and each.period.surely_covers(day)
    )
    for agency in agencies:
        if isinstance(agency, str):
            yield agency, names.name(agency)


def _triggers(settings: Iterable[PolicySetting]) -> tuple[str, ...]:
    asked = (each.value for each in settings if each.parameter == "attestation.triggers")
    return tuple(dict.fromkeys(word for each in asked if isinstance(each, tuple) for word in each))


def _yes(settings: Iterable[PolicySetting], name: str) -> bool:
    return any(each.parameter == name and each.value is True for each in settings)


def _names(directory: Directory, *, personal: bool) -> Names:
    agencies = _texts((each.id, each.name) for each in directory.agencies)
    people = _texts((each.id, each.name) for each in directory.people) if personal else {}
    return Names(agencies=agencies, people=people)


def _texts(pairs: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {id_: name for id_, name in pairs if isinstance(name, str) and name}
