"""What BODS 0.4 says of entities, people and relationships (``*-record.json``)."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.errors import Fault
from wraparound.shapes import (
    DAY,
    LINK,
    TEXT,
    YES_NO,
    Each,
    Json,
    Said,
    Shape,
    carried,
    day_in,
    lost,
    matching,
    needed,
    number_of,
    one_of,
    text_of,
)
from wraparound_bods.components import (
    COUNTRY,
    IDENTIFIER,
    JURISDICTION,
    NO_PLACE,
    NOT_NEEDED,
    SOURCE,
    UNSPECIFIED,
    address_of,
)

_SUBTYPES = {
    "arrangement": ("trust", "nomination", "other"),
    "legalEntity": ("trust", "other"),
    "stateBody": ("governmentDepartment", "stateAgency", "other"),
    "registeredEntity": ("other",),
    "state": ("other",),
    "anonymousEntity": ("other",),
    "unknownEntity": ("other",),
}


def _subtype_fits(value: Json, path: str) -> Iterator[Fault]:
    of_type, subtype = value.get("type"), value.get("subtype")
    allowed = _SUBTYPES.get(of_type) if isinstance(of_type, str) else None
    if allowed is not None and "subtype" in value and subtype not in allowed:
        words = f"must be one of {', '.join(allowed)} for this type of entity"
        yield Fault(f"{path}.subtype", words)


_LISTING = Shape(
    keys={
        "hasPublicListing": needed(YES_NO),
        "companyFilingsURLs": carried(Each(LINK)),
        "securitiesListings": carried(
            Each(
                Shape(
                    keys={
                        "marketIdentifierCode": carried(TEXT),
                        "operatingMarketIdentifierCode": carried(TEXT),
                        "stockExchangeJurisdiction": needed(text_of(2, 6)),
                        "stockExchangeName": needed(TEXT),
                        "security": needed(
                            Shape(
                                keys={
                                    "idScheme": carried(one_of("isin", "figi", "cusip", "cins")),
                                    "id": carried(TEXT),
                                    "ticker": needed(TEXT),
                                }
                            )
                        ),
                    }
                )
            )
        ),
    }
)

ENTITY = Shape(
    keys={
        "isComponent": needed(YES_NO),
        "entityType": needed(
            Shape(
                keys={
                    "type": needed(one_of(*_SUBTYPES)),
                    "subtype": lost(TEXT, NO_PLACE),
                    "details": lost(TEXT, NO_PLACE),
                },
                rules=(_subtype_fits,),
            )
        ),
        "unspecifiedEntityDetails": carried(UNSPECIFIED),
        "name": carried(TEXT),
        "alternateNames": carried(Each(TEXT)),
        "jurisdiction": carried(JURISDICTION),
        "identifiers": carried(Each(IDENTIFIER)),
        "foundingDate": carried(DAY),
        "dissolutionDate": carried(DAY),
        "addresses": carried(Each(address_of("registered", "business", "alternative"))),
        "uri": lost(LINK, "is a page, not an identifier"),
        "publicListing": lost(_LISTING, NO_PLACE),
        "formedByStatute": lost(
            Shape(keys={"name": carried(TEXT), "date": carried(DAY)}), NO_PLACE
        ),
    }
)

_YEAR_OR_MONTH = matching(r"\d{4}(-(1[0-2]|0[1-9]))?", "a year or a month")
_BIRTH = Said(
    lambda value: day_in(value) is not None or _YEAR_OR_MONTH.holds(value),
    "a year, a month as YYYY-MM, or a day as YYYY-MM-DD",
)

_PERIOD_KEYS = {"startDate": carried(DAY), "endDate": carried(DAY)}

PERSON = Shape(
    keys={
        "isComponent": needed(YES_NO),
        "personType": needed(one_of("anonymousPerson", "unknownPerson", "knownPerson")),
        "unspecifiedPersonDetails": carried(UNSPECIFIED),
        "names": carried(
            Each(
                Shape(
                    keys={
                        "type": carried(
                            one_of(
                                "legal",
                                "translation",
                                "transliteration",
                                "former",
                                "alternative",
                                "birth",
                            )
                        ),
                        "fullName": needed(TEXT),
                        "familyName": lost(TEXT, "the full name is carried"),
                        "givenName": lost(TEXT, "the full name is carried"),
                        "patronymicName": lost(TEXT, "the full name is carried"),
                    }
                )
            )
        ),
        "identifiers": carried(Each(IDENTIFIER)),
        "nationalities": lost(Each(COUNTRY), NOT_NEEDED),
        "placeOfBirth": lost(address_of("placeOfBirth"), NOT_NEEDED),
        "birthDate": carried(_BIRTH),
        "deathDate": carried(_BIRTH),
        "taxResidencies": lost(Each(COUNTRY), NOT_NEEDED),
        "addresses": lost(Each(address_of("residence", "service", "alternative")), NOT_NEEDED),
        "politicalExposure": lost(
            Shape(
                keys={
                    "status": needed(one_of("isPep", "isNotPep", "unknown")),
                    "details": carried(
                        Each(
                            Shape(
                                keys={
                                    "reason": carried(TEXT),
                                    "missingInfoReason": carried(TEXT),
                                    "jurisdiction": carried(JURISDICTION),
                                    "source": carried(SOURCE),
                                    **_PERIOD_KEYS,
                                }
                            )
                        )
                    ),
                }
            ),
            NOT_NEEDED,
        ),
    }
)

_PERCENT = number_of(0, 100)
SHARE_KEYS = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
INTEREST_TYPES = (
    "shareholding",
    "votingRights",
    "appointmentOfBoard",
    "otherInfluenceOrControl",
    "seniorManagingOfficial",
    "settlor",
    "trustee",
    "protector",
    "beneficiaryOfLegalArrangement",
    "rightsToSurplusAssetsOnDissolution",
    "rightsToProfitOrIncome",
    "rightsGrantedByContract",
    "conditionalRightsGrantedByContract",
    "controlViaCompanyRulesOrArticles",
    "controlByLegalFramework",
    "boardMember",
    "boardChair",
    "unknownInterest",
    "unpublishedInterest",
    "enjoymentAndUseOfAssets",
    "rightToProfitOrIncomeFromAssets",
    "nominee",
    "nominator",
)
_INTEREST = Shape(
    keys={
        "type": carried(one_of(*INTEREST_TYPES)),
        "directOrIndirect": carried(one_of("direct", "indirect", "unknown")),
        "beneficialOwnershipOrControl": lost(
            YES_NO, "a register's own judgment; the reviews judge by the facts"
        ),
        "details": lost(TEXT, "is free text"),
        "share": carried(Shape(keys=dict.fromkeys(SHARE_KEYS, carried(_PERCENT)))),
        **_PERIOD_KEYS,
    }
)


def _party(value: object, path: str) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from UNSPECIFIED(value, path)
    elif not isinstance(value, str):
        yield Fault(path, "must be the recordId of a statement, or an object with a reason")


def _component_has_none(value: Json, path: str) -> Iterator[Fault]:
    if value.get("isComponent") is True and value.get("componentRecords", []) != []:
        yield Fault(f"{path}.componentRecords", "must be empty where isComponent is true")


RELATIONSHIP = Shape(
    keys={
        "isComponent": needed(YES_NO),
        "componentRecords": carried(Each(TEXT)),
        "subject": needed(_party),
        "interestedParty": needed(_party),
        "interests": carried(Each(_INTEREST)),
    },
    rules=(_component_has_none,),
)
