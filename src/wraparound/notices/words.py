"""The message catalogues: what people are told in each language, out of their files."""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping
from datetime import date
from importlib import resources

import attrs

from wraparound.model.notification import NotificationKind
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file
from wraparound.process.next_steps import in_words

LANGUAGES = ("en", "es")
"""The languages that there are catalogues for; the first is for everybody else."""

_MONTHS = 12
_VALUES = frozenset(
    {
        "family", "clock", "due", "rule", "severity", "disposition", "on", "until", "request",
        "received", "place", "what",
    }
)  # fmt: skip
"""What a text may have a place for."""


@attrs.frozen(kw_only=True)
class KindWords:
    """What is said of one kind of thing.

    Attributes:
        subject: What everybody may see: a text without any place for a value.
        work: To those who coordinate, or help for their work.
        home: To a family and its friends.
        details: What may only be sent to somebody who may hear it, and asked for it.
        until: How a day is added to the texts, where there is one.
    """

    subject: str
    work: str
    home: str
    details: str = ""
    until: str = ""


@attrs.frozen(kw_only=True)
class Words:
    """What people are told in one language.

    Attributes:
        language: The language (BCP 47).
        day: How a day is written.
        months: The months, from the first.
        greeting: How a letter begins.
        ending: How it ends.
        left_out: Said where details are left out.
        subject_of_digest: The subject of several things together.
        digest: How a digest begins.
        calendar_title: What a meeting is called in a calendar.
        calendar_file: What the file is called that holds it.
        kinds: What is said of each kind of thing.
        words: Codes in words.
        clocks: Names of time limits in words.
    """

    language: str
    day: str
    months: tuple[str, ...]
    greeting: str
    ending: str
    left_out: str
    subject_of_digest: str
    digest: str
    calendar_title: str
    calendar_file: str
    kinds: Mapping[NotificationKind, KindWords]
    words: Mapping[str, str]
    clocks: Mapping[str, str] = attrs.field(factory=dict)

    def day_in_words(self, text: str) -> str:
        """Return a day, or the day of an instant, as it is written in the language."""
        day = date.fromisoformat(text[:10])
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def word(self, code: str) -> str:
        """Return a code in words; the code itself where nobody gave it any."""
        return self.words.get(code, code.replace("_", " "))

    def clock(self, name: str) -> str:
        """Return the name of a time limit in words."""
        return self.clocks.get(name) or in_words(name)


def language_for(*wanted: str) -> str:
    """Return the first language wanted that there is a catalogue for; English where there is none.

    Examples:
        >>> language_for("", "es-MX", "en")
        'es'
    """
    for each in wanted:
        plain = each.lower().partition("-")[0]
        if plain in LANGUAGES:
            return plain
    return LANGUAGES[0]


@functools.cache
def load_words(language: str) -> Words:
    """Return the catalogue of a language.

    Raises:
        PolicyInvalid: The packaged file has faults.
        FileNotFoundError: There is none for it.
    """
    file = resources.files("wraparound.notices").joinpath(f"words_{language}.yaml")
    return read_words(file.read_bytes(), source=file.name)


def read_words(text: str | bytes, *, source: str) -> Words:
    """Return the catalogue that a YAML text holds.

    Args:
        text: The file.
        source: Its name, for the faults.

    Raises:
        PolicyInvalid: With every fault; a subject with a place for a value is one.
    """
    return read_policy_file(text, source, _words)


def _words(file: Section) -> Words:
    months = file.texts("months")
    if len(months) != _MONTHS:
        file.fault("months", f"must be {_MONTHS} texts")
    return Words(
        language=file.text("language"),
        day=_checked(file, "day", allowed=frozenset({"day", "month", "year"})),
        months=months,
        greeting=_checked(file, "greeting"),
        ending=_checked(file, "ending"),
        left_out=_checked(file, "left_out"),
        subject_of_digest=_checked(file, "subject_of_digest"),
        digest=_checked(file, "digest"),
        calendar_title=_checked(file, "calendar_title"),
        calendar_file=_checked(file, "calendar_file"),
        kinds=_kinds(file),
        words=_texts(file, "words"),
        clocks=_texts(file, "clocks"),
    )


def _kinds(file: Section) -> dict[NotificationKind, KindWords]:
    found: dict[NotificationKind, KindWords] = {}
    known = {each.value: each for each in NotificationKind}
    for name, section in file.sections("kinds"):
        if name not in known:
            section.fault("", "must be one of " + ", ".join(known))
            continue
        found[known[name]] = KindWords(
            subject=_checked(section, "subject"),
            work=_checked(section, "work", allowed=_VALUES),
            home=_checked(section, "home", allowed=_VALUES - {"family"}),
            details=_checked(section, "details", allowed=_VALUES, default=""),
            until=_checked(section, "until", allowed=frozenset({"due"}), default=""),
        )
        section.finish()
    for missing in sorted(known.keys() - {each.value for each in found}):
        file.fault("kinds", f"must say what is told of {missing}")
    return found


def _texts(file: Section, key: str) -> dict[str, str]:
    section = file.section(key)
    if section is None:
        return {}
    return {name: section.text(name) for name in section.entries}


def _checked(
    section: Section, key: str, *, allowed: frozenset[str] = frozenset(), default: str | None = None
) -> str:
    """Return a text whose places are among those allowed; none are, where nothing else is said."""
    text = section.text(key, default)
    try:
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        section.fault(key, "has a brace without its partner")
        return ""
    if places - allowed:
        some = "only for " + ", ".join(sorted(allowed)) if allowed else "for none"
        section.fault(key, f"has a place for a value that it must not have: {some}")
    return text
