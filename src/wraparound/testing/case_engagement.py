"""How a case began, as scenarios write it: orientation, consents, crisis screen, discovery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wraparound.model import (
    UNKNOWN,
    Consent,
    ConsentKind,
    CrisisOutcome,
    CrisisScreen,
    Discovery,
    Engagement,
    FamilyId,
    Logistics,
    PartyId,
    Period,
    PersonId,
    RecordId,
    SignerAuthority,
)
from wraparound.testing.case_words import (
    STAY,
    Row,
    answer,
    day,
    known_day,
    row,
    rows,
    text,
    word,
)


def engagement_of(given: Row, family: FamilyId) -> Engagement:
    """Return how a case began."""
    return Engagement(
        id=RecordId("engagement"),
        family=family,
        enrollment=STAY,
        oriented_on=day(given, "oriented_on"),
        orientation_language=given.get("orientation_language") or UNKNOWN,
        rights_given_on=day(given, "rights_given_on"),
        grievance_given_on=day(given, "grievance_given_on"),
        crisis_screen=_crisis_screen(given.get("crisis_screen")),
        discovery=_discovery(given.get("discovery")),
        logistics=_logistics(given.get("logistics")),
    )


def _crisis_screen(given: object) -> CrisisScreen | None:
    if not isinstance(given, Mapping):
        return None
    plan, outcome = row(given.get("plan")), given.get("outcome")
    return CrisisScreen(
        on=day(given, "date"),
        asked_family=answer(given, "asked_family"),
        asked_referrer=answer(given, "asked_referrer"),
        outcome=UNKNOWN if outcome is None else word(outcome, CrisisOutcome),
        who=text(plan.get("who")),
        what=text(plan.get("what")),
        until=day(plan, "until"),
    )


def _discovery(given: object) -> Discovery | None:
    if not isinstance(given, Mapping):
        return None
    return Discovery(
        on=day(given, "date"),
        culture=text(given.get("culture")),
        vision=text(given.get("vision")),
        youth_strengths=given.get("youth_strengths", UNKNOWN),
        caregiver_strengths=given.get("caregiver_strengths", UNKNOWN),
        family_reviewed=answer(given, "family_reviewed"),
    )


def _logistics(given: object) -> Logistics | None:
    if not isinstance(given, Mapping):
        return None
    chosen = given.get("place_chosen_by")
    return Logistics(
        on=day(given, "date"),
        place_chosen_by_family=UNKNOWN if chosen is None else chosen == "family",
        transport=answer(given, "transport"),
        childcare=answer(given, "childcare"),
    )


def consents_of(given: Row, family: FamilyId) -> Iterator[Consent]:
    """Yield the consents and releases of a case."""
    for place, each in enumerate(rows(given.get("consents"))):
        authority = each.get("authority")
        yield Consent(
            id=RecordId(f"consents-{place:03}"),
            family=family,
            enrollment=STAY,
            signer=PersonId(each["signer"]) if each.get("signer") else UNKNOWN,
            authority=UNKNOWN if authority is None else word(authority, SignerAuthority),
            signed_on=day(each, "date"),
        )
    for place, each in enumerate(rows(given.get("releases"))):
        yield Consent(
            id=RecordId(f"releases-{place:03}"),
            family=family,
            enrollment=STAY,
            kind=ConsentKind.RELEASE,
            recipients=(PartyId(each["party"]),) if each.get("party") else (),
            purpose=text(each.get("purpose")),
            signed_on=day(each, "date"),
            period=Period(end=known_day(each, "expires")),
            revoked_on=day(each, "revoked_on"),
        )
