"""What is said to a family in its own language: the lines of an agenda, and findings of rules."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources

from wraparound.errors import PolicyUnknown
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

ENGLISH = "en"
"""The language in which the catalogue of rules speaks to families."""

_ROOM = "wraparound.quality"


@functools.cache
def agenda_words(language: str = ENGLISH) -> Mapping[str, str]:
    """Return the fixed words of an agenda.

    Raises:
        PolicyUnknown: There are none in the language.
    """
    file = resources.files(_ROOM).joinpath("agenda_words.yaml")
    by_language = read_policy_file(file.read_bytes(), file.name, _by_language)
    if language not in by_language:
        raise PolicyUnknown(language, by_language, what="language of agendas")
    return by_language[language]


@functools.cache
def said_to_families(language: str) -> Mapping[str, str]:
    """Return what rules say to a family in a language, by their codes; English is in the rules."""
    file = resources.files(_ROOM).joinpath(f"family_{language}.yaml")
    if language == ENGLISH or not file.is_file():
        return {}
    return read_policy_file(file.read_bytes(), file.name, _texts)


def _by_language(file: Section) -> Mapping[str, Mapping[str, str]]:
    found = {name: file.section(name) for name in file.entries}
    return {name: _texts(held) for name, held in found.items() if held is not None}


def _texts(section: Section) -> Mapping[str, str]:
    return {name: section.text(name) for name in section.entries}
