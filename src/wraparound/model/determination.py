"""Decisions about who qualifies, with all that is needed to hold them against their rules again."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.appeal import Appeal
from wraparound.model.checks import FILLED, NOT_NEGATIVE
from wraparound.model.enrollment import CareService
from wraparound.model.ids import EnrollmentId, FamilyId, Identifier, PersonId, RecordId
from wraparound.model.record import Record
from wraparound.model.sensitivity import ADMINISTRATIVE, CLINICAL, labelled
from wraparound.model.terms import UNKNOWN, Unknown


class Purpose(Enum):
    """At which moment a set of rules is asked. None implies another."""

    ENTRY = "entry"
    CONTINUING = "continuing"
    EXIT = "exit"
    LEVEL = "level"
    SCREEN = "screen"
    """A first look: it never denies anything."""
    GUARD = "guard"
    """Whether a reason for a denial is one that may not be given."""


class InputType(Enum):
    """What kind of value a fact had when a decision rested on it."""

    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    DAY = "day"
    INSTANT = "instant"
    LIST = "list"
    """Its value is written as JSON."""
    RECORD = "record"
    """Several named values together; written as JSON."""
    NONE = "none"
    """It was known that there is none, or that it had not happened."""
    NOT_KNOWN = "not_known"
    """Nobody knew it. The rules asked for it all the same."""
    OTHER = "other"
    """A host's own kind of value, kept as text only: such a decision cannot be replayed."""


@frozen(kw_only=True, field_transformer=labelled)
class Input(Record):
    """One fact that a decision rested on.

    Attributes:
        name: The fact's name in the rules.
        type: What kind of value it was; not known where only a text was kept.
        value: What it was, written so that its type reads it back exactly.
        source: Where it came from.
        told_on: As of which day it was told, as the source wrote it.
    """

    name: str = field(metadata=ADMINISTRATIVE | FILLED)
    type: InputType | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    value: str = field(metadata=CLINICAL)
    source: str = field(default="", metadata=ADMINISTRATIVE)
    told_on: str = field(default="", metadata=CLINICAL)


@frozen(kw_only=True, field_transformer=labelled)
class AppliedRules(Record):
    """One version of a set of rules that a decision went by, so that it is known again.

    Attributes:
        rule_set: The set of rules.
        version: Its version.
        program: The program whose pack it stands in.
        citation: The text that it cites.
        digest: SHA-256 of what it says: a changed pack of the same version has another one.
    """

    rule_set: str = field(metadata=ADMINISTRATIVE | FILLED)
    version: str = field(metadata=ADMINISTRATIVE)
    program: str = field(default="", metadata=ADMINISTRATIVE)
    citation: str = field(default="", metadata=ADMINISTRATIVE)
    digest: str = field(metadata=ADMINISTRATIVE | FILLED)


@frozen(kw_only=True, field_transformer=labelled)
class ReasonGiven(Record):
    """One question of the rules with its answer, as it was shown on the day of the decision.

    Attributes:
        question: The question's id in the rules.
        depth: How deep it stands in the tree of reasons; the whole is 0.
        text: What was asked, in words.
        terms: What was compared with what, with the numbers of the rules.
        citation: The text that asks it.
        answer: Yes, no, or not known.
        counted: Whether it took part in the answer, or was only shown.
    """

    question: str = field(metadata=ADMINISTRATIVE | FILLED)
    depth: int = field(metadata=ADMINISTRATIVE | NOT_NEGATIVE)
    text: str = field(default="", metadata=CLINICAL)
    terms: str = field(default="", metadata=ADMINISTRATIVE)
    citation: str = field(default="", metadata=ADMINISTRATIVE)
    answer: bool | Unknown = field(metadata=CLINICAL)
    counted: bool = field(default=True, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class HostAnswer(Record):
    """What a host's own rule answered: it is code, and is kept by its answer.

    Attributes:
        rule: The rule's id.
        text: What it asked, in words.
        citation: The text that asks it.
        answer: Yes, no, or not known.
        missing: What had to be known, where it was not.
    """

    rule: str = field(metadata=ADMINISTRATIVE | FILLED)
    text: str = field(default="", metadata=CLINICAL)
    citation: str = field(default="", metadata=ADMINISTRATIVE)
    answer: bool | Unknown = field(metadata=CLINICAL)
    missing: tuple[str, ...] = field(default=(), metadata=CLINICAL)


class Eligibility(Enum):
    """The answer to the question whether somebody qualifies."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    CANNOT_TELL = "cannot_tell"


@frozen(kw_only=True, field_transformer=labelled)
class Determination(Record):
    """A decision about who qualifies, with everything that it rested on.

    Attributes:
        id: The decision's id.
        family: The family.
        identifiers: What other systems call it.
        enrollment: The stay.
        person: Whom it is about.
        rule_set: The set of rules that was applied.
        rule_version: Its version.
        purpose: At which moment it was asked: on entry, for continuing, on exit.
        applied: Every version of the set, and of the sets that it asks, that was in force.
        library: The version of this library that worked it out.
        on: The day of the decision.
        by: Who decided.
        answer: The answer.
        recommended: Which kind of coordination the rules suggest.
        chosen: Which kind the family chose; it may ask for less.
        inputs: The facts that it rested on.
        reasons: Codes of the reasons.
        reasoning: The tree of reasons as it was shown, parents before children.
        host_answers: What a host's own rules answered besides.
        appeal_told_on: When the family was told how to appeal.
        appeal: How the decision can be appealed, and what came of it.
    """

    id: RecordId = field(metadata=ADMINISTRATIVE)
    family: FamilyId = field(metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=ADMINISTRATIVE)
    enrollment: EnrollmentId | None = field(default=None, metadata=ADMINISTRATIVE)
    person: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    rule_set: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    rule_version: str | Unknown = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    purpose: Purpose | None = field(default=None, metadata=ADMINISTRATIVE)
    applied: tuple[AppliedRules, ...] = field(default=(), metadata=ADMINISTRATIVE)
    library: str = field(default="", metadata=ADMINISTRATIVE)
    on: date | Unknown = field(metadata=ADMINISTRATIVE)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    answer: Eligibility = field(metadata=CLINICAL)
    recommended: CareService | None = field(default=None, metadata=CLINICAL)
    chosen: CareService | None = field(default=None, metadata=CLINICAL)
    inputs: tuple[Input, ...] | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    reasons: tuple[str, ...] = field(default=(), metadata=CLINICAL)
    reasoning: tuple[ReasonGiven, ...] = field(default=(), metadata=CLINICAL)
    host_answers: tuple[HostAnswer, ...] = field(default=(), metadata=CLINICAL)
    appeal_told_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)
    appeal: Appeal | None = field(default=None, metadata=CLINICAL)
