"""The words that an explanation uses, in the languages that there are."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Final

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

LANGUAGES: Final = ("en", "es")
"""The languages that an explanation can be in."""


@attrs.frozen
class Words:
    """The words of one language.

    Attributes:
        language: The language, as ``es``.
        held: Every text by its key.
    """

    language: str
    held: Mapping[str, str] = attrs.field(repr=False)

    def say(self, key: str, **params: str) -> str:
        """Return a text with its places filled."""
        return self.held[key].format_map(params)

    def name(self, kind: str, code: str) -> str:
        """Return what a domain, a score or an item is called; its code in words where nobody says.

        Args:
            kind: ``domain``, ``score`` or ``item``.
            code: The code.
        """
        return self.held.get(f"{kind}.{code}", code.replace("_", " "))

    def day(self, day: date) -> str:
        """Return a day as people write it."""
        month = self.held[f"month.{day.month}"]
        return self.say("day", month=month, day=str(day.day), year=str(day.year))


@functools.cache
def load_words(language: str = "en") -> Words:
    """Return the words of a language.

    Raises:
        PolicyUnknown: There is no such language.
        PolicyInvalid: The packaged file has faults.
    """
    if language not in LANGUAGES:
        raise PolicyUnknown(language, LANGUAGES, what="language of explanations")
    file = resources.files("wraparound.instruments").joinpath(f"words_{language}.yaml")
    return Words(language, read_policy_file(file.read_bytes(), file.name, _texts))


def _texts(file: Section) -> Mapping[str, str]:
    return MappingProxyType({key: file.text(key) for key in file.entries})
