"""What people are told: who, of what, when, in which language, and what of it is left out."""

from __future__ import annotations

from wraparound.notices.addressing import Wish, address_of, wish_of
from wraparound.notices.letters import Told, write_letter
from wraparound.notices.occasions import Occasion, occasions
from wraparound.notices.overtaken import is_overtaken
from wraparound.notices.people import Roster, recipients, works_here
from wraparound.notices.rules import (
    KindRule,
    NoticeRules,
    Part,
    load_notice_rules,
    read_notice_rules,
)
from wraparound.notices.sight import may_be_sent, may_hear
from wraparound.notices.timing import after_quiet, next_digest, sends_from, zone_of
from wraparound.notices.words import LANGUAGES, Words, language_for, load_words, read_words

__all__ = [
    "LANGUAGES",
    "KindRule",
    "NoticeRules",
    "Occasion",
    "Part",
    "Roster",
    "Told",
    "Wish",
    "Words",
    "address_of",
    "after_quiet",
    "is_overtaken",
    "language_for",
    "load_notice_rules",
    "load_words",
    "may_be_sent",
    "may_hear",
    "next_digest",
    "occasions",
    "read_notice_rules",
    "read_words",
    "recipients",
    "sends_from",
    "wish_of",
    "works_here",
    "write_letter",
    "zone_of",
]
