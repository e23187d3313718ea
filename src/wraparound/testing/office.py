"""Those who work around a made-up family: jobs, duties, offers and disclosures."""

from __future__ import annotations

from datetime import date

from wraparound.model import (
    UNKNOWN,
    Disclosure,
    Duty,
    DutyId,
    DutyRole,
    OfferAnswer,
    OfferedOption,
    PartyId,
    Period,
    Plan,
    Record,
    RecordId,
    ServiceChoice,
    ServiceOffer,
    Staff,
    StaffCertification,
    Tie,
    TieId,
    TieKind,
    Unknown,
)
from wraparound.testing.cast import Cast


def choices(cast: Cast, plan: Plan) -> tuple[Record, ...]:
    """Return what the family was shown for the service on its plan, and its choice."""
    service = plan.services[0]
    offer = ServiceOffer(
        id=RecordId(cast.id("offer")),
        family=cast.family,
        plan=plan.lineage,
        need=plan.needs[0].id,
        category=str(service.category),
        on=cast.day(24),
        offered_by=PartyId(cast.who("facilitator")),
        options=(OfferedOption(provider=cast.agency("provider"), answer=OfferAnswer.CHOSEN),),
    )
    choice = ServiceChoice(
        id=RecordId(cast.id("choice")),
        family=cast.family,
        plan=plan.lineage,
        service=service.id,
        on=cast.day(25),
        service_options_given=True,
        service_selection=True,
        provider_options_given=cast.random.randrange(3) > 0,
        provider_selection_agreement=True,
    )
    return offer, choice


def staff(cast: Cast) -> tuple[Staff, ...]:
    """Return the jobs of those who coordinate."""
    supervisor = RecordId(cast.id("staff.supervisor"))
    return tuple(
        Staff(
            id=RecordId(cast.id(f"staff.{part}")),
            person=cast.who(part),
            role=part,
            employer=cast.agency("care"),
            supervisor=supervisor if part != "supervisor" else None,
            hired_on=cast.day(-400),
            certifications=(StaffCertification(type="wraparound", issued_on=cast.day(-200)),),
        )
        for part in ("facilitator", "family-partner", "supervisor")
    )


def duties(cast: Cast, plan: Plan) -> tuple[Duty, ...]:
    """Return who decides what for the family."""
    holders: tuple[tuple[DutyRole, str], ...] = (
        (DutyRole.FACILITATOR, cast.who("facilitator")),
        (DutyRole.SUPERVISOR, cast.who("supervisor")),
        (DutyRole.COORDINATING_ORG, cast.agency("care")),
    )
    return tuple(
        Duty(
            id=DutyId(cast.id(f"duty.{role.value}")),
            family=cast.family,
            plan=plan.lineage,
            role=role,
            holder=PartyId(holder),
            period=Period(start=cast.day(5)),
        )
        for role, holder in holders
    )


def jobs(cast: Cast) -> tuple[Tie, ...]:
    """Return who is employed by whom; now and then the facilitator by the provider."""
    care, provider = PartyId(cast.agency("care")), PartyId(cast.agency("provider"))
    employers: tuple[PartyId | Unknown, ...] = (*[care] * 6, provider, UNKNOWN)
    held: tuple[tuple[str, PartyId | Unknown, int], ...] = (
        ("facilitator", cast.one(employers), -400),
        ("family-partner", care, -300),
        ("supervisor", care, -900),
        ("therapist", provider, -700),
    )
    return tuple(
        Tie(
            id=TieId(cast.id(f"tie.job.{part}")),
            kind=TieKind.EMPLOYED_BY,
            subject=PartyId(cast.who(part)),
            object=employer,
            period=Period(start=cast.day(day)),
            source="staff list",
        )
        for part, employer, day in held
    )


def disclosures(cast: Cast) -> tuple[Disclosure, ...]:
    """Return the facilitator's disclosure of interests, unless nobody filed one."""
    signed: date | None = cast.maybe(cast.day(2))
    if signed is None:
        return ()
    return (
        Disclosure(
            id=RecordId(cast.id("disclosure")),
            person=cast.who("facilitator"),
            on=signed,
            declares=(TieId(cast.id("tie.job.facilitator")),),
            employer=cast.agency("care"),
            cosigned_by=(cast.who("supervisor"),),
        ),
    )
