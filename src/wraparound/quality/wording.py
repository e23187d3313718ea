"""Rules on wording: a need that is a service, blame, a strength that does nothing, no quantity."""

from __future__ import annotations

import re
from enum import Enum

from wraparound.quality.words import Words, normalised, words_of

_LEADING = 4
"""How many words may stand before a service that they describe."""
_WORD = re.compile(r"[a-z0-9à-ÿ'&/-]+")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_FUNCTION_WORDS = 3
_DESCRIPTION_WORDS = 5


class Named(Enum):
    """What a need names."""

    NO_SERVICE = "no_service"
    SERVICE_WITH_REASON = "service_with_reason"
    SERVICE_ONLY = "service_only"


def what_is_named(statement: str, words: Words) -> Named:
    """Tell whether a need names a service, and whether it also names the reason.

    A need says what a person must feel, know or have. A service is one way to answer it, and a
    plan that starts from the service never asks for another.
    """
    if words.service_words.isdisjoint(words_of(normalised(statement))):
        return Named.NO_SERVICE
    found = [_of_clause(clause, words) for clause in clauses(statement, words)]
    told = [each for each in found if each is not None]
    if all(each is Named.NO_SERVICE for each in told):
        return Named.NO_SERVICE
    only = all(each is Named.SERVICE_ONLY for each in told)
    return Named.SERVICE_ONLY if only else Named.SERVICE_WITH_REASON


def clauses(text: str, words: Words) -> list[str]:
    """Return the clauses of a text, in one form, without empty ones."""
    # line ends are clause ends, so each line is brought into one form by itself
    lines = "\n".join(normalised(line) for line in text.splitlines())
    plain = _DECIMAL.sub("", words.honorifics.sub(r"\1", lines))
    parts = (part.strip(" ,:") for part in words.ends.split(plain))
    return [part for part in parts if part]


def blames(statement: str, words: Words) -> bool:
    """Tell whether a need blames or labels somebody, and not in somebody else's mouth."""
    plain = normalised(statement)
    if not any(pattern.search(plain) for pattern in words.deficits):
        return False
    for clause in clauses(statement, words):
        for pattern in words.deficits:
            found = pattern.search(clause)
            if found and words.reported.search(clause[: found.start()]):
                return False
    return True


def is_functional(description: str, function: str, words: Words) -> bool:
    """Tell whether a strength says what it does, or when it shows."""
    if len(function.split()) >= _FUNCTION_WORDS:
        return True
    plain = normalised(description)
    return len(plain.split()) >= _DESCRIPTION_WORDS and bool(words.context.search(plain))


def has_quantity(text: str, words: Words) -> bool:
    """Tell whether a text says how much or how often; a date says neither."""
    plain = normalised(text)
    for pattern in words.not_a_quantity:
        plain = pattern.sub(" ", plain)
    return bool(words.quantity.search(plain))


def counts_attendance(text: str, words: Words) -> bool:
    """Tell whether an outcome counts going to a service."""
    plain = normalised(text)
    return any(
        _leads_to_service(plain[found.end() :], words) is not None
        for found in words.attendance.finditer(plain)
    )


def _of_clause(clause: str, words: Words) -> Named | None:
    """Tell what a clause names; None where it says what is not needed."""
    verb = words.need_verb.search(clause)
    if verb is not None and words.negated.search(clause[: verb.start()]):
        return None
    needed = clause if verb is None else clause[verb.end() :].lstrip()
    if verb is not None:
        got = words.acquisition.match(needed)
        if got is not None:
            needed = needed[got.end() :]
        elif words.infinitive and needed.split(" ")[0] == words.infinitive:
            return Named.NO_SERVICE
    found = _leads_to_service(needed, words)
    if found is None:
        return Named.NO_SERVICE
    leading, rest = found[0], needed[found[1] :]
    if _is_about_it(leading, rest, words):
        return Named.NO_SERVICE
    return Named.SERVICE_WITH_REASON if words.reason.search(rest) else Named.SERVICE_ONLY


def _is_about_it(leading: list[str], rest: str, words: Words) -> bool:
    """Tell whether a text speaks about a service, or something of it, and does not ask for it."""
    following = next(iter(rest.split()), "")
    if rest.startswith(("'", "-")) or following in words.genitives | words.verb_starts:
        return True
    pointed = any(each in words.determiners or each.endswith("'s") for each in leading)
    return pointed and following == words.infinitive != ""


def _leads_to_service(text: str, words: Words) -> tuple[list[str], int] | None:
    """Return the words before a service that a text begins with, and where the service ends."""
    leading: list[str] = []
    place = 0
    while True:
        found = words.service.match(text, place)
        if found:
            return leading, found.end()
        word = _WORD.match(text, place)
        if word is None or len(leading) == _LEADING or word.group() in words.break_words:
            return None
        if text[word.end() : word.end() + 1] != " ":
            return None
        leading.append(word.group())
        place = word.end() + 1
