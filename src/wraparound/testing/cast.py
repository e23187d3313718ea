"""Who plays a part in a made-up family, and on which days its story happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

import attrs

from wraparound.model import (
    NPI,
    TIN,
    UNKNOWN,
    Agency,
    AgencyId,
    AgencyKind,
    ContactKind,
    ContactPoint,
    Coverage,
    Diagnosis,
    FamilyId,
    Identifier,
    LegalStatus,
    MemberId,
    Payer,
    Period,
    Person,
    PersonId,
    Residence,
    Schooling,
)
from wraparound.testing import words

_T = TypeVar("_T")

FAMILY_PARTS = ("youth", "caregiver", "sibling", "grandparent")
"""Who belongs to the family."""
HELPING_PARTS = ("coach", "facilitator", "family-partner", "therapist", "teacher")
"""Who comes to the table from outside."""
OFFICE_PARTS = ("supervisor",)
"""Who works behind the facilitator."""


@attrs.frozen(kw_only=True)
class Cast:
    """The people and agencies of one made-up family.

    Attributes:
        random: The chance that everything about the family hangs on.
        key: What all ids of the family begin with.
        start: The day of the referral.
        people: Everybody, by the part that they play.
        agencies: The agency that coordinates, the one that provides, and the school.
    """

    random: Random
    key: str
    start: date
    people: Mapping[str, Person]
    agencies: Mapping[str, Agency]

    @property
    def family(self) -> FamilyId:
        """The family's id."""
        return FamilyId(self.key)

    def id(self, name: str) -> str:
        """Return the id of something of this family."""
        return f"{self.key}.{name}"

    def day(self, days: int) -> date:
        """Return the day that lies so many days after the referral."""
        return self.start + timedelta(days=days)

    def who(self, part: str) -> PersonId:
        """Return the id of whoever plays a part."""
        return self.people[part].id

    def member(self, part: str) -> MemberId:
        """Return the id of somebody's place on the team."""
        return MemberId(self.id(f"member.{part}"))

    def agency(self, part: str) -> AgencyId:
        """Return the id of an agency."""
        return self.agencies[part].id

    def one(self, choices: Sequence[_T]) -> _T:
        """Return one of several."""
        return self.random.choice(choices)

    def some(self, choices: Sequence[_T], most: int) -> tuple[_T, ...]:
        """Return a few of several, at least one, none twice."""
        count = self.random.randint(1, min(most, len(choices)))
        return tuple(self.random.sample(choices, count))

    def maybe(self, value: _T, *, of_ten: int = 7) -> _T | None:
        """Return a value in so many of ten cases, otherwise None."""
        return value if self.random.randrange(10) < of_ten else None


def cast_for(seed: int) -> Cast:
    """Return the cast of the made-up family with this number: the same one every time."""
    random = Random(f"wraparound family {seed}")  # noqa: S311 - a story, not a secret
    key = f"family-{seed}"
    start = date(2024, 9, 2) + timedelta(days=random.randrange(300))
    agencies = _agencies(random, key)
    surname = random.choice(words.FAMILY_NAMES)
    names = random.sample(words.GIVEN_NAMES, 10)
    parts = (*FAMILY_PARTS, *HELPING_PARTS, *OFFICE_PARTS)
    people = {
        part: _person(random, key, part, name=name, surname=surname, start=start)
        for part, name in zip(parts, names, strict=True)
    }
    school = agencies["school"].id
    people["youth"] = attrs.evolve(
        people["youth"],
        schooling=(Schooling(school=school, grade=str(random.randint(3, 11))),),
        diagnoses=(Diagnosis(code="F43.10", system="http://hl7.org/fhir/sid/icd-10-cm"),),
        coverages=(Coverage(payer=Payer.MEDICAID, authority="1915(c)"),),
        legal_status=LegalStatus.PARENT,
        able_to_sign=True,
        member=True,
    )
    return Cast(random=random, key=key, start=start, people=people, agencies=agencies)


def _person(random: Random, key: str, part: str, *, name: str, surname: str, start: date) -> Person:
    at_home = part in FAMILY_PARTS
    ages = {"youth": (8, 17), "sibling": (4, 12), "grandparent": (58, 75)}
    youngest, oldest = ages.get(part, (26, 55))
    born = start - timedelta(days=365 * random.randint(youngest, oldest) + random.randrange(365))
    last = surname if at_home else random.choice(words.FAMILY_NAMES)
    street = random.choice(words.STREETS)
    return Person(
        id=PersonId(f"{key}.{part}"),
        family=FamilyId(key) if at_home or part == "coach" else None,
        identifiers=(Identifier(system="https://example.org/mrn", value=f"{key}-{part}"),),
        name=f"{name} {last}",
        preferred_name=name if random.randrange(3) == 0 else "",
        pronouns=random.choice(words.PRONOUNS),
        birth_date=born if at_home else UNKNOWN,
        languages=tuple(random.sample(words.LANGUAGES, random.randint(1, 2))),
        contacts=(ContactPoint(kind=ContactKind.PHONE, value=f"555-01{random.randrange(100):02}"),),
        residences=(
            Residence(
                area=random.choice(words.AREAS),
                address=f"{random.randint(1, 90)} {street}",
                period=Period(start=start - timedelta(days=random.randint(100, 2000))),
            ),
        )
        if at_home
        else (),
    )


def _agencies(random: Random, key: str) -> dict[str, Agency]:
    kinds = {
        "care": (AgencyKind.CARE_MANAGEMENT, words.CARE_AGENCIES),
        "provider": (AgencyKind.PROVIDER, words.PROVIDERS),
        "school": (AgencyKind.SCHOOL, words.SCHOOLS),
    }
    return {
        part: Agency(
            id=AgencyId(f"{key}.agency.{part}"),
            identifiers=(
                Identifier(system=NPI, value=str(random.randint(10**9, 2 * 10**9 - 1))),
                Identifier(system=TIN, value=f"00-{random.randrange(10**7):07}"),
            ),
            name=random.choice(names),
            kind=kind,
            board_size=random.choice((None, 5, 7, 9)),
        )
        for part, (kind, names) in kinds.items()
    }
