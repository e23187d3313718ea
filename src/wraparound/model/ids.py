"""What records are called: one type of id for each noun, and identifiers from elsewhere."""

from __future__ import annotations

from typing import NewType

import attrs
import uuid_utils

from wraparound.model.checks import FILLED
from wraparound.model.record import Record
from wraparound.model.sensitivity import IDENTIFYING, PUBLIC, labelled

PersonId = NewType("PersonId", str)
FamilyId = NewType("FamilyId", str)
EnrollmentId = NewType("EnrollmentId", str)
TeamId = NewType("TeamId", str)
MemberId = NewType("MemberId", str)
StrengthId = NewType("StrengthId", str)
NeedId = NewType("NeedId", str)
OutcomeId = NewType("OutcomeId", str)
StrategyId = NewType("StrategyId", str)
StepId = NewType("StepId", str)
PlanId = NewType("PlanId", str)
"""One version of a plan of care."""
LineageId = NewType("LineageId", str)
"""A plan of care through all its versions: what duties, offers and findings speak of."""
PlannedServiceId = NewType("PlannedServiceId", str)
AgencyId = NewType("AgencyId", str)
ServiceId = NewType("ServiceId", str)
"""A service in the directory."""
TieId = NewType("TieId", str)
DutyId = NewType("DutyId", str)
RecordId = NewType("RecordId", str)
"""The id of a record that nothing else refers to by a type of its own."""
PartyId = NewType("PartyId", str)
"""A person or an agency."""


def new_id() -> str:
    """Return a new UUIDv7 as text: unique anywhere, and in order of time, which indexes like."""
    return str(uuid_utils.uuid7())


NPI = "http://hl7.org/fhir/sid/us-npi"
"""The system of National Provider Identifiers."""
TIN = "urn:oid:2.16.840.1.113883.4.4"
"""The system of United States taxpayer (employer) identification numbers."""
MEDICAID = "http://hl7.org/fhir/sid/us-medicaid"
"""The system of Medicaid identifiers where a state's own system is not given."""

_NUMBERS = frozenset({NPI, TIN})
"""Systems whose values are numbers: people write them with and without dashes."""


@attrs.frozen(kw_only=True, field_transformer=labelled)
class Identifier(Record):
    """What another system calls this person, family, agency, service or document.

    Importers recognize records by these, never by names.

    Attributes:
        system: Whose identifier it is, as a URI or a short word (``"npi"``, ``"tin"``).
        value: The identifier itself.
    """

    system: str = attrs.field(metadata=PUBLIC | FILLED)
    value: str = attrs.field(metadata=IDENTIFYING | FILLED)

    @property
    def key(self) -> str:
        """The text that an identifier is found by: ``12-3456789`` is ``123456789``."""
        if self.system in _NUMBERS:
            return f"{self.system}|{''.join(filter(str.isalnum, self.value))}"
        return f"{self.system}|{self.value}"
