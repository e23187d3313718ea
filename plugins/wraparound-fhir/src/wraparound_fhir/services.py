"""Planned services: what service requests and activities order, and who gives it."""

from __future__ import annotations

from typing import Any

import attrs

from wraparound.model.ids import AgencyId, NeedId, PlannedServiceId
from wraparound.model.periods import Period
from wraparound.model.person import Payer
from wraparound.model.planned_service import (
    Performer,
    PlannedService,
    ServiceSpan,
    ServiceStatus,
)
from wraparound.model.team import SupportType
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound_fhir.case import Case, Held, Reading
from wraparound_fhir.directory import Directory
from wraparound_fhir.health import payer_of
from wraparound_fhir.people import People
from wraparound_fhir.words import (
    address_line,
    codes_of,
    known_day,
    number_of,
    period_of,
    words_of,
)

_REQUESTS = {
    "draft": ServiceStatus.PROPOSED,
    "active": ServiceStatus.ACTIVE,
    "on-hold": ServiceStatus.SUSPENDED,
    "revoked": ServiceStatus.ENDED,
    "completed": ServiceStatus.ENDED,
}
_ACTIVITIES = {
    "not-started": ServiceStatus.PROPOSED,
    "scheduled": ServiceStatus.PROPOSED,
    "in-progress": ServiceStatus.ACTIVE,
    "on-hold": ServiceStatus.SUSPENDED,
    "completed": ServiceStatus.ENDED,
    "cancelled": ServiceStatus.ENDED,
    "stopped": ServiceStatus.ENDED,
}
_ONLY_THOUGHT_OF = frozenset({"proposal", "option"})
_OVER = frozenset({"completed", "revoked", "cancelled", "stopped"})


@attrs.frozen
class Services:
    """Reads planned services, with the people and agencies that give them."""

    case: Case
    people: People
    directory: Directory

    def ordered(self, held: Held, needs: dict[str, NeedId]) -> PlannedService | None:
        """Return the service that a service request on a plan orders."""
        reading = self.case.open(held)
        if reading.take("doNotPerform") is True:
            self.case.leave("ServiceRequest", "orders that something is not done")
            return None
        reading.take("subject")
        status = reading.text("status")
        fields = self._who(reading, held)
        state = _REQUESTS.get(status)
        if reading.text("intent") in _ONLY_THOUGHT_OF and state is ServiceStatus.ACTIVE:
            state = ServiceStatus.PROPOSED
        fields["spans"] = self._spans(reading, held, state, status, "occurrence")
        quantity = reading.data.get("quantityQuantity")
        if isinstance(quantity, dict):
            reading.take("quantityQuantity")
            fields["units_authorized"] = number_of(quantity.get("value"))
            fields["unit"] = str(quantity.get("unit") or quantity.get("code") or "")
        fields["payer"] = self._payer(reading, held)
        made = known_day(reading.take("authoredOn"))
        return PlannedService(
            id=PlannedServiceId(self.case.part_id(held, "service")),
            identifiers=self.case.identifiers(held),
            name=self._name(reading),
            need=self._need(reading, held, needs),
            setting=self._setting(reading, held, "locationReference"),
            authorized_on=made if status in {"active", "completed", "on-hold"} else None,
            **fields,
        )

    def detailed(
        self, reading: Reading, plan: Held, place: int, needs: dict[str, NeedId]
    ) -> PlannedService | None:
        """Return the service that an activity of a plan describes in itself."""
        if reading.take("doNotPerform") is True:
            self.case.leave("CarePlan.activity.detail", "says that something is not done")
            return None
        reading.take("kind")
        status = reading.text("status")
        fields = self._who(reading, plan)
        fields["spans"] = self._spans(reading, plan, _ACTIVITIES.get(status), status, "scheduled")
        own = reading.data.get("id")
        known = own if isinstance(own, str) else str(place)
        return PlannedService(
            id=PlannedServiceId(self.case.part_id(plan, "activity", known)),
            name=self._name(reading),
            need=self._need(reading, plan, needs),
            setting=self._setting(reading, plan, "location"),
            **fields,
        )

    def _name(self, reading: Reading) -> str:
        concept = reading.take("code")
        words = words_of(concept) or reading.text("description")
        codes = [code for _, code in codes_of(concept)]
        if codes and codes[0] != words:
            return f"{words} ({codes[0]})"
        return words

    def _need(self, reading: Reading, held: Held, needs: dict[str, NeedId]) -> NeedId | None:
        found = [self.case.target(each, held) for each in reading.items("reasonReference")]
        keys = [each.held.key for each in found if each is not None and each.held is not None]
        need = next((needs[key] for key in keys if key in needs), None)
        lost = len(found) - (need is not None)
        if lost:
            self.case.leave(f"{reading.path}.reasonReference", "one need of the plan is kept", lost)
        return need

    def _who(self, reading: Reading, held: Held) -> dict[str, Any]:  # Any: fields of a service
        performers: list[Performer] = []
        providers: list[AgencyId] = []
        supports: list[SupportType] = []
        fields: dict[str, Any] = {}
        for reference in reading.items("performer"):
            target = self.case.target(reference, held)
            person = self.people.person(target, self._family(held))
            agency = self.directory.agency(target)
            service = self.directory.service(target)
            if target is None or (person is None and agency is None):
                self.case.leave(
                    f"{reading.path}.performer", "is nobody and no agency that is known here"
                )
                continue
            if person is not None:
                performers.append(Performer(person=person))
            if agency is not None:
                providers.append(agency)
            if service is not None:
                fields["directory_service"] = service
            supports.append(self._support(target.type, person))
        if len(set(providers)) > 1:
            self.case.leave(
                f"{reading.path}.performer", "one providing agency is kept", len(set(providers)) - 1
            )
        fields["performers"] = tuple(dict.fromkeys(performers))
        formal = SupportType.FORMAL in supports
        if supports:
            fields["support"] = SupportType.FORMAL if formal else supports[0]
        provider: AgencyId | Unknown | None = UNKNOWN
        if providers:
            provider = providers[0]
        elif supports and not formal:
            provider = None
        fields["provider"] = provider
        return fields

    def _family(self, held: Held) -> Any:  # Any: a family or None
        youth = self.people.patient(self.case.target(held.data.get("subject"), held))
        return self.people.family(youth) if youth is not None else None

    def _support(self, kind: str, person: Any) -> SupportType:  # Any: a person's id or None
        if kind == "Patient":
            return SupportType.FAMILY_MEMBER
        if kind == "RelatedPerson":
            kin = self.people.kin.get(person, ())
            return kin[0].support if kin else SupportType.NATURAL
        return SupportType.FORMAL

    def _spans(
        self, reading: Reading, held: Held, status: ServiceStatus | None, word: str, key: str
    ) -> tuple[ServiceSpan, ...]:
        said = reading.take(f"{key}Period")
        moment = reading.take("occurrenceDateTime") if key == "occurrence" else None
        if isinstance(moment, str):
            said = {"start": moment, "end": moment}
        timing = reading.data.get(f"{key}Timing")
        bounds = timing.get("repeat", {}).get("boundsPeriod") if isinstance(timing, dict) else None
        if isinstance(bounds, dict):
            said = bounds
            reading.leave(f"{key}Timing", "only from when to when is kept, not how often")
        if status is None:
            self.case.leave(f"{reading.path}.status", "is unknown, so the service has no status")
            return ()
        sure = known_day(held.data.get("meta", {}).get("lastUpdated"))
        period = period_of(said, running=word not in _OVER, sure_on=sure)
        if word == "completed" and isinstance(said, dict):
            after = () if period.end is None else (Period(start=period.end),)
            return (
                ServiceSpan(status=ServiceStatus.ACTIVE, period=period),
                *(ServiceSpan(status=ServiceStatus.ENDED, period=each) for each in after),
            )
        if status is ServiceStatus.ENDED:
            period = Period(start=UNKNOWN)
        return (ServiceSpan(status=status, period=period),)

    def _payer(self, reading: Reading, held: Held) -> Payer | Unknown:
        for each in reading.items("insurance"):
            target = self.case.target(each, held)
            if target is not None and target.held is not None and target.type == "Coverage":
                payer = payer_of(self.case, target.held)
                if payer is not None:
                    return payer
        return UNKNOWN

    def _setting(self, reading: Reading, held: Held, key: str) -> str:
        value = reading.take(key)
        listed = value if isinstance(value, list) else [value]
        places: list[str] = []
        for each in listed:
            target = self.case.target(each, held)
            if target is not None and target.held is not None and target.type == "Location":
                place = self.case.open(target.held)
                name = place.text("name")
                places.append(name or address_line(place.take("address")))
        return "; ".join(place for place in places if place)
