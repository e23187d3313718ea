"""People: youth, caregivers, natural supports and staff, and what is known of each."""

from __future__ import annotations

from datetime import date
from enum import Enum

from attrs import field, frozen

from wraparound.model.checks import FILLED
from wraparound.model.ids import AgencyId, FamilyId, Identifier, PersonId
from wraparound.model.notification import NotificationPreference
from wraparound.model.periods import ALWAYS, Period
from wraparound.model.record import Record
from wraparound.model.sensitivity import (
    ADMINISTRATIVE,
    CLINICAL,
    EDUCATION,
    IDENTIFYING,
    SAFE_ADDRESS,
    SUBSTANCE_USE,
    labelled,
)
from wraparound.model.terms import UNKNOWN, Unknown


class ContactKind(Enum):
    """How somebody is reached."""

    PHONE = "phone"
    TEXT = "text"
    EMAIL = "email"
    POST = "post"
    OTHER = "other"


class LegalStatus(Enum):
    """Who holds the legal say over a youth."""

    PARENT = "parent"
    ADOPTIVE_PARENT = "adoptive_parent"
    GUARDIAN = "guardian"
    STATE_CUSTODY = "state_custody"
    TRIBAL_CUSTODY = "tribal_custody"
    EMANCIPATED = "emancipated"
    ADULT = "adult"


class Payer(Enum):
    """Who pays for help."""

    MEDICAID = "medicaid"
    CHIP = "chip"
    PRIVATE_INSURANCE = "private_insurance"
    MEDICARE = "medicare"
    STATE_GRANT = "state_grant"
    FEDERAL_GRANT = "federal_grant"
    FLEXIBLE_FUNDS = "flexible_funds"
    SCHOOL = "school"
    COURT = "court"
    CHILD_WELFARE = "child_welfare"
    FAMILY = "family"
    NOBODY = "nobody"
    OTHER = "other"


@frozen(kw_only=True, field_transformer=labelled)
class ContactPoint(Record):
    """One way to reach a person or an agency.

    Attributes:
        kind: Phone, text, email, post.
        value: The number or address.
        safe: Whether it may be used without asking first.
    """

    kind: ContactKind = field(metadata=ADMINISTRATIVE)
    value: str = field(metadata=IDENTIFYING | FILLED)
    safe: bool | Unknown = field(default=UNKNOWN, metadata=SAFE_ADDRESS)


@frozen(kw_only=True, field_transformer=labelled)
class Residence(Record):
    """Where somebody lives for a time.

    Attributes:
        area: The service area (county, region) in the program's own vocabulary.
        address: The postal address, one line. Never shown to those who may not know it.
        period: When.
    """

    area: str | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    address: str = field(default="", metadata=SAFE_ADDRESS)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Diagnosis(Record):
    """A condition that a clinician named.

    Attributes:
        code: The code, such as an ICD-10-CM code; empty where only words were given.
        system: The code system as a URI.
        words: What it was called.
        on: When it was made.
        by: Who made it.
        primary: Whether it is the main one.
        suspected: Whether it is suspected only.
        since: Since when the person has had it.
        signed_on: When the paper that states it was signed.
    """

    code: str = field(default="", metadata=CLINICAL)
    system: str = field(default="", metadata=CLINICAL)
    words: str = field(default="", metadata=CLINICAL)
    on: date | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    by: PersonId | None = field(default=None, metadata=ADMINISTRATIVE)
    primary: bool | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    suspected: bool = field(default=False, metadata=CLINICAL)
    since: date | Unknown | None = field(default=UNKNOWN, metadata=CLINICAL)
    signed_on: date | Unknown | None = field(default=UNKNOWN, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Coverage(Record):
    """Somebody who pays for a person's help, for a time.

    Attributes:
        payer: What kind of payer.
        member_number: The number that the payer knows the person by.
        authority: The Medicaid authority or grant, such as ``"1915(c)"``; empty if none.
        program: The payer's own program, such as a kind of Medicaid eligibility.
        period: When.
    """

    payer: Payer = field(metadata=ADMINISTRATIVE)
    member_number: str = field(default="", metadata=IDENTIFYING)
    authority: str = field(default="", metadata=ADMINISTRATIVE)
    program: str = field(default="", metadata=ADMINISTRATIVE)
    period: Period = field(default=ALWAYS, metadata=ADMINISTRATIVE)


@frozen(kw_only=True, field_transformer=labelled)
class Schooling(Record):
    """Where somebody goes to school.

    Attributes:
        school: The school, as an agency of the directory.
        grade: The grade or class.
        special_education: Whether there is an individualized education program.
        period: When.
    """

    school: AgencyId | None = field(default=None, metadata=EDUCATION)
    grade: str = field(default="", metadata=EDUCATION)
    special_education: bool | Unknown = field(default=UNKNOWN, metadata=EDUCATION)
    period: Period = field(default=ALWAYS, metadata=EDUCATION)


@frozen(kw_only=True, field_transformer=labelled)
class Person(Record):
    """Anybody: a youth, a caregiver, a natural support, a facilitator, an owner of an agency.

    One person has one record. Two records are never merged because names are alike; a tie of the
    kind ``same_person_as`` says that somebody looked and decided.

    Attributes:
        id: The person's id.
        family: The family that the record belongs to; None for staff and other outside people.
        identifiers: What other systems call the person (medical record number, Medicaid id).
        name: The name in use for records.
        preferred_name: What the person wishes to be called.
        pronouns: As the person says them.
        gender: As the person says it.
        birth_date: The day of birth.
        deceased_on: The day of death.
        languages: Languages, the preferred one first, as BCP 47 tags.
        interpreter: Whether an interpreter is needed.
        race_ethnicity: As the person says it.
        tribe: A tribe that the person belongs to (Indian Child Welfare Act).
        indian_child: Whether the Indian Child Welfare Act applies (25 USC 1903).
        contacts: How to reach the person, the best way first.
        notifications: How the person wishes to be told of things; None where nobody asked.
        residences: Where the person lives and lived.
        coverages: Who pays.
        schooling: Schools.
        diagnoses: Conditions, except those of substance use.
        substance_use_diagnoses: Conditions of substance use, kept apart (42 CFR Part 2).
        legal_status: For a youth, who holds the legal say.
        able_to_sign: Whether the person can sign for themselves.
        member: Whether the person is an applicant to, or a member of, the program.
    """

    id: PersonId = field(metadata=ADMINISTRATIVE)
    family: FamilyId | None = field(default=None, metadata=ADMINISTRATIVE)
    identifiers: tuple[Identifier, ...] = field(default=(), metadata=IDENTIFYING)
    name: str | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    preferred_name: str = field(default="", metadata=IDENTIFYING)
    pronouns: str = field(default="", metadata=IDENTIFYING)
    gender: str = field(default="", metadata=IDENTIFYING)
    birth_date: date | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    deceased_on: date | Unknown | None = field(default=None, metadata=IDENTIFYING)
    languages: tuple[str, ...] = field(default=(), metadata=IDENTIFYING)
    interpreter: bool | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    race_ethnicity: tuple[str, ...] = field(default=(), metadata=IDENTIFYING)
    tribe: str = field(default="", metadata=IDENTIFYING)
    indian_child: bool | Unknown = field(default=UNKNOWN, metadata=IDENTIFYING)
    contacts: tuple[ContactPoint, ...] = field(default=(), metadata=IDENTIFYING)
    notifications: NotificationPreference | None = field(default=None, metadata=IDENTIFYING)
    residences: tuple[Residence, ...] = field(default=(), metadata=SAFE_ADDRESS)
    coverages: tuple[Coverage, ...] = field(default=(), metadata=IDENTIFYING)
    schooling: tuple[Schooling, ...] = field(default=(), metadata=EDUCATION)
    diagnoses: tuple[Diagnosis, ...] = field(default=(), metadata=CLINICAL)
    substance_use_diagnoses: tuple[Diagnosis, ...] = field(default=(), metadata=SUBSTANCE_USE)
    legal_status: LegalStatus | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    able_to_sign: bool | Unknown = field(default=UNKNOWN, metadata=CLINICAL)
    member: bool = field(default=False, metadata=ADMINISTRATIVE)
