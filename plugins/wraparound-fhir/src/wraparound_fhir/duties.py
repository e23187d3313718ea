"""Duties that the input tells of: who plans, facilitates, manages or monitors for a family."""

from __future__ import annotations

from functools import partial

from wraparound.model.duty import Duty, DutyRole
from wraparound.model.ids import DutyId, FamilyId, LineageId, PartyId
from wraparound.model.periods import Period
from wraparound_fhir.case import Case, Held


def give_duty(
    case: Case,
    held: Held,
    role: DutyRole,
    holder: PartyId,
    *,
    family: FamilyId,
    plans: tuple[LineageId, ...],
    period: Period,
) -> None:
    """Add a duty for each plan; without a plan, one for the family.

    Args:
        case: The case.
        held: The resource that tells of it.
        role: What is decided or done.
        holder: Who does it.
        family: For which family.
        plans: For which plans of that family.
        period: When.
    """
    for plan in plans or (None,):
        identifier = case.part_of(held, f"{role.value}/{holder}/{plan or ''}")
        duty = DutyId(case.intake.id_of("duty", identifier))
        case.add(
            held,
            partial(
                Duty,
                id=duty,
                family=family,
                identifiers=(identifier,),
                plan=plan,
                role=role,
                holder=holder,
                period=period,
            ),
        )
