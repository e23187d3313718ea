"""Relationships become ties: one for each interest, or a note that the holder is not named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from wraparound.errors import Fault
from wraparound.intake import Intake
from wraparound.model.disclosure import UnspecifiedInterest, UnspecifiedReason
from wraparound.model.ids import AgencyId, PartyId, RecordId, TieId
from wraparound.model.periods import Period
from wraparound.model.shares import Share
from wraparound.model.terms import Unknown, Why
from wraparound.model.tie import Tie, TieKind
from wraparound.shapes import Json, day_in, object_in, objects_in, text_in
from wraparound_bods.interests import PLACEMENTS, SHARES, UNTYPED, VOTES
from wraparound_bods.parties import Parties, reason_in
from wraparound_bods.register import Register, Statement
from wraparound_bods.shares import share_in

_INTERESTS = "relationship.interests"


@attrs.frozen(kw_only=True)
class Interest:
    """One interest of a relationship.

    Attributes:
        of_type: Its type.
        name: What tells it apart from the others of its relationship, in every version of it.
        path: Where it stands.
        period: When it holds.
        share: How large it is.
        stated: Whether a share was stated.
        indirect: Whether it is held through others.
    """

    of_type: str
    name: str
    path: str
    period: Period = attrs.field(repr=False)
    share: Share = attrs.field(repr=False)
    stated: bool
    indirect: bool


class Relationships:
    """Hands over the ties of a register."""

    def __init__(self, register: Register, parties: Parties, intake: Intake) -> None:
        """Hand over every tie that the register states."""
        self._register = register
        self._parties = parties
        self._intake = intake
        for statement in register.latest("relationship"):
            self._add(statement)

    def _add(self, statement: Statement) -> None:
        details = statement.details
        subject = self._subject(statement)
        holder = self._holder(statement)
        interests = list(self._interests(statement))
        if subject is None or holder is None:
            return
        if isinstance(holder, UnspecifiedReason):
            self._add_unnamed(statement, subject, holder, interests)
        elif holder == subject:
            why = "an agency's interest in itself ties nobody to it"
            self._intake.left_out(_INTERESTS, why, times=len(interests))
        else:
            chained = self._chain_is_here(details)
            for tie in self._ties(statement, PartyId(holder), PartyId(subject), interests, chained):
                self._intake.add(tie, path=statement.path)

    def _subject(self, statement: Statement) -> AgencyId | None:
        named = statement.details["subject"]
        if not isinstance(named, str):
            why = "says that there is an interest, and not in whom"
            self._intake.left_out("relationship.subject", why)
            return None
        if "entity" not in self._register.types.get(named.strip(), ()):
            words = "must be the recordId of an entity statement in this file"
            path = statement.below("recordDetails.subject")
            self._intake.fault(path, words, line=statement.line)
        return self._parties.agencies.get(named.strip())

    def _holder(self, statement: Statement) -> str | UnspecifiedReason | None:
        named = statement.details["interestedParty"]
        if not isinstance(named, str):
            return reason_in(object_in(statement.details, "interestedParty"))
        record = named.strip()
        if not {"entity", "person"} & self._register.types.get(record, set()):
            words = "must be the recordId of an entity or person statement in this file"
            path = statement.below("recordDetails.interestedParty")
            self._intake.fault(path, words, line=statement.line)
        known = self._parties
        return known.people.get(record) or known.agencies.get(record) or known.unnamed.get(record)

    def _chain_is_here(self, details: Json) -> bool:
        components = details.get("componentRecords")
        if not isinstance(components, list) or not components:
            return False
        missing = sum(each not in self._register.records for each in components)
        if missing:
            why = "is not in the file, so the indirect interest is kept as it is stated"
            self._intake.left_out("relationship.componentRecords", why, times=missing)
        return not missing

    def _interests(self, statement: Statement) -> Iterator[Interest]:
        source = self._last_with_interests(statement) if statement.closed else statement
        stated = objects_in(source.details, "interests")
        counted: Counter[str] = Counter()
        for place, value in enumerate(stated or ({},)):
            of_type = text_in(value, "type") or UNTYPED
            counted[of_type] += 1
            path = source.below(f"recordDetails.interests[{place}]")
            share = share_or_fault(value, path)
            period = self._period(value, statement, path, source.line)
            if isinstance(share, Fault):
                self._intake.fault(share.path, share.message, line=source.line)
            elif period is not None:
                yield Interest(
                    of_type=of_type,
                    name=f"{of_type}#{counted[of_type]}",
                    path=path,
                    period=period,
                    share=share,
                    stated=share.unknown is None,
                    indirect=value.get("directOrIndirect") == "indirect",
                )

    def _last_with_interests(self, statement: Statement) -> Statement:
        """Return what last said which interests: the closing statement often repeats none."""
        versions = reversed(self._register.records[statement.record])
        saying = (each for each in versions if objects_in(each.details, "interests"))
        return next(saying, statement)

    def _period(self, value: Json, statement: Statement, path: str, line: int) -> Period | None:
        start, end = day_in(value.get("startDate")), day_in(value.get("endDate"))
        if start is not None and end is not None and end < start:
            words = "must not be a day before startDate"
            self._intake.fault(f"{path}.endDate", words, line=line)
            return None
        if end is None and statement.closed:
            end = statement.day
        if start is None:
            sure = self._seen_on(statement, end)
            return Period(start=Unknown(sure_on=sure), end=end)
        if end is not None and end <= start:
            why = "ended on the day that it began, or was withdrawn before it"
            self._intake.left_out(_INTERESTS, why)
            return None
        return Period(start=start, end=end)

    def _seen_on(self, statement: Statement, end: date | None) -> date | None:
        """Return a day on which the interest surely held: one on which it was stated."""
        for each in (statement, self._register.records[statement.record][0]):
            if end is None or each.day < end:
                return each.day
        return None

    def _add_unnamed(
        self,
        statement: Statement,
        agency: AgencyId,
        reason: UnspecifiedReason,
        interests: list[Interest],
    ) -> None:
        if any(each.stated or each.of_type != UNTYPED for each in interests):
            why = "what somebody holds who is not named has no place in an unspecified interest"
            self._intake.left_out(_INTERESTS, why, times=len(interests))
        identifier = self._parties.identifier(statement.record)
        record = UnspecifiedInterest(
            id=RecordId(self._intake.id_of("unspecified_interest", identifier)),
            identifiers=(identifier,),
            agency=agency,
            reason=reason,
            period=interests[0].period if interests else Period(),
            recorded_on=statement.day,
        )
        self._intake.add(record, path=statement.path)

    def _ties(
        self,
        statement: Statement,
        holder: PartyId,
        agency: PartyId,
        interests: list[Interest],
        chained: bool,
    ) -> Iterator[Tie]:
        votes = {each.name: each for each in interests if each.of_type == VOTES}
        has_shares = any(each.of_type == SHARES for each in interests)
        kept: list[tuple[Interest, Share | None]] = []
        for each in interests:
            placement = PLACEMENTS[each.of_type]
            why = placement.why_not
            if not why and each.indirect and chained:
                why = "is indirect, and its chain is carried step by step"
                votes.pop(each.name, None)
            if not why and placement.beside_shares and has_shares:
                why = "the shares of the same holder stand for it"
            if why:
                self._intake.left_out(f"{_INTERESTS}.{each.of_type}", why)
            elif each.of_type != VOTES:
                kept.append((each, None))
        paired = [(each, self._votes_beside(each, votes)) for each, _ in kept]
        # votes without shares: what is owned besides is not known
        paired += [(each, each.share) for each in votes.values()]
        for each, vote in paired:
            yield self._tie(statement, holder, agency, each, vote)

    def _votes_beside(self, shares: Interest, votes: dict[str, Interest]) -> Share | None:
        if shares.of_type != SHARES:
            return None
        for name, each in votes.items():
            if each.indirect == shares.indirect and _overlap(each.period, shares.period):
                del votes[name]
                if each.period != shares.period:
                    why = "votes have the days of the shares that they belong to"
                    self._intake.left_out(f"{_INTERESTS}.{VOTES}.startDate", why)
                return each.share
        return None

    def _tie(
        self,
        statement: Statement,
        holder: PartyId,
        agency: PartyId,
        interest: Interest,
        votes: Share | None,
    ) -> Tie:
        placement = PLACEMENTS[interest.of_type]
        owns = placement.kind is TieKind.OWNS
        counts = owns and placement.counts
        if interest.stated and not counts and interest.of_type != VOTES:
            why = "is not a share of the agency"
            self._intake.left_out(f"{_INTERESTS}.{interest.of_type}.share", why)
        identifier = self._parties.identifier(f"{statement.record}#{interest.name}")
        known = counts and interest.stated
        share = interest.share if known else Share(unknown=placement.unknown)
        return Tie(
            id=TieId(self._intake.id_of("tie", identifier)),
            identifiers=(identifier,),
            kind=placement.kind or TieKind.OWNS,
            subject=holder,
            object=agency,
            period=interest.period,
            share=share if owns else None,
            votes=votes,
            via=placement.via,
            control_by=placement.control_by,
            position=placement.position,
            source=_source_of(statement, interest),
            recorded_on=statement.day,
        )


def share_or_fault(value: Json, path: str) -> Share | Fault:
    """Return the share of an interest, or what is wrong with it."""
    return share_in(object_in(value, "share"), f"{path}.share", unknown=Why.NOT_RECORDED)


def _overlap(one: Period, other: Period) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Period, other: Period) -> bool:
    if not isinstance(one.start, date) or not isinstance(other.end, date):
        return True
    return one.start < other.end


def _source_of(statement: Statement, interest: Interest) -> str:
    types = object_in(statement.value, "source").get("type")
    said = ", ".join(str(each) for each in types) if isinstance(types, list) else ""
    parts = [f"BODS statement {text_in(statement.value, 'statementId')}"]
    if said:
        parts.append(said)
    if interest.indirect:
        parts.append("indirect, through whom is not stated")
    return "; ".join(parts)
