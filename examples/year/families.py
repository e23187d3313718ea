"""Ten made-up families of Oakfield: who they are, what they need, what turns their year takes."""

from __future__ import annotations

from enum import Enum

import attrs
from letters import WISH

from wraparound.model import (
    Agency,
    AgencyKind,
    Family,
    FamilyMember,
    FamilyRole,
    Person,
    Record,
)

CARE_AGENCY, PROVIDERS, SCHOOL = "open-table", ("birch-house", "river-bend"), "three-oaks"
FACILITATORS = ("ines", "dana")


class Turn(Enum):
    """Something that happens to a family besides the ordinary."""

    SETBACK = "setback"
    """A strategy does not help; the team changes it, never the family's standing."""
    CRISIS = "crisis"
    """Three nights in a hospital; the team meets at once and mends the crisis plan."""
    NEW_PROVIDER = "new provider"
    """The family asks for another provider and gets it."""
    LATE_EXPLAINED = "late meeting, with the reason on file"
    LATE = "late meeting"


@attrs.frozen
class Cast:
    """One family of the story.

    Attributes:
        id: The family's id.
        youth: The young person's name.
        caregiver: Who raises them.
        friend: A natural support whom they picked.
        strength: What works.
        need: What lies beneath.
        outcome: How everybody will know.
        strategy: What is done first.
        turns: What happens besides the ordinary.
    """

    id: str
    youth: str
    caregiver: str
    friend: str
    strength: str
    need: str
    outcome: str
    strategy: str
    turns: tuple[Turn, ...] = ()


FAMILIES = (
    Cast(
        *("aster", "Mina Ortiz", "Rosa Ortiz", "Coach Bell"),
        "Mina draws what she cannot say",
        "Mina needs to know that she is heard before she has to shout.",
        "Mina tells somebody that she is angry before she slams a door",
        "Mina and Coach Bell draw the week every Friday before practice",
    ),
    Cast(
        *("basil", "Theo Grant", "Lena Grant", "Uncle Ray"),
        "Theo takes engines apart and puts them back",
        "Theo needs a place where he is good at something every day.",
        "Theo stays at school until the last bell",
        "Theo helps in Uncle Ray's shop after school",
        (Turn.SETBACK,),
    ),
    Cast(
        *("clover", "Ada Moss", "June Moss", "Mrs. Lee next door"),
        "Ada knows every song of her grandmother",
        "Ada needs to know that nobody leaves while she sleeps.",
        "Ada sleeps through the night",
        "Mrs. Lee calls at eight, and Ada sings one song on the phone",
        (Turn.CRISIS,),
    ),
    Cast(
        *("dahlia", "Sol Rivera", "Ana Rivera", "Father Tom"),
        "Sol makes small children laugh",
        "Sol needs people who stay calm when he cannot.",
        "Sol takes a walk when a quarrel begins",
        "Sol helps Father Tom with the children on Sundays",
        (Turn.NEW_PROVIDER,),
    ),
    Cast(
        *("elder", "Kai Brown", "Joy Brown", "Grandpa Lou"),
        "Kai can wait for hours for a fish",
        "Kai needs mornings that are the same every day.",
        "Kai is on the bus in the morning",
        "Grandpa Lou has breakfast with Kai at six",
        (Turn.LATE_EXPLAINED,),
    ),
    Cast(
        *("fern", "Ivy Clark", "Dee Clark", "Aunt Sue"),
        "Ivy writes down what she sees",
        "Ivy needs somebody of her own who knows the whole story.",
        "Ivy speaks with a friend outside the house",
        "Aunt Sue and Ivy walk by the river on Saturdays",
        (Turn.LATE,),
    ),
    Cast(
        *("gentian", "Max Hill", "Pat Hill", "Coach Bell"),
        "Max learns by doing",
        "Max needs to be needed.",
        "Max does his part of the chores without a fight",
        "Max sets up the gym with Coach Bell",
    ),
    Cast(
        *("holly", "Zoe Young", "Kim Young", "Ms. Park from choir"),
        "Zoe sings when she is afraid",
        "Zoe needs to see that bad days end.",
        "Zoe goes to choir",
        "Ms. Park saves Zoe a place in the first row",
        (Turn.SETBACK, Turn.CRISIS),
    ),
    Cast(
        *("iris", "Leo Stone", "Amy Stone", "Uncle Ray"),
        "Leo remembers every number",
        "Leo needs to know what comes next.",
        "Leo goes through a day without running off",
        "Leo keeps the family's calendar with Uncle Ray",
    ),
    Cast(
        *("juniper", "Nia West", "Gus West", "Mrs. Lee next door"),
        "Nia cooks for six without a book",
        "Nia needs her father to come home for supper.",
        "The family eats supper together",
        "Nia and Mrs. Lee cook on the days when Gus works late",
        (Turn.NEW_PROVIDER, Turn.LATE_EXPLAINED),
    ),
)


def county() -> list[Record]:
    """Return the agencies and staff that all families share."""
    return [
        Agency(id=CARE_AGENCY, name="Open Table", kind=AgencyKind.CARE_MANAGEMENT),
        *(Agency(id=each, name=each.title(), kind=AgencyKind.PROVIDER) for each in PROVIDERS),
        Agency(id=SCHOOL, name="Three Oaks School", kind=AgencyKind.SCHOOL),
        *(Person(id=each, name=each.title(), notifications=WISH) for each in FACILITATORS),
        Person(id="teacher", name="Ms. Reed"),
    ]


def people(cast: Cast) -> list[Record]:
    """Return a family and its people."""
    roles = {"youth": FamilyRole.YOUTH, "caregiver": FamilyRole.CAREGIVER}
    names = {"youth": cast.youth, "caregiver": cast.caregiver, "friend": cast.friend}
    members = tuple(
        FamilyMember(person=f"{cast.id}-{part}", role=role, at_home=True, decides=part != "youth")
        for part, role in roles.items()
    )
    return [
        Family(id=cast.id, members=members, preferred_language="en"),
        *(
            Person(
                id=f"{cast.id}-{part}",
                family=cast.id,
                name=name,
                notifications=None if part == "youth" else WISH,
            )
            for part, name in names.items()
        ),
    ]
