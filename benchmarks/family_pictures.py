"""How long an ecomap takes, against Graphviz's neato on the same graph."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date

from measuring import ROUNDS, Comparison, cpu_seconds

from wraparound.chart import Chart
from wraparound.documents import ecomap
from wraparound.model import Family, Person, SupportType, Team, TeamMember, TeamRole
from wraparound.process.stay import stay_of

TIES = 30
GOAL = "<= 5 ms of CPU for ours"


def _chart() -> Chart:
    supports = [*SupportType]
    members = tuple(
        TeamMember(
            id=f"m{place}",
            person=f"p{place}",
            role=TeamRole.OTHER,
            role_words="somebody whom the family has known for long",
            support=supports[place % len(supports)],
            accepted_on=date(2026, 1, 1),
        )
        for place in range(TIES)
    )
    people = [Person(id=f"p{place}", family="f", name=f"Person {place}") for place in range(TIES)]
    records = [Family(id="f"), Team(id="t", family="f", members=members), *people]
    return Chart.of(records, as_of=date(2026, 6, 1))


def _graph() -> str:
    lines = "".join(
        f'home -- p{place}; p{place} [label="Person {place}"];' for place in range(TIES)
    )
    return f"graph {{ overlap=false; node [shape=box]; {lines} }}"


def compare_family_pictures() -> Iterator[Comparison]:
    """Compare the CPU of drawing an ecomap of 30 ties; neato's is that of its process."""
    neato = shutil.which("neato")
    stay, graph = stay_of(_chart()), _graph()
    drawn = ecomap(stay)
    assert len(drawn.text) == TIES
    ours = cpu_seconds(lambda: ecomap(stay), rounds=ROUNDS)
    if neato is None:
        yield Comparison("ecomap", ours, ours, "itself", GOAL, "neato is not installed")
        return

    def draw() -> None:
        subprocess.run([neato, "-Tsvg"], input=graph, capture_output=True, check=True, text=True)

    theirs = cpu_seconds(draw, rounds=ROUNDS)
    yield Comparison("ecomap of 30 ties, CPU", ours, theirs, "Graphviz neato", GOAL)
