"""How stays, referrals, consents, coverages, services, answers and contacts come in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from wraparound.model.agency import Agency
from wraparound.model.assessment import Assessment
from wraparound.model.consent import Consent
from wraparound.model.contact import Contact
from wraparound.model.directory import Service
from wraparound.model.duty import Duty, DutyRole
from wraparound.model.enrollment import CareService, Enrollment
from wraparound.model.person import Payer, Person
from wraparound.model.plan import Plan
from wraparound.model.referral import Referral, ReferralState
from wraparound.model.terms import Unknown
from wraparound.model.tie import Tie


def coded(code, system="http://example.org/codes", **more):
    return {"coding": [{"system": system, "code": code}], **more}


def ref(to):
    return {"reference": to}


def resource(kind, own, **more):
    return {"resourceType": kind, "id": own, **more}


YOUTH = resource("Patient", "kit", identifier=[{"system": "urn:mrn", "value": "7"}])


def test_an_episode_of_wraparound_is_an_enrollment(reader):
    desk = reader.carried(
        YOUTH,
        resource("Practitioner", "p", name=[{"text": "Pia Lund"}]),
        resource(
            "EpisodeOfCare",
            "e",
            status="active",
            patient=ref("Patient/kit"),
            type=[{"text": "Wraparound"}],
            careManager=ref("Practitioner/p"),
            period={"start": "2025-01-01"},
        ),
    )
    stay = desk.only(Enrollment)
    assert stay.service is CareService.WRAPAROUND
    assert stay.enrolled_on == date(2025, 1, 1)
    assert desk.only(Duty).role is DutyRole.CASE_MANAGER


def test_a_referral_keeps_how_far_it_came(reader):
    desk = reader.carried(
        YOUTH,
        resource("Organization", "pantry", name="Pantry"),
        resource(
            "ServiceRequest",
            "s",
            status="active",
            intent="order",
            subject=ref("Patient/kit"),
            category=[coded("sdoh")],
            code={"text": "Food help"},
        ),
        resource(
            "Task",
            "t",
            status="accepted",
            intent="order",
            focus=ref("ServiceRequest/s"),
            owner=ref("Organization/pantry"),
            authoredOn="2025-03-01",
            **{"for": ref("Patient/kit")},
        ),
    )
    referral = desk.only(Referral)
    assert referral.steps[-1].state is ReferralState.ACCEPTED
    assert referral.provider == desk.only(Agency).id
    assert referral.category == "Food help"


def _consent(**provision):
    return resource(
        "Consent",
        "c",
        status="active",
        scope=coded("patient-privacy"),
        category=[{"text": "Release"}],
        patient=ref("Patient/kit"),
        dateTime="2025-02-02",
        policyRule={"text": "state law"},
        provision=provision,
    )


def test_a_plain_consent_comes_in(reader):
    given = _consent(type="permit", period={"start": "2025-02-02", "end": "2026-02-01"})
    consent = reader.carried(YOUTH, given).only(Consent)
    assert consent.signed_on == date(2025, 2, 2)
    assert consent.period.end == date(2026, 2, 2)


@pytest.mark.parametrize(
    "provision",
    [
        {"type": "deny"},
        {"type": "permit", "provision": [{"type": "deny"}]},
        {"type": "permit", "securityLabel": [{"code": "R"}]},
    ],
)
def test_a_consent_with_limits_is_never_widened(reader, provision):
    desk = reader.carried(YOUTH, _consent(**provision))
    assert desk.of(Consent) == []
    assert "Consent" in desk.lost


def test_who_pays_is_only_told_where_the_coverage_tells_it(reader):
    covers = {
        "status": "active",
        "beneficiary": ref("Patient/kit"),
        "payor": [ref("Organization/o")],
    }
    desk = reader.carried(
        YOUTH,
        resource("Organization", "o", name="O"),
        resource("Coverage", "m", type={"text": "Medicaid"}, **covers),
        resource("Coverage", "n", **covers, subscriberId="N"),
    )
    payers = [each.payer for each in desk.only(Person).coverages]
    assert payers == [Payer.MEDICAID, Payer.OTHER]


def test_an_employment_without_dates_has_an_unknown_beginning(reader):
    desk = reader.carried(
        resource("Practitioner", "p", name=[{"text": "Pia Lund"}]),
        resource("Organization", "o", name="O"),
        resource(
            "PractitionerRole",
            "r",
            meta={"lastUpdated": "2025-05-06T00:00:00Z"},
            active=True,
            practitioner=ref("Practitioner/p"),
            organization=ref("Organization/o"),
        ),
    )
    period = desk.only(Tie).period
    assert period.start == Unknown(sure_on=date(2025, 5, 6))
    assert period.end is None


def test_what_was_entered_in_error_stays_out(reader):
    plan = resource(
        "CarePlan", "x", status="entered-in-error", intent="plan", subject=ref("Patient/kit")
    )
    assert reader.carried(YOUTH, plan).of(Plan) == []


def test_everything_that_is_not_carried_is_told(reader):
    desk = reader.carried(
        {**YOUTH, "photo": [{"title": "x"}], "maritalStatus": {"text": "x"}},
        resource("Claim", "c"),
        resource("Claim", "d"),
    )
    assert desk.lost["Patient.photo"] == desk.lost["Patient.maritalStatus"] == 1
    assert desk.lost["Claim"] == 2


def test_a_transaction_refers_by_urn_and_by_search(reader):
    urn = "urn:uuid:0b0b7e5c-6f7e-4b55-9d4e-6a1f0a3b5d11"
    npi = {"system": "http://hl7.org/fhir/sid/us-npi", "value": "99"}
    entries = [
        (urn, {"resourceType": "Patient"}),
        ("", resource("Practitioner", "p", identifier=[npi])),
        (
            "",
            resource(
                "CarePlan",
                "c",
                status="active",
                intent="plan",
                subject=ref(urn),
                author=ref(f"Practitioner?identifier={npi['system']}|99"),
            ),
        ),
    ]
    content = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                **({"fullUrl": url} if url else {}),
                "resource": each,
                "request": {"method": "POST", "url": each["resourceType"]},
            }
            for url, each in entries
        ],
    }
    desk = reader.read(content)
    assert desk.said == []
    doctor = next(each for each in desk.of(Person) if each.family is None)
    assert desk.only(Plan).authors == (doctor.id,)
    assert len(desk.of(Person)) == 2


def test_a_contained_author_is_found(reader):
    plan = resource(
        "CarePlan",
        "c",
        status="active",
        intent="plan",
        subject=ref("Patient/kit"),
        author=ref("#me"),
        contained=[resource("Practitioner", "me", name=[{"text": "Rosa Finch"}])],
    )
    desk = reader.carried(YOUTH, plan)
    assert len(desk.only(Plan).authors) == 1


def test_a_service_of_the_directory_has_its_agency_and_place(reader):
    desk = reader.carried(
        resource("Organization", "o", name="Lantern House"),
        resource(
            "Location",
            "l",
            name="Lantern House, Elm Row",
            telecom=[{"system": "phone", "value": "5"}],
        ),
        resource("Location", "unused", name="Elsewhere"),
        resource(
            "HealthcareService",
            "s",
            name="Respite",
            providedBy=ref("Organization/o"),
            location=[ref("Location/l")],
            availableTime=[{"daysOfWeek": ["mon", "tue"], "availableStartTime": "09:00:00"}],
        ),
    )
    service = desk.only(Service)
    assert service.agency == desk.only(Agency).id
    assert service.places[0].name == "Lantern House, Elm Row"
    assert desk.lost["Location.telecom"] == desk.lost["Location"] == 1


def test_numbers_of_a_questionnaire_come_in_and_words_stay_out(reader):
    answers = resource(
        "QuestionnaireResponse",
        "q",
        status="completed",
        subject=ref("Patient/kit"),
        questionnaire="http://example.org/Questionnaire/CALM-7|1.0",
        authored="2025-04-01",
        item=[
            {"linkId": "/a1", "text": "wording", "answer": [{"valueInteger": 2}]},
            {"linkId": "a2", "answer": [{"valueString": "a story"}]},
            {"linkId": "total", "answer": [{"valueDecimal": 7.5}]},
        ],
    )
    assessment = reader.carried(YOUTH, answers).only(Assessment)
    assert assessment.instrument == "CALM-7"
    assert [(item.code, item.rating) for item in assessment.items] == [("a1", 2)]
    assert dict(assessment.scores) == {"total": Decimal("7.5")}
    assert "wording" not in str(assessment)


def test_an_encounter_of_case_management_is_a_contact(reader):
    visit = {"status": "finished", "class": {"code": "HH"}, "subject": ref("Patient/kit")}
    desk = reader.carried(
        YOUTH,
        resource("Encounter", "a", type=[coded("T1017")], period={"start": "2025-05-05"}, **visit),
        resource("Encounter", "b", type=[{"text": "Check-up"}], **visit),
    )
    assert desk.only(Contact).on == date(2025, 5, 5)
    assert desk.lost["Encounter"] == 1
