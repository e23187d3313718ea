"""Word lists and patterns that rules on wording look for, out of their files."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType

import attrs

from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file

_WORD = re.compile("[A-Za-z0-9]+")
_WORDS = re.compile(r"\w+")
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}  # curly ones to plain ones
)


@attrs.frozen
class Terms:
    """Terms that are looked for as whole words.

    Attributes:
        patterns: What finds each term, in the order of the list.
        by_word: The places of the terms that begin with a word, by that word: a text without it
            cannot hold them, and most texts hold none.
    """

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    by_word: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, terms: Iterable[str]) -> Terms:
        """Return what finds some terms."""
        patterns = tuple((term, _any_of([term])) for term in terms)
        by_word: dict[str, tuple[int, ...]] = {}
        for place, (term, _) in enumerate(patterns):
            first = _WORD.findall(term)[0]
            by_word[first] = (*by_word.get(first, ()), place)
        return cls(patterns, MappingProxyType(by_word))

    def found_in(self, text: str) -> list[str]:
        """Return the terms that a text holds, in the order of the list."""
        begun = self.by_word.keys() & set(_WORD.findall(text))
        if not begun:
            return []
        places = sorted(place for word in begun for place in self.by_word[word])
        held = (self.patterns[place] for place in places)
        return [term for term, pattern in held if pattern.search(text)]


@attrs.frozen(kw_only=True)
class Words:
    """What rules on wording look for in one language.

    Attributes:
        service: Matches a service, or somebody who gives one, at the start of a text.
        service_words: With which words such a match can begin: most texts hold none of them.
        need_verb: Finds the verb of a need.
        negated: Tells a text that ends by denying.
        infinitive: The word that begins an infinitive; empty where a language has none.
        acquisition: Matches the ways of saying that a service is got.
        ends: Finds where a clause ends.
        genitives: Words that, after a service, speak of something that belongs to it.
        break_words: Words that end a description of a service.
        verb_starts: Words after which a service is what a sentence is about.
        determiners: Words that point at one certain thing.
        reason: Finds a reason.
        honorifics: Short titles whose period ends no sentence.
        deficits: Find blame and labels.
        reported: Finds that somebody else is quoted.
        context: Words that say when a strength shows.
        use_verbs: Verbs that say what a strength does.
        absence: Matches a strength that only says what is not wrong.
        not_a_quantity: What looks like a quantity and is none.
        quantity: Finds a quantity.
        attendance: Find that something is only attended.
        group_owners: Words for everybody and nobody.
        jargon: Finds hard words.
        acronyms: Finds letters that only the office knows, in capitals.
        banned_reasons: Reasons that never end a stay.
        crisis_triggers: Events after which a crisis plan is looked at again.
        mandate_systems: Public systems that demand things of families.
    """

    service: re.Pattern[str]
    service_words: frozenset[str]
    need_verb: re.Pattern[str]
    negated: re.Pattern[str]
    infinitive: str
    acquisition: re.Pattern[str]
    ends: re.Pattern[str]
    genitives: frozenset[str]
    break_words: frozenset[str]
    verb_starts: frozenset[str]
    determiners: frozenset[str]
    reason: re.Pattern[str]
    honorifics: re.Pattern[str]
    deficits: tuple[re.Pattern[str], ...]
    reported: re.Pattern[str]
    context: re.Pattern[str]
    absence: re.Pattern[str]
    not_a_quantity: tuple[re.Pattern[str], ...]
    quantity: re.Pattern[str]
    attendance: re.Pattern[str]
    group_owners: frozenset[str]
    jargon: Terms
    acronyms: Terms
    banned_reasons: frozenset[str]
    crisis_triggers: frozenset[str]
    mandate_systems: frozenset[str]


def words_of(text: str) -> set[str]:
    """Return the words of a text, each once."""
    return {*_WORDS.findall(text)}


def normalised(text: str) -> str:
    """Return a text in one form: plain quotes, no capitals, single blanks."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(plain.lower().split())


@functools.cache
def word_languages() -> frozenset[str]:
    """Return the languages that there are word lists for."""
    files = resources.files("wraparound.quality").iterdir()
    found = (re.fullmatch(r"words_(\w+)\.yaml", each.name) for each in files)
    return frozenset(each[1] for each in found if each)


@functools.cache
def load_words(language: str = "en") -> Words:
    """Return the word lists of a language.

    Raises:
        PolicyInvalid: The packaged file has faults.
        FileNotFoundError: There are none for it.
    """
    file = resources.files("wraparound.quality").joinpath(f"words_{language}.yaml")
    return read_policy_file(file.read_bytes(), file.name, _words)


def _words(file: Section) -> Words:
    services = (*file.texts("service_terms"), *file.texts("service_people"))
    context = (*file.texts("context_markers"), *file.texts("use_verbs"))
    reasons = _any_of(file.texts("reason_markers"))
    infinitive, purpose = file.text("infinitive"), re.escape(file.text("purpose"))
    opening = f"{re.escape(infinitive)} " if infinitive else ""
    return Words(
        service=re.compile(rf"(?:{_longest(services)})(?:s|es)?(?!\w)"),
        service_words=frozenset(
            f"{_WORDS.findall(term)[0]}{ending}" for term in services for ending in ("", "s", "es")
        ),
        need_verb=_any_of(file.texts("need_verbs")),
        negated=re.compile(rf"(?:^|\s)(?:{_longest(file.texts('negators'))})(?: really)?\s*$"),
        infinitive=infinitive,
        acquisition=re.compile(rf"{opening}(?:{_longest(file.texts('acquisition_phrases'))}) "),
        ends=re.compile(rf"[.;!?\n]|—|–|--|\b(?:{_longest(file.texts('clause_breaks'))})\b"),
        genitives=frozenset(file.texts("genitives")),
        break_words=frozenset(file.texts("break_words")),
        verb_starts=frozenset(file.texts("verb_starts")),
        determiners=frozenset(file.texts("definite_determiners")),
        reason=re.compile(rf"{reasons.pattern}|\b{purpose} [a-zà-ÿ]"),
        honorifics=re.compile(rf"\b({_longest(file.texts('honorifics'))})\."),
        deficits=tuple(map(re.compile, file.texts("deficit_patterns"))),
        reported=re.compile(file.text("reported_speech")),
        context=_any_of(context),
        absence=re.compile(file.text("absence_pattern")),
        not_a_quantity=tuple(map(re.compile, file.texts("quantity_exclusions"))),
        quantity=re.compile(file.text("quantity_pattern")),
        attendance=re.compile(rf"\b(?:{_longest(file.texts('attendance_verbs'))}) "),
        group_owners=frozenset(file.texts("group_owners")),
        jargon=Terms.of(file.texts("jargon_terms")),
        acronyms=Terms.of(file.texts("acronyms")),
        banned_reasons=frozenset(file.texts("banned_discharge_reasons")),
        crisis_triggers=frozenset(file.texts("crisis_plan_triggers")),
        mandate_systems=frozenset(file.texts("mandate_systems")),
    )


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of some terms as whole words, the longest first."""
    return re.compile(rf"(?<!\w)(?:{_longest(terms)})(?!\w)")


def _longest(terms: Iterable[str]) -> str:
    return "|".join(re.escape(term) for term in sorted(terms, key=lambda each: (-len(each), each)))
