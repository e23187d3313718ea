"""Services and organizations become the directory."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest

from wraparound.model.agency import Agency
from wraparound.model.directory import DirectoryStatus, Place, Service
from wraparound.model.ids import NPI, TIN
from wraparound.model.person import ContactKind, Payer
from wraparound.model.shares import UNDISCLOSED
from wraparound.model.terms import UNKNOWN
from wraparound.model.tie import Tie, TieKind
from wraparound.program import Program

ADDRESS = {
    "address_1": "1 Main Street",
    "city": "Oakfield",
    "state_province": "OH",
    "postal_code": "00001",
    "country": "US",
    "address_type": "physical",
}


def test_a_service_keeps_its_own_words(writing):
    service = writing.only_service(
        alternate_name="A break",
        description="Somebody takes over for a weekend",
        url="https://example.org/respite",
        eligibility_description="Families of the county",
        assured_date="2026-02-03",
        status="temporarily closed",
    )
    assert (service.name, service.other_name) == ("Respite", "A break")
    assert service.status is DirectoryStatus.TEMPORARILY_CLOSED
    assert service.assured_on == date(2026, 2, 3)
    assert service.website == "https://example.org/respite"
    assert service.eligibility == "Families of the county"


def test_the_organization_of_a_service_is_its_agency(writing):
    organization = writing.organization(
        alternate_name="The Birches", website="https://example.org", email="hello@example.org"
    )
    desk = writing.read([writing.service(organization=organization)])
    (agency,) = desk.of(Agency)
    assert desk.of(Service)[0].agency == agency.id
    assert (agency.name, agency.other_names) == ("Birch House", ("The Birches",))
    assert [each.kind for each in agency.contacts] == [ContactKind.EMAIL]


def test_identifiers_come_from_registers_first(writing):
    organization = writing.organization(
        tax_id="12-3456789",
        organization_identifiers=[
            writing.part(identifier_type="NPI", identifier="1234567893"),
            writing.part(
                identifier_scheme="GB-COH", identifier_type="Company number", identifier="00000001"
            ),
        ],
    )
    (agency,) = writing.read([organization]).of(Agency)
    assert [each.key for each in agency.identifiers] == [
        f"{TIN}|123456789",
        f"{NPI}|1234567893",
        "GB-COH|00000001",
        f"urn:ietf:rfc:3986|urn:uuid:{writing.id('birch')}",
    ]


def test_one_organization_in_many_services_is_one_agency(writing):
    """What services say of it in passing fills gaps; where they differ, the first one stands."""
    desk = writing.read(
        [
            writing.service("a", organization=writing.organization()),
            writing.service("b", organization=writing.organization(website="https://one.example")),
            writing.service("c", organization=writing.organization(website="https://two.example")),
        ]
    )
    (agency,) = desk.of(Agency)
    assert desk.faults == []
    assert agency.website == "https://one.example"
    assert desk.losses["agency.website"] == 1


def test_organizations_are_never_matched_by_name(writing):
    desk = writing.read(
        [
            writing.organization("one", website="https://one.example"),
            writing.organization("two", website="https://one.example"),
        ]
    )
    assert len(desk.of(Agency)) == 2


def test_an_organization_that_is_only_named_stays_unknown(writing):
    desk = writing.read([writing.service(organization_id=writing.id("birch"))])
    (agency,) = desk.of(Agency)
    assert (agency.name, agency.id) == (UNKNOWN, desk.of(Service)[0].agency)


def test_a_parent_organization_holds_an_unknown_part(writing):
    """A directory's word for the parent is neither proof of control nor nothing."""
    desk = writing.read([writing.organization(parent_organization_id=writing.id("holding"))])
    (tie,) = desk.of(Tie)
    child, parent = desk.of(Agency)
    assert (tie.kind, tie.share) == (TieKind.OWNS, UNDISCLOSED)
    assert (tie.subject, tie.object) == (parent.id, child.id)


def test_places_have_address_position_and_ways_in(writing):
    location = writing.part(
        location_type="physical",
        name="Town hall",
        latitude=39.5,
        longitude=-84,
        transportation="Bus 1",
        addresses=[writing.part(**{**ADDRESS, "address_type": "postal"}), writing.part(**ADDRESS)],
        accessibility=[writing.part(description="Ramp.")],
    )
    service = writing.only_service(service_at_locations=[writing.part(location=location)])
    assert service.places == (
        Place(
            name="Town hall",
            address="1 Main Street, Oakfield, OH 00001, US",
            latitude="39.5",
            longitude="-84",
            accessibility=("Ramp.",),
            transport="Bus 1",
        ),
    )


def test_categories_and_terms_come_from_attributes(writing):
    detail = {"id": writing.id("t"), "name": "Open terms", "description": "Terms"}
    term = {"id": writing.id("x"), "name": "Respite care", "code": "R1", "description": "A break"}
    service = writing.only_service(
        attributes=[
            writing.part(value="Respite care", taxonomy_term={**term, "taxonomy_detail": detail}),
            writing.part(value="Weekends", taxonomy_term=term),
            writing.part(value="Evenings"),
        ]
    )
    assert service.categories == ("Respite care", "Respite care: Weekends", "Evenings")
    assert service.taxonomy == ("Open terms|R1",)


def test_payers_come_from_attributes_about_money_funding_and_costs(writing):
    term = {"id": writing.id("x"), "name": "Medicaid", "description": "m", "taxonomy": "Payment"}
    desk = writing.read(
        [
            writing.service(
                attributes=[writing.part(taxonomy_term=term)],
                funding=[writing.part(source="State grant"), writing.part(source="A bake sale")],
                cost_options=[writing.part(option="Self-pay", amount=12.50, currency="usd")],
                fees_description="Sliding fees",
            )
        ]
    )
    (service,) = desk.of(Service)
    assert service.payers == (Payer.MEDICAID, Payer.STATE_GRANT, Payer.FAMILY)
    assert service.fees == "Sliding fees; Self-pay 12.5 USD"
    assert desk.losses["service.funding.source"] == 1


def test_a_program_that_accepts_medicaid_is_not_paid_by_a_category(writing):
    """Only attributes about money name payers."""
    term = {"id": writing.id("x"), "name": "Medicaid", "description": "m", "taxonomy": "Topics"}
    assert writing.only_service(attributes=[writing.part(taxonomy_term=term)]).payers == ()


def test_languages_are_tags(writing):
    languages = [
        writing.part(name="Urdu", code="ur"),
        writing.part(name="Spanish"),
        writing.part(name="Quenya"),
    ]
    desk = writing.read([writing.service(languages=languages)])
    assert desk.of(Service)[0].languages == ("ur", "es")
    assert desk.losses["service.languages"] == 1


def test_a_schedule_becomes_words(writing):
    schedule = writing.part(
        freq="WEEKLY", byday="MO,TU", opens_at="09:00:00", closes_at="17:00", notes="Ring twice."
    )
    service = writing.only_service(schedules=[schedule])
    assert service.schedule == "weekly MO,TU 09:00:00–17:00, Ring twice"


def test_phones_of_contacts_are_kept_without_their_names(writing):
    contact = writing.part(name="Zebulon", phones=[writing.part(number="555-0100", extension=7)])
    desk = writing.read([writing.service(contacts=[contact], email="hello@example.org")])
    (service,) = desk.of(Service)
    assert [each.value for each in service.contacts] == ["hello@example.org", "555-0100 ext. 7"]
    assert desk.losses["service.contacts.name"] == 1


def test_ages_are_whole_years(writing):
    desk = writing.read([writing.service(minimum_age=0.5, maximum_age=21.0)])
    (service,) = desk.of(Service)
    assert (service.youngest, service.oldest) == (None, 21)
    assert desk.losses["service.minimum_age"] == 1


def test_free_places_come_from_one_capacity(writing):
    """Capacity is from the pre-release HSDS 3.1."""
    unit = writing.part(name="beds")
    capacity = writing.part(unit=unit, available=4, updated="2026-01-01T00:00:00Z")
    assert writing.only_service(capacities=[capacity]).capacity == 4
    assert writing.only_service(capacities=[capacity, capacity]).capacity is None


def test_the_program_is_found_by_its_id_too(writing):
    program = {"id": writing.id("p"), "name": "Mobile crisis", "description": "Comes to you"}
    assert writing.only_service(program=program).program == "Mobile crisis"
    organization = writing.organization(programs=[program])
    service = writing.only_service(program_id=writing.id("p"), organization=organization)
    assert service.program == "Mobile crisis"


def test_nothing_is_dropped_silently(writing):
    desk = writing.read(
        [
            writing.service("a", wait_time="2 weeks", county_code="x"),
            writing.service("b", wait_time="1 week", alert=None, licenses=""),
        ]
    )
    assert desk.losses == {"service.wait_time": 2, "service.county_code": 1}


def test_null_is_read_as_not_given(writing):
    assert writing.only_service(description=None, phones=None).description == ""


@pytest.mark.parametrize("form", ["list", "object", "ndjson", "page", "gzip"])
def test_each_form_of_file_gives_the_same(writing, form):
    services = [writing.service("a"), writing.service("b")]
    name = "directory.json"
    if form == "object":
        services = services[:1]
        content = services[0]
    elif form == "ndjson":
        content, name = "\n".join(map(json.dumps, services)), "directory.ndjson"
    elif form == "page":
        content = {"total_pages": 3, "contents": services}
    elif form == "gzip":
        content, name = gzip.compress(json.dumps(services).encode()), "d.json.gz"
    else:
        content = services
    desk = writing.read(content, name)
    assert desk.faults == []
    assert len(desk.of(Service)) == len(services)
    assert ("total_pages" in desk.losses) == (form == "page")


def test_the_answers_of_an_interface_are_read_too(writing):
    """An organization with its services, and a service at one location."""
    organization = writing.organization(services=[writing.service()])
    desk = writing.read(organization)
    assert desk.of(Service)[0].agency == desk.of(Agency)[0].id
    location = writing.part(location_type="physical", name="Town hall")
    desk = writing.read(
        {"id": writing.id("at"), "location": location, "service": writing.service()}
    )
    assert [place.name for place in desk.of(Service)[0].places] == ["Town hall"]


def test_pages_in_several_files_are_one_directory(writing):
    """A UUID is the same in every file, in whichever case it is written."""
    organization = writing.organization()
    shouted = {**organization, "id": organization["id"].upper()}
    pages = [
        writing.file({"contents": [writing.service("a", organization=organization)]}, "1.json"),
        writing.file({"contents": [writing.service("b", organization=shouted)]}, "2.json"),
    ]
    with Program.open("memory:", only=("hsds",)) as program:
        added = program.import_files(pages, by="tester", format_name="hsds").added
    assert dict(added) == {"agency": 1, "service": 2}


def test_importing_twice_makes_no_duplicates(writing):
    path = writing.file([writing.service(organization=writing.organization())])
    with Program.open("memory:", only=("hsds",)) as program:
        assert dict(program.import_files([path], by="tester").added) == {"agency": 1, "service": 1}
        again = program.import_files([path], by="tester")
        assert (dict(again.added), dict(again.completed)) == ({}, {})
        writing.file([writing.service(organization=writing.organization(), description="New")])
        assert dict(program.import_files([path], by="tester").completed) == {"service": 1}
