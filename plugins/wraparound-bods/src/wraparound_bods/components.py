"""Parts that several kinds of BODS 0.4 records share (``components.json``)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.errors import Fault
from wraparound.shapes import (
    DAY_OR_INSTANT,
    LINK,
    TEXT,
    Each,
    Json,
    Shape,
    carried,
    lost,
    needed,
    one_of,
    text_of,
)

NOT_NEEDED = "is personal and is not needed to find conflicts of interest"
NO_PLACE = "has no place in an agency's record"
FILING = "says how the statement was filed"

COUNTRY = Shape(keys={"name": needed(TEXT), "code": carried(text_of(2, 2))})
JURISDICTION = Shape(keys={"name": needed(TEXT), "code": carried(text_of(2, 6))})


def _named_scheme(value: Json, path: str) -> Iterator[Fault]:
    if "scheme" not in value and "schemeName" not in value:
        yield Fault(f"{path}.scheme", "must be given, or schemeName")


IDENTIFIER = Shape(
    keys={
        "id": carried(TEXT),
        "scheme": carried(TEXT),
        "schemeName": carried(TEXT),
        "uri": lost(LINK, "is a page, not an identifier"),
    },
    rules=(_named_scheme,),
)


def address_of(*types: str) -> Shape:
    """Return the shape of an address that is of one of these types."""
    return Shape(
        keys={
            "type": carried(one_of(*types)),
            "address": carried(TEXT),
            "postCode": carried(TEXT),
            "country": carried(COUNTRY),
        }
    )


REASONS = (
    "noBeneficialOwners",
    "subjectUnableToConfirmOrIdentifyBeneficialOwner",
    "interestedPartyHasNotProvidedInformation",
    "subjectExemptFromDisclosure",
    "interestedPartyExemptFromDisclosure",
    "unknown",
    "informationUnknownToPublisher",
)
UNSPECIFIED = Shape(
    keys={
        "reason": needed(one_of(*REASONS)),
        "description": lost(TEXT, "an unspecified interest has a reason, and no words"),
    }
)

SOURCE = Shape(
    keys={
        "type": carried(
            Each(
                one_of(
                    "selfDeclaration",
                    "officialRegister",
                    "thirdParty",
                    "primaryResearch",
                    "verified",
                )
            )
        ),
        "description": lost(TEXT, FILING),
        "url": lost(LINK, FILING),
        "retrievedAt": lost(DAY_OR_INSTANT, FILING),
        "assertedBy": lost(Each(Shape(keys={"name": carried(TEXT), "uri": carried(LINK)})), FILING),
    }
)
