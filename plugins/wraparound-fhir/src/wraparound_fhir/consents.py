"""Consents: only what can be carried without permitting more than was agreed."""

from __future__ import annotations

from functools import partial
from typing import Any

from wraparound.model.consent import Consent, ConsentKind, SignerAuthority
from wraparound.model.ids import PartyId, RecordId
from wraparound.model.terms import UNKNOWN
from wraparound_fhir.case import Case, Held
from wraparound_fhir.directory import Directory
from wraparound_fhir.people import People
from wraparound_fhir.words import codes_of, day_of, period_of, words_of

_KINDS = {
    "patient-privacy": ConsentKind.RELEASE,
    "treatment": ConsentKind.TREATMENT,
    "research": ConsentKind.RESEARCH,
}
_LIMITS = ("provision", "action", "securityLabel", "class", "code", "dataPeriod", "data")
"""Parts of a provision that narrow it, and that a consent record cannot hold."""


def take_consents(case: Case, people: People, directory: Directory) -> None:
    """Read every consent in force or taken back.

    A consent whose limits cannot be carried is left out as a whole: without them it would permit
    more than somebody agreed to.
    """
    for held in case.all("Consent"):
        status = held.data.get("status")
        provision: dict[str, Any] = held.data.get("provision", {})
        youth = people.patient(case.target(held.data.get("patient"), held))
        if status not in {"active", "inactive"}:
            case.leave("Consent", "is no agreement: drafted, proposed or rejected")
        elif youth is None:
            case.leave("Consent", "is about nobody in person")
        elif provision.get("type") == "deny":
            case.leave("Consent", "forbids; only what somebody agreed to has a place")
        elif any(key in provision for key in _LIMITS):
            case.leave("Consent", "has limits without which it would permit more than was agreed")
        else:
            _take(case, people, directory, held, provision)


def _take(
    case: Case, people: People, directory: Directory, held: Held, provision: dict[str, Any]
) -> None:
    reading = case.open(held)
    for key in ("patient", "status"):
        reading.take(key)
    youth = people.patient(case.target(held.data.get("patient"), held))
    if youth is None:
        return
    part = case.reading(provision, "Consent.provision")
    reading.take("provision")
    part.take("type")
    scopes = [code for _, code in codes_of(reading.take("scope"))]
    signers = [people.person(case.target(each, held)) for each in reading.items("performer")]
    signer = next((each for each in signers if each is not None), None)
    recipients: list[PartyId] = []
    for actor in part.parts("actor"):
        target = case.target(actor.take("reference"), held)
        party = people.person(target) or directory.agency(target)
        codes = {code for _, code in codes_of(actor.take("role"))}
        if party is None or codes & {"CST", "delegator"}:
            case.leave("Consent.provision.actor", "is no recipient who is known here")
        else:
            recipients.append(PartyId(party))
    purposes = [str(each.get("display") or each.get("code", "")) for each in part.items("purpose")]
    fields: dict[str, Any] = {}
    if signer is not None:
        fields["signer"] = signer
        fields["authority"] = _authority(people, signer, youth)
    if held.data.get("status") == "inactive":
        fields["revoked_on"] = UNKNOWN
    categories = [words_of(each) for each in reading.items("category")]
    identifiers = case.identifiers(held)
    case.add(
        held,
        partial(
            Consent,
            id=RecordId(case.id_of("consent", held)),
            family=people.family(youth),
            identifiers=identifiers,
            kind=next((_KINDS[code] for code in scopes if code in _KINDS), ConsentKind.OTHER),
            person=youth,
            signed_on=day_of(reading.take("dateTime")),
            recipients=tuple(dict.fromkeys(recipients)),
            purpose="; ".join(each for each in (*purposes, *categories) if each),
            period=period_of(part.take("period")),
            **fields,
        ),
    )


def _authority(people: People, signer: str, youth: str) -> Any:  # Any: an authority or unknown
    if signer == youth:
        return SignerAuthority.SELF
    kin = next((kin for person, kin in people.kin.items() if person == signer), ())
    if any(each.decides for each in kin):
        return SignerAuthority.GUARDIAN
    return UNKNOWN
