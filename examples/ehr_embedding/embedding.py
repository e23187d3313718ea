"""Wraparound inside an existing EHR: its patients stay where they are, its rule is asked too.

python examples/ehr_embedding/embedding.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import create_engine, text

sys.path.insert(0, str(Path(__file__).parent))

from adapter import EhrStore
from ehr import create_ehr

from wraparound.chart import Chart
from wraparound.hooks import hookimpl
from wraparound.model import (
    Agency,
    Disposition,
    Duty,
    DutyRole,
    Finding,
    Identifier,
    Period,
    Person,
    Plan,
    PlannedService,
    PlanStatus,
    Record,
    Remedy,
    ServiceSpan,
    ServiceStatus,
    Severity,
    Tie,
    TieKind,
)
from wraparound.model.ids import NPI
from wraparound.program import Program
from wraparound.storage import Store

SCHEME = "ehr:"
TODAY = date(2026, 11, 1)
SINCE = Period(start=date(2026, 9, 1))


class EhrPlugin:
    """What the EHR puts in: its storage, and a rule of its own."""

    name = "our-ehr"

    def __init__(self, network: frozenset[str]) -> None:
        """Take the NPIs of the EHR's provider network."""
        self.network = network

    @hookimpl
    def resolve_storage(self, url: str, program: str) -> Store | None:
        """Open addresses such as ``ehr:/srv/ehr.db``."""
        if not url.startswith(SCHEME):
            return None
        return EhrStore(create_engine(f"sqlite:///{url.removeprefix(SCHEME)}"), program)

    @hookimpl
    def check_chart(self, chart: Chart) -> Iterator[Finding]:
        """Find services of agencies outside the EHR's own provider network."""
        outside = {
            agency.id
            for agency in chart.directory.agencies
            if not self.network & {each.value for each in agency.identifiers if each.system == NPI}
        }
        for plan in chart.plans:
            for service in plan.services:
                if service.provider in outside:
                    yield Finding(
                        rule="EHR-NETWORK",
                        severity=Severity.LOW,
                        disposition=Disposition.POTENTIAL,
                        plan=plan.lineage,
                        counterparty=str(service.provider),
                        path=(service.id,),
                        title="A provider on the plan is not in our network",
                        why="Claims of this provider come back unpaid, and the family gets a bill.",
                        remedy=Remedy(
                            family="Ask who pays before the first visit.",
                            administrator="Ask the provider to enroll, or agree on another payer.",
                        ),
                    )


def plan_of(family: str, youth: str) -> list[Record]:
    """Return what the EHR's users record about one family: a facilitator and a plan."""
    services = tuple(
        PlannedService(
            id=f"{family}-{agency}",
            provider=agency,
            category="respite",
            paid=True,
            hcbs=True,
            spans=(ServiceSpan(status=ServiceStatus.ACTIVE, period=SINCE),),
        )
        for agency in ("birch", "elm")
    )
    return [
        Duty(
            id=f"{family}-facilitation",
            family=family,
            plan=f"{family}-plan",
            role=DutyRole.FACILITATOR,
            holder="ada",
            period=SINCE,
        ),
        Plan(
            id=f"{family}-plan-1",
            lineage=f"{family}-plan",
            family=family,
            youth=youth,
            status=PlanStatus.ACTIVE,
            period=SINCE,
            services=services,
        ),
    ]


@contextmanager
def opened(database: Path) -> Iterator[Program]:
    """Open wraparound on the EHR's database."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        network = frozenset(connection.scalars(text("select npi from network_provider")))
    engine.dispose()
    plugin = EhrPlugin(network)
    with Program.open(f"{SCHEME}{database}", plugins=[plugin], policies=["FED-1915C"]) as program:
        yield program


def main() -> None:
    """Create an EHR, put wraparound into it, and review one of its families."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "ehr.db")
        create_ehr(database)
        with opened(database) as program:
            with program.change(by="ehr", reason="facilitation began") as unit:
                birch = Identifier(system=NPI, value="9990000001")
                unit.add(Agency(id="birch", identifiers=(birch,)))
                unit.add(Agency(id="elm"))
                unit.add(Person(id="ada"))
                job = Tie(
                    id="job",
                    kind=TieKind.EMPLOYED_BY,
                    subject="ada",
                    object="birch",
                    period=SINCE,
                )
                unit.add(job)
                for record in plan_of("fam-7001", "p-M-100"):
                    unit.add(record)
            print("families in the EHR:", ", ".join(program.families()))
            for finding in program.review("fam-7001", as_of=TODAY).findings:
                print(f"{finding.rule} ({finding.severity.value}): {finding.title}")


if __name__ == "__main__":
    main()
