"""Words that directories use, and what they are called here: payers, languages, age and money."""

from __future__ import annotations

import re
from decimal import Decimal

from wraparound.model.person import Payer
from wraparound.shapes import Json, text_in

_PAYERS = {
    "medicaid": Payer.MEDICAID,
    "chip": Payer.CHIP,
    "children s health insurance program": Payer.CHIP,
    "medicare": Payer.MEDICARE,
    "private insurance": Payer.PRIVATE_INSURANCE,
    "private health insurance": Payer.PRIVATE_INSURANCE,
    "commercial insurance": Payer.PRIVATE_INSURANCE,
    "state grant": Payer.STATE_GRANT,
    "state mental health agency or equivalent funds": Payer.STATE_GRANT,
    "other state funds": Payer.STATE_GRANT,
    "federal grant": Payer.FEDERAL_GRANT,
    "community mental health block grants": Payer.FEDERAL_GRANT,
    "community service block grants": Payer.FEDERAL_GRANT,
    "flexible funds": Payer.FLEXIBLE_FUNDS,
    "flex funds": Payer.FLEXIBLE_FUNDS,
    "state education funds": Payer.SCHOOL,
    "school district": Payer.SCHOOL,
    "state corrections or juvenile justice funds": Payer.COURT,
    "juvenile court": Payer.COURT,
    "state welfare or child and family services funds": Payer.CHILD_WELFARE,
    "child welfare": Payer.CHILD_WELFARE,
    "cash": Payer.FAMILY,
    "self payment": Payer.FAMILY,
    "self pay": Payer.FAMILY,
    "cash or self payment": Payer.FAMILY,
    "free": Payer.NOBODY,
    "no fee": Payer.NOBODY,
    "no payment accepted": Payer.NOBODY,
    "military insurance e g tricare": Payer.OTHER,
    "u s department of va funds": Payer.OTHER,
    "county or local government funds": Payer.OTHER,
    "state financed health insurance plan other than medicaid": Payer.OTHER,
    "federal or any government funding for substance abuse programs": Payer.OTHER,
    "federal or any government funding for substance use treatment programs": Payer.OTHER,
    "ihs tribal urban itu funds": Payer.OTHER,
}
_LANGUAGES = {
    "american sign language": "ase",
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "farsi": "fa",
    "french": "fr",
    "german": "de",
    "haitian creole": "ht",
    "hmong": "hmn",
    "korean": "ko",
    "navajo": "nv",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "somali": "so",
    "spanish": "es",
    "tagalog": "tl",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
}
_MOST = 1_000_000
_MOST_DIGITS = 15
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_OTHER_THAN_LETTERS = re.compile(r"[\W_]+")


def _plain(words: str) -> str:
    return _OTHER_THAN_LETTERS.sub(" ", words.casefold()).strip()


def payer_in(words: str) -> Payer | None:
    """Return the payer that these words name, or None where they name none that is known."""
    return _PAYERS.get(_plain(words))


def language_in(value: Json) -> str:
    """Return the BCP 47 tag of an HSDS language; empty where it has none that is known."""
    code = text_in(value, "code")
    if _TAG.fullmatch(code):
        return code
    return _LANGUAGES.get(_plain(text_in(value, "name")), "")


def whole(value: object) -> int | None:
    """Return a number as a whole one from 0 to 1,000,000; None where it is no such number."""
    number = number_in(value)
    if number is None or not 0 <= number <= _MOST:
        return None
    return int(number) if number == int(number) else None


def plainly(value: object) -> str:
    """Return a number as people write it; empty where it is none or has more digits than sense."""
    number = number_in(value)
    if number is None or number.adjusted() > _MOST_DIGITS:
        return ""
    exponent = number.as_tuple().exponent
    return f"{number:f}" if isinstance(exponent, int) and exponent > -_MOST_DIGITS else ""


def number_in(value: object) -> Decimal | None:
    """Return a JSON number as an exact one; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    return Decimal(value)
