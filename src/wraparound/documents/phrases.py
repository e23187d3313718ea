"""The fixed words of documents, by language: catalogues in YAML, English and Spanish."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from importlib import resources

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.model.terms import Unknown
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

_FILES = resources.files("wraparound.documents").joinpath("words")
_SUFFIX = ".yaml"


@attrs.frozen(kw_only=True)
class Phrases:
    """The fixed words of one language.

    Attributes:
        language: The language (BCP 47).
        phrases: Sentences and headings by their keys; those with braces take values.
        terms: The words for values of records.
        months: The names of the months.
    """

    language: str
    phrases: Mapping[str, str]
    terms: Mapping[str, str]
    months: tuple[str, ...]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence or heading, with values in it."""
        return self.phrases[key].format(**values)

    def words(self, key: str) -> frozenset[str]:
        """Return words of one meaning, which a phrase lists with commas between them."""
        return frozenset(each.strip() for each in self.phrases[key].split(","))

    def term(self, value: object) -> str:
        """Return the word for a value of a record: an enumerated one, unknown, yes or no, a day."""
        match value:
            case Unknown():
                return self.phrases["unknown"]
            case bool():
                return self.phrases["yes" if value else "no"]
            case date():
                month = self.months[value.month - 1]
                return self.say("day", day=value.day, month=month, year=value.year)
            case Decimal():
                return f"{value.normalize():f}"
            case Enum():
                return self._word(value)
            case _:
                return str(value or "")

    def _word(self, value: Enum) -> str:
        word = str(value.value)
        own = self.terms.get(f"{type(value).__name__}.{word}")
        return own or self.terms.get(word, word.replace("_", " "))


@functools.cache
def phrases_in(language: str) -> Phrases:
    """Return the fixed words of a language; of ``es`` for ``es-MX``, too.

    Raises:
        PolicyUnknown: There is no catalogue for the language.
    """
    base = language.partition("-")[0].lower()
    if base not in languages():
        raise PolicyUnknown(language, languages(), what="language of documents")
    file = _FILES.joinpath(base + _SUFFIX)
    return read_policy_file(file.read_bytes(), file.name, lambda held: _phrases(held, base))


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the languages that documents can be written in."""
    return tuple(
        sorted(
            each.name.removesuffix(_SUFFIX)
            for each in _FILES.iterdir()
            if each.name.endswith(_SUFFIX)
        )
    )


def _phrases(file: Section, language: str) -> Phrases:
    return Phrases(
        language=language,
        phrases=_texts(file, "phrases"),
        terms=_texts(file, "terms"),
        months=file.texts("months"),
    )


def _texts(file: Section, key: str) -> dict[str, str]:
    section = file.section(key)
    return {name: section.text(name) for name in section.entries} if section else {}
