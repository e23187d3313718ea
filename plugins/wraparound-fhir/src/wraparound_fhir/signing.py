"""Contracts that sign a plan: who said yes, in which part, and when."""

from __future__ import annotations

from typing import Any

from wraparound.model.plan import Signature, SignerRole
from wraparound_fhir.case import Case, Held
from wraparound_fhir.directory import Directory
from wraparound_fhir.people import People
from wraparound_fhir.words import codes_of, day_of, known_day

_ROLES = {
    "PAT": SignerRole.YOUTH,
    "GUARD": SignerRole.GUARDIAN,
    "GUAR": SignerRole.GUARDIAN,
    "POWATT": SignerRole.GUARDIAN,
    "AUT": SignerRole.FACILITATOR,
    "COAUTH": SignerRole.TEAM_MEMBER,
    "HPROV": SignerRole.PROVIDER,
    "PROV": SignerRole.PROVIDER,
}
_CONSENT = "1.2.840.10065.1.12.1.7"
_FAMILY = frozenset({SignerRole.YOUTH, SignerRole.GUARDIAN})


def signed(
    case: Case, held: Held, people: People, directory: Directory, fields: dict[str, Any]
) -> None:
    """Put the signatures of a contract into the fields of a plan.

    Args:
        case: The case.
        held: The contract.
        people: Everybody of the case.
        directory: Its agencies.
        fields: The fields of the plan.
    """
    reading = case.open(held)
    for key in ("status", "subject"):
        reading.take(key)
    found: list[Signature] = list(fields.get("signatures", ()))
    for part in reading.parts("signer"):
        target = case.target(part.take("party"), held)
        person = people.person(target)
        agency = None if person is not None else directory.agency(target)
        kind = part.take("type") or {}
        role = _ROLES.get(str(kind.get("code")), SignerRole.OTHER)
        for each in part.items("signature"):
            if person is None and agency is None:
                case.leave("Contract.signer", "signed by nobody who is known here")
                continue
            if "data" in each:
                case.leave("Contract.signer.signature.data", "the signature itself is not kept")
            on = day_of(each.get("when"))
            found.append(Signature(role=role, person=person, agency=agency, on=on))
            codes = {code for _, code in codes_of({"coding": each.get("type", [])})}
            agreed = known_day(each.get("when"))
            if role in _FAMILY and _CONSENT in codes and agreed is not None:
                fields["consent_on"] = min(agreed, fields.get("consent_on", agreed))
    if found:
        fields["signatures"] = tuple(dict.fromkeys(found))
