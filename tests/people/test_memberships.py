"""Organisations, households, and who belongs to them: told once, kept with its days, parted at erasure."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.models import (
    Household,
    HouseholdMember,
    Organisation,
    OrganisationEvent,
    OrganisationRole,
    OrganisationRoleEvent,
    StoredFact,
)
from borough.people.rules import memberships as rules
from tests.people.sample_memberships import (
    ELSEWHERE,
    PLACE,
    act,
    add,
    ago,
    change_acting,
    home,
    join,
    leave,
    make,
    organisation_of,
    today,
)

pytestmark = pytest.mark.django_db


class TestOrganisations:
    """One record each, found by what people say of it."""

    def test_search_by_name_number_email_phone_and_reference(self):
        reference = add(register="charity", number="1234567", email="hello@scouts.example", phone="01632 960 100")
        for query in ("riverside sc", "1234567", "HELLO@scouts.example", "+44 1632 960100", reference):
            results = people.organisations.search(by="staff:1", at=now(), query=query)
            assert [organisation.reference for organisation in results.organisations] == [reference], query
        assert people.organisations.search(by="staff:1", at=now(), query="seaside").organisations == ()
        assert people.organisations.search(by="staff:1", at=now(), query="ri").organisations == ()
        [*_, last] = AuditEntry.objects.filter(verb="people.search_organisations").order_by("position")
        assert last.detail == '{"page":1,"results":0}'

    def test_single_open_organisation_per_register_number(self):
        first = add("Invented Ltd", kind="company", register="company", number="1234567")
        assert organisation_of(first).number == "01234567"
        with pytest.raises(Refused, match="already"):
            add("Invented Limited", kind="company", register="company", number="01234567")
        add("Another of the charities", register="charity", number="1234567")
        people.organisations.close(by="staff:1", at=now(), reference=first)
        second = add("Invented Again Ltd", kind="company", register="company", number="01234567")
        with pytest.raises(Refused, match="already"):
            people.organisations.reopen(by="staff:1", at=now(), reference=first)
        with pytest.raises(DatabaseError), transaction.atomic():
            Organisation.objects.filter(reference=first).update(closed_on=None)
        people.organisations.close(by="staff:1", at=now(), reference=second)
        people.organisations.reopen(by="staff:1", at=now(), reference=first)
        assert organisation_of(first).closed_on is None

    def test_correction_records_its_source_and_a_stale_change_is_rejected(self):
        reference = add()
        before = organisation_of(reference)
        people.organisations.correct(
            by="staff:1",
            at=now(),
            reference=reference,
            version=before.version,
            changes={"email": "a@x.example"},
            source="a letter",
            confidence=people.Confidence.SEEN,
        )
        fact = people.organisations.facts(before.id)["email"]
        assert (fact.source, fact.confidence, fact.value) == ("a letter", "seen", None)
        with pytest.raises(Stale):
            people.organisations.correct(
                by="staff:1", at=now(), reference=reference, version=before.version, changes={"name": "Other"}
            )
        assert organisation_of(reference).name == "Riverside Scouts"
        assert [version.email for version in OrganisationEvent.objects.filter(pgh_obj_id=before.id)] == ["a@x.example"]

    def test_facts_are_stored_with_source_and_empty_facts_are_removed(self):
        reference = add()

        def state(**facts):
            people.organisations.state_facts(
                by="staff:1",
                at=now(),
                reference=reference,
                facts=facts,
                source="staff:1",
                confidence=people.Confidence.REPORTED,
            )

        state(website="scouts.example", employees="3")
        first = people.organisations.facts(organisation_of(reference).id)
        state(website="scouts.example", employees="")
        then = people.organisations.facts(organisation_of(reference).id)
        assert then["website"].stated_at == first["website"].stated_at
        assert then["website"].confirmed_at > first["website"].confirmed_at and "employees" not in then
        with pytest.raises(Refused):
            state(secrets="x")

    def test_fact_belongs_to_a_person_or_an_organisation(self, ann):
        organisation = organisation_of(add()).id
        values = {"key": "x", "source": "x", "confidence": "reported", "stated_at": now(), "confirmed_at": now()}
        for wrong in ({}, {"person_id": ann, "organisation_id": organisation}):
            with pytest.raises(DatabaseError), transaction.atomic():
                StoredFact.objects.create(**values, **wrong)


class TestActing:
    """Who acts for it, in which role, from when until when."""

    def test_somebody_is_added_changed_and_ended(self, ann):
        reference = add()
        number = act(reference, ann)
        change_acting(reference, number, role="treasurer", starts_on=ago(50))
        [membership] = people.organisations.organisations_of(ann)
        assert (membership.how.role, membership.how.starts_on, membership.how.ends_on) == ("treasurer", ago(50), None)
        change_acting(reference, number, role="treasurer", starts_on=ago(50), ends_on=today())
        [member], more = people.organisations.list_roles(organisation_of(reference).id)
        assert (member.person_name, member.ends_on, more) == ("Ann Actor", today(), False)
        act(reference, ann, role="treasurer", since=0)
        people.organisations.remove_role(by="staff:1", at=now(), reference=reference, number=number)
        with pytest.raises(Refused, match="taken this out"):
            people.organisations.remove_role(by="staff:1", at=now(), reference=reference, number=number)
        assert (
            OrganisationRole.objects.count() == 1
            and OrganisationRoleEvent.objects.filter(pgh_label="delete").count() == 1
        )

    def test_the_same_role_twice_at_a_time_is_refused_by_rule_and_by_the_database(self, ann):
        reference = add()
        act(reference, ann)
        act(reference, ann, role="secretary")
        with pytest.raises(Refused, match="already"):
            act(reference, ann, since=10)
        row = OrganisationRole.objects.get(role="trustee")
        values = {"organisation": row.organisation, "person": row.person, "role": "trustee", "confidence": "reported"}
        with pytest.raises(DatabaseError), transaction.atomic():
            OrganisationRole.objects.create(starts_on=ago(10), stated_at=now(), **values)
        with pytest.raises(DatabaseError), transaction.atomic():
            OrganisationRole.objects.filter(pk=row.pk).update(ends_on=row.starts_on)
        with pytest.raises(DatabaseError), transaction.atomic():
            OrganisationRole.objects.filter(pk=row.pk).update(person=None)

    def test_closing_ends_everybody_and_nobody_joins_what_is_closed(self, ann, bob):
        reference = add()
        act(reference, ann)
        act(reference, bob, since=0)
        people.organisations.close(by="staff:1", at=now(), reference=reference)
        assert [membership.how.ends_on for membership in people.organisations.organisations_of(ann)] == [today()]
        assert [membership.how.ends_on for membership in people.organisations.organisations_of(bob)] == [
            today() + timedelta(days=1)
        ]
        with pytest.raises(Refused, match="closed"):
            act(reference, ann, since=0)

    @pytest.mark.parametrize("since", [-1, 60_000])
    def test_days_that_cannot_be_are_refused(self, ann, since):
        with pytest.raises(Refused, match="in the past"):
            act(add(), ann, since=since)


class TestHouseholds:
    """Who lives with whom."""

    def test_household_is_created_joined_and_left(self, ann, bob):
        reference = make(ann)
        number = join(reference, bob)
        [membership] = people.households.households_of(ann)
        assert (membership.household.uprn, [other.person_name for other in membership.others]) == (
            PLACE,
            ["Bob Bystander"],
        )
        assert [household.reference for household in people.households.at_property(PLACE)] == [reference]
        leave(reference, number)
        [membership] = people.households.households_of(ann)
        assert membership.others == () and len(membership.household.members) == 2
        with pytest.raises(Refused, match="after"):
            leave(reference, number, ends_on=ago(200))
        with pytest.raises(Refused, match="after"):
            leave(reference, number, ends_on=today() + timedelta(days=9))
        people.households.remove_member(by="staff:1", at=now(), reference=reference, number=number)
        assert HouseholdMember.objects.count() == 1

    def test_nobody_lives_there_twice_at_a_time(self, ann):
        reference = make(ann)
        with pytest.raises(Refused, match="already"):
            join(reference, ann, since=5)
        row = HouseholdMember.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            HouseholdMember.objects.create(
                household=row.household, person_id=ann, starts_on=today(), confidence="heard", stated_at=now()
            )
        leave(reference, row.pk, ends_on=ago(50))
        join(reference, ann, since=50)
        with pytest.raises(Refused, match="already"):
            leave(reference, row.pk, ends_on=ago(40))

    def test_moving_house_ends_it_and_a_second_home_stays(self, ann, bob):
        here, other = make(ann), make(ann, uprn=ELSEWHERE)
        join(here, bob)
        people.state_facts(by="x", at=now(), person_id=ann, facts={"address": home(300_000)}, source="x")
        lived = {
            membership.household.reference: membership.how.ends_on
            for membership in people.households.households_of(ann)
        }
        assert lived == {here: today(), other: None}
        [membership] = people.households.households_of(bob)
        assert membership.how.ends_on is None and membership.others == ()

    def test_confirming_the_same_address_ends_nothing(self, ann):
        make(ann)
        people.state_facts(by="x", at=now(), person_id=ann, facts={"address": home(PLACE)}, source="x")
        assert HouseholdMember.objects.get().ends_on is None

    def test_a_household_never_moves(self, ann):
        make(ann)
        with pytest.raises(DatabaseError), transaction.atomic():
            Household.objects.update(uprn=ELSEWHERE)


def test_lists_ask_as_often_however_long_they_are(ann, django_assert_max_num_queries):
    reference, home = add(), make(ann)
    for number in range(12):
        other = people.register_person(by="x", at=now(), name=f"Zoe {number:02}")
        act(reference, other)
        join(home, other)
    with django_assert_max_num_queries(3):
        members, _ = people.organisations.list_roles(organisation_of(reference).id)
    with django_assert_max_num_queries(6):
        [lived] = people.households.households_of(ann)
    assert len(members) == len(lived.others) == 12


@pytest.mark.parametrize(
    ("register", "typed", "expected"),
    [
        ("company", "1234567", "01234567"),
        ("company", " sc 123456", "SC123456"),
        ("company", "OC301234", "OC301234"),
        ("company", "IP12345R", "IP12345R"),
        ("charity", "1234567", "1234567"),
        ("charity", "SC012345", "SC012345"),
        ("charity", "1234567-1", "1234567-1"),
        ("charity", "NIC100123", "NIC100123"),
        ("", "", ""),
    ],
)
def test_register_numbers_are_stored_in_register_format(register, typed, expected):
    assert rules.number_of(register, typed) == expected


@pytest.mark.parametrize(
    ("register", "typed"),
    [
        ("company", "123456789"),
        ("company", "S1234567"),
        ("charity", "12345"),
        ("charity", "٣٤٥٦٧٨٩"),
        ("", "1234567"),
        ("company", ""),
        ("golf", "1"),
    ],
)
def test_numbers_of_another_shape_are_refused(register, typed):
    with pytest.raises(Refused):
        rules.number_of(register, typed)


def test_days_are_looked_at():
    rules.check_days(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2), today=date(2020, 1, 1))
    with pytest.raises(Refused):
        rules.check_days(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1), today=date(2020, 2, 1))
